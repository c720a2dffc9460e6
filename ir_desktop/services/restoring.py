"""Putting records back from a backup: all of them, on any computer, by the recovery code.

What comes back begins a new epoch, so that whoever compares numbers sees that there was a break,
and waits for a manager's word before anything is sent (`services.audits`).
"""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ir_desktop.domain.people import Staff
from ir_desktop.ids import new_id
from ir_desktop.services import audits, catching_up, doubts, profile, reference
from ir_desktop.services.session import Clock, Session, SystemClock, by_itself
from ir_desktop.storage import anchor, audit, backup, info
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.audit import Finding
from ir_desktop.storage.backup_problems import NoSuchBackup, NotABackup
from ir_desktop.storage.problems import Damaged, StoreExists, disk_problem
from ir_desktop.storage.store import Store, open_with_recovery


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """Records that were put back. Nothing is sent before a manager has accepted them.

    `newer_copies` is how many newer copies were at hand; from them come `removed_again` children
    and `sent_since` exports. `sent_lost` left since, of children who are not in the backup;
    `set_aside` may have left since and wait for a person.
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


def restore(
    file: Path,
    to: Path,
    recovery_code: str,
    *,
    in_use: Path | None = None,
    clock: Clock | None = None,
) -> Restored:
    """Put the records of a backup into an empty folder or one that is not there yet.

    Everything is checked before the folder gets its name: a kill leaves whole records or none.
    `in_use` names the folder that was in use until now, where it is still there; it is only read.

    Raises:
        Invalid, WrongRecoveryCode: the code is mistyped, or not the one of this backup.
        NoSuchBackup, NotABackup, Damaged: the file is not there or not a whole one.
        StoreExists: the folder already holds something.
        EnvironmentProblem: the disk is full, failing or not writable; nothing is left.
    """
    to = to.absolute()
    building = to.with_name(f".{new_id()}.new")
    try:
        if to.exists() and (not to.is_dir() or any(to.iterdir())):
            raise StoreExists
        if not file.is_file():
            raise NoSuchBackup
        building.mkdir(mode=0o700, parents=True)
        restored = _built(file, building, recovery_code, in_use, to, clock or SystemClock())
        if to.exists():
            to.rmdir()
        building.rename(to)
        sync_folder(to.parent)
    except OSError as error:
        raise disk_problem(error) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return restored


def _built(
    file: Path, building: Path, code: str, in_use: Path | None, to: Path, clock: Clock
) -> Restored:
    place = building / "store"
    place.mkdir(mode=0o700)
    manifest = backup.unpack(file, place)
    store = open_with_recovery(place, code)
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
            catching_up.newer_copies(store, file, code, in_use, scratch) as newer,
            by_itself(session, "restored") as work,
        ):
            caught = catching_up.catch_up(work, newer)
            set_aside = len(doubts.set_aside(work))
            epoch = anchor.next_epoch(
                store.epoch, manifest.anchor.epoch, *caught.epochs, now=work.now
            )
            store.begin_epoch(work.records, epoch)
            kept = {"made_at": manifest.made_at.isoformat(), "seq": manifest.anchor.seq}
            info.put(work.records, audits.PUT_BACK, json.dumps(kept))
            work.detail |= {"from_epoch": str(store.epoch), "from_seq": str(manifest.anchor.seq)}
        store.epoch_begun()
        with store.reading() as records:
            events = audit.count(records.connection)
    finally:
        store.close()
    for each in place.iterdir():
        if each.name != ".lock":
            each.rename(building / each.name)
    shutil.rmtree(place)
    return Restored(
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
    )


def _session(store: Store, somebody: Staff, clock: Clock) -> Session:
    """Return a session for what the program does by itself; nobody is signed in."""
    with store.reading() as records:
        found = profile.in_force(records)
    return Session(store, somebody, clock, found, reference.instrument())
