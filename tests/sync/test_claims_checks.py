"""What a reader of a package refuses, by name, although the signature is right."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision
from ir_desktop.errors import Invalid
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import Code, EnvelopeError
from tests.sync.claims_hands import BUNDLE, code_of, fields_of, resealed


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
        assert (
            code_of(
                claims.build_package,
                package,
                BUNDLE,
                signing_key=stranger.signing,
                recipient=team.encryption_public,
            )
            is Code.WRONG_ISSUER
        )
        assert (
            code_of(
                claims.build_package,
                package,
                BUNDLE,
                signing_key=setting.signing,
                recipient=stranger.encryption_public,
            )
            is Code.WRONG_AUDIENCE
        )

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
