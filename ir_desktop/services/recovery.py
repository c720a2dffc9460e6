"""The recovery code: a new sheet, and a way in for whoever forgot a password or has a new computer.

A code counts only once it was typed back from its sheet. Opening with it leads to one thing only:
a new password for a manager. Nothing of a code is written to the disk in the open.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ir_desktop.documents.printed import Printed
from ir_desktop.documents.recovery_sheet import SheetFacts, recovery_sheet
from ir_desktop.domain.people import Role, Staff
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, IrError, Problem, Refused, invalid
from ir_desktop.services import clock_doubts, profile, reference
from ir_desktop.services.identity import the_setting
from ir_desktop.services.key_changes import changing
from ir_desktop.services.passwords import (
    Strength,
    guessable,
    password_problem,
    password_strength,
)
from ir_desktop.services.session import WAYS_IN, Clock, Session, SystemClock, acting, looking
from ir_desktop.services.sign_in_file import InBackup
from ir_desktop.storage import audit, device_secret, key_edits, recovery_code
from ir_desktop.storage import store as stores
from ir_desktop.storage.cost import DEFAULT_COST, KdfCost, measure_cost
from ir_desktop.storage.key_records import NewSlot
from ir_desktop.storage.problems import KeyringGone, KeyringLocked


@dataclass(frozen=True, slots=True)
class NewCode:
    """A recovery code that does not count yet, and what its sheet says beside it."""

    code: str = field(repr=False)
    setting_name: str
    manager_name: str
    made_on: date


def new_code(session: Session) -> NewCode:
    """Return a new recovery code to print and type back; the old one still counts.

    Raises `Refused` to all but managers.
    """
    with looking(session, Act.MANAGE_KEYS) as records:
        setting = the_setting(records)
        staff = records.get(Staff, session.staff.id)
    return NewCode(recovery_code.generate(), setting.name, staff.name, session.today)


def sheet(new: NewCode) -> Printed:
    """Return the sheet with the code. Nothing of it is written to the disk."""
    return recovery_sheet(
        SheetFacts(
            setting_name=new.setting_name,
            manager_name=new.manager_name,
            code=new.code,
            made_on=new.made_on,
        )
    )


def check_typed(code: str, typed: str) -> None:
    """Raise `Invalid`, at ``code``, unless `typed` is the code, however it was typed."""
    if not typed.strip():
        raise invalid("code", "Type the recovery code from the sheet.")
    try:
        same = recovery_code.tidy(typed) == code
    except IrError as error:
        raise invalid("code", _sentence(error)) from None
    if not same:
        raise invalid("code", "This is another code. Type the one on the sheet you just printed.")


def _sentence(error: IrError) -> str:
    problems = getattr(error, "problems", ())
    return " ".join(each.sentence for each in problems) or error.sentence


def use_code(session: Session, new: NewCode, typed: str) -> None:
    """Let the new code count and the old one open nothing any more, typed back from its sheet.

    The records go under a new data key, so that the old sheet and an old copy of the sign-in file
    do not open what is written from now on.

    Raises:
        Invalid: what was typed is not the new code; the old one still counts.
        Refused: not a manager.
        ChangeCounts: the new one counts, and then the disk refused.
        EnvironmentProblem: it could not be written; the old one still counts.
    """
    check_typed(new.code, typed)
    with changing(session, Act.MANAGE_KEYS, new_data_key=True) as (work, change):
        work.detail["what"] = "recovery_code"
        change.stage(
            work.records.connection,
            key_edits.with_recovery_code(change.keys, new.code, change.data_key),
        )


@dataclass(frozen=True, slots=True)
class Manager:
    """A manager whose password can be chosen anew: an id and a name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """Records opened with the recovery code, for `choose_password` or `abandon` and nothing else.

    `keyring` names the password store that will help to protect them here; where it is empty the
    password alone does, and must be stronger. `guessable` are names that it must not be made of.
    """

    store: stores.Store = field(repr=False)
    managers: tuple[Manager, ...]
    keyring: str
    guessable: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Whether the password alone will protect the records here."""
        return not self.keyring


def open_with_code(
    folder: Path, code: str, *, without_keyring: bool = False, using: InBackup | None = None
) -> Recovered:
    """Open records with their recovery code, on any computer, to choose a new manager's password.

    `without_keyring` goes on although this computer's keyring is locked; a stronger password is
    asked for then. `using` the sign-in file of a backup, where the folder's own is missing, damaged
    or opens nothing: if it opens the records it takes that place.

    Raises:
        Invalid, WrongRecoveryCode: the code is mistyped or another store's.
        KeyringLocked: the keyring is locked; unlock it, or go on without it.
        OtherSignInFile: the one of the backup does not belong to the records.
        EnvironmentProblem: the store is in use, damaged, newer or not a store.
    """
    offered = None if using is None else using.offered
    store = stores.open_with_recovery(folder, code, offered=offered)
    try:
        with store.reading() as records:
            managers = tuple(
                Manager(each.id, each.name)
                for each in records.find(Staff)
                if each.active and each.role is Role.MANAGER
            )
            names = guessable(records)
        keyring = None if without_keyring or store.demo else _keyring()
        return Recovered(store, managers, "" if keyring is None else keyring.name, names)
    except BaseException:
        store.close()
        raise


def _keyring() -> device_secret.Keyring | None:
    try:
        return device_secret.open_keyring()
    except KeyringLocked:
        raise
    except KeyringGone:
        return None


def new_strength(recovered: Recovered, password: str) -> Strength:
    """Return how strong a new password for a manager is. In a demo any will do."""
    found = password_strength(password, alone=recovered.alone, about=recovered.guessable)
    return Strength(found.score, "") if recovered.store.demo else found


def choose_password(
    recovered: Recovered,
    staff_id: str,
    password: str,
    *,
    clock: Clock | None = None,
    cost: KdfCost | None = None,
) -> Session:
    """Give a manager a new password, bound to this computer where a keyring helps; sign them in.

    The records go under a new data key, so that the password before opens nothing written from now
    on. Colleagues whose sign-in belonged to another computer need a new first password from a
    manager; and all of them do where the sign-in file is an older one that was put back, because
    it may hold passwords that count no more.

    Raises:
        Invalid: the password is weak; choose another.
        Refused: this is no manager who works here.
        ChangeCounts: it counts, and then the disk refused; the records have to be opened again.
        EnvironmentProblem: it could not be written; nothing changed.
    """
    store = recovered.store
    with store.reading() as records:
        staff = records.get(Staff, staff_id)
        found = profile.in_force(records)
        last = audit.last_of(records.connection, staff_id, WAYS_IN)
    if not staff.active or staff.role is not Role.MANAGER:
        raise Refused("Choose a manager who works here now.")
    problems: list[Problem] = []
    if not store.demo:
        weak = password_problem(password, alone=recovered.alone, about=recovered.guessable)
        problems += [weak] if weak else []
    elif not password:
        problems.append(Problem("password", "Type a new password."))
    if problems:
        raise Invalid(problems)
    session = Session(store, staff, clock or SystemClock(), found, reference.instrument(), last)
    secret = _own_secret(store.store_id) if recovered.keyring else None
    cost = cost or (DEFAULT_COST if store.demo else measure_cost())
    with (
        store.changing_keys(new_data_key=True, put_back_too=True) as change,
        acting(session, Act.RECOVER) as work,
    ):
        clock_doubts.note(work)
        work.detail["device"] = "keyring" if secret is not None else "none"
        here = {each.id for each in work.records.find(Staff) if each.active}
        if change.put_back:
            work.detail["sign_in_file"] = "older"
            here = {staff.id}
        change.keys = key_edits.only_staff(change.keys, here)
        new = NewSlot(staff.id, staff.name, password)
        change.stage(
            work.records.connection,
            change.with_secret(new, secret, cost=cost, allow_weak=store.demo),
        )
    return session


def _own_secret(store_id: str) -> bytes:
    """Return this computer's secret for the store: the one it has, or a new one, kept."""
    keyring = device_secret.open_keyring()
    secret = keyring.load(store_id)
    if secret is None:
        secret = device_secret.new_secret()
        keyring.save(store_id, secret)
    return secret


def abandon(recovered: Recovered) -> None:
    """Close what was opened with the code, with nothing changed."""
    recovered.store.close()
