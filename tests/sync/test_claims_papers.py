"""What a reader of agreements and of the other papers refuses, by name."""

from dataclasses import replace

import pytest

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.errors import Invalid
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import Code, EnvelopeError
from tests.sync.claims_hands import code_of, fields_of


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
