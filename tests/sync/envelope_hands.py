"""Tokens and seals made by hand or by other libraries, so that they may say anything."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwcrypto import jwe, jwk

from ir_desktop.sync.encoding import b64url_decode, json_object
from ir_desktop.sync.envelope import SENTENCES, Code, EnvelopeError

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


def header_of(data: bytes) -> dict[str, object]:
    return json_object(b64url_decode(data.split(b".")[0]))
