"""Strict base64url and JSON: one text for one value, so that nothing can be changed unseen."""

import base64
import hashlib
import json
import re
from typing import Any, Final, NoReturn, cast

ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SURROGATE_ESCAPE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def b64url_encode(data: bytes) -> str:
    """Return base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def b64url_decode(text: bytes) -> bytes:
    """Return the bytes that `text` encodes as base64url without padding.

    Raises:
        ValueError: any other character, an impossible length, or left-over bits that are not
            zero (several texts would then stand for the same bytes).
    """
    if len(text) % 4 == 1 or text.translate(None, delete=ALPHABET):
        raise ValueError("not base64url")
    data = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    tail = len(text) % 4
    if tail and base64.urlsafe_b64encode(data[-(tail - 1) :])[:tail] != text[-tail:]:
        raise ValueError("not canonical base64url")
    return data


def json_bytes(value: object) -> bytes:
    """Return `value` as compact JSON in UTF-8.

    Raises:
        ValueError: a number JSON does not have (NaN, infinity), or half of a surrogate pair.
        TypeError: a value JSON does not have.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    whole = dict(pairs)
    if len(whole) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return whole


def _check_text(value: object) -> None:
    # Raises UnicodeEncodeError, a ValueError, for text that no file or signature could hold.
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, list):
        for each in cast(list[object], value):
            _check_text(each)
    elif isinstance(value, dict):
        for name, each in cast(dict[str, object], value).items():
            _check_text(name)
            _check_text(each)


def json_object(data: bytes) -> dict[str, object]:
    """Return the JSON object in `data`.

    Stricter than `json.loads`: UTF-8 only, no name twice in an object, no NaN or infinity, no
    half of a surrogate pair.

    Raises:
        ValueError: anything else, including nesting too deep to read.
    """
    try:
        value: object = json.loads(
            data.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique
        )
        if _SURROGATE_ESCAPE.search(data):
            _check_text(value)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return cast(dict[str, object], value)
