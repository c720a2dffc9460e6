"""What newer copies of the same records know that a restored backup does not.

A newer copy is the folder that was in use, where it can still be read, or a later backup beside
the one that is put back. From it come two things only: which children were removed since, and
what was sent since. What was merely written since stays behind: choosing an older backup may have
been because of it.

A copy made after a newer recovery sheet does not open with the code of the older one; another may
be damaged, or lie with a sign-in file that is not its own. Then what it knows is not done again,
and whoever restores has to be told before it counts: "no newer copy" is said only where there is
none.
"""

import contextlib
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ir_desktop.domain.people import Child, HealthTeam
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Agreement, Export, ExportBody
from ir_desktop.errors import EnvironmentProblem, IrError
from ir_desktop.ids import new_id
from ir_desktop.services import removals
from ir_desktop.services.session import Work
from ir_desktop.storage import anchor, backup, backup_names, keys, recovery_code, slots
from ir_desktop.storage.backup_manifest import Manifest
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
    """Newer copies, the oldest first, and how many others could not be looked into.

    `closed` ones a newer recovery sheet would open, the newest of them made at `closed_until`,
    where that is known. `unreadable` ones may be newer: they are damaged, in use, or their
    sign-in file is missing or not their own.
    """

    opened: list[Store] = field(default_factory=list[Store])
    closed: int = 0
    closed_until: datetime | None = None
    unreadable: int = 0


@contextmanager
def newer_copies(
    store: Store, file: Path, codes: Sequence[str], in_use: Path | None, scratch: Path
) -> Generator[AtHand]:
    """Yield the newer copies of a restored store that are at hand, opened with one of the codes.

    Of backups that is the newest which opens: it knows what those before it know. One that cannot
    be read is passed over and counted: a restore is for when something cannot be. The folder that
    was in use opens with the restored store's own data key too, whatever its sign-in file is.
    """
    found, here = AtHand(), _head(store)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, scratch, ignore_errors=True)

        def is_taken(other: Store) -> bool:
            stack.callback(other.close)
            if other.store_id != store.store_id or _head(other) <= here:
                return False
            _known_to(other)  # a damaged page is met here, and not in the middle of the restore
            found.opened.append(other)
            return True

        known_until = backup.read_manifest(file).made_at
        later, doubtful = _later_backups(store, file, here)
        for path, manifest in later:
            try:
                if not _opens(path, codes):
                    found.closed += 1
                    found.closed_until = found.closed_until or manifest.made_at
                elif is_taken(_opened(_unpacked(path, scratch), codes)):
                    known_until = max(known_until, manifest.made_at)
                    break
            except (IrError, OSError):
                found.unreadable += 1
        for path in doubtful:
            found.unreadable += backup_names.may_be_newer(path, store.store_id, known_until)
        if in_use is not None:
            try:
                place = _copied(in_use, scratch)
                if place is not None:
                    is_taken(_opened_somehow(place, codes, store))
            except (IrError, OSError) as why:
                _count_shut(found, in_use, store, why)
        found.opened.sort(key=_head)
        yield found


def catch_up(work: Work, newer: Sequence[Store]) -> CaughtUp:
    """Take over removals and what was sent from newer copies, in the caller's transaction."""
    found = CaughtUp()
    for store in newer:
        removed, sent = _known_to(store)
        found.sources += 1
        found.epochs += (store.epoch,)
        found.removed += removals.remove_again(work, removed)
        for export, body in sent:
            _take_over(work, export, body, found)
    return found


def _known_to(store: Store) -> tuple[Sequence[str], list[tuple[Export, ExportBody | None]]]:
    """Return who was removed from a store, and what left it, with the body where there is one."""
    with store.reading() as theirs:
        removed = removals.removed_children(theirs.connection)
        sent = [each for each in theirs.find(Export) if each.envelope_sha256]
        return removed, [(each, theirs.find_one(ExportBody, id=each.id)) for each in sent]


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
) -> tuple[list[tuple[Path, Manifest]], list[Path]]:
    """Return the backups beside a file that know of more, the newest first, and doubtful files.

    Their order is that of the audit chain: a clock may have been wrong. The doubtful ones cannot
    be read, or say that they are of this store without its seal.
    """
    found: list[tuple[tuple[int, int], Path, Manifest]] = []
    doubtful: list[Path] = []
    for path in sorted(backup_names.in_folder(file.absolute().parent)):
        try:
            manifest = backup.read_manifest(path)
        except (EnvironmentProblem, OSError):
            doubtful.append(path)
            continue
        if manifest.is_of(store):
            found.append(((manifest.anchor.epoch, manifest.anchor.seq), path, manifest))
        elif manifest.store_id == store.store_id:
            doubtful.append(path)
    found.sort(key=lambda each: each[0], reverse=True)
    return [(path, manifest) for head, path, manifest in found if head > here], doubtful


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


def _opened_somehow(place: Path, codes: Sequence[str], store: Store) -> Store:
    """Open the copy of the folder in use with a code, or with the restored store's own data key.

    Raises why no code opens it, where the key does not either.
    """
    try:
        return _opened(place, codes)
    except IrError as reason:
        try:
            return store.opened_like(place)
        except IrError:
            raise reason from None


def _count_shut(found: AtHand, in_use: Path, store: Store, why: IrError | OSError) -> None:
    """Count the folder in use, which opens with no code and no key, unless it is another store's.

    A later recovery sheet would open it if its sign-in file is of a later key than the backup's;
    an earlier one says nothing of the records beside it.
    """
    later = False
    try:
        if not (in_use / STORE_FILE).exists():
            return
        theirs, ours = (slots.read(each)[0] for each in (in_use, store.folder))
        if theirs.store_id != store.store_id:
            return
        later = theirs.generation > ours.generation
    except (IrError, OSError):
        pass  # then nobody knows whose it is, and it may be this store's
    if later and isinstance(why, WrongRecoveryCode):
        found.closed += 1
    else:
        found.unreadable += 1


def _unpacked(path: Path, scratch: Path) -> Path:
    place = scratch / new_id()
    place.mkdir(mode=0o700, parents=True)
    backup.unpack(path, place)
    return place


def _copied(in_use: Path, scratch: Path) -> Path | None:
    """Return a copy of the folder that was in use, so that nothing in it is changed.

    None where there are no records. Raises `IrError` or `OSError` if it cannot be copied.
    """
    if not (in_use / STORE_FILE).is_file():
        return None
    place = scratch / new_id()
    with lock_store(in_use):
        place.mkdir(mode=0o700, parents=True)
        for name in _FILES:
            if (in_use / name).is_file():
                shutil.copyfile(in_use / name, place / name)
    return place
