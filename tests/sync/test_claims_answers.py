"""What a reader of the health team's answers and of passes refuses, by name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import Code
from tests.sync.claims_hands import code_of


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
