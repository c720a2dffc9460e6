"""What a backup says of itself: whose it is, when it was made, and where the audit chain stood.

It is sealed with the store's audit key, so that the store can tell its own backups from others and
from changed ones. It is read before anybody knows who wrote it: nothing in it is taken on trust.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from ir_desktop.storage.anchor import Anchor
from ir_desktop.storage.backup_problems import NotABackup

if TYPE_CHECKING:
    from ir_desktop.storage.store import Store

_FORMAT, _VERSION = "ir-backup", 1
_YEARS = range(2020, 2200)
"""When a backup can have been made: a date outside could not be shown in every zone."""

_MOST = 1 << 62
"""More events than a database can number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself. `seal` is keyed with the store's audit key."""

    store_id: str
    made_at: datetime
    anchor: Anchor
    records_sha256: str
    keys_sha256: str
    seal: str = ""

    def is_of(self, store: "Store") -> bool:
        """Return whether this store made the backup and nobody has changed what it says."""
        right = _seal(self, store.audit_key)
        return self.store_id == store.store_id and hmac.compare_digest(self.seal, right)

    def sealed(self, key: bytes) -> Self:
        """Return it with its seal."""
        return replace(self, seal=_seal(self, key))


def encoded(manifest: Manifest) -> bytes:
    """Return it as it is written."""
    return json.dumps(_body(manifest) | {"seal": manifest.seal}, indent=1).encode()


def decoded(raw: bytes) -> Manifest:
    """Return what was written; raises `NotABackup` for anything else."""
    try:
        return _manifest(json.loads(raw))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise NotABackup from None


def _manifest(body: Any) -> Manifest:
    texts = [body[name] for name in ("store_id", "records_sha256", "keys_sha256", "seal")]
    epoch, seq, digest = body["anchor"]
    if (body["format"], body["version"]) != (_FORMAT, _VERSION):
        raise NotABackup
    # A seal that is no ASCII cannot be compared; a whole number is not True either.
    if not all(type(each) is str and each.isascii() for each in (*texts, digest)):
        raise NotABackup
    if not all(type(each) is int and 0 <= each < _MOST for each in (epoch, seq)):
        raise NotABackup
    made_at = datetime.fromisoformat(body["made_at"])
    if made_at.tzinfo is None or made_at.astimezone(UTC).year not in _YEARS:
        raise NotABackup
    return Manifest(
        store_id=texts[0],
        made_at=made_at,
        anchor=Anchor(epoch, seq, digest),
        records_sha256=texts[1],
        keys_sha256=texts[2],
        seal=texts[3],
    )


def _body(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "store_id": manifest.store_id,
        "made_at": manifest.made_at.isoformat(),
        "anchor": [manifest.anchor.epoch, manifest.anchor.seq, manifest.anchor.hash],
        "records_sha256": manifest.records_sha256,
        "keys_sha256": manifest.keys_sha256,
    }


def _seal(manifest: Manifest, key: bytes) -> str:
    text = json.dumps(_body(manifest), sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"backup:{text}".encode(), hashlib.sha256).hexdigest()
