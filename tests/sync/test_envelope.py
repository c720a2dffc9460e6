"""Signing and sealing: what other programs can read, how much, and what is no envelope."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe as jose_jwe
from joserfc import jws as jose_jws
from joserfc.errors import ExceededSizeError
from joserfc.jwk import OKPKey
from jwcrypto import jwe, jwk, jws

from ir_desktop.sync import envelope
from ir_desktop.sync.encoding import b64url_decode, b64url_encode, json_bytes
from ir_desktop.sync.envelope import MAX_BYTES, SENTENCES, Code
from tests.sync.envelope_hands import TYP, code_of, good_header, hand_sealed


def test_every_code_has_its_own_sentence():
    assert set(SENTENCES) == set(Code)
    assert len(set(SENTENCES.values())) == len(Code)


def test_what_was_signed_is_verified(token, setting):
    assert envelope.verify(token, typ=TYP, key=setting.signing_public) == {"a": "Zoë"}
    assert envelope.verify(token.encode(), typ=TYP, key=setting.signing_public) == {"a": "Zoë"}
    peeked = envelope.peek(token)
    assert peeked.header == {"alg": "Ed25519", "typ": TYP, "kid": setting.kid}
    assert peeked.claims == {"a": "Zoë"}


def test_the_key_is_found_by_its_kid(token, setting, stranger):
    assert envelope.verify_by_kid(token, typ=TYP, key_for=setting.known) == {"a": "Zoë"}
    assert code_of(envelope.verify_by_kid, token, typ=TYP, key_for=stranger.known) is (
        Code.UNKNOWN_KEY
    )


def test_what_was_sealed_is_opened(sealed, token, team):
    assert envelope.unseal(sealed, private_key=team.encryption) == token
    assert envelope.peek_recipient(sealed) == team.encryption["kid"]


def test_two_seals_of_one_text_differ(token, team, sealed):
    again = envelope.seal(token, recipient=team.encryption_public)
    parts = zip(again.split(b"."), sealed.split(b"."), strict=True)
    assert all(one != other for one, other in parts)


@pytest.mark.parametrize("size", [40_000, 15_000_000])
def test_another_library_opens_and_verifies(setting, team, size):
    claims = {"bundle": "x" * (size * 9 // 16 - 300)}
    signed = envelope.sign(claims, typ=TYP, key=setting.signing)
    data = envelope.seal(signed, recipient=team.encryption_public)
    assert abs(len(data) - size) < size // 50
    opener = jwe.JWE()
    opener.allowed_algs = ["ECDH-ES+A256KW", "A256GCM"]
    opener.deserialize(data.decode(), jwk.JWK(**team.encryption))
    assert json.loads(opener.objects["protected"])["cty"] == "JWT"
    verifier = jws.JWS()
    verifier.allowed_algs = ["Ed25519"]
    verifier.deserialize(opener.payload.decode(), jwk.JWK(**setting.signing_public))
    assert verifier.is_valid
    assert json.loads(verifier.payload) == claims
    assert envelope.unseal(data, private_key=team.encryption) == signed
    assert envelope.verify(signed, typ=TYP, key=setting.signing_public) == claims


def test_what_another_library_sealed_is_opened(token, team):
    data = hand_sealed(good_header(team.encryption), token.encode(), team.encryption_public)
    assert envelope.unseal(data, private_key=team.encryption) == token


def test_the_largest_that_goes_through_and_one_more(setting, team):
    """The library's own caps lie near 64 and 128 kB, ours at 20 MB of what travels."""
    low, high = 11_000_000, 12_000_000
    while high - low > 1:
        middle = (low + high) // 2
        if sealed_length(middle) <= MAX_BYTES:
            low = middle
        else:
            high = middle
    signed = envelope.sign({"b": "x" * low}, typ=TYP, key=setting.signing)
    data = envelope.seal(signed, recipient=team.encryption_public)
    assert MAX_BYTES - 4 < len(data) <= MAX_BYTES
    assert envelope.unseal(data, private_key=team.encryption) == signed
    assert envelope.verify(signed, typ=TYP, key=setting.signing_public) == {"b": "x" * low}
    # 3 more bytes in the payload are 4 in the JWS, 5 or 6 in the JWE
    signed = envelope.sign({"b": "x" * (low + 3)}, typ=TYP, key=setting.signing)
    assert code_of(envelope.seal, signed, recipient=team.encryption_public) is Code.TOO_LARGE


def sealed_length(size: int) -> int:
    def encoded(length: int) -> int:
        return (length * 4 + 2) // 3

    head = encoded(len(json_bytes({"alg": "Ed25519", "typ": TYP, "kid": "k" * 43})))
    signed = head + 1 + encoded(size + len('{"b":""}')) + 1 + 86
    epk = {"crv": "X25519", "x": "x" * 43, "kty": "OKP"}
    outer = encoded(len(json_bytes({**good_header({"kid": "k" * 43}), "epk": epk})))
    return outer + 1 + 54 + 1 + 16 + 1 + encoded(signed) + 1 + 22


def test_too_much_is_refused_at_every_door(setting, team):
    for size in (MAX_BYTES * 3 // 4, MAX_BYTES + 1):
        assert code_of(envelope.sign, {"b": "x" * size}, typ=TYP, key=setting.signing) is (
            Code.TOO_LARGE
        )
    large = "x" * (MAX_BYTES + 1)
    for call in (
        lambda: envelope.peek(large),
        lambda: envelope.verify(large, typ=TYP, key=setting.signing_public),
        lambda: envelope.seal(large, recipient=team.encryption_public),
        lambda: envelope.unseal(large.encode(), private_key=team.encryption),
        lambda: envelope.peek_recipient(large.encode()),
    ):
        assert code_of(call) is Code.TOO_LARGE


def test_why_the_librarys_caps_are_raised(setting, team):
    """Left alone, the library refuses what any package with a PDF needs."""
    signed = envelope.sign({"b": "x" * 200_000}, typ=TYP, key=setting.signing)
    with pytest.raises(ExceededSizeError):
        jose_jws.deserialize_compact(
            signed, OKPKey.import_key(setting.signing_public), algorithms=["Ed25519"]
        )
    data = envelope.seal(signed, recipient=team.encryption_public)
    with pytest.raises(ExceededSizeError):
        jose_jwe.decrypt_compact(
            data, OKPKey.import_key(team.encryption), algorithms=["ECDH-ES+A256KW", "A256GCM"]
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c.d",
        "....",
        "{}",
        "é.é.é",
        "a b.c.d",
        "=.=.=",
        "eyJ9.e30.",
    ],
)
def test_what_is_no_token_is_malformed(setting, team, text):
    assert code_of(envelope.verify, text, typ=TYP, key=setting.signing_public) is Code.MALFORMED
    assert code_of(envelope.verify_self_signed, text, typ=TYP) is Code.MALFORMED
    assert code_of(envelope.unseal, text.encode(), private_key=team.encryption) is Code.MALFORMED


def test_white_space_around_a_token_is_a_change(token, sealed, setting, team):
    for pad in ("\n", " ", "\t", "\x00", "="):
        for changed in (token + pad, pad + token):
            assert code_of(envelope.verify, changed, typ=TYP, key=setting.signing_public) is (
                Code.MALFORMED
            )
        for changed in (sealed + pad.encode(), pad.encode() + sealed):
            assert code_of(envelope.unseal, changed, private_key=team.encryption) is Code.MALFORMED


@given(data=st.binary(max_size=300))
def test_bytes_from_nowhere_are_malformed(team, setting, data):
    assert code_of(envelope.unseal, data, private_key=team.encryption) is Code.MALFORMED
    assert code_of(envelope.verify, data, typ=TYP, key=setting.signing_public) is Code.MALFORMED


@given(data=st.binary(max_size=100))
def test_base64url_has_one_text_for_one_value(data):
    text = b64url_encode(data)
    assert b64url_decode(text.encode()) == data
    for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        if text and last != text[-1]:
            with contextlib.suppress(ValueError):
                assert b64url_decode((text[:-1] + last).encode()) != data
