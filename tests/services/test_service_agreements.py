"""Agreements: trusted only after a person compared them, and never half taken in."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ir_desktop.domain.categories import Category
from ir_desktop.domain.people import HealthTeam as TeamRecord
from ir_desktop.domain.people import Role
from ir_desktop.domain.sharing import Agreement, Installation
from ir_desktop.errors import Invalid, IrError, NotFound, Refused
from ir_desktop.services import agreements, identity
from ir_desktop.services.session import Session
from ir_desktop.sync import claims, envelope, keys
from ir_desktop.sync.problems import EnvelopeError
from tests.services.health_team import HealthTeam
from tests.services.nursery import Clock, Nursery, acts, records_of

FINGERPRINT = "fingerprint: This is not the fingerprint of the agreement’s keys."


def take(session: Session, team: HealthTeam, data: bytes, **more: Any) -> Agreement:
    return agreements.import_agreement(
        session, data, **({"typed": team.fingerprint, "confirmed_by": "Hannah"} | more)
    )


def test_an_agreement_says_what_was_signed(manager: Session, team: HealthTeam) -> None:
    data = team.agreement(manager, opt_out=(Category.ASQ3,))
    read = agreements.read_agreement(b"\n" + data + b"\r\n")
    assert read.fingerprint == team.fingerprint
    agreement = take(manager, team, data)
    assert agreement.recipient_name == team.name
    assert agreement.categories == read.categories
    assert agreement.token.encode() == data
    assert agreement.confirmed_by == "Hannah"
    assert agreement.confirmed_on == manager.today
    assert agreement.own_kid == read.setting.kids[0]
    (listed,) = agreements.list_agreements(manager)
    assert listed == agreement
    assert agreements.recipient_of(manager, agreement.id) == agreement.health_team_id
    with pytest.raises(NotFound, match="no such agreement"):
        agreements.recipient_of(manager, "nothing")


def test_the_team_of_its_name_is_taken_or_added(manager: Session, team: HealthTeam) -> None:
    with manager.store.reading() as records:
        (known,) = records.find(TeamRecord)
    team.name = known.name.upper() + " "
    assert take(manager, team, team.agreement(manager)).health_team_id == known.id
    other = HealthTeam(team.clock, name="Another team")
    made = take(manager, other, other.agreement(manager, agreement_id="agreement-2"))
    with manager.store.reading() as records:
        assert records.get(TeamRecord, made.health_team_id).name == "Another team"
    third = HealthTeam(team.clock, name="Renamed since")
    data = third.agreement(manager, agreement_id="agreement-3")
    assert take(manager, third, data, health_team_id=known.id).health_team_id == known.id
    with pytest.raises(NotFound, match="health team"):
        data = third.agreement(manager, agreement_id="agreement-4")
        take(manager, third, data, health_team_id="nothing")


def groups(fingerprint: str) -> list[str]:
    return fingerprint.split()


@pytest.mark.parametrize(
    "typed",
    [
        lambda g: " ".join(g),
        lambda g: "".join(g).lower(),
        lambda g: "-".join(g),
        lambda g: f"3={g[2]} 7={g[6]}",
        lambda g: f"1={g[0].lower()} 8={g[7]} 2={g[1]}",
        lambda g: {3: g[2], 7: g[6]},
    ],
    ids=["whole", "small letters", "hyphens", "two groups", "three groups", "by place"],
)
def test_the_fingerprint_may_be_typed_in_these_ways(
    typed, manager: Session, team: HealthTeam
) -> None:
    take(manager, team, team.agreement(manager), typed=typed(groups(team.fingerprint)))


@pytest.mark.parametrize(
    "typed",
    [
        lambda g: "",
        lambda g: "yes",
        lambda g: " ".join(g[:7]),
        lambda g: " ".join([*g, "AAAA"]),
        lambda g: " ".join(reversed(g)),
        lambda g: f"3={g[2]}",
        lambda g: f"3={g[2]} 3={g[2]}",
        lambda g: f"3={g[2]} 7={g[2]}",
        lambda g: f"3={g[2]} {g[6]}",
        lambda g: f"3={g[2]} 9={g[6]}",
        lambda g: f"3={g[2]} ٧={g[6]}",
        lambda g: f"3={g[2]} {'9' * 5000}={g[6]}",
        lambda g: f"3={g[2]} 7={g[6]}=",
        lambda g: "=",
        lambda g: "= = = =",
        lambda g: "\ud800=\udfff 3=\udc80",
        lambda g: {3: g[2]},
        lambda g: {0: g[7], 7: g[6]},
        lambda g: {},
    ],
)
def test_any_other_fingerprint_is_refused_and_nothing_is_kept(
    typed, manager: Session, team: HealthTeam
) -> None:
    data = team.agreement(manager)
    before = records_of(manager)
    with pytest.raises(Invalid) as caught:
        take(manager, team, data, typed=typed(groups(team.fingerprint)))
    assert str(caught.value).startswith(FINGERPRINT)
    assert records_of(manager) == before


def test_every_problem_is_told_at_once(manager: Session, team: HealthTeam) -> None:
    by_hand = claims.Endpoint(claims.EndpointKind.BY_HAND)
    stranger = keys.kid(keys.new_signing_key())
    data = team.agreement(manager, endpoint=by_hand, kids=(stranger,))
    with pytest.raises(Invalid) as caught:
        take(manager, team, data, typed="x", confirmed_by=" . ")
    assert [each.field for each in caught.value.problems] == [
        "confirmed_by",
        "fingerprint",
        "file",
        "file",
    ]
    assert "not for this laptop’s key" in caught.value.sentence
    assert "sent to by internet" in caught.value.sentence


def test_one_that_has_ended_or_is_here_is_refused(
    manager: Session, team: HealthTeam, clock: Clock
) -> None:
    data = team.agreement(manager, days=10)
    take(manager, team, data)
    with pytest.raises(Refused, match="is here already"):
        take(manager, team, data)
    with pytest.raises(Refused, match="is here already"):  # the same version, said anew
        take(manager, team, team.agreement(manager, days=20))
    clock.forward(days=30)
    with pytest.raises(Refused, match="has ended"):
        take(manager, team, team.agreement(manager, version="2", days=5, starts_in=-timedelta(9)))


def test_an_agreement_is_taken_in_by_managers_only(nursery: Nursery, team: HealthTeam) -> None:
    with nursery.signed_in() as manager:
        data = team.agreement(manager)
    with nursery.signed_in(Role.ROOM_LEADER) as leader:
        with pytest.raises(Refused, match="Your role"):
            take(leader, team, data)
        assert acts(leader)[-1] == "refused:manage_agreements"


def test_no_keys_yet(manager: Session, team: HealthTeam) -> None:
    data = team.agreement(manager)
    with manager.store.transaction() as records:
        for each in records.find(Installation):
            records.remove(each)
    with pytest.raises(Refused, match="Make the setting card first"):
        take(manager, team, data)


def test_the_setting_card_stays_the_same_person(manager: Session) -> None:
    first, second = identity.setting_card(manager), identity.setting_card(manager)
    assert first.fingerprint == second.fingerprint
    card = claims.read_setting_card(first.token)
    assert card.name == "Willow Lane Nursery"
    assert "01632 960 142" in card.contact
    assert "d" not in card.signing_key
    assert "d" not in card.encryption_key


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode())))
def test_any_bytes_are_an_agreement_or_refused_in_words(data: bytes) -> None:
    with pytest.raises(IrError) as caught:
        agreements.read_agreement(data)
    assert caught.value.sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_signed_agreement_with_any_value_changed_is_taken_or_refused_in_words(
    data: st.DataObject, manager: Session, team: HealthTeam
) -> None:
    """Whoever signs can say anything: the claims are as hostile as the bytes."""
    said = envelope.peek(team.agreement(manager).decode()).claims
    path = data.draw(st.sampled_from(_paths(said)))
    changed = json.loads(json.dumps(said))
    at = changed
    for part in path[:-1]:
        at = at[part]
    if data.draw(st.booleans()):
        at[path[-1]] = data.draw(JSON)
    else:
        del at[path[-1]]
    before = records_of(manager)
    try:
        token = envelope.sign(changed, typ=claims.TYP_AGREEMENT, key=team.signing)
    except Exception:
        return  # what cannot be written cannot come
    try:
        agreement = take(manager, team, token.encode())
    except IrError:
        assert records_of(manager) == before
    else:
        with manager.store.transaction() as records:
            records.remove(agreement)


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            found += _paths(inner, (*path, place))
    return found


def test_a_file_of_the_wrong_kind_is_named_as_that(manager: Session, team: HealthTeam) -> None:
    card = identity.setting_card(manager).token.encode()
    with pytest.raises(EnvelopeError):
        agreements.read_agreement(card)
    with pytest.raises(Invalid, match="file: This is too large"):
        agreements.read_agreement(b"x" * 200_001)
    with pytest.raises(Invalid, match="file: This is not an agreement file"):
        agreements.read_agreement("é".encode())
