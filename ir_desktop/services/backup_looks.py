"""Looking into backups: which there are, what is in one, and whether it opens with the code."""

import contextlib
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from ir_desktop.domain.people import Child
from ir_desktop.domain.roles import Act
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ids import new_id
from ir_desktop.services import backups, removals
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.storage import audit, backup, info
from ir_desktop.storage.backup_manifest import Manifest
from ir_desktop.storage.backup_problems import NoSuchBackup, OlderKey, OtherBackup
from ir_desktop.storage.lock import lock_store
from ir_desktop.storage.problems import WrongKey, disk_problem
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.store import Store, open_with_recovery

_LOOK = ".look-"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBackup:
    """A backup of these records that is in the folder: its file, when it was made, its size."""

    path: Path
    made_at: datetime
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A backup that was opened with the recovery code alone, as on another computer.

    `children` is how many are in it; `findings` how many things were changed by something else
    than this program.
    """

    made_at: datetime
    children: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildThere:
    """A child who is in a backup. `here` is whether the records have the child too."""

    id: str
    name: str
    here: bool


def list_backups(session: Session, folder: Path | None = None) -> list[KeptBackup]:
    """Return the backups of these records in a folder, or the chosen one, newest first.

    One that is not there, or cannot be read, holds none.
    """
    with looking(session, Act.BACK_UP):
        pass
    chosen = folder or backups.settings(session).folder
    if chosen is None:
        return []
    found: list[KeptBackup] = []
    with contextlib.suppress(OSError):
        for path, manifest in backup.own_backups(session.store, chosen):
            size = path.stat().st_size
            found.append(KeptBackup(path=path, made_at=manifest.made_at, bytes=size))
    return found[::-1]


def try_backup(session: Session, file: Path, recovery_code: str) -> Tried:
    """Open a backup with the recovery code alone, look through all of it, and put it away again.

    Nothing changes but the day on which somebody last did this.

    Raises:
        Refused: by role.
        Invalid, WrongRecoveryCode: the code is mistyped, or not the one of this backup.
        NoSuchBackup, NotABackup, OtherBackup: the file is not a backup of these records.
    """
    with looking(session, Act.BACK_UP):
        pass
    with opened(session.store, file, recovery_code) as (manifest, records):
        findings = audit.verify(records.connection, session.store.audit_key)
        children = sum(not removals.is_removed(each) for each in records.find(Child))
    with acting(session, Act.BACK_UP) as work:
        info.put(work.records, backups.TRIED, work.now.isoformat())
        work.detail |= {"step": "tried", "made_at": manifest.made_at.isoformat()}
    return Tried(made_at=manifest.made_at, children=children, findings=len(findings))


def children_in(session: Session, file: Path, *, recovery_code: str = "") -> list[ChildThere]:
    """Return the children who are in a backup, by name.

    `recovery_code` is needed only for a backup made before the records' key was changed.

    Raises:
        Refused: by role.
        NoSuchBackup, NotABackup, OtherBackup: the file is not a backup of these records.
        WrongKey: the key was changed since; give the recovery code of then.
    """
    with looking(session, Act.RESTORE) as records:
        here = {each.id for each in records.find(Child) if not removals.is_removed(each)}
    with opened(session.store, file, recovery_code) as (_, then):
        found = [each for each in then.find(Child) if not removals.is_removed(each)]
    return [
        ChildThere(id=each.id, name=each.full_name, here=each.id in here)
        for each in sorted(found, key=lambda child: child.full_name.casefold())
    ]


@contextmanager
def opened(store: Store, file: Path, code: str) -> Generator[tuple[Manifest, Repository]]:
    """Yield what a backup says of itself and its records, unpacked for the moment.

    Without a code it is opened with the records' own key.
    """
    if not file.is_file():
        raise NoSuchBackup
    _clear_left(store.folder)
    place = store.folder / f"{_LOOK}{new_id()}"
    try:
        try:
            place.mkdir(mode=0o700)
            manifest = backup.unpack(file, place)
        except OSError as error:
            raise disk_problem(error) from None
        if not manifest.is_of(store):
            raise OtherBackup
        if code:
            with (
                contextlib.closing(open_with_recovery(place, code)) as other,
                other.reading() as records,
            ):
                yield manifest, records
        else:
            with lock_store(place), _with_own_key(store, place / "records.db") as connection:
                yield manifest, Repository(connection, store.audit_key)
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _with_own_key(store: Store, file: Path) -> Generator[Connection]:
    with contextlib.ExitStack() as stack:
        try:
            connection = stack.enter_context(store.opened_beside(file))
        except WrongKey:
            raise OlderKey from None
        yield connection


def _clear_left(folder: Path) -> None:
    """Remove what a kill in the middle of an earlier look left; not what is looked at now."""
    for left in folder.glob(f"{_LOOK}*"):
        with contextlib.suppress(EnvironmentProblem, OSError):
            lock_store(left).release()
            shutil.rmtree(left, ignore_errors=True)
