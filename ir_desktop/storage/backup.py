"""A backup: one file with the encrypted records, the sign-in file, and what they are.

The file is a plain archive, nothing in it compressed: the records are encrypted under their own
key, so nothing in it can be read but the names on the sign-in screen. It is written beside its
place, read back from the disk, and only then given its name. `manifest` tells whose it is, when
it was made and where the audit chain stood; it is sealed with the store's audit key, so that the
store itself can tell its own backups from others and from changed ones.
"""

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.storage import anchor, audit, backup_manifest, backup_names, info, slots
from ir_desktop.storage.anchor import Anchor
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.audit import Finding
from ir_desktop.storage.backup_manifest import Manifest
from ir_desktop.storage.backup_names import ENDING as ENDING
from ir_desktop.storage.backup_problems import BackupNotMade, NotABackup, not_made
from ir_desktop.storage.key_switch import KEYS_DIGEST
from ir_desktop.storage.problems import WrongKey
from ir_desktop.storage.slots import KEYS_FILE, STORE_FILE
from ir_desktop.storage.store import Store

Step = Callable[[int, int], None]
"""Is told how many of `STEPS` are done, and how many there are; it may raise to stop the work."""

STEPS = 4
"""Copying the records, checking the copy, writing the file, reading it back."""

_MANIFEST = "backup.json"
_PIECE = 1 << 20
_LARGEST_MANIFEST = 64_000
_LARGEST_KEYS = 4 * 1024 * 1024
_ODD = (zipfile.BadZipFile, EOFError, ValueError, LookupError, ArithmeticError, RuntimeError)
"""What reading an archive raises that somebody else made."""

_BEING_CHANGED = "Somebody's way to sign in was just being changed. Try again."


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written, read back and checked; `findings` are of its audit chain."""

    path: Path
    manifest: Manifest
    findings: tuple[Finding, ...]


def no_step(_done: int, _whole: int) -> None:
    """Tell nobody."""


def write(store: Store, folder: Path, *, made_at: datetime, step: Step = no_step) -> Backup:
    """Write a backup of an open store into a folder, which is made if only it is missing.

    The copy is opened again: every page, the structure, the whole audit chain and the digest of
    every row are checked, and that the sign-in file belongs to it. What `step` raises ends it,
    with nothing left.

    Raises:
        BackupNotMade: the folder is not there, full or not writable; nothing is left in it.
        Damaged: the records themselves do not pass their checks.
    """
    with not_made():
        if folder.resolve().is_relative_to(store.folder.resolve()):
            raise BackupNotMade("Choose a folder outside the records for the backup.")
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
        for left in backup_names.left_behind(folder, store.store_id):
            left.unlink(missing_ok=True)
        path = backup_names.free_path(folder, store.store_id, made_at)
        copy, partial = (folder / f".{path.name}.{part}" for part in ("db", "new"))
        try:
            step(0, STEPS)
            store.settle_keys()
            store.copy_to(copy)
            step(1, STEPS)
            keys = (store.folder / KEYS_FILE).read_bytes()
            head, findings = _looked_at(store, copy, keys)
            manifest = _sealed(store, made_at, head, copy, keys)
            _pack(partial, manifest, keys, copy, lambda: step(2, STEPS))
            copy.unlink()
            _read_back(partial, manifest, lambda: step(3, STEPS))
            partial.replace(path)
            sync_folder(folder)
        finally:
            for left in (partial, copy, *folder.glob(f"{copy.name}-*")):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)
    return Backup(path, manifest, findings)


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises:
        NotABackup: it is not one, or is cut short.
        EnvironmentProblem: the disk cannot be read.
    """
    with opened(path) as (_, manifest):
        return manifest


@contextmanager
def opened(path: Path) -> Generator[tuple[zipfile.ZipFile, Manifest]]:
    """Yield the archive and what it says; raises as `read_manifest`.

    Anybody may have put a file on the stick: whatever is odd in it is refused, and nothing of it
    may stop the backups or the restore beside it.
    """
    with contextlib.ExitStack() as stack:
        try:
            archive = stack.enter_context(zipfile.ZipFile(path))
            said = _said(archive)
        except _ODD:
            raise NotABackup from None
        try:
            yield archive, said
        except (zipfile.BadZipFile, EOFError):  # met while it is read
            raise NotABackup from None


def _said(archive: zipfile.ZipFile) -> Manifest:
    entries = archive.infolist()
    if sorted(each.filename for each in entries) != sorted((_MANIFEST, KEYS_FILE, STORE_FILE)):
        raise NotABackup
    if any(each.compress_type != zipfile.ZIP_STORED or each.flag_bits for each in entries):
        raise NotABackup  # packed, under a password of its own, or otherwise not as it was written
    return backup_manifest.decoded(_small(archive, _MANIFEST, _LARGEST_MANIFEST))


def sign_in_file(path: Path) -> bytes:
    """Return the sign-in file that a backup holds; raises as `read_manifest`."""
    with opened(path) as (archive, manifest):
        return _checked_keys(archive, manifest)


def unpack(path: Path, into: Path) -> Manifest:
    """Write a backup's records and sign-in file into a folder, checking every byte.

    Raises:
        NotABackup: it is not one, is cut short or was changed.
        OSError: the folder cannot be written.
    """
    with opened(path) as (archive, manifest):
        _write_file(into / KEYS_FILE, _checked_keys(archive, manifest))
        digest = hashlib.sha256()
        with archive.open(STORE_FILE) as source, _new_file(into / STORE_FILE) as target:
            while piece := source.read(_PIECE):
                digest.update(piece)
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
        if digest.hexdigest() != manifest.records_sha256:
            raise NotABackup
    return manifest


def own_backups(store: Store, folder: Path) -> list[tuple[Path, Manifest]]:
    """Return the backups in a folder that this store made, oldest first; others are passed over."""
    found: list[tuple[Path, Manifest]] = []
    for path in backup_names.in_folder(folder):
        with contextlib.suppress(EnvironmentProblem, OSError):
            manifest = read_manifest(path)
            if manifest.is_of(store):
                found.append((path, manifest))
    return sorted(found, key=lambda each: (each[1].made_at, each[0].name))


def is_whole(path: Path) -> bool:
    """Read a whole backup and return whether every byte is as it was written."""
    try:
        _read_back(path, read_manifest(path), _nothing)
    except (EnvironmentProblem, OSError):
        return False
    return True


@contextmanager
def _same_key(store: Store, copy: Path) -> Generator[Connection]:
    """Open a copy just made; another key means that it was renewed while the copy was made."""
    try:
        with store.opened_beside(copy) as connection:
            yield connection
    except WrongKey as error:
        raise BackupNotMade(_BEING_CHANGED) from error


def _looked_at(store: Store, copy: Path, keys: bytes) -> tuple[Anchor, tuple[Finding, ...]]:
    with _same_key(store, copy) as connection:
        if info.get(connection, KEYS_DIGEST) != hashlib.sha256(keys).hexdigest():
            if store.has_own_keys_file():
                raise BackupNotMade(_BEING_CHANGED)
            findings = [Finding(where="the sign-in file", sentence="It is not the newest one.")]
        else:
            findings = []
        slots.decode(keys)
        findings += audit.verify(connection, store.audit_key)
        return anchor.head(connection), tuple(findings)


def _sealed(store: Store, made_at: datetime, head: Anchor, copy: Path, keys: bytes) -> Manifest:
    with copy.open("rb") as file:
        records = hashlib.file_digest(file, "sha256").hexdigest()
    plain = Manifest(
        store_id=store.store_id,
        made_at=made_at.astimezone(UTC).replace(microsecond=0),
        anchor=head,
        records_sha256=records,
        keys_sha256=hashlib.sha256(keys).hexdigest(),
    )
    return plain.sealed(store.audit_key)


def _pack(
    partial: Path, manifest: Manifest, keys: bytes, copy: Path, told: Callable[[], None]
) -> None:
    when = manifest.made_at.timetuple()[:6]
    with _new_file(partial) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(zipfile.ZipInfo(_MANIFEST, when), backup_manifest.encoded(manifest))
            archive.writestr(zipfile.ZipInfo(KEYS_FILE, when), keys)
            entry = zipfile.ZipInfo(STORE_FILE, when)
            entry.file_size = copy.stat().st_size
            with copy.open("rb") as source, archive.open(entry, "w") as target:
                while piece := source.read(_PIECE):
                    told()
                    target.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _read_back(path: Path, manifest: Manifest, told: Callable[[], None]) -> None:
    """Read a file that was written from the disk itself where the system allows, and compare."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    with opened(path) as (archive, said):
        if said != manifest:
            raise NotABackup
        for name, wanted in (
            (KEYS_FILE, manifest.keys_sha256),
            (STORE_FILE, manifest.records_sha256),
        ):
            digest = hashlib.sha256()
            with archive.open(name) as source:
                while piece := source.read(_PIECE):
                    told()
                    digest.update(piece)
            if digest.hexdigest() != wanted:
                raise NotABackup


def _checked_keys(archive: zipfile.ZipFile, manifest: Manifest) -> bytes:
    keys = _small(archive, KEYS_FILE, _LARGEST_KEYS)
    if hashlib.sha256(keys).hexdigest() != manifest.keys_sha256:
        raise NotABackup
    return keys


def _small(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise NotABackup
    return archive.read(name)


def _new_file(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _write_file(path: Path, data: bytes) -> None:
    with _new_file(path) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _nothing() -> None:
    """Tell nobody."""
