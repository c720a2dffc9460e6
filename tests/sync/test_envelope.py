"""Signing and sealing: what other programs can read, and everything that is refused."""

import base64
import contextlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwe as jose_jwe
from joserfc import jws as jose_jws
from joserfc.errors import ExceededSizeError
from joserfc.jwk import OKPKey
from jwcrypto import jwe, jwk, jws

from ir_desktop.sync import envelope
from ir_desktop.sync.encoding import b64url_decode, b64url_encode, json_bytes, json_object
from ir_desktop.sync.envelope import MAX_BYTES, SENTENCES, Code, EnvelopeError

TYP = "ir-package+jwt"


def code_of(call, *args, **kwargs) -> Code:
    with pytest.raises(EnvelopeError) as caught:
        call(*args, **kwargs)
    assert caught.value.sentence == SENTENCES[caught.value.code]
    return caught.value.code


def b64(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hand_signed(header: object, payload: object, key: dict[str, str]) -> str:
    """A JWS made with bare primitives, so that it may say anything."""
    secret = Ed25519PrivateKey.from_private_bytes(b64url_decode(key["d"].encode()))
    text = f"{b64(header)}.{b64(payload)}"
    return f"{text}.{b64(secret.sign(text.encode()))}"


def hand_sealed(header: dict, text: bytes, recipient: dict[str, str]) -> bytes:
    """A JWE made by another library, so that it may say anything."""
    made = jwe.JWE(text, protected=json.dumps(header))
    made.allowed_algs = [header["alg"], header["enc"]]
    made.add_recipient(jwk.JWK(**recipient))
    return made.serialize(compact=True).encode()


def good_header(recipient: dict[str, str]) -> dict[str, str]:
    return {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "cty": "JWT", "kid": recipient["kid"]}


def swap_header(data: str | bytes, header: object) -> bytes:
    raw = data.encode() if isinstance(data, str) else data
    return b".".join([b64(header).encode(), *raw.split(b".")[1:]])


@pytest.fixture(scope="module")
def token(setting):
    return envelope.sign({"a": "Zoë"}, typ=TYP, key=setting.signing)


@pytest.fixture(scope="module")
def sealed(token, team):
    return envelope.seal(token, recipient=team.encryption_public)


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


def test_only_the_name_ed25519_is_a_signature(setting):
    """The older name says the same to many libraries; here one name means one thing."""
    head = {"alg": "Ed25519", "typ": TYP, "kid": setting.kid}
    key = setting.signing_public
    assert envelope.verify(hand_signed(head, {}, setting.signing), typ=TYP, key=key) == {}
    for alg in ("EdDSA", "none", "None", "HS256", "ES256", "ed25519", "Ed448", "", None, 5, [], {}):
        forged = hand_signed(head | {"alg": alg}, {}, setting.signing)
        assert code_of(envelope.verify, forged, typ=TYP, key=key) is Code.WRONG_ALGORITHM


def test_a_public_key_is_no_shared_secret(setting):
    """HS256 with the public key as its secret, the oldest trick of all."""
    for secret in (setting.signing_public["x"].encode(), b64url_decode(setting.kid.encode())):
        header = {"alg": "HS256", "typ": TYP, "kid": setting.kid}
        made = jws.JWS(b"{}")
        made.add_signature(jwk.JWK(kty="oct", k=b64(secret)), "HS256", json.dumps(header))
        forged = made.serialize(compact=True)
        # a HMAC is shorter than our signatures, so it does not come as far as the algorithm
        assert code_of(envelope.verify, forged, typ=TYP, key=setting.signing_public) in (
            Code.MALFORMED,
            Code.WRONG_ALGORITHM,
        )


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
def test_headers_that_give_orders_are_refused(setting, extra):
    head = {"alg": "Ed25519", "typ": TYP, "kid": setting.kid} | extra
    forged = hand_signed(head, {}, setting.signing)
    assert code_of(envelope.verify, forged, typ=TYP, key=setting.signing_public) is (
        Code.FORBIDDEN_HEADER
    )


@pytest.mark.parametrize("missing", ["alg", "typ", "kid"])
def test_headers_must_be_whole(setting, missing):
    head = {"alg": "Ed25519", "typ": TYP, "kid": setting.kid}
    del head[missing]
    forged = hand_signed(head, {}, setting.signing)
    assert code_of(envelope.verify, forged, typ=TYP, key=setting.signing_public) is Code.MALFORMED


def test_the_kind_must_be_the_one_asked_for(setting, token):
    for typ in ("ir-receipt+jwt", "IR-PACKAGE+JWT", "JWT", ""):
        assert code_of(envelope.verify, token, typ=typ, key=setting.signing_public) is (
            Code.WRONG_TYPE
        )
    for typ in (None, 5, [TYP]):
        forged = hand_signed({"alg": "Ed25519", "typ": typ, "kid": "x"}, {}, setting.signing)
        assert code_of(envelope.verify, forged, typ=TYP, key=setting.signing_public) is (
            Code.WRONG_TYPE
        )


def test_another_key_is_unknown_even_under_our_name(setting, stranger, token):
    key = stranger.signing_public
    assert code_of(envelope.verify, token, typ=TYP, key=key) is Code.UNKNOWN_KEY
    head = {"alg": "Ed25519", "typ": TYP, "kid": setting.kid}
    forged = hand_signed(head, {}, stranger.signing)
    assert code_of(envelope.verify, forged, typ=TYP, key=setting.signing_public) is (
        Code.BAD_SIGNATURE
    )
    for kid in (None, 5, [setting.kid], ""):
        forged = hand_signed(head | {"kid": kid}, {}, setting.signing)
        assert code_of(envelope.verify, forged, typ=TYP, key=setting.signing_public) is (
            Code.UNKNOWN_KEY
        )


def test_a_look_up_that_returns_another_key_is_not_believed(token, stranger):
    find = lambda _: stranger.signing_public  # noqa: E731 - one line is enough
    assert code_of(envelope.verify_by_kid, token, typ=TYP, key_for=find) is Code.UNKNOWN_KEY


def test_signing_needs_a_private_signing_key(setting):
    for key in (setting.signing_public, setting.encryption, {}):
        assert code_of(envelope.sign, {}, typ=TYP, key=key) is Code.BAD_KEY


def test_sealing_and_opening_need_the_right_kind_of_key(setting, token, sealed, team):
    assert code_of(envelope.seal, token, recipient=setting.signing_public) is Code.BAD_KEY
    for key in (team.encryption_public, team.signing):
        assert code_of(envelope.unseal, sealed, private_key=key) is Code.BAD_KEY


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
def test_claims_must_be_plain_json(setting, payload):
    """Even when rightly signed: what readers disagree about is refused."""
    head = {"alg": "Ed25519", "typ": TYP, "kid": setting.kid}
    signed = hand_signed(head, payload, setting.signing)
    assert code_of(envelope.verify, signed, typ=TYP, key=setting.signing_public) is Code.MALFORMED
    assert code_of(envelope.peek, signed) is Code.MALFORMED


def test_a_true_surrogate_pair_is_a_character(setting):
    signed = hand_signed(
        {"alg": "Ed25519", "typ": TYP, "kid": setting.kid},
        b'{"a":["\\ud83e\\uddf8",{"b":7}]}',
        setting.signing,
    )
    claims = envelope.verify(signed, typ=TYP, key=setting.signing_public)
    assert claims == {"a": ["\U0001f9f8", {"b": 7}]}


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


def test_a_header_beyond_all_measure_is_malformed(setting):
    head = {"alg": "Ed25519", "typ": TYP, "kid": "k" * 2000}
    forged = hand_signed(head, {}, setting.signing)
    assert code_of(envelope.verify, forged, typ=TYP, key=setting.signing_public) is Code.MALFORMED


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


def test_a_stripped_seal_is_refused(token, team):
    """What is only signed is not taken for something sealed."""
    assert code_of(envelope.unseal, token.encode(), private_key=team.encryption) is Code.MALFORMED


def test_a_seal_without_a_signature_inside_is_refused(team, setting):
    naked = envelope.seal('{"a":1}', recipient=team.encryption_public)
    inner = envelope.unseal(naked, private_key=team.encryption)
    assert code_of(envelope.verify, inner, typ=TYP, key=setting.signing_public) is Code.MALFORMED


def test_what_is_inside_must_be_text(team):
    data = hand_sealed(good_header(team.encryption), b"\xff\xfe", team.encryption_public)
    assert code_of(envelope.unseal, data, private_key=team.encryption) is Code.NOT_DECRYPTABLE


def test_sealed_to_another(sealed, stranger, team):
    assert code_of(envelope.unseal, sealed, private_key=stranger.encryption) is (
        Code.WRONG_RECIPIENT
    )
    header = json_object(b64url_decode(sealed.split(b".")[0])) | {"kid": stranger.encryption["kid"]}
    renamed = swap_header(sealed, header)
    assert code_of(envelope.unseal, renamed, private_key=stranger.encryption) is (
        Code.NOT_DECRYPTABLE
    )
    assert code_of(envelope.unseal, renamed, private_key=team.encryption) is Code.WRONG_RECIPIENT


def test_packing_is_refused_even_when_all_else_is_right(token, team):
    """`zip` would let 20 MB unpack to gigabytes; the library takes it unless told not to."""
    header = good_header(team.encryption) | {"zip": "DEF"}
    data = hand_sealed(header, token.encode(), team.encryption_public)
    assert code_of(envelope.unseal, data, private_key=team.encryption) is Code.FORBIDDEN_HEADER
    opened = jose_jwe.decrypt_compact(
        data,
        OKPKey.import_key(team.encryption),
        algorithms=["ECDH-ES+A256KW", "A256GCM", "DEF"],
    )
    assert opened.plaintext == token.encode()  # so only our list stands in its way


@pytest.mark.parametrize(
    "extra",
    [
        {"crit": ["exp"]},
        {"typ": "JOSE"},
        {"jku": "https://evil.example"},
        {"x5u": "https://evil.example"},
        {"jwk": {}},
        {"apu": "AAAA"},
        {"apv": "AAAA"},
        {"p2c": 1_000_000, "p2s": "AAAA"},
    ],
)
def test_sealed_headers_that_give_orders_are_refused(sealed, team, extra):
    header = json_object(b64url_decode(sealed.split(b".")[0])) | extra
    changed = swap_header(sealed, header)
    assert code_of(envelope.unseal, changed, private_key=team.encryption) is Code.FORBIDDEN_HEADER


@pytest.mark.parametrize("missing", ["alg", "enc", "cty", "kid", "epk"])
def test_sealed_headers_must_be_whole(sealed, team, missing):
    header = json_object(b64url_decode(sealed.split(b".")[0]))
    del header[missing]
    changed = swap_header(sealed, header)
    assert code_of(envelope.unseal, changed, private_key=team.encryption) is Code.MALFORMED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"alg": "ECDH-ES"}, Code.WRONG_ALGORITHM),
        ({"alg": "ECDH-ES+A128KW"}, Code.WRONG_ALGORITHM),
        ({"alg": "PBES2-HS256+A128KW"}, Code.WRONG_ALGORITHM),
        ({"alg": "dir"}, Code.WRONG_ALGORITHM),
        ({"alg": "RSA1_5"}, Code.WRONG_ALGORITHM),
        ({"alg": None}, Code.WRONG_ALGORITHM),
        ({"enc": "A128GCM"}, Code.WRONG_ALGORITHM),
        ({"enc": "A256CBC-HS512"}, Code.WRONG_ALGORITHM),
        ({"enc": ["A256GCM"]}, Code.WRONG_ALGORITHM),
        ({"cty": "json"}, Code.WRONG_TYPE),
        ({"cty": None}, Code.WRONG_TYPE),
        ({"epk": "x"}, Code.MALFORMED),
        ({"epk": None}, Code.MALFORMED),
        ({"epk": {}}, Code.MALFORMED),
        ({"epk": {"kty": "OKP", "crv": "X25519", "x": "AAAA"}}, Code.BAD_KEY),
        ({"epk": {"kty": "OKP", "crv": "X25519", "x": "A" * 43}}, Code.BAD_KEY),
        ({"epk": {"kty": "OKP", "crv": "X448", "x": "A" * 43}}, Code.BAD_KEY),
        ({"epk": {"kty": "EC", "crv": "P-256", "x": "A" * 43}}, Code.BAD_KEY),
    ],
)
def test_sealed_headers_say_one_thing_only(sealed, team, change, code):
    header = json_object(b64url_decode(sealed.split(b".")[0])) | change
    changed = swap_header(sealed, header)
    assert code_of(envelope.unseal, changed, private_key=team.encryption) is code


def test_a_shortened_tag_is_refused(sealed, team):
    parts = sealed.split(b".")
    for index, keep in ((4, 6), (4, 0), (2, 8), (1, 0), (1, 32)):
        changed = list(parts)
        changed[index] = changed[index][:keep]
        assert (
            code_of(envelope.unseal, b".".join(changed), private_key=team.encryption)
            is Code.MALFORMED
        )


def test_pieces_of_two_envelopes_do_not_mix(sealed, team, setting):
    other = envelope.seal(
        envelope.sign({"b": 2}, typ=TYP, key=setting.signing), recipient=team.encryption_public
    )
    one, two = sealed.split(b"."), other.split(b".")
    for mask in range(1, 31):
        mixed = b".".join(two[i] if mask >> i & 1 else one[i] for i in range(5))
        assert code_of(envelope.unseal, mixed, private_key=team.encryption) is Code.NOT_DECRYPTABLE


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
