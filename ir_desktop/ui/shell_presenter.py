"""What the frame shows of the person signed in. Knows no Qt."""

from dataclasses import dataclass, replace
from pathlib import Path

from ir_desktop.domain.people import ROLE_WORDS
from ir_desktop.domain.roles import Act
from ir_desktop.services import today
from ir_desktop.services.identity import the_setting
from ir_desktop.services.session import Session, looking
from ir_desktop.services.sign_in import sign_in
from ir_desktop.services.sign_in_file import InBackup
from ir_desktop.ui.children.child_presenter import initials
from ir_desktop.ui.locking import coming_back
from ir_desktop.ui.locking.coming_back import Here
from ir_desktop.ui.sign_in.presenter import DEMO_MARK

__all__ = ["DEMO_MARK", "Badge", "Who", "badges", "enter", "who_is"]


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, and where."""

    name: str
    initials: str
    role: str
    demo: bool
    back_to: Here | None = None  # where they were when the window locked


def enter(
    folder: Path, slot_id: str, password: str, *, using: InBackup | None = None
) -> tuple[Session, Who]:
    """Sign somebody in and return their session with the words about them.

    `using` the sign-in file of a backup, where the folder's own lets nobody in.
    """
    session = sign_in(folder, slot_id, password, using=using)
    try:
        return session, replace(who_is(session), back_to=coming_back.take(session))
    except BaseException:
        session.close()
        raise


def who_is(session: Session) -> Who:
    """Return the words about the person signed in."""
    with looking(session, Act.SEE_LIST) as records:
        setting = the_setting(records).name
    staff = session.staff
    role = f"{ROLE_WORDS[staff.role]}, {setting}"
    return Who(staff.name, initials(staff.name), role, session.store.demo)


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands beside a rail entry: "2 held", and the figure alone."""

    words: str = ""
    short: str = ""


def badges(session: Session) -> dict[str, Badge]:
    """Return what needs somebody, by the kind of place where it is seen to."""
    held = today.count_stuck(session)
    return {"sharing": Badge(f"{held} held", str(held))} if held else {}
