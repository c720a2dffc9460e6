"""What newer copies of the same records know that a restored backup does not.

A newer copy is the folder that was in use, where it can still be read, or a later backup beside
the one that is put back. From it come two things only: which children were removed since, and
what was sent since. What was merely written since stays behind: choosing an older backup may have
been because of it.
"""

import contextlib
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ir_desktop.domain.people import Child, HealthTeam
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Agreement, Export, ExportBody
from ir_desktop.errors import IrError
from ir_desktop.ids import new_id
from ir_desktop.services import removals
from ir_desktop.services.session import Work
from ir_desktop.storage import anchor, backup
from ir_desktop.storage.anchor import Anchor
from ir_desktop.storage.keys import KEYS_FILE, STORE_FILE
from ir_desktop.storage.lock import lock_store
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


@contextmanager
def newer_copies(
    store: Store, file: Path, code: str, in_use: Path | None, scratch: Path
) -> Generator[list[Store]]:
    """Yield every newer copy of a restored store that is at hand and opens with its code.

    One that cannot be read is passed over: a restore is for when something cannot be.
    """
    with store.reading() as records:
        here = anchor.head(records.connection)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)
        found: list[Store] = []
        for place in (_later_backup(store, file, scratch, here), _copied(in_use, scratch)):
            if place is None:
                continue
            with contextlib.suppress(IrError, OSError):
                other = open_with_recovery(place, code)
                stack.callback(other.close)
                if other.store_id == store.store_id and _is_newer(other, here):
                    found.append(other)
        yield found


def catch_up(work: Work, newer: list[Store]) -> CaughtUp:
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


def _is_newer(other: Store, here: Anchor) -> bool:
    with other.reading() as records:
        there = anchor.head(records.connection)
    return (there.epoch, there.seq) > (here.epoch, here.seq)


def _later_backup(store: Store, file: Path, scratch: Path, here: Anchor) -> Path | None:
    later = [
        path
        for path, manifest in backup.own_backups(store, file.absolute().parent)
        if (manifest.anchor.epoch, manifest.anchor.seq) > (here.epoch, here.seq)
    ]
    for path in reversed(later):
        place = scratch / new_id()
        with contextlib.suppress(IrError, OSError):
            place.mkdir(mode=0o700, parents=True)
            backup.unpack(path, place)
            return place
    return None


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
