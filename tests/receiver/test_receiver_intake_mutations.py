"""Mutations of a package, and any claims that are rightly signed: none comes in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop.receiver import service
from ir_desktop.sync import claims
from tests.receiver.intake_hands import resealed
from tests.receiver.parties import Sender, Sent, init, introduce, now

PLAIN = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20)
NAMES = st.sampled_from(("id", "version", "sha256", "kid"))


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory):
    """A receiver and a package that many mutations are made of."""
    made = init(tmp_path_factory.mktemp("standing") / "receiver")
    sender = Sender()
    agreement = introduce(made, sender)
    yield made, sender, agreement, sender.package(agreement)
    made.close()


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10**9), piece=st.binary(min_size=1, max_size=4), drop=st.booleans())
def test_no_mutation_of_a_package_comes_in(
    standing: tuple[service.ReceiverData, Sender, claims.Agreement, Sent],
    place: int,
    piece: bytes,
    drop: bool,
) -> None:
    data, _, _, sent = standing
    at = place % len(sent.body)
    changed = sent.body[:at] + (b"" if drop else piece) + sent.body[at + len(piece) :]
    answer = service.receive_package(data, changed, sent.jti, now())
    # 409: the package itself came in before, as a change that changed nothing.
    assert answer.status in ((400, 409, 413) if changed != sent.body else (200, 201))


@settings(max_examples=60, deadline=None)
@given(
    claim=st.sampled_from(
        ("jti", "iss", "aud", "iat", "exp", "agreement", "review", "consent", "categories")
    )
    | st.sampled_from(("epoch", "seq", "prev", "supersedes", "bundle")),
    value=PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(NAMES, PLAIN, max_size=3),
)
def test_whatever_is_signed_is_refused_in_words(
    standing: tuple[service.ReceiverData, Sender, claims.Agreement, Sent],
    claim: str,
    value: object,
) -> None:
    """The bundle is another than was signed for, so none of these may come in."""
    data, sender, agreement, sent = standing
    body = resealed(sender, agreement, sent, {claim: value})
    answer = service.receive_package(data, body, None, now())
    assert answer.status in (400, 401, 403, 409)
    assert answer.sentence
