"""What newer copies of the same records know that a restored backup does not.

A newer copy is the folder that was in use, where it can still be read, or a later backup beside
the one that is put back. From it come two things only: which children were removed since, and
what was sent since. What was merely written since stays behind: choosing an older backup may have
been because of it.

A copy made after a newer recovery sheet does not open with the code of the older one. Then what
it knows is not done again, and whoever restores has to be told before it counts.
"""

import contextlib
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ir_desktop.domain.people import Child, HealthTeam
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Agreement, Export, ExportBody
from ir_desktop.errors import IrError
from ir_desktop.ids import new_id
from ir_desktop.services import removals
from ir_desktop.services.session import Work
from ir_desktop.storage import anchor, backup, keys, recovery_code, slots
from ir_desktop.storage.backup import Manifest
from ir_desktop.storage.keys import KEYS_FILE, STORE_FILE
from ir_desktop.storage.lock import lock_store
from ir_desktop.storage.problems import WrongKey, WrongRecoveryCode
from ir_desktop.storage.store import Store, open_with_recovery

_FILES = (KEYS_FILE, STORE_FILE, f"{STORE_FILE}-wal", "keys.next", "records.next")


@dataclass(slots=True)
class CaughtUp:
    """What was taken over: removals done again, exports brought up to date.

    `lost` counts exports that left since and whose child or review is not in the backup; `epochs`
    are those that the newer copies had reached.
    """

    sources: int = 0
    removed: int = 0
    sent: int = 0
    lost: int = 0
    epochs: tuple[int, ...] = ()


@dataclass(slots=True)
class AtHand:
    """Newer copies, the oldest first, and how many others no code that was given opens.

    `closed_until` is when the newest of those was made, where that is known.
    """

    opened: list[Store] = field(default_factory=list[Store])
    closed: int = 0
    closed_until: datetime | None = None


@contextmanager
def newer_copies(
    store: Store, file: Path, codes: Sequence[str], in_use: Path | None, scratch: Path
) -> Generator[AtHand]:
    """Yield the newer copies of a restored store that are at hand, opened with one of the codes.

    Of backups that is the newest which opens: it knows what those before it know. One that cannot
    be read is passed over: a restore is for when something cannot be.
    """
    found, here = AtHand(), _head(store)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)

        def is_taken(place: Path) -> bool:
            other = _opened(place, codes)
            stack.callback(other.close)
            if other.store_id != store.store_id or _head(other) <= here:
                return False
            found.opened.append(other)
            return True

        for path, manifest in _later_backups(store, file, here):
            with contextlib.suppress(IrError, OSError):
                if not _opens(path, codes):
                    found.closed += 1
                    found.closed_until = found.closed_until or manifest.made_at
                elif is_taken(_unpacked(path, scratch)):
                    break
        place = _copied(in_use, scratch)
        if place is not None:
            with contextlib.suppress(IrError, OSError):
                try:
                    is_taken(place)
                except (WrongRecoveryCode, WrongKey):
                    found.closed += _has_such_a_key(place, store)
        found.opened.sort(key=_head)
        yield found


def catch_up(work: Work, newer: Sequence[Store]) -> CaughtUp:
    """Take over removals and what was sent from newer copies, in the caller's transaction."""
    found = CaughtUp()
    for store in newer:
        with store.reading() as theirs:
            removed = removals.removed_children(theirs.connection)
            exports = theirs.find(Export)
            bodies = {
                each.id: theirs.find_one(ExportBody, id=each.id)
                for each in exports
                if each.envelope_sha256
            }
        found.sources += 1
        found.epochs += (store.epoch,)
        found.removed += removals.remove_again(work, removed)
        for export in exports:
            if export.envelope_sha256:
                _take_over(work, export, bodies[export.id], found)
    return found


def _take_over(work: Work, export: Export, body: ExportBody | None, found: CaughtUp) -> None:
    records = work.records
    ours = records.find_one(Export, id=export.id)
    if ours == export:
        return
    if ours is not None:
        records.change(export)
    elif _stands(work, export):
        records.add(export)
    else:
        found.lost += 1
        return
    found.sent += 1
    if body is None:  # of a child that was removed since
        return
    if records.find_one(ExportBody, id=export.id) is None:
        records.add(body)
    else:
        records.change(body)


def _stands(work: Work, export: Export) -> bool:
    """Whether everything that an export points at is here."""
    named = ((Child, export.child_id), (Review, export.review_id))
    named = (*named, (HealthTeam, export.health_team_id), (Agreement, export.agreement_id))
    return all(key and work.records.find_one(kind, id=key) is not None for kind, key in named)


def _head(store: Store) -> tuple[int, int]:
    """Return where a store's audit chain stands, to be compared."""
    with store.reading() as records:
        there = anchor.head(records.connection)
    return there.epoch, there.seq


def _later_backups(
    store: Store, file: Path, here: tuple[int, int]
) -> Iterator[tuple[Path, Manifest]]:
    """Yield the backups beside a file that know of more, the newest first.

    Their order is that of the audit chain: a clock may have been wrong.
    """
    beside = [
        ((manifest.anchor.epoch, manifest.anchor.seq), path, manifest)
        for path, manifest in backup.own_backups(store, file.absolute().parent)
    ]
    for head, path, manifest in sorted(beside, key=lambda each: each[0], reverse=True):
        if head > here:
            yield path, manifest


def _opens(path: Path, codes: Sequence[str]) -> bool:
    """Whether one of the codes opens a backup; it is not unpacked for that."""
    sign_in = slots.decode(backup.sign_in_file(path))
    for code in codes:
        with contextlib.suppress(WrongRecoveryCode):
            keys.open_with_secret(sign_in, recovery_code.secret_of(code))
            return True
    return False


def _opened(place: Path, codes: Sequence[str]) -> Store:
    """Open a copy with the first of the codes that does; raises as `open_with_recovery`."""
    first, *others = codes
    try:
        return open_with_recovery(place, first)
    except (WrongRecoveryCode, WrongKey):
        if not others:
            raise
        return _opened(place, others)


def _has_such_a_key(place: Path, store: Store) -> bool:
    """Whether a copy that does not open is of this store, from its key's time or later."""
    theirs, ours = (slots.read(each)[0] for each in (place, store.folder))
    return theirs.store_id == ours.store_id and theirs.generation >= ours.generation


def _unpacked(path: Path, scratch: Path) -> Path:
    place = scratch / new_id()
    place.mkdir(mode=0o700, parents=True)
    backup.unpack(path, place)
    return place


def _copied(in_use: Path | None, scratch: Path) -> Path | None:
    """Return a copy of the folder that was in use, so that nothing in it is changed."""
    if in_use is None:
        return None
    place = scratch / new_id()
    with contextlib.suppress(IrError, OSError), lock_store(in_use):
        place.mkdir(mode=0o700, parents=True)
        for name in _FILES:
            if (in_use / name).is_file():
                shutil.copyfile(in_use / name, place / name)
        return place
    return None
