"""Putting records back from a backup: all of them, on any computer, by the recovery code.

They are built beside their place first, so that a person sees what would come back before it
counts. What comes back begins a new epoch, so that whoever compares numbers sees that there was a
break, and waits for a manager's word before anything is sent (`services.audits`).
"""

import contextlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ir_desktop.domain.people import Child, Staff
from ir_desktop.errors import EnvironmentProblem, Invalid, Problem
from ir_desktop.ids import new_id
from ir_desktop.services import audits, catching_up, doubts, profile, reference, removals
from ir_desktop.services.identity import the_setting
from ir_desktop.services.session import Clock, Session, SystemClock, by_itself
from ir_desktop.storage import anchor, audit, backup, info
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.audit import Finding
from ir_desktop.storage.backup_problems import NoSuchBackup, NotABackup
from ir_desktop.storage.keys import KEYS_FILE, STORE_FILE
from ir_desktop.storage.lock import lock_store
from ir_desktop.storage.problems import Damaged, StoreExists, disk_problem
from ir_desktop.storage.recovery_code import tidy
from ir_desktop.storage.store import Store, open_with_recovery

_PUTTING_BACK = "putting-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """Records that were put back. Nothing is sent before a manager has accepted them.

    `newer_copies` is how many newer copies were at hand; from them come `removed_again` children
    and `sent_since` exports. `sent_lost` left since, of children who are not in the backup;
    `set_aside` may have left since and wait for a person. `closed_copies` newer ones do not open
    with any code that was given, the newest of them from `closed_until` where that is known, and
    `unreadable_copies` that may be newer do not open at all: what they know is not done again.
    `moved` is where the folder that was in use is now.
    """

    folder: Path
    made_at: datetime
    epoch: int
    events: int
    findings: tuple[Finding, ...]
    newer_copies: int
    removed_again: int
    sent_since: int
    sent_lost: int
    set_aside: int
    closed_copies: int = 0
    closed_until: datetime | None = None
    unreadable_copies: int = 0
    moved: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Records built out of a backup and not in their place yet: `finish` or `abandon` them.

    `setting` and `children` tell whose they are and how many children came back; `written_until`
    is the last moment that a newer copy at hand knows of, which does not come back; `takes_over`
    is whether the records that are in the place now are moved aside.
    """

    building: Path
    result: Restored
    setting: str
    children: int
    written_until: datetime | None
    takes_over: bool


def prepare(
    file: Path,
    to: Path,
    recovery_code: str,
    *,
    newer_code: str = "",
    in_use: Path | None = None,
    take_over: bool = False,
    clock: Clock | None = None,
) -> Prepared:
    """Build the records of a backup beside an empty folder, or one that is not there yet.

    `newer_code` is of a later recovery sheet, if there is one: it opens newer copies only. `in_use`
    names the folder that was in use until now, where it is still there; it is only read. With
    `take_over` that folder is the place itself, and is moved aside at the end.

    Raises:
        Invalid, WrongRecoveryCode: a code is mistyped, or the one is not that of this backup.
        NoSuchBackup, NotABackup, Damaged: the file is not there or not a whole one.
        StoreExists: the folder already holds something.
        EnvironmentProblem: the disk is full, failing or not writable; nothing is left.
    """
    to = to.absolute()
    codes = [recovery_code]
    if newer_code.strip():
        codes.append(_checked(newer_code))
    building = to.with_name(f".{to.name}-{_PUTTING_BACK}-{new_id()}")
    try:
        full = to.exists() and (not to.is_dir() or any(to.iterdir()))
        if full and not (take_over and _holds_records(to)):
            raise StoreExists
        if not file.is_file():
            raise NoSuchBackup
        _clear_left(to)
        building.mkdir(mode=0o700, parents=True)
        known = to if full and in_use is None else in_use
        return _built(file, building, codes, known, to, clock or SystemClock())
    except OSError as error:
        shutil.rmtree(building, ignore_errors=True)
        raise disk_problem(error) from None
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def finish(prepared: Prepared, *, clock: Clock | None = None) -> Restored:
    """Give built records their place; those that are there are moved aside, whole.

    Raises:
        StoreExists: the place holds something by now.
        StoreInUse: a window is open on the records that are there.
        EnvironmentProblem: the disk refuses; the records that were there stay.
    """
    to = prepared.result.folder
    moved: Path | None = None
    try:
        if to.exists() and not any(to.iterdir()):
            to.rmdir()
        elif to.exists() and prepared.takes_over:
            lock_store(to).release()
            now = (clock or SystemClock()).now()
            moved = to.with_name(f"{to.name}-before-{now:%Y-%m-%d-%H%M%S}")
            to.rename(moved)
        elif to.exists():
            raise StoreExists
        try:
            prepared.building.rename(to)
        except OSError:
            if moved is not None:
                moved.rename(to)
            raise
        sync_folder(to.parent)
    except OSError as error:
        raise disk_problem(error) from None
    return replace(prepared.result, moved=moved)


def abandon(prepared: Prepared) -> None:
    """Remove what was built and not finished."""
    shutil.rmtree(prepared.building, ignore_errors=True)


def restore(
    file: Path,
    to: Path,
    recovery_code: str,
    *,
    newer_code: str = "",
    in_use: Path | None = None,
    clock: Clock | None = None,
) -> Restored:
    """Put the records of a backup into an empty folder or one that is not there yet.

    Everything is checked before the folder gets its name: a kill leaves whole records or none.
    Raises as `prepare` and `finish`; then nothing is left.
    """
    prepared = prepare(file, to, recovery_code, newer_code=newer_code, in_use=in_use, clock=clock)
    try:
        return finish(prepared, clock=clock)
    finally:
        abandon(prepared)


def _checked(newer_code: str) -> str:
    """Return the code of a later sheet; raises `Invalid` at ``newer_code`` if it is mistyped."""
    try:
        return tidy(newer_code)
    except Invalid as error:
        raise Invalid([Problem("newer_code", each.sentence) for each in error.problems]) from None


def _built(
    file: Path,
    building: Path,
    codes: Sequence[str],
    in_use: Path | None,
    to: Path,
    clock: Clock,
) -> Prepared:
    place = building / "store"
    place.mkdir(mode=0o700)
    manifest = backup.unpack(file, place)
    store = open_with_recovery(place, codes[0])
    try:
        if not manifest.is_of(store):
            raise NotABackup
        if store.check():
            raise Damaged
        with store.reading() as records:
            if anchor.is_behind(records.connection, manifest.anchor):
                raise NotABackup
            findings = audit.verify(records.connection, store.audit_key)
            somebody = records.find(Staff)[0]
        session = _session(store, somebody, clock)
        scratch = building / "newer"
        with (
            catching_up.newer_copies(store, file, codes, in_use, scratch) as newer,
            by_itself(session, "restored") as work,
        ):
            caught = catching_up.catch_up(work, newer.opened)
            set_aside = len(doubts.set_aside(work))
            epoch = anchor.next_epoch(
                store.epoch, manifest.anchor.epoch, *caught.epochs, now=work.now
            )
            until = _written_until(newer.opened)
            store.begin_epoch(work.records, epoch)
            kept = {"made_at": manifest.made_at.isoformat(), "seq": manifest.anchor.seq}
            info.put(work.records, audits.PUT_BACK, json.dumps(kept))
            work.detail["newer_not_opened"] = str(newer.closed)
            work.detail["newer_not_read"] = str(newer.unreadable)
            work.detail |= {"from_epoch": str(store.epoch), "from_seq": str(manifest.anchor.seq)}
        store.epoch_begun()
        with store.reading() as records:
            events = audit.count(records.connection)
            children = sum(not removals.is_removed(each) for each in records.find(Child))
            setting = the_setting(records).name
    finally:
        store.close()
    for each in place.iterdir():
        if each.name != ".lock":
            each.rename(building / each.name)
    shutil.rmtree(place)
    restored = Restored(
        folder=to,
        made_at=manifest.made_at,
        epoch=epoch,
        events=events,
        findings=tuple(findings),
        newer_copies=caught.sources,
        removed_again=caught.removed,
        sent_since=caught.sent,
        sent_lost=caught.lost,
        set_aside=set_aside,
        closed_copies=newer.closed,
        closed_until=newer.closed_until,
        unreadable_copies=newer.unreadable,
    )
    return Prepared(
        building=building,
        result=restored,
        setting=setting,
        children=children,
        written_until=until,
        takes_over=in_use == to,
    )


def _written_until(newer: list[Store]) -> datetime | None:
    """Return when the newest of newer copies was last written to."""
    found: list[datetime] = []
    for store in newer:
        with store.reading() as records:
            found += [each for each in [audit.last_at(records.connection)] if each is not None]
    return max(found, default=None)


def _holds_records(folder: Path) -> bool:
    """Whether a folder is one of records, whole or not, and not somebody's other things."""
    return any((folder / name).is_file() for name in (KEYS_FILE, STORE_FILE))


def _clear_left(to: Path) -> None:
    """Remove what a kill in the middle of an earlier restore left; not what one is busy with."""
    for left in to.parent.glob(f".{to.name}-{_PUTTING_BACK}-*"):
        with contextlib.suppress(EnvironmentProblem, OSError):
            inside = left / "store"
            lock_store(inside if inside.is_dir() else left).release()
            shutil.rmtree(left, ignore_errors=True)


def _session(store: Store, somebody: Staff, clock: Clock) -> Session:
    """Return a session for what the program does by itself; nobody is signed in."""
    with store.reading() as records:
        found = profile.in_force(records)
    return Session(store, somebody, clock, found, reference.instrument())
