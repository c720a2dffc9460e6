"""What a reader of the papers refuses, by name, although the signature is right."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.domain.consent import Decision
from ir_desktop.errors import Invalid
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import Code, EnvelopeError

BUNDLE = b'{"resourceType":"Bundle"}'


def code_of(call, *args, **kwargs) -> Code:
    with pytest.raises(EnvelopeError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def fields_of(error: Invalid | EnvelopeError) -> set[str]:
    return {each.field for each in error.problems}


def resealed(papers, change: dict, *, drop: str = "", typ: str = claims.TYP_PACKAGE) -> bytes:
    """A package whose claims say something else, rightly signed and sealed all the same."""
    said = papers.package(BUNDLE).to_claims() | {"bundle": BUNDLE.decode()} | change
    said.pop(drop, None)
    token = envelope.sign(said, typ=typ, key=papers.setting.signing)
    return envelope.seal(token, recipient=papers.team.encryption_public)


@pytest.mark.parametrize(
    ("late", "code"),
    [
        (timedelta(days=30, minutes=10), None),
        (timedelta(days=30, minutes=10, seconds=1), Code.EXPIRED),
        (timedelta(minutes=-10), None),
        (timedelta(minutes=-10, seconds=-1), Code.NOT_YET_VALID),
    ],
)
def test_a_package_is_good_for_its_time_and_ten_minutes(papers, opened, now, late, code):
    data = papers.sealed(BUNDLE)
    if code is None:
        assert opened(data, now + late).bundle_bytes == BUNDLE
    else:
        assert code_of(opened, data, now + late) is code


def test_a_setting_that_is_not_known(papers, team, stranger, now):
    keys = {"private_key": team.encryption, "sender_key_for": stranger.known, "now": now}
    assert code_of(claims.open_package, papers.sealed(BUNDLE), **keys) is Code.UNKNOWN_KEY


def test_a_package_passed_on_to_somebody_else(papers, setting, team, stranger, now):
    """A recipient cannot seal a setting's words anew, as if they had been meant for another."""
    inner = envelope.unseal(papers.sealed(BUNDLE), private_key=team.encryption)
    onward = envelope.seal(inner, recipient=stranger.encryption_public)
    keys = {"private_key": stranger.encryption, "sender_key_for": setting.known, "now": now}
    assert code_of(claims.open_package, onward, **keys) is Code.WRONG_AUDIENCE


def test_another_kind_of_paper_is_not_a_package(papers, opened, setting, team):
    notice = claims.build_notice(
        papers.notice(), signing_key=setting.signing, recipient=team.encryption_public
    )
    assert code_of(opened, notice) is Code.WRONG_TYPE
    assert code_of(opened, resealed(papers, {}, typ="JWT")) is Code.WRONG_TYPE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iss": "k" * 43}, Code.WRONG_ISSUER),
        ({"aud": "k" * 43}, Code.WRONG_AUDIENCE),
        ({"bundle": "{}"}, Code.WRONG_HASH),
        ({"bundle": BUNDLE.decode() + " "}, Code.WRONG_HASH),
        ({"bundle": None}, Code.INVALID_CLAIMS),
        ({"bundle": {"resourceType": "Bundle"}}, Code.INVALID_CLAIMS),
        ({"jti": "1"}, Code.INVALID_CLAIMS),
        ({"exp": None}, Code.INVALID_CLAIMS),
        ({"exp": 1}, Code.INVALID_CLAIMS),
        ({"iat": 1.5}, Code.INVALID_CLAIMS),
        ({"iat": True}, Code.INVALID_CLAIMS),
        ({"seq": 0}, Code.INVALID_CLAIMS),
        ({"prev": "AB" * 32}, Code.INVALID_CLAIMS),
        ({"categories": []}, Code.INVALID_CLAIMS),
        ({"categories": ["asq3", "asq3"]}, Code.INVALID_CLAIMS),
        ({"categories": ["everything"]}, Code.INVALID_CLAIMS),
        ({"consent": []}, Code.INVALID_CLAIMS),
        ({"agreement": "AG"}, Code.INVALID_CLAIMS),
    ],
)
def test_signed_but_wrong(papers, opened, change, code):
    assert code_of(opened, resealed(papers, change)) is code


def test_the_problems_of_a_wrong_paper_are_all_told_and_tell_no_content(papers, opened):
    data = resealed(papers, {"jti": "canary", "epoch": -1, "review": {"id": "canary"}})
    with pytest.raises(EnvelopeError) as caught:
        opened(data)
    assert fields_of(caught.value) == {
        "jti",
        "epoch",
        "review.id",
        "review.version",
        "review.sha256",
    }
    assert "canary" not in str(caught.value) + "".join(map(str, caught.value.problems))


def test_claims_of_a_later_version_are_tolerated(papers, opened):
    data = resealed(papers, {"new": {"deep": [1]}, "alg": "none", "crit": ["new"]})
    assert opened(data).claims == papers.package(BUNDLE)


def test_a_gap_in_the_numbers_is_no_reason_to_refuse(papers, opened):
    data = resealed(papers, {"seq": 99, "epoch": 4, "prev": "00" * 32})
    assert opened(data).claims.seq == 99


class TestConsent:
    def parse(self, papers, consent, categories) -> set[str]:
        said = papers.package(BUNDLE).to_claims() | {
            "consent": [each.to_claims() for each in consent],
            "categories": [each.value for each in categories],
        }
        try:
            claims.parse_package(said)
        except Invalid as error:
            return fields_of(error)
        return set()

    def test_every_category_needs_a_decision(self, papers):
        given = papers.consent(Category.IDENTITY)
        assert self.parse(papers, [given], [Category.IDENTITY]) == set()
        assert self.parse(papers, [given], [Category.IDENTITY, Category.PLAN]) == {"consent"}

    def test_being_told_is_enough_save_for_the_progress_check(self, papers):
        both = (Category.IDENTITY, Category.PROGRESS_CHECK)
        told = replace(papers.consent(*both), decision=Decision.TOLD)
        assert self.parse(papers, [told], [Category.IDENTITY]) == set()
        assert self.parse(papers, [told], both) == {"consent"}
        given = papers.consent(Category.PROGRESS_CHECK)
        assert self.parse(papers, [told, given], both) == set()

    @pytest.mark.parametrize("decision", [Decision.DECLINED, Decision.WITHDRAWN])
    def test_a_refusal_is_not_a_consent(self, papers, decision):
        refused = replace(papers.consent(Category.IDENTITY), decision=decision)
        assert self.parse(papers, [refused], [Category.IDENTITY]) == {
            "consent",
            "consent[0].decision",
        }


class TestBuilding:
    def test_nothing_is_built_that_a_reader_would_refuse(self, papers, setting, team):
        package = papers.package(BUNDLE)
        keys = {"signing_key": setting.signing, "recipient": team.encryption_public}
        for wrong in (
            replace(package, seq=0),
            replace(package, consent=()),
            replace(package, head=replace(package.head, expires_at=None)),
            replace(package, head=replace(package.head, jti="x")),
        ):
            with pytest.raises(Invalid):
                claims.build_package(wrong, BUNDLE, **keys)

    def test_the_keys_must_be_the_ones_named(self, papers, setting, team, stranger):
        package = papers.package(BUNDLE)
        assert code_of(
            claims.build_package,
            package,
            BUNDLE,
            signing_key=stranger.signing,
            recipient=team.encryption_public,
        ) is (Code.WRONG_ISSUER)
        assert code_of(
            claims.build_package,
            package,
            BUNDLE,
            signing_key=setting.signing,
            recipient=stranger.encryption_public,
        ) is (Code.WRONG_AUDIENCE)

    def test_the_bundle_must_be_the_one_named(self, papers, setting, team):
        keys = {"signing_key": setting.signing, "recipient": team.encryption_public}
        package = papers.package(BUNDLE)
        assert code_of(claims.build_package, package, b"{}", **keys) is Code.WRONG_HASH
        latin = "é".encode("latin-1")
        with pytest.raises(Invalid):
            claims.build_package(papers.package(latin), latin, **keys)

    def test_more_than_20_mb_is_not_built(self, papers, setting, team):
        bundle = b"x" * 11_300_000
        assert code_of(papers.sealed, bundle) is Code.TOO_LARGE

    def test_papers_that_are_only_signed_name_their_signer(self, papers, stranger):
        key = {"signing_key": stranger.signing}
        assert code_of(claims.sign_setting_card, papers.card(), **key) is Code.WRONG_ISSUER
        assert code_of(claims.sign_agreement, papers.agreement(), **key) is Code.WRONG_ISSUER
        assert code_of(claims.sign_receipt, papers.receipt("0f" * 32), **key) is Code.WRONG_ISSUER


class TestReceipts:
    @pytest.fixture
    def ask(self, papers, setting):
        def read(token, **change):
            asked = {
                "agreement": papers.agreement(),
                "own_kid": setting.kid,
                "sha256": "0f" * 32,
                "jti": papers.head().jti,
            }
            return claims.read_receipt(token, **(asked | change))

        return read

    def test_it_counts_only_for_what_was_sent_to_whom(self, papers, team, stranger, ask):
        token = claims.sign_receipt(papers.receipt("0f" * 32), signing_key=team.signing)
        assert ask(token).status is claims.ReceiptStatus.ACCEPTED
        other = "01935a2e-8000-7000-8000-00000000ffff"
        for change, code in (
            ({"own_kid": stranger.kid}, Code.WRONG_AUDIENCE),
            ({"sha256": "0e" * 32}, Code.WRONG_HASH),
            ({"jti": other}, Code.WRONG_PACKAGE),
            ({"agreement": replace(papers.agreement(), id="AG-1")}, Code.WRONG_AGREEMENT),
            (
                {"agreement": replace(papers.agreement(), signing_key=stranger.signing_public)},
                Code.UNKNOWN_KEY,
            ),
        ):
            assert code_of(ask, token, **change) is code

    def test_another_version_of_the_agreement_is_the_same_agreement(self, papers, team, ask):
        token = claims.sign_receipt(papers.receipt("0f" * 32), signing_key=team.signing)
        assert ask(token, agreement=replace(papers.agreement(), version="3"))

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"iss": "k" * 43}, Code.WRONG_ISSUER),
            ({"status": "lost"}, Code.INVALID_CLAIMS),
            ({"status": "rejected"}, Code.INVALID_CLAIMS),
            ({"reason": "expired"}, Code.INVALID_CLAIMS),
            ({"status": "rejected", "reason": "Ivo has a cold"}, Code.INVALID_CLAIMS),
            ({"received_at": "2026-11-20"}, Code.INVALID_CLAIMS),
        ],
    )
    def test_what_it_says_must_make_sense(self, papers, team, ask, change, code):
        said = papers.receipt("0f" * 32).to_claims() | change
        token = envelope.sign(said, typ=claims.TYP_RECEIPT, key=team.signing)
        assert code_of(ask, token) is code

    @pytest.mark.parametrize(
        "answer",
        [b"", b"<html>Welcome to our wifi</html>", b"{}", b'{"status":"accepted"}', b"a.b.c"],
    )
    def test_a_page_is_not_a_receipt(self, ask, answer):
        assert code_of(ask, answer) is Code.MALFORMED

    def test_a_setting_cannot_write_its_own(self, papers, setting, ask):
        said = papers.receipt("0f" * 32).to_claims()
        token = envelope.sign(said, typ=claims.TYP_RECEIPT, key=setting.signing)
        assert code_of(ask, token) is Code.UNKNOWN_KEY


class TestPasses:
    @pytest.mark.parametrize(
        ("later", "code"),
        [
            (timedelta(minutes=-10), None),
            (timedelta(minutes=-10, seconds=-1), Code.CLOCK),
            (timedelta(minutes=15), None),
            (timedelta(minutes=15, seconds=1), Code.CLOCK),
            (timedelta(days=400), Code.CLOCK),
        ],
    )
    def test_a_clock_that_is_wrong_has_its_own_name(self, papers, setting, team, now, later, code):
        token = claims.build_bearer(
            audience=team.kid, jti=papers.head().jti, signing_key=setting.signing, now=now
        )
        asked = {"key_for": setting.known, "own_kid": team.kid, "now": now + later}
        if code is None:
            assert claims.read_bearer(token, **asked).jti == papers.head().jti
        else:
            assert code_of(claims.read_bearer, token, **asked) is code

    def test_who_it_is_from_and_for(self, papers, setting, team, stranger, now):
        token = claims.build_bearer(
            audience=team.kid, jti=papers.head().jti, signing_key=setting.signing, now=now
        )
        good = {"key_for": setting.known, "own_kid": team.kid, "now": now}
        assert code_of(claims.read_bearer, token, **(good | {"key_for": team.known})) is (
            Code.UNKNOWN_KEY
        )
        assert code_of(claims.read_bearer, token, **(good | {"own_kid": stranger.kid})) is (
            Code.WRONG_AUDIENCE
        )
        said = envelope.peek(token).claims
        made = said["iat"]
        assert isinstance(made, int)
        for change, code in (
            ({"iss": stranger.kid}, Code.WRONG_ISSUER),
            ({"exp": made + 301}, Code.INVALID_CLAIMS),
            ({"exp": made}, Code.INVALID_CLAIMS),
            ({"exp": made - 5}, Code.INVALID_CLAIMS),
            ({"jti": None}, Code.INVALID_CLAIMS),
        ):
            forged = envelope.sign(said | change, typ=claims.TYP_BEARER, key=setting.signing)
            assert code_of(claims.read_bearer, forged, **good) is code


class TestAgreements:
    def problems(self, papers, change: dict) -> set[str]:
        try:
            claims.parse_agreement(papers.agreement().to_claims() | change)
        except Invalid as error:
            return fields_of(error)
        return set()

    def test_the_progress_check_is_never_opt_out(self, papers, team):
        modes = dict(papers.agreement().consent_modes)
        modes[Category.PROGRESS_CHECK] = ConsentMode.OPT_OUT
        agreement = replace(papers.agreement(), consent_modes=modes)
        with pytest.raises(Invalid) as caught:
            claims.sign_agreement(agreement, signing_key=team.signing)
        assert fields_of(caught.value) == {"consent_modes.progress_check"}
        token = envelope.sign(agreement.to_claims(), typ=claims.TYP_AGREEMENT, key=team.signing)
        assert code_of(claims.read_agreement, token) is Code.INVALID_CLAIMS

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"id": ""}, "id"),
            ({"id": "a b"}, "id"),
            ({"version": 2}, "version"),
            ({"iss": "k" * 43}, "iss"),
            ({"nbf": 4_000_000_000}, "exp"),
            ({"categories": ["identity"], "consent_modes": {}}, "consent_modes.identity"),
            ({"categories": "identity"}, "categories"),
            ({"consent_modes": None}, "consent_modes"),
            ({"setting": {"name": "A", "kids": []}}, "setting.kids"),
            ({"setting": {"name": "A", "kids": ["x"]}}, "setting.kids"),
            ({"setting": {"name": "A", "kids": ["k" * 43] * 2}}, "setting.kids"),
            ({"setting": {"name": "A", "kids": ["k" * 43], "urn": "1"}}, "setting.urn"),
            ({"recipient": {"name": "A\x00", "contact": "B"}}, "recipient.name"),
            ({"recipient": {"name": "A\nB", "contact": "B"}}, "recipient.name"),
            ({"recipient": {"name": "A", "contact": " "}}, "recipient.contact"),
            ({"purpose": "x" * 1001}, "purpose"),
            ({"lawful_basis": None}, "lawful_basis"),
            ({"endpoint": {"kind": "fax"}}, "endpoint.kind"),
            ({"endpoint": {"kind": "https", "url": "http://a.example"}}, "endpoint.url"),
            ({"endpoint": {"kind": "https", "url": "https://a.example/?x"}}, "endpoint.url"),
            ({"endpoint": {"kind": "https", "url": "https://a b.example"}}, "endpoint.url"),
            ({"endpoint": {"kind": "https", "url": "https://a.example:x"}}, "endpoint.url"),
            ({"endpoint": {"kind": "https"}}, "endpoint.url"),
            ({"endpoint": {"kind": "mesh", "mailbox": "a/b"}}, "endpoint.mailbox"),
            ({"tls_ca": "x"}, "tls_ca"),
            (
                {"tls_ca": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"},
                "tls_ca",
            ),
            ({"tls_ca": 5}, "tls_ca"),
        ],
    )
    def test_what_is_wrong_is_named(self, papers, change, field):
        assert field in self.problems(papers, change)

    def test_an_authority_of_its_own(self, papers, team, authority_pem):
        endpoint = replace(papers.agreement().endpoint, tls_ca=authority_pem)
        agreement = replace(papers.agreement(), endpoint=endpoint)
        token = claims.sign_agreement(agreement, signing_key=team.signing)
        assert claims.read_agreement(token).endpoint.tls_ca == authority_pem
        assert "tls_ca" in self.problems(papers, {"tls_ca": authority_pem * 2})
        assert "tls_ca" in self.problems(papers, {"tls_ca": authority_pem + "x"})

    def test_a_private_key_in_a_public_place_is_refused(self, papers, team, setting):
        assert self.problems(papers, {"encryption_key": team.encryption}) == {"encryption_key"}
        card = papers.card().to_claims() | {"encryption_key": setting.encryption}
        token = envelope.sign(card, typ=claims.TYP_SETTING, key=setting.signing)
        with pytest.raises(EnvelopeError) as caught:
            claims.read_setting_card(token)
        (problem,) = caught.value.problems
        assert "private" in problem.sentence


class TestOtherPapers:
    def test_a_card_under_another_name(self, papers, setting):
        said = papers.card().to_claims() | {"iss": "k" * 43, "urn": "ey1", "type": "bank"}
        with pytest.raises(Invalid) as caught:
            claims.parse_setting_card(said)
        assert fields_of(caught.value) == {"iss", "urn", "type"}

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"planned_month": "2026-13"}, "planned_month"),
            ({"planned_month": "December"}, "planned_month"),
            ({"child": {}}, "child.date_of_birth"),
            ({"categories": ["nhs_number"]}, "categories"),
            ({"categories": ["identity", "asq3"]}, "categories"),
            ({"categories": ["identity"]}, "child.nhs_number"),
        ],
    )
    def test_a_notice_says_who_and_when_and_no_more(self, papers, change, field):
        with pytest.raises(Invalid) as caught:
            claims.parse_notice(papers.notice().to_claims() | change)
        assert field in fields_of(caught.value)

    def test_a_notice_may_leave_out_number_and_postcode(self, papers):
        notice = replace(
            papers.notice(), categories=(Category.IDENTITY,), nhs_number="", postcode=""
        )
        assert claims.parse_notice(notice.to_claims()) == notice

    @pytest.mark.parametrize(
        "change",
        [{"package": "x"}, {"withdrawn_on": "20261119"}, {"withdrawn_on": "2026-02-30"}],
    )
    def test_a_withdrawal_names_its_package_and_day(self, papers, change):
        with pytest.raises(Invalid) as caught:
            claims.parse_withdrawal(papers.withdrawal().to_claims() | change)
        assert fields_of(caught.value) == set(change)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"about": None}, "about"),
            ({"about_kind": "letter"}, "about_kind"),
            ({"review_on": "soon"}, "review_on"),
            ({"outcome": "x" * 4001}, "outcome"),
            ({"actions": {}}, "actions"),
            ({"actions": [{"what": "x"}]}, "actions[0].who"),
            ({"actions": [{}] * 51}, "actions"),
            ({"actions": [5]}, "actions[0]"),
            ({"done": "yes"}, "done"),
            ({"done": True}, "done"),
            ({"contact": "a\x07b"}, "contact"),
            ({"exp": 5}, "exp"),
        ],
    )
    def test_a_reply_makes_sense(self, papers, change, field):
        with pytest.raises(Invalid) as caught:
            claims.parse_reply(papers.reply().to_claims() | change)
        assert field in fields_of(caught.value)

    def test_a_reply_from_a_stranger(self, papers, setting, team, stranger, now):
        data = claims.build_reply(
            papers.reply(), signing_key=team.signing, recipient=setting.encryption_public
        )
        asked = {"private_key": setting.encryption, "now": now}
        assert code_of(claims.open_reply, data, sender_key_for=stranger.known, **asked) is (
            Code.UNKNOWN_KEY
        )
        assert code_of(
            claims.open_reply,
            data,
            sender_key_for=team.known,
            private_key=stranger.encryption,
            now=now,
        ) is (Code.WRONG_RECIPIENT)
