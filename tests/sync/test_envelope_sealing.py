"""What is refused of a seal: its recipient, its headers, and pieces of it."""

import pytest
from joserfc import jwe as jose_jwe
from joserfc.jwk import OKPKey

from ir_desktop.sync import envelope
from ir_desktop.sync.envelope import Code
from tests.sync.envelope_hands import TYP, code_of, good_header, hand_sealed, header_of, swap_header


def test_sealing_and_opening_need_the_right_kind_of_key(setting, token, sealed, team):
    assert code_of(envelope.seal, token, recipient=setting.signing_public) is Code.BAD_KEY
    for key in (team.encryption_public, team.signing):
        assert code_of(envelope.unseal, sealed, private_key=key) is Code.BAD_KEY


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
    header = header_of(sealed) | {"kid": stranger.encryption["kid"]}
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
    header = header_of(sealed) | extra
    changed = swap_header(sealed, header)
    assert code_of(envelope.unseal, changed, private_key=team.encryption) is Code.FORBIDDEN_HEADER


@pytest.mark.parametrize("missing", ["alg", "enc", "cty", "kid", "epk"])
def test_sealed_headers_must_be_whole(sealed, team, missing):
    header = header_of(sealed)
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
    header = header_of(sealed) | change
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
