"""``package open`` and ``package verify``: for a recipient who has a package as a file."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from ir_desktop.errors import Refused, invalid
from ir_desktop.receiver.command_files import read_file
from ir_desktop.receiver.folder import Folder
from ir_desktop.receiver.service import open_data, settings
from ir_desktop.sync import claims, envelope, package
from ir_desktop.sync.claims import Code, EnvelopeError


def open_package(args: argparse.Namespace) -> object:
    """``package open``."""
    return _result(args, strict=False)


def verify_package(args: argparse.Namespace) -> object:
    """``package verify``."""
    return _result(args, strict=True)


def _result(args: argparse.Namespace, *, strict: bool) -> object:
    body = read_file(args.file, "The package").strip()
    private, key_for = _keys(args)
    token = envelope.unseal(body, private_key=private)
    said = claims.parse_package(_peeked(token))
    # A package kept as a file may be opened long after; only verifying asks whether it is late.
    now = datetime.now(UTC) if strict else said.head.issued_at
    if key_for is None:
        bundle = _bundle_unverified(token, said, private, now)
        print(
            "The signature was not checked: name the sender's key with --sender.", file=sys.stderr
        )
    else:
        opened = claims.open_package(body, private_key=private, sender_key_for=key_for, now=now)
        said, bundle = opened.claims, opened.bundle_bytes
    problems = [str(each) for each in package.check_bundle(bundle)]
    if strict and problems:
        raise Refused(f"The review inside is not in the agreed form: {problems[0]}")
    return {
        "verified": key_for is not None and not problems,
        "signature": "valid" if key_for is not None else "not_checked",
        "sha256": envelope.sha256_hex(body),
        "claims": said.to_claims(),
        "problems": problems,
        "bundle": _json(bundle),
    }


def _peeked(token: str) -> dict[str, object]:
    peeked = envelope.peek(token)
    if peeked.header.get("typ") != claims.TYP_PACKAGE:
        raise EnvelopeError(Code.WRONG_TYPE)
    return peeked.claims


def _bundle_unverified(
    token: str, said: claims.PackageClaims, private: envelope.Jwk, now: datetime
) -> bytes:
    text = _peeked(token).get("bundle")
    if not isinstance(text, str):
        raise EnvelopeError(Code.INVALID_CLAIMS)
    bundle = text.encode("utf-8")
    ends = said.head.expires_at
    for fits, code in (
        (said.head.audience == envelope.kid(private), Code.WRONG_AUDIENCE),
        (said.review.bundle_sha256 == envelope.sha256_hex(bundle), Code.WRONG_HASH),
        (said.head.issued_at <= now + claims.CLOCK_TOLERANCE, Code.NOT_YET_VALID),
        (ends is None or now <= ends + claims.CLOCK_TOLERANCE, Code.EXPIRED),
    ):
        if not fits:
            raise EnvelopeError(code)
    return bundle


def _json(bundle: bytes) -> object:
    try:
        return cast(object, json.loads(bundle))
    except (ValueError, RecursionError):
        return None


def _keys(args: argparse.Namespace) -> tuple[envelope.Jwk, claims.KeyFor | None]:
    if args.data is None:
        found = _key(args.key, "The private key", "X25519")
        if "d" not in found:
            raise invalid("key", "This file holds a public key. Give your private encryption key.")
        return found, None if args.sender is None else _only(_sender(args.sender))
    if args.sender is not None:
        return Folder(args.data).keys().encryption, _only(_sender(args.sender))
    data = open_data(args.data)
    try:
        known = {each.kid: each.signing_key for each in settings(data)}
        return data.keys.encryption, known.get
    finally:
        data.close()


def _only(key: envelope.Jwk) -> Callable[[str], envelope.Jwk | None]:
    return lambda kid: key if kid == key["kid"] else None


def _sender(path: Path) -> envelope.Jwk:
    content = read_file(path, "The sender's key").strip()
    if content.startswith(b"{"):
        return envelope.public_jwk(_key(path, "The sender's key", "Ed25519"))
    return claims.read_setting_card(content).signing_key


def _key(path: Path, what: str, curve: str) -> dict[str, str]:
    wrong = invalid(what, f"This file holds no {curve} key as a JSON Web Key.")
    try:
        read = cast(object, json.loads(read_file(path, what)))
    except (ValueError, RecursionError) as error:
        raise wrong from error
    whole = cast("dict[str, object]", read) if isinstance(read, dict) else {}
    several = whole.get("keys", [whole])
    for each in cast("list[object]", several) if isinstance(several, list) else []:
        if isinstance(each, dict) and cast("dict[str, object]", each).get("crv") == curve:
            jwk = cast("dict[str, str]", each)
            return {**jwk, "kid": envelope.kid(jwk)}
    raise wrong
