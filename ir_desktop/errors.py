"""The errors a person may meet.

Two families (DESIGN "Services"): what the surroundings or the person's own input caused, told in
a plain sentence with what to do, and bugs, which stay ordinary Python exceptions and are told
with a reference only. Sentences never hold record content, paths or SQL.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was given.

    `field` names the field, row or file part (for example ``row 3, date_of_birth``) and is empty
    when the problem is with the whole; `sentence` says what is wrong and what would be right.
    """

    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.field}: {self.sentence}" if self.field else self.sentence


class IrError(Exception):
    """Base of every error whose text may be shown to a person as it stands.

    `counts`: what was asked for was done all the same; the trouble came after it.
    """

    counts: ClassVar[bool] = False

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class EnvironmentProblem(IrError):
    """The machine, the store, the keyring, the disk or the network is not as needed."""


class Refused(IrError):
    """The act is understood but not allowed: by role, by state, or by want of authority."""


class NotFound(Refused):
    """What was named does not exist, or is not this person's to see."""


class Invalid(IrError):
    """The input is wrong. All problems are reported at once.

    `problems` is never empty; the sentence of the error joins them.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("Invalid needs at least one problem")
        super().__init__(" ".join(str(problem) for problem in self.problems))


def present(found: _T | None) -> _T:
    """Return what has to be there by now. That it is not is a bug, and raises `AssertionError`."""
    if found is None:
        raise AssertionError("what has to be there by now is not")
    return found


def invalid(field: str, sentence: str) -> Invalid:
    """Return an `Invalid` with one problem."""
    return Invalid([Problem(field, sentence)])
