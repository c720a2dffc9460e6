"""Passwords: how strong they must be, changing one's own, and a new one for a colleague.

Every place where a password is chosen asks `password_problem`. Pasting is allowed, and nothing is
asked of a password but its length and how hard it is to guess (NIST SP 800-63B).
"""

from dataclasses import dataclass

from ir_desktop.domain.people import Staff
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, Problem, Refused
from ir_desktop.services.key_changes import changing, let_in
from ir_desktop.services.session import Session
from ir_desktop.storage import keys, tries
from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.problems import WrongPassword

MIN_PASSWORD = 8
MIN_PASSWORD_ALONE = 12  # where no keyring helps, the password alone protects the records
MIN_SCORE, MIN_SCORE_ALONE = 2, 3  # of zxcvbn's 0 to 4
_MOST_CHARACTERS = 1000
_SCORED = 72  # zxcvbn's time grows steeply with length; its first characters say enough


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a password is to guess: `score` from 0 to 4, and what is wrong with it if any."""

    score: int
    problem: str

    @property
    def enough(self) -> bool:
        """Whether it may be used."""
        return not self.problem


def password_problem(password: str, *, alone: bool, about: tuple[str, ...] = ()) -> Problem | None:
    """Return what is wrong with a new password, or None.

    `alone` asks for more, where no keyring helps to protect the records; `about` holds words
    that are easily guessed here, such as names.
    """
    least = MIN_PASSWORD_ALONE if alone else MIN_PASSWORD
    if len(password) < least:
        return Problem("password", f"Choose a password of at least {least} characters.")
    if len(password) > _MOST_CHARACTERS:
        return Problem("password", f"Choose a password of at most {_MOST_CHARACTERS} characters.")
    if _score(password, about) < (MIN_SCORE_ALONE if alone else MIN_SCORE):
        return Problem(
            "password", "This password is easy to guess. Try three or four unrelated words."
        )
    return None


def password_strength(password: str, *, alone: bool, about: tuple[str, ...] = ()) -> Strength:
    """Return how strong a password is; `alone` and `about` as for `password_problem`."""
    problem = password_problem(password, alone=alone, about=about)
    score = _score(password, about) if password else 0
    return Strength(score, "" if problem is None else problem.sentence)


def _score(password: str, about: tuple[str, ...]) -> int:
    from zxcvbn import zxcvbn

    return int(zxcvbn(password[:_SCORED], user_inputs=list(about))["score"])


def stands_alone(session: Session) -> bool:
    """Return whether no keyring helps here, so that passwords must be stronger."""
    own = (each for each in keys.staff_slots(session.store.folder) if each.id == session.staff.id)
    return not any(each.needs_device_secret for each in own)


def guessable(session: Session) -> tuple[str, ...]:
    """Return the names that the sign-in window shows: the first that anybody here would guess."""
    return tuple(each.name for each in keys.staff_slots(session.store.folder))


def first_password_problems(session: Session, password: str, name: str) -> list[Problem]:
    """Return what is wrong with a password that is chosen for a colleague."""
    if not password:
        return [Problem("password", "Type a first password for them.")]
    if session.store.demo:
        return []
    about = (name, *guessable(session))
    weak = password_problem(password, alone=stands_alone(session), about=about)
    return [weak] if weak else []


def new_strength(session: Session, password: str, name: str = "") -> Strength:
    """Return how strong a new password is here: for oneself, or for a colleague by name.

    In the demo any will do.
    """
    about = (name, *guessable(session)) if name else guessable(session)
    found = password_strength(password, alone=stands_alone(session), about=about)
    return Strength(found.score, "") if session.store.demo else found


def change_password(session: Session, old: str, new: str, *, cost: KdfCost | None = None) -> None:
    """Change the password of the person signed in, who gives the old one.

    A wrong old one counts as a try to sign in.

    Raises:
        Invalid: the old password is wrong, or the new one is weak or the same.
        TooManyTries: too many wrong ones in the last minutes.
        EnvironmentProblem: it could not be written; the old password still holds.
    """
    problems: list[Problem] = []
    if not session.store.demo:
        weak = password_problem(new, alone=stands_alone(session), about=guessable(session))
        problems += [weak] if weak else []
    elif not new:
        problems.append(Problem("password", "Type a new password."))
    if new and new == old:
        problems.append(Problem("password", "This is the password you have. Choose another."))
    if problems:
        raise Invalid(problems)
    with changing(session, Act.CHANGE_PASSWORD) as (work, change):
        staff = work.records.get(Staff, session.staff.id)
        counted = tries.count(change.folder, staff.id)
        try:
            keys.open_with_password(change.keys, staff.id, old, change.device_secret(staff.id))
        except WrongPassword:
            raise Invalid(
                [Problem("old_password", "This is not the password you sign in with now.")]
            ) from None
        counted.was_right()
        let_in(work, change, staff, new, cost)


def reset_password(
    session: Session, staff_id: str, password: str, *, cost: KdfCost | None = None
) -> None:
    """Give a colleague who works here a new first password, whether they had one or not.

    Raises:
        Refused: not a manager; or oneself, or somebody who works here no more.
        Invalid: the password is weak.
        EnvironmentProblem: it could not be written; their old password still holds.
    """
    with changing(session, Act.MANAGE_STAFF) as (work, change):
        staff = work.records.get(Staff, staff_id)
        if staff_id == session.staff.id:
            raise Refused("Change your own password with the one you have now.")
        if not staff.active:
            raise Refused("This person does not work here now.")
        if problems := first_password_problems(session, password, staff.name):
            raise Invalid(problems)
        work.detail.update(staff=staff_id, what="password")
        let_in(work, change, staff, password, cost)
