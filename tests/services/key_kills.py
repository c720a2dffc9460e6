"""Changes of keys, looked at in every step: run as a process of its own by `test_key_kills`.

The change runs in a forked child, and what a kill would leave at each of its steps is kept (see
`each_step`). Each of these is opened as the person would open it, and it is seen which state it is
in. Where the state turns from the old one into the new one the child is killed indeed, before the
turn and after it.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ir_desktop.domain.people import Role, Staff
from ir_desktop.domain.sharing import Installation
from ir_desktop.errors import IrError
from ir_desktop.services import checking, passwords, people, recovery, sign_in
from ir_desktop.services.identity import setting_card
from ir_desktop.services.session import Session
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.store import open_with_recovery
from tests.services.each_step import Profile, killed_at, left_at_each_step
from tests.services.nursery import Nursery

NEW = "saffron-pebble-kite"
CODE = "0000-0000-0000-0000-0000-0000-0000"


def change_own(session: Session, nursery: Nursery) -> None:
    """Change the manager's own password."""
    passwords.change_password(session, nursery.passwords[Role.MANAGER], NEW, cost=WEAK_COST)


def reset(session: Session, nursery: Nursery) -> None:
    """Give the room leader a new password."""
    passwords.reset_password(session, of_role(session, Role.ROOM_LEADER), NEW, cost=WEAK_COST)


def add(session: Session, nursery: Nursery) -> None:
    """Add a colleague."""
    new = people.NewPerson(name="Bola Ade", role=Role.MANAGER, password=NEW)
    people.add_staff(session, new, cost=WEAK_COST)


def remove(session: Session, nursery: Nursery) -> None:
    """Remove the practitioner."""
    leader = of_role(session, Role.ROOM_LEADER)
    people.stop_staff(session, of_role(session, Role.PRACTITIONER), hand_over_to=leader)


def new_sheet(session: Session, nursery: Nursery) -> None:
    """Change the recovery code."""
    new = recovery.NewCode(CODE, "Setting", "Manager", session.today)
    recovery.use_code(session, new, CODE)


def rename(session: Session, nursery: Nursery) -> None:
    """Rename the room leader."""
    people.rename_staff(session, of_role(session, Role.ROOM_LEADER), "Grace Newname")


def recover(session: Session, nursery: Nursery) -> None:
    """Choose the manager's password anew with the recovery code."""
    session.close()
    opened = recovery.open_with_code(nursery.folder, nursery.recovery_code)
    recovery.choose_password(opened, opened.managers[0].id, NEW, cost=WEAK_COST)


CHANGES = {
    each.__name__: each for each in (change_own, reset, add, remove, new_sheet, rename, recover)
}


def of_role(session: Session, role: Role) -> str:
    """Return the id of the first of a role."""
    with session.store.reading() as records:
        return records.find(Staff, role=role)[0].id


def opens(folder: Path, name: str, password: str) -> bool:
    """Whether somebody can sign in."""
    try:
        slot = sign_in.find_slot(folder, name)
        sign_in.sign_in(folder, slot, password).close()
    except IrError:
        return False
    return True


def code_opens(folder: Path, code: str) -> bool:
    """Whether a recovery code opens the store."""
    try:
        open_with_recovery(folder, code).close()
    except IrError:
        return False
    return True


def state(folder: Path, nursery: Nursery) -> dict[str, Any]:
    """Return who can come in, and what the records say; the store is whole or this raises."""
    left = Nursery(folder, nursery.names, nursery.passwords, nursery.recovery_code)
    names = nursery.names
    who = {
        "manager": opens(folder, names[Role.MANAGER], nursery.passwords[Role.MANAGER]),
        "manager anew": opens(folder, names[Role.MANAGER], NEW),
        "leader": opens(folder, names[Role.ROOM_LEADER], nursery.passwords[Role.ROOM_LEADER]),
        "leader anew": opens(folder, names[Role.ROOM_LEADER], NEW),
        "leader renamed": opens(folder, "Grace Newname", nursery.passwords[Role.ROOM_LEADER]),
        "helper": opens(folder, names[Role.PRACTITIONER], nursery.passwords[Role.PRACTITIONER]),
        "added": opens(folder, "Bola Ade", NEW),
        "code": code_opens(folder, nursery.recovery_code),
        "code anew": code_opens(folder, CODE),
    }
    if who["manager anew"]:
        left = Nursery(folder, names, {**nursery.passwords, Role.MANAGER: NEW}, "")
    with left.signed_in() as session:
        assert checking.verify_audit(session).findings == ()
        assert session.store.database.check() == ()
        with session.store.reading() as records:
            kid = records.find(Installation)[0].signing_key
            staff = sorted((each.name, each.active) for each in records.find(Staff))
    names_left = sorted(each.name for each in folder.iterdir() if each.name != ".tries")
    assert names_left == [".lock", "keys.json", "records.db"], names_left
    return {"who": who, "staff": staff, "identity": kid}


def changed(nursery: Nursery, folder: Path, change: Callable[..., None], profile: Profile) -> None:
    """Change the keys of a copy of the store, watched from the sign-in on."""
    here = Nursery(folder, nursery.names, nursery.passwords, nursery.recovery_code)
    session = here.sign_in()
    sys.setprofile(profile)
    change(session, here)


def main() -> None:
    """Look into every step of one change; print at how many the state was the old or the new."""
    given = json.loads(sys.stdin.read())
    folder, scratch = Path(given["folder"]), Path(given["scratch"])
    names = {Role(role): name for role, name in given["names"].items()}
    words = {Role(role): word for role, word in given["passwords"].items()}
    nursery = Nursery(folder, names, words, given["recovery_code"])
    with nursery.signed_in() as session:
        setting_card(session)  # so that there is an identity to survive
    change = CHANGES[given["change"]]
    shutil.copytree(folder, scratch / "old")
    old = state(scratch / "old", nursery)
    here = scratch / "here"
    shutil.copytree(folder, here)
    every = left_at_each_step(
        lambda profile: changed(nursery, here, change, profile), here, scratch / "left"
    )
    new = state(every[-1].folder, nursery)
    assert old != new
    assert old["identity"] == new["identity"]
    counts, turn = {"old": 0, "new": 0, "states": len(every)}, 0
    for left in every[:-1]:
        found = state(left.folder, nursery)
        assert found in (old, new), (left.first, found)
        counts["new" if found == new else "old"] += left.steps
        if found == old:
            turn = left.first + left.steps - 1  # before the step that makes it new
    for step, wanted in ((turn, old), (turn + 1, new)):
        there = scratch / f"killed {step}"
        shutil.copytree(folder, there)
        killed_at(lambda profile, there=there: changed(nursery, there, change, profile), step)
        assert state(there, nursery) == wanted, step
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
