"""Backups: by a person's word, by themselves each day and on exit, and how they stand.

A backup counts only after it was read back and checked. What was done, where and when is kept in
the store, so that Today can tell it; the folder is one of this computer, or a stick.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ir_desktop.domain.roles import Act
from ir_desktop.errors import EnvironmentProblem, Refused, invalid
from ir_desktop.services.session import Session, Work, acting, by_itself, looking
from ir_desktop.storage import anchor, backup, backup_rotation, info
from ir_desktop.storage.backup import Step
from ir_desktop.storage.key_switch import KEYS_DIGEST

FILE_ENDING = backup.ENDING
STEPS = backup.STEPS
"""How many steps making a backup has: copying, checking, writing, reading back."""

TRIED = "backup_tried"
"""The name under which a store keeps when somebody last tried whether a backup opens."""

_SETTINGS, _LAST = "backup_settings", "backup_last"
_REMIND_AFTER, _MOST_DAYS = 7, 90
_TRY_AFTER = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """Where backups go by themselves and when a person is reminded.

    `folder` None: nobody has chosen one, and nothing is backed up by itself.
    """

    folder: Path | None = None
    daily: bool = True
    on_exit: bool = True
    remind_after_days: int = _REMIND_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBackup:
    """The newest backup: when, where, up to which event, and whether nothing was wrong in it.

    `keys` is the digest of the sign-in file that the records had then. It is empty where an older
    version of the program made the backup: then nobody knows, and it counts as another.
    """

    at: datetime
    path: Path
    seq: int
    whole: bool
    keys: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """How backups stand, for Today. `overdue` says that a person should be reminded.

    `there` is whether the chosen folder can be found now: a stick may not be plugged in. `gone`
    says that the last backup is no longer in its folder, which is there; `ahead` that its date is
    still to come, so that nobody knows how many `days` ago it was. `keys_changed` says that no
    backup holds the sign-in file of now: were it lost, the records could not be opened. `tried` is
    when somebody last tried whether a backup opens; `try_due` whether it is time again.
    """

    settings: BackupSettings
    last: LastBackup | None
    days: int | None
    overdue: bool
    there: bool = False
    gone: bool = False
    ahead: bool = False
    keys_changed: bool = False
    tried: datetime | None = None
    try_due: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup just made and checked; `events` of the audit chain were verified in it.

    `findings` is how many things in it were changed by something else than this program;
    `older` says that another backup in the folder knows of more than these records; `keys` is the
    digest of the sign-in file.
    """

    path: Path
    at: datetime
    events: int
    bytes: int
    findings: int
    older: bool
    removed: int
    keys: str = ""


def settings(session: Session) -> BackupSettings:
    """Return where backups go and when; everybody who is signed in may see it."""
    with looking(session, Act.SEE_LIST) as records:
        return _settings(info.get(records.connection, _SETTINGS))


def change_settings(session: Session, **changes: Any) -> BackupSettings:
    """Change some of the settings (`BackupSettings`' own fields, by name).

    Raises:
        Invalid: the folder is not there or is inside the records, or the days make no sense.
        Refused: by role.
    """
    with acting(session, Act.BACK_UP) as work:
        found = replace(
            _settings(info.get(work.records.connection, _SETTINGS)),
            **changes,
        )
        _check(session, found)
        kept = asdict(found) | {"folder": None if found.folder is None else str(found.folder)}
        info.put(work.records, _SETTINGS, json.dumps(kept))
        work.detail["step"] = "settings"
        return found


def back_up(
    session: Session, folder: Path | None = None, *, step: Step = backup.no_step
) -> BackedUp:
    """Make a backup now, in `folder` or the one that was chosen.

    `step` is told how many of `STEPS` are done; what it raises ends the work, with nothing left.

    Raises:
        Refused: by role; no folder was given or chosen.
        BackupNotMade: the folder is not there, full or not writable; nothing is left in it.
        Damaged: the records do not pass their checks.
    """
    with looking(session, Act.BACK_UP) as records:
        chosen = folder or _settings(info.get(records.connection, _SETTINGS)).folder
    if chosen is None:
        raise Refused("Choose a folder or a stick for the backup first.")
    made = _make(session, chosen, step)
    with acting(session, Act.BACK_UP) as work:
        _note(work, made)
    return made


def due_now(session: Session, today: date) -> bool:
    """Return whether the daily backup should be made now."""
    return _due(state(session, today), today)


def due_on_leaving(session: Session) -> bool:
    """Return whether signing out leaves a backup behind now: asked before anybody waits for it."""
    found = state(session, session.today)
    return found.there and _on_leaving(found) and _has_changed(session, found)


def back_up_by_itself(
    session: Session, *, leaving: bool = False, step: Step = backup.no_step
) -> BackedUp | None:
    """Make the backup of the day, or with `leaving` that of signing out, whoever is signed in.

    Returns None if none is due, nothing has changed since the last, or the folder is not there
    at the moment (a stick that is unplugged): the reminder tells of that in time.

    Raises `BackupNotMade` or `Damaged`, as `back_up`.
    """
    found = state(session, session.today)
    folder = found.settings.folder
    wanted = _on_leaving(found) if leaving else _due(found, session.today)
    if folder is None or not found.there or not wanted or not _has_changed(session, found):
        return None
    made = _make(session, folder, step)
    with by_itself(session, "backed_up") as work:
        _note(work, made)
    return made


def state(session: Session, today: date) -> BackupState:
    """Return how backups stand on a day. A demo nursery is never overdue.

    The folder of the last backup is looked at, which need not be the one chosen now.
    """
    with looking(session, Act.SEE_LIST) as records:
        chosen = _settings(info.get(records.connection, _SETTINGS))
        last = _last(info.get(records.connection, _LAST))
        tried_at = info.get(records.connection, TRIED)
        keys = info.get(records.connection, KEYS_DIGEST)
    tried = datetime.fromisoformat(tried_at) if tried_at else None
    ahead = last is not None and session.is_ahead(last.at)
    days = None if last is None or ahead else max((today - _day(last.at)).days, 0)
    gone = last is not None and _is_there(last.path.parent) and not _is_file(last.path)
    late = days is None or days >= chosen.remind_after_days
    keys_changed = last is not None and last.keys != keys
    odd = gone or keys_changed or (last is not None and not last.whole)
    long_ago = tried is None or (today - _day(tried)).days >= _TRY_AFTER or session.is_ahead(tried)
    return BackupState(
        settings=chosen,
        last=last,
        days=days,
        overdue=(late or odd) and not session.store.demo,
        there=chosen.folder is not None and _is_there(chosen.folder),
        gone=gone,
        ahead=ahead,
        keys_changed=keys_changed,
        tried=tried,
        try_due=last is not None and long_ago and not session.store.demo,
    )


def _due(found: BackupState, today: date) -> bool:
    if found.settings.folder is None:
        return False
    if _keys_wanted(found):
        return True
    if not found.settings.daily:
        return False
    return found.last is None or _does_not_count(found) or _day(found.last.at) < today


def _on_leaving(found: BackupState) -> bool:
    return found.settings.on_exit or _keys_wanted(found)


def _keys_wanted(found: BackupState) -> bool:
    """Whether new keys are to be backed up at once: wherever backups are made by themselves."""
    return found.keys_changed and (found.settings.daily or found.settings.on_exit)


def _has_changed(session: Session, found: BackupState) -> bool:
    """Whether the records hold more than the last backup; its own note is one event."""
    with session.store.reading() as records:
        head = anchor.head(records.connection)
    last = found.last
    if last is None or _does_not_count(found) or found.keys_changed or not last.whole:
        return True
    return head.seq > last.seq + 1


def _does_not_count(found: BackupState) -> bool:
    """Whether the last backup is none to rely on: there is no file, or nobody knows how old."""
    return found.gone or found.ahead


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # the disk does not give it
        return False


def _make(session: Session, folder: Path, step: Step) -> BackedUp:
    store = session.store
    # Read before: what is changed meanwhile counts as changed since.
    with store.reading() as records:
        keys = info.get(records.connection, KEYS_DIGEST)
    made = backup.write(store, folder.absolute(), made_at=session.clock.now(), step=step)
    others = backup.own_backups(store, made.path.parent)
    older = store.missing is not None or backup_rotation.is_behind_any(store, others)
    return BackedUp(
        path=made.path,
        at=made.manifest.made_at,
        events=made.manifest.anchor.seq,
        bytes=made.path.stat().st_size,
        findings=len(made.findings),
        older=older,
        removed=backup_rotation.rotate(store, made),
        keys=keys,
    )


def _note(work: Work, made: BackedUp) -> None:
    whole = not made.findings and not made.older
    kept = {
        "at": made.at.isoformat(),
        "path": str(made.path),
        "seq": made.events,
        "whole": whole,
        "keys": made.keys,
    }
    info.put(work.records, _LAST, json.dumps(kept))
    work.detail |= {"events": str(made.events), "whole": str(whole), "removed": str(made.removed)}


def _check(session: Session, found: BackupSettings) -> None:
    if not 1 <= found.remind_after_days <= _MOST_DAYS:
        raise invalid("remind_after_days", f"Choose from 1 to {_MOST_DAYS} days.")
    if found.folder is None:
        return
    problem = ""
    try:
        if not found.folder.is_absolute() or not found.folder.is_dir():
            problem = "This folder is not there. Choose one that is, or plug the stick in."
        elif found.folder.resolve().is_relative_to(session.store.folder.resolve()):
            problem = "Choose a folder outside the records: one loss must not take both."
    except OSError as error:
        raise EnvironmentProblem("This folder cannot be read. Choose another.") from error
    if problem:
        raise invalid("folder", problem)


def _settings(kept: str) -> BackupSettings:
    if not kept:
        return BackupSettings()
    found = json.loads(kept)
    folder = found["folder"]
    return BackupSettings(**found | {"folder": None if folder is None else Path(folder)})


def _last(kept: str) -> LastBackup | None:
    if not kept:
        return None
    found = json.loads(kept)
    return LastBackup(
        at=datetime.fromisoformat(found["at"]),
        path=Path(found["path"]),
        seq=found["seq"],
        whole=found["whole"],
        keys=found.get("keys", ""),
    )
