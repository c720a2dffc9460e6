"""The families of errors, and how problems are told."""

import pytest

from ir_desktop.errors import (
    EnvironmentProblem,
    Invalid,
    IrError,
    NotFound,
    Problem,
    Refused,
    invalid,
    present,
)


def test_a_problem_reads_with_its_field() -> None:
    assert str(Problem("row 3, date_of_birth", "This is not a date.")) == (
        "row 3, date_of_birth: This is not a date."
    )
    assert str(Problem("", "The file is empty.")) == "The file is empty."


def test_all_problems_are_told_at_once() -> None:
    problems = (Problem("a", "Type it."), Problem("", "Look again."))
    error = Invalid(iter(problems))
    assert error.problems == problems
    assert error.sentence == str(error) == "a: Type it. Look again."


def test_an_error_without_a_problem_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Invalid([])


def test_one_problem() -> None:
    error = invalid("name", "Type a name.")
    assert error.problems == (Problem("name", "Type a name."),)


@pytest.mark.parametrize("family", [EnvironmentProblem, Refused, NotFound])
def test_what_a_person_is_told_is_the_sentence(family: type[IrError]) -> None:
    error = family("The disk is full.")
    assert (error.sentence, str(error)) == ("The disk is full.", "The disk is full.")
    assert isinstance(error, IrError)


def test_not_found_is_a_refusal_so_that_nothing_is_given_away() -> None:
    assert issubclass(NotFound, Refused)
    assert not issubclass(EnvironmentProblem, Refused)
    assert not issubclass(ValueError, IrError)


def test_what_has_to_be_there_comes_back_and_its_absence_is_a_bug() -> None:
    assert present(0) == 0
    with pytest.raises(AssertionError, match="has to be there"):
        present(None)
