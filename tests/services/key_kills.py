"""Changes of keys, stopped at every step: run as a process of its own by `test_key_kills`.

The change runs in a forked child that kills itself (SIGKILL) before its n-th step, for every n
there is. A step is a call into C that can touch the disk: of the system, or of the database's
driver; with ``"statements": true`` also each statement inside a transaction. The parent then opens
what is left, as the person would, and looks which state it is in. ``"every"`` is 1 for every step
there is, or more to leave steps out.
"""

import json
import os
import shutil
import signal
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
from tests.services.nursery import Nursery

NEW = "saffron-pebble-kite"
CODE = "0000-0000-0000-0000-0000-0000-0000"
_SYSTEM = {"open", "write", "replace", "rename", "unlink", "remove", "fsync", "mkdir"}
_DRIVER = {"commit", "backup", "close", "connect"}


def steps(kill_at: int, *, statements: bool) -> Callable[[Any, str, Any], None]:
    """Return a profile function that kills this process at a step, or only counts."""
    seen, driver = 0, _DRIVER | ({"execute"} if statements else set())

    def look(frame: Any, event: str, called: Any) -> None:
        nonlocal seen
        if event != "c_call":
            return
        name = getattr(called, "__name__", "")
        module = (
            getattr(called, "__module__", None)
            or type(getattr(called, "__self__", None)).__module__
        )
        if (name in _SYSTEM and module in ("posix", "_io", "io")) or (
            name in driver and "sqlcipher3" in str(module)
        ):
            seen += 1
            if seen == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    return look


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


def lived(work: Callable[[], object]) -> bool:
    """Do work in a child, which may kill itself in it; return whether it came to its end."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
            sys.setprofile(None)
            os._exit(0)
        except BaseException as error:
            sys.setprofile(None)
            print("child:", repr(error), file=sys.stderr)
            os._exit(3)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.WEXITSTATUS(status) == 0, status
    return True


def run(
    nursery: Nursery, scratch: Path, change: Callable[..., None], kill_at: int, *, statements: bool
) -> bool:
    """Change keys in a child that dies at a step; return whether it said that it was done."""
    shutil.copytree(nursery.folder, scratch)
    here = Nursery(scratch, nursery.names, nursery.passwords, nursery.recovery_code)

    def work() -> None:
        session = here.sign_in()
        sys.setprofile(steps(kill_at, statements=statements))
        change(session, here)

    return lived(work)


def main() -> None:
    """Kill one change at every step and print how many left the old state and how many the new."""
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
    statements = bool(given["statements"])
    assert run(nursery, scratch / "new", change, 0, statements=statements)
    new = state(scratch / "new", nursery)
    assert old != new
    assert old["identity"] == new["identity"]
    counts = {"old": 0, "new": 0}
    for kill_at in range(1, 10_000, given["every"]):
        left = scratch / str(kill_at)
        done = run(nursery, left, change, kill_at, statements=statements)
        found = state(left, nursery)
        assert found in (old, new), (kill_at, found)
        if done:
            assert found == new
            break
        counts["new" if found == new else "old"] += 1
        shutil.rmtree(left)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
