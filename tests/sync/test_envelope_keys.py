"""Keys, thumbprints and the fingerprint people compare."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwk

from ir_desktop.sync import envelope
from ir_desktop.sync.envelope import Code, Curve, EnvelopeError
from ir_desktop.sync.keys import checked_private, checked_public

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_new_keys_are_fresh_and_name_themselves():
    for make, curve in (
        (envelope.new_signing_key, "Ed25519"),
        (envelope.new_encryption_key, "X25519"),
    ):
        one, other = make(), make()
        assert one["d"] != other["d"]
        assert set(one) == {"kty", "crv", "x", "d", "kid"}
        assert one["crv"] == curve
        assert one["kid"] == envelope.kid(one) == jwk.JWK(**one).thumbprint()


def test_the_thumbprint_of_rfc_8037():
    """RFC 8037 appendix A.3 gives the thumbprint of its example key."""
    key = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    assert envelope.kid(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_public_half_has_no_secret(setting):
    public = envelope.public_jwk(setting.signing)
    assert set(public) == {"kty", "crv", "x", "kid"}
    assert envelope.public_jwk(setting.encryption)["crv"] == "X25519"


def test_members_that_are_not_ours_are_left_out(setting):
    key = setting.signing_public | {"use": "sig", "alg": "none", "x5u": "https://evil.example"}
    assert envelope.public_jwk(key) == setting.signing_public


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "EC"},
        {"kty": "oct", "k": "AAAA"},
        {"crv": "X25519"},
        {"crv": "Ed448"},
        {"x": ""},
        {"x": "A" * 42},
        {"x": "A" * 44},
        {"x": "+" * 43},
        {"x": "é" * 43},
        {"x": 7},
        {"x": None},
        {"kid": "another"},
        {"kid": None},
    ],
)
def test_other_keys_are_refused(setting, change):
    with pytest.raises(EnvelopeError) as caught:
        checked_public(setting.signing_public | change, "Ed25519")
    assert caught.value.code is Code.BAD_KEY


@pytest.mark.parametrize("value", [None, "key", 5, [], ["kty"], {}])
def test_what_is_no_key_is_refused(value):
    with pytest.raises(EnvelopeError) as caught:
        checked_public(value, "Ed25519")
    assert caught.value.code is Code.BAD_KEY


def test_a_text_with_left_over_bits_is_not_a_second_name_for_a_key(setting):
    x = setting.signing_public["x"]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = x[:-1] + alphabet[alphabet.index(x[-1]) | 1]
    assert twin != x
    with pytest.raises(EnvelopeError):
        checked_public({"kty": "OKP", "crv": "Ed25519", "x": twin}, "Ed25519")


def test_halves_that_do_not_fit_are_refused(setting, team):
    cases: list[tuple[dict[str, str], dict[str, str], Curve]] = [
        (setting.signing, team.signing, "Ed25519"),
        (setting.encryption, team.encryption, "X25519"),
    ]
    for key, other, curve in cases:
        assert checked_private(key, curve) == key
        for d in (other["d"], None, "", "!" * 43):
            with pytest.raises(EnvelopeError) as caught:
                checked_private(key | {"d": d}, curve)
            assert caught.value.code is Code.BAD_KEY


ORDER_8 = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
WEAK = (0, 1, P - 1, ORDER_8, P - ORDER_8)


def x_squared(y: int) -> int:
    """From the curve's equation, RFC 8032 section 5.1: x2 = (y2 - 1) / (d y2 + 1)."""
    return (y * y - 1) * pow(D * y * y + 1, -1, P) % P


def double(y: int) -> int:
    """The y of twice the point with this y: (y2 + x2) / (2 + x2 - y2)."""
    x2 = x_squared(y)
    return (y * y + x2) * pow(2 + x2 - y * y, -1, P) % P


def test_the_weak_points_are_all_there_are():
    points = 0
    for y in WEAK:
        assert double(double(double(y))) == 1  # so its order divides 8, the curve's cofactor
        x2 = x_squared(y)
        assert x2 == 0 or pow(x2, (P - 1) // 2, P) == 1  # so it is a point of the curve
        points += 1 if x2 == 0 else 2
    assert points == 8


@pytest.mark.parametrize("y", WEAK)
@pytest.mark.parametrize("sign", [0, 1 << 255])
def test_weak_signing_keys_are_refused_however_they_are_written(y, sign):
    for written in [each for each in (y, y + P) if each < 2**255]:
        raw = (written | sign).to_bytes(32, "little")
        with pytest.raises(EnvelopeError) as caught:
            checked_public({"kty": "OKP", "crv": "Ed25519", "x": b64url(raw)}, "Ed25519")
        assert caught.value.code is Code.BAD_KEY


def test_why_weak_signing_keys_are_refused():
    """With the neutral point as key, one made-up signature fits every text."""
    neutral = (1).to_bytes(32, "little")
    for text in (b"I agree", b"I do not agree"):
        Ed25519PublicKey.from_public_bytes(neutral).verify(neutral + bytes(32), text)


@pytest.mark.parametrize("u", [0, 1, P - 1, P, P + 1])
def test_weak_encryption_keys_are_refused(u):
    key = {"kty": "OKP", "crv": "X25519", "x": b64url(u.to_bytes(32, "little"))}
    with pytest.raises(EnvelopeError) as caught:
        envelope.kid(key)
    assert caught.value.code is Code.BAD_KEY


def test_the_fingerprint_is_what_the_format_says(setting):
    digest = hashlib.sha256()
    for key in (setting.signing, setting.encryption):
        digest.update(base64.urlsafe_b64decode(key["kid"] + "="))
    text = base64.b32encode(digest.digest()[:20]).decode()
    shown = envelope.fingerprint(setting.signing_public, setting.encryption_public)
    assert shown.replace(" ", "") == text
    groups = envelope.fingerprint_groups(shown)
    assert [len(each) for each in groups] == [4] * 8
    with pytest.raises(EnvelopeError):
        envelope.fingerprint(setting.encryption_public, setting.signing_public)


FINGERPRINT = "SNOJ EDS7 RCNE ONGA HR5S PTFB 36V2 BCCN"


@pytest.mark.parametrize(
    "typed",
    [
        {1: "SNOJ", 5: "HR5S"},
        {2: "eds7", 8: " bc-cn "},
        {1: "SN0J", 6: "ptf8"},
        {number: text for number, text in enumerate(FINGERPRINT.split(), start=1)},
    ],
)
def test_typed_groups_that_match(typed):
    assert envelope.matches_typed_groups(FINGERPRINT, typed)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {1: "SNOJ"},
        {1: "SNOJ", 2: "EDS6"},
        {1: "SNOJ", 2: ""},
        {1: "SNO", 2: "EDS7"},
        {0: "BCCN", 1: "SNOJ"},
        {8: "BCCN", 9: "SNOJ"},
        {-1: "BCCN", 1: "SNOJ"},
        {2: "SNOJ", 1: "EDS7"},
    ],
)
def test_typed_groups_that_do_not(typed):
    assert not envelope.matches_typed_groups(FINGERPRINT, typed)


@given(typed=st.dictionaries(st.integers(1, 8), st.text(max_size=8), min_size=2))
def test_only_the_true_groups_match(typed):
    groups = FINGERPRINT.split()
    right = all(
        "".join(text.split()).replace("-", "").upper().translate(str.maketrans("018", "OIB"))
        == groups[number - 1]
        for number, text in typed.items()
    )
    assert envelope.matches_typed_groups(FINGERPRINT, typed) == right
