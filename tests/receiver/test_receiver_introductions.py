"""Confirming settings by fingerprint, and what an agreement says."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.errors import Invalid, IrError, NotFound, Refused
from ir_desktop.receiver import service
from ir_desktop.receiver.introductions import typed_groups
from ir_desktop.sync import claims, envelope
from tests.receiver.parties import ALL, Sender, introduce, now, terms


def test_an_agreement_says_what_was_agreed(data: service.ReceiverData, sender: Sender) -> None:
    few = (Category.IDENTITY, Category.PROGRESS_CHECK)
    endpoint = claims.Endpoint(
        claims.EndpointKind.HTTPS, data.facts.url, data.folder.authority_pem()
    )
    agreed = terms(few, ConsentMode.OPT_OUT, endpoint=endpoint)
    agreement = introduce(data, sender, agreed)
    assert agreement.setting == claims.SettingParty("Poppies Nursery", "EY123456", (sender.kid,))
    assert agreement.recipient_name == "Northmere Health Visiting Team"
    assert agreement.signing_kid == data.keys.signing_kid
    assert agreement.fingerprint == data.keys.fingerprint
    assert agreement.consent_modes == {
        Category.IDENTITY: ConsentMode.OPT_OUT,
        Category.PROGRESS_CHECK: ConsentMode.OPT_IN,
    }
    assert agreement.endpoint == endpoint
    assert x509.load_pem_x509_certificate((agreement.endpoint.tls_ca or "").encode())
    ((listed, ended),) = service.agreements(data)
    assert (listed, ended) == (agreement, None)
    (setting,) = service.settings(data)
    assert (setting.kid, setting.confirmed_by, setting.fingerprint) == (
        sender.kid,
        "Noor Haddon",
        sender.fingerprint,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"fingerprint_typed": "ABCD " * 8},
        {"fingerprint_typed": "3=ABCD 7=EFGH"},
        {"fingerprint_typed": ""},
        {"fingerprint_typed": "ABCD"},
        {"confirmed_by": "  "},
        {"card_token": "garbage"},
        {"terms": terms({Category.PROGRESS_CHECK: 0}, start=now(), end=now())},  # type: ignore[arg-type] - wrong on purpose
        {"agreement_id": "unknown"},
        {"same_setting_as": "unknown"},
    ],
)
def test_nothing_is_trusted_where_anything_is_wrong(
    data: service.ReceiverData, sender: Sender, wrong: dict[str, object]
) -> None:
    right: dict[str, object] = {
        "card_token": sender.card,
        "fingerprint_typed": sender.fingerprint,
        "confirmed_by": "Noor Haddon",
        "terms": terms(),
        "now": now(),
    }
    with pytest.raises(IrError) as told:
        service.agree(data, **(right | wrong))  # type: ignore[arg-type] - one of many shapes
    assert sender.fingerprint[:4] not in str(told.value)
    assert service.settings(data) == []
    assert service.agreements(data) == []


def test_an_opt_out_for_the_progress_check_cannot_be_agreed(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreed = terms()
    modes = dict.fromkeys(ALL, ConsentMode.OPT_OUT)
    with pytest.raises(Invalid, match="always needs consent"):
        introduce(data, sender, service.Terms(**{**_fields(agreed), "modes": modes}))


def _fields(agreed: service.Terms) -> dict[str, object]:
    return {name: getattr(agreed, name) for name in agreed.__slots__}


def test_two_numbered_groups_are_enough(data: service.ReceiverData, sender: Sender) -> None:
    groups = envelope.fingerprint_groups(sender.fingerprint)
    service.agree(
        data,
        (sender.card + "\n").encode(),
        fingerprint_typed=f"2={groups[1].lower()}, 8:{groups[7]}",
        confirmed_by="Noor Haddon",
        terms=terms(),
        now=now(),
    )
    assert len(service.settings(data)) == 1


@given(st.text(max_size=60))
def test_whatever_is_typed_is_groups_or_told(text: str) -> None:
    try:
        groups = typed_groups(text)
    except Invalid:
        return
    assert all(isinstance(number, int) for number in groups)
    assert len(groups) == 8 or "=" in text or ":" in text


def test_versions_of_an_agreement_follow_one_another(
    data: service.ReceiverData, sender: Sender
) -> None:
    first = introduce(data, sender)
    second = introduce(data, sender, agreement_id=first.id)
    third = introduce(data, sender, agreement_id=first.id)
    assert [first.version, second.version, third.version] == ["1", "2", "3"]
    other = Sender(name="Other Nursery")
    with pytest.raises(NotFound):
        introduce(data, other, agreement_id=first.id)
    assert service.end_agreement(data, first.id, now=now()) == 3
    assert service.end_agreement(data, first.id, now=now()) == 0
    with pytest.raises(NotFound):
        service.end_agreement(data, "unknown", now=now())


def test_a_revoked_key_stays_revoked(data: service.ReceiverData, sender: Sender) -> None:
    introduce(data, sender)
    service.revoke(data, sender.kid, now=now())
    with pytest.raises(Refused, match="revoked"):
        introduce(data, sender)
    assert service.settings(data)[0].status == "revoked"
    with pytest.raises(NotFound):
        service.revoke(data, "unknown", now=now())


def test_a_key_belongs_to_one_setting(data: service.ReceiverData, sender: Sender) -> None:
    introduce(data, sender)
    other = Sender(name="Other Nursery")
    introduce(data, other)
    with pytest.raises(Refused, match="another setting"):
        introduce(data, other, same_setting_as=sender.kid)


def test_a_revoked_computer_is_not_in_the_next_agreement(
    data: service.ReceiverData, sender: Sender
) -> None:
    introduce(data, sender)
    second = Sender()
    service.revoke(data, sender.kid, now=now())
    agreement = introduce(data, second, same_setting_as=sender.kid)
    assert agreement.setting.kids == (second.kid,)


def test_moments_are_kept_as_utc(data: service.ReceiverData, sender: Sender) -> None:
    introduce(data, sender)
    (setting,) = service.settings(data)
    assert setting.confirmed_at.tzinfo is UTC
    assert abs(setting.confirmed_at - datetime.now(UTC)) < timedelta(minutes=1)
