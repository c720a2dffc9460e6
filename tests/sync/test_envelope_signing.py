"""What is refused of a signature: its algorithm, its headers, its key, and what it signs."""

import json

import pytest
from jwcrypto import jwk, jws

from ir_desktop.sync import envelope
from ir_desktop.sync.encoding import b64url_decode
from ir_desktop.sync.envelope import Code
from tests.sync.envelope_hands import TYP, b64, code_of, hand_signed


@pytest.fixture
def head(setting):
    """A header with which the setting's signature is taken."""
    return {"alg": "Ed25519", "typ": TYP, "kid": setting.kid}


@pytest.fixture
def refusal(setting):
    """Why a token is not taken for the setting's."""
    return lambda token, typ=TYP: code_of(
        envelope.verify, token, typ=typ, key=setting.signing_public
    )


def test_only_the_name_ed25519_is_a_signature(setting, head, refusal):
    """The older name says the same to many libraries; here one name means one thing."""
    right = hand_signed(head, {}, setting.signing)
    assert envelope.verify(right, typ=TYP, key=setting.signing_public) == {}
    for alg in ("EdDSA", "none", "None", "HS256", "ES256", "ed25519", "Ed448", "", None, 5, [], {}):
        forged = hand_signed(head | {"alg": alg}, {}, setting.signing)
        assert refusal(forged) is Code.WRONG_ALGORITHM


def test_a_public_key_is_no_shared_secret(setting, head, refusal):
    """HS256 with the public key as its secret, the oldest trick of all."""
    for secret in (setting.signing_public["x"].encode(), b64url_decode(setting.kid.encode())):
        header = head | {"alg": "HS256"}
        made = jws.JWS(b"{}")
        made.add_signature(jwk.JWK(kty="oct", k=b64(secret)), "HS256", json.dumps(header))
        forged = made.serialize(compact=True)
        # a HMAC is shorter than our signatures, so it does not come as far as the algorithm
        assert refusal(forged) in (Code.MALFORMED, Code.WRONG_ALGORITHM)


@pytest.mark.parametrize(
    "extra",
    [
        {"crit": ["exp"]},
        {"crit": ["b64"], "b64": False},
        {"b64": False},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/cert"},
        {"jwk": {"kty": "OKP"}},
        {"x5c": ["MIIB"]},
        {"cty": "JWT"},
        {"zip": "DEF"},
        {"iat": 5},
    ],
)
def test_headers_that_give_orders_are_refused(setting, head, refusal, extra):
    forged = hand_signed(head | extra, {}, setting.signing)
    assert refusal(forged) is Code.FORBIDDEN_HEADER


@pytest.mark.parametrize("missing", ["alg", "typ", "kid"])
def test_headers_must_be_whole(setting, head, refusal, missing):
    del head[missing]
    forged = hand_signed(head, {}, setting.signing)
    assert refusal(forged) is Code.MALFORMED


def test_the_kind_must_be_the_one_asked_for(setting, refusal, token):
    for typ in ("ir-receipt+jwt", "IR-PACKAGE+JWT", "JWT", ""):
        assert refusal(token, typ) is Code.WRONG_TYPE
    for typ in (None, 5, [TYP]):
        forged = hand_signed({"alg": "Ed25519", "typ": typ, "kid": "x"}, {}, setting.signing)
        assert refusal(forged) is Code.WRONG_TYPE


def test_another_key_is_unknown_even_under_our_name(setting, stranger, head, refusal, token):
    key = stranger.signing_public
    assert code_of(envelope.verify, token, typ=TYP, key=key) is Code.UNKNOWN_KEY
    forged = hand_signed(head, {}, stranger.signing)
    assert refusal(forged) is Code.BAD_SIGNATURE
    for kid in (None, 5, [setting.kid], ""):
        forged = hand_signed(head | {"kid": kid}, {}, setting.signing)
        assert refusal(forged) is Code.UNKNOWN_KEY


def test_a_look_up_that_returns_another_key_is_not_believed(token, stranger):
    find = lambda _: stranger.signing_public  # noqa: E731 - one line is enough
    assert code_of(envelope.verify_by_kid, token, typ=TYP, key_for=find) is Code.UNKNOWN_KEY


def test_signing_needs_a_private_signing_key(setting):
    for key in (setting.signing_public, setting.encryption, {}):
        assert code_of(envelope.sign, {}, typ=TYP, key=key) is Code.BAD_KEY


def test_claims_json_cannot_hold_are_a_fault_of_the_program(setting):
    for value, error in ((float("nan"), ValueError), ("\ud800", ValueError), (b"x", TypeError)):
        with pytest.raises(error):
            envelope.sign({"a": value}, typ=TYP, key=setting.signing)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"7",
        b'"text"',
        b"null",
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":"\\ud800"}',
        b'{"\\udfff":1}',
        b'{"a":["\\udc00"]}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\xff"}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1} x',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        '{"a":1}'.encode("utf-16"),
        '{"a":1}'.encode("utf-32"),
    ],
)
def test_claims_must_be_plain_json(setting, head, refusal, payload):
    """Even when rightly signed: what readers disagree about is refused."""
    signed = hand_signed(head, payload, setting.signing)
    assert refusal(signed) is Code.MALFORMED
    assert code_of(envelope.peek, signed) is Code.MALFORMED


def test_a_true_surrogate_pair_is_a_character(setting, head):
    signed = hand_signed(head, b'{"a":["\\ud83e\\uddf8",{"b":7}]}', setting.signing)
    claims = envelope.verify(signed, typ=TYP, key=setting.signing_public)
    assert claims == {"a": ["\U0001f9f8", {"b": 7}]}


def test_a_header_beyond_all_measure_is_malformed(setting, head, refusal):
    forged = hand_signed(head | {"kid": "k" * 2000}, {}, setting.signing)
    assert refusal(forged) is Code.MALFORMED


def test_a_self_signed_paper_must_carry_its_own_key(setting, stranger, team):
    def signed(key_inside: object, by=setting) -> str:
        return envelope.sign({"signing_key": key_inside}, typ=TYP, key=by.signing)

    good = signed(setting.signing_public)
    assert envelope.verify_self_signed(good, typ=TYP)["signing_key"] == setting.signing_public
    assert code_of(envelope.verify_self_signed, good, typ="other") is Code.WRONG_TYPE
    for inside, code in (
        (stranger.signing_public, Code.UNKNOWN_KEY),
        (setting.encryption_public, Code.BAD_KEY),
        (None, Code.BAD_KEY),
        ("text", Code.BAD_KEY),
    ):
        assert code_of(envelope.verify_self_signed, signed(inside), typ=TYP) is code
