"""Passwords: how strong they must be, changing one's own, and a new one for a colleague.

Every place where a password is chosen asks `password_problem`, with what is `guessable` there.
Pasting is allowed, and nothing is asked of a password but its length and how hard it is to guess
(NIST SP 800-63B).
"""

from dataclasses import dataclass

from ir_desktop.domain.password_words import without, words_in
from ir_desktop.domain.people import Setting, Staff
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, Problem, Refused
from ir_desktop.services import reference
from ir_desktop.services.key_changes import changing, has_slot, let_in
from ir_desktop.services.session import Session, looking
from ir_desktop.storage import keys, tries
from ir_desktop.storage.cost import KdfCost
from ir_desktop.storage.problems import WrongPassword
from ir_desktop.storage.repository import Repository

MIN_PASSWORD = 8
MIN_PASSWORD_ALONE = 12  # where no keyring helps, the password alone protects the records
MIN_SCORE, MIN_SCORE_ALONE = 2, 3  # of zxcvbn's 0 to 4
_BETTER = "Try three or four unrelated words."
_MOST_CHARACTERS = 1000
_LEAST_DIFFERENT = 5  # characters: of fewer, repeating them makes nothing of a password
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

    `alone` asks for more, where no keyring helps to protect the records; `about` holds what is
    easily guessed here (`guessable`): the names of people and of the setting.
    """
    least = MIN_PASSWORD_ALONE if alone else MIN_PASSWORD
    if len(password) < least:
        return Problem("password", f"Choose a password of at least {least} characters.")
    if len(password) > _MOST_CHARACTERS:
        return Problem("password", f"Choose a password of at most {_MOST_CHARACTERS} characters.")
    if len(set(password.casefold())) < _LEAST_DIFFERENT:
        return Problem("password", f"Use at least {_LEAST_DIFFERENT} different characters.")
    enough, words = MIN_SCORE_ALONE if alone else MIN_SCORE, _easy_words(about)
    whole, rest = _scores(password, words)
    if whole < enough:
        return Problem("password", f"This password is easy to guess. {_BETTER}")
    if rest < enough:
        return Problem(
            "password", f"Names, and words that people here would try first, add little. {_BETTER}"
        )
    return None


def password_strength(password: str, *, alone: bool, about: tuple[str, ...] = ()) -> Strength:
    """Return how strong a password is; `alone` and `about` as for `password_problem`."""
    problem = password_problem(password, alone=alone, about=about)
    score = min(_scores(password, _easy_words(about)))
    return Strength(score, "" if problem is None else problem.sentence)


def _easy_words(about: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*words_in(about), *reference.easy_words())))


def _scores(password: str, words: tuple[str, ...]) -> tuple[int, int]:
    """Return how hard a password is to guess, from 0 to 4: as it is, and without these words."""
    whole, rest = _score(password, words), without(password, words)
    return whole, whole if rest == password else _score(rest, words)


def _score(password: str, words: tuple[str, ...]) -> int:
    from zxcvbn import zxcvbn

    if not password:
        return 0
    return int(zxcvbn(password[:_SCORED], user_inputs=list(words))["score"])


def stands_alone(session: Session) -> bool:
    """Return whether no keyring helps here, so that passwords must be stronger."""
    own = (each for each in keys.staff_slots(session.store.folder) if each.id == session.staff.id)
    return not any(each.needs_device_secret for each in own)


def guessable(records: Repository) -> tuple[str, ...]:
    """Return the names that anybody would try here first: of the setting, and of who works here."""
    settings = [each.name for each in records.find(Setting)]
    return (*settings, *(each.name for each in records.find(Staff) if each.active))


def first_password_problems(
    session: Session, records: Repository, password: str, name: str
) -> list[Problem]:
    """Return what is wrong with a password that is chosen for a colleague."""
    if not password:
        return [Problem("password", "Type a first password for them.")]
    if session.store.demo:
        return []
    about = (name, *guessable(records))
    weak = password_problem(password, alone=stands_alone(session), about=about)
    return [weak] if weak else []


def new_strength(session: Session, password: str, name: str = "") -> Strength:
    """Return how strong a new password is here: for oneself, or for a colleague by name.

    In the demo any will do.
    """
    with looking(session, Act.SEE_LIST) as records:
        about = (name, *guessable(records))
    found = password_strength(password, alone=stands_alone(session), about=about)
    return Strength(found.score, "") if session.store.demo else found


def change_password(session: Session, old: str, new: str, *, cost: KdfCost | None = None) -> None:
    """Change the password of the person signed in, who gives the old one.

    A wrong old one counts as a try to sign in. The records go under a new data key, so that the
    old one opens nothing written from now on, also with an older copy of the sign-in file.

    Raises:
        Invalid: the old password is wrong, or the new one is weak or the same.
        TooManyTries: too many wrong ones in the last minutes.
        ChangeCounts: the new password counts, and then the disk refused.
        EnvironmentProblem: it could not be written; the old password still holds.
    """
    problems: list[Problem] = []
    with looking(session, Act.CHANGE_PASSWORD) as records:
        about = guessable(records)
    if not session.store.demo:
        weak = password_problem(new, alone=stands_alone(session), about=about)
        problems += [weak] if weak else []
    elif not new:
        problems.append(Problem("password", "Type a new password."))
    if new and new == old:
        problems.append(Problem("password", "This is the password you have. Choose another."))
    if problems:
        raise Invalid(problems)
    _prove_own(session, old)
    with changing(session, Act.CHANGE_PASSWORD, new_data_key=True) as (work, change):
        staff = work.records.get(Staff, session.staff.id)
        let_in(work, change, staff, new, cost)


def _prove_own(session: Session, password: str) -> None:
    """Raise unless this is the password of the person signed in: before anything is copied."""
    own = session.staff.id
    with session.store.changing_keys() as change:  # for what is in force; nothing is changed
        counted = tries.count(change.folder, own)
        try:
            keys.open_with_password(change.keys, own, password, change.device_secret(own))
        except WrongPassword:
            raise Invalid(
                [Problem("old_password", "This is not the password you sign in with now.")]
            ) from None
        counted.was_right()


def reset_password(
    session: Session, staff_id: str, password: str, *, cost: KdfCost | None = None
) -> None:
    """Give a colleague who works here a new first password, whether they had one or not.

    If they had one, the records go under a new data key, so that it opens nothing written from now
    on, also with an older copy of the sign-in file.

    Raises:
        Refused: not a manager; or oneself, or somebody who works here no more.
        Invalid: the password is weak.
        ChangeCounts: the new password counts, and then the disk refused.
        EnvironmentProblem: it could not be written; their old password still holds.
    """
    with looking(session, Act.MANAGE_STAFF) as records:
        staff = records.get(Staff, staff_id)
        if staff_id == session.staff.id:
            raise Refused("Change your own password with the one you have now.")
        if not staff.active:
            raise Refused("This person does not work here now.")
        if problems := first_password_problems(session, records, password, staff.name):
            raise Invalid(problems)
    renewed = has_slot(session, staff_id)
    with changing(session, Act.MANAGE_STAFF, new_data_key=renewed) as (work, change):
        work.detail.update(staff=staff_id, what="password")
        let_in(work, change, staff, password, cost)
