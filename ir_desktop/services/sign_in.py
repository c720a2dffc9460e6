"""Making a store, and signing in to one.

The names for the sign-in window come from `storage.keys.staff_slots` alone, so that nothing
slow is loaded before the window is there.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ir_desktop.domain.child_rules import checked_setting
from ir_desktop.domain.people import Role, Setting, SettingType, Staff
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import clean_line, has_letter
from ir_desktop.errors import Invalid, Problem, Refused
from ir_desktop.ids import new_id
from ir_desktop.services import clock_doubts, profile, reference
from ir_desktop.services.passwords import password_problem
from ir_desktop.services.session import WAYS_IN, Clock, Session, SystemClock, acting
from ir_desktop.services.sign_in_file import InBackup, is_there
from ir_desktop.storage import audit, keys, store_making
from ir_desktop.storage import store as stores
from ir_desktop.storage.cost import DEFAULT_COST, KdfCost
from ir_desktop.storage.repository import Repository


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """What a person gives to begin: the setting, their own name and a password."""

    setting_name: str
    setting_type: SettingType
    manager_name: str
    password: str = field(repr=False)
    urn: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new store, signed in to, and its recovery code to print and type back once."""

    session: Session
    recovery_code: str = field(repr=False)


def begin(
    folder: Path,
    first: FirstRun,
    *,
    clock: Clock | None = None,
    demo: bool = False,
    cost: KdfCost | None = None,
    use_keyring: bool = True,
) -> Begun:
    """Make a store with its setting and first manager, and sign that person in.

    `cost` None measures this computer's. Raises `Invalid` with every problem of what was typed;
    `StoreExists` or another `EnvironmentProblem` if the store cannot be made there.
    """
    from ir_desktop.storage import device_secret
    from ir_desktop.storage.cost import measure_cost

    time = clock or SystemClock()
    staff_id = new_id()
    stamp: dict[str, Any] = {
        "created_at": time.now(),
        "created_by": staff_id,
        "changed_at": time.now(),
        "changed_by": staff_id,
    }
    setting = Setting(
        id=new_id(),
        **stamp,
        name=first.setting_name,
        type=first.setting_type,
        urn=first.urn,
        address=first.address,
        postcode=first.postcode,
        phone=first.phone,
        email=first.email,
    )
    keyring = device_secret.find_keyring() if use_keyring and not demo else None
    setting, name = _checked(setting, first, alone=keyring is None, demo=demo)
    staff = Staff(
        id=staff_id,
        **stamp,
        name=name,
        role=Role.MANAGER,
    )

    def write(store: stores.Store, records: Repository) -> None:
        records.add(setting)
        records.add(staff)
        store.append_event(
            records,
            at=time.now(),
            staff_id=staff_id,
            act=Act.SET_UP_STORE.value,
            child_id=None,
            detail={},
        )

    made = store_making.create_store(
        folder,
        people=[keys.NewSlot(staff_id, name, first.password)],
        demo=demo,
        cost=cost or (DEFAULT_COST if demo else measure_cost()),
        keyring=keyring,
        first=write,
    )
    session = Session(made.store, staff, time, reference.default_profile(), reference.instrument())
    return Begun(session, made.recovery_code)


def _checked(setting: Setting, first: FirstRun, *, alone: bool, demo: bool) -> tuple[Setting, str]:
    problems: list[Problem] = []
    name = ""
    try:
        setting = checked_setting(setting)
    except Invalid as error:
        problems += [Problem(f"setting_{each.field}", each.sentence) for each in error.problems]
    try:
        name = clean_line(first.manager_name, field="manager_name")
    except Invalid as error:
        problems += error.problems
    if not has_letter(name) and not problems:
        problems.append(Problem("manager_name", "Type your name."))
    if not demo:
        words = (first.setting_name, first.manager_name)
        weak = password_problem(first.password, alone=alone, about=words)
        problems += [weak] if weak else []
    if problems:
        raise Invalid(problems)
    return setting, name


def sign_in(
    folder: Path,
    slot_id: str,
    password: str,
    *,
    clock: Clock | None = None,
    using: InBackup | None = None,
) -> Session:
    """Open the store as one of its staff.

    `using` the sign-in file of a backup: if it is the one that the records name, it is put in the
    place of the folder's own, which is missing, damaged or an older one.

    Raises:
        WrongPassword: the password is not this person's.
        TooManyTries: too many wrong ones in the last minutes; this one was not looked at.
        Refused: this person may no longer sign in.
        KeysPutBack: the sign-in file is an older one; the recovery code is a manager's way on.
        OtherSignInFile: the one of the backup does not belong to the records.
        EnvironmentProblem: the store is in use, damaged, newer or not a store.
    """
    was_there = using is not None and is_there(folder, using)
    offered = None if using is None else using.offered
    store = stores.open_store(folder, slot_id, password, offered=offered)
    time = clock or SystemClock()
    try:
        with store.reading() as records:
            staff = records.find_one(Staff, id=slot_id)
            found = profile.in_force(records)
            last = audit.last_of(records.connection, slot_id, WAYS_IN)
        if staff is None or not staff.active:
            raise Refused("You can no longer sign in here. Ask a manager.")
        session = Session(store, staff, time, found, reference.instrument(), last)
        with acting(session, Act.SIGN_IN) as work:
            if using is not None and not was_there and is_there(folder, using):
                work.detail["sign_in_file"] = "from_backup"
            clock_doubts.note(work)
        return session
    except BaseException:
        store.close()
        raise


def find_slot(folder: Path, name: str, *, using: InBackup | None = None) -> str:
    """Return the slot of the person with this name, case and spacing aside.

    Raises `Refused` if there is none or more than one.
    """
    from ir_desktop.domain.text import match_key

    people = keys.staff_slots(folder) if using is None else using.people
    found = [each for each in people if match_key(each.name) == match_key(name)]
    if len(found) == 1:
        return found[0].id
    names = ", ".join(each.name for each in people)
    raise Refused(f"Nobody of this name can sign in here. These can: {names}.")
