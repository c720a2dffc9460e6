"""Answers as letters, and a total as letters that make it. Knows no Qt."""

from collections.abc import Mapping, Sequence

from ir_desktop.domain.asq3 import ITEMS, Answer, Area
from ir_desktop.domain.asq3_data import MAX_SCORE
from ir_desktop.domain.review import Asq3Record

BLANK, OPEN = "-", ""


def letters_of(record: Asq3Record | None) -> dict[str, tuple[str, ...]]:
    """Return a record's answers as the grid shows them, by area.

    A record does not say whether an item was left blank or not typed yet: what stands before
    the last answer was passed over, so it was left blank; what comes after is still open.
    """
    if record is None:
        return {}
    every = [
        (area, answer) for area in Area for answer in record.answers.get(area, (None,) * ITEMS)
    ]
    given = [place for place, (_, answer) in enumerate(every) if answer is not None]
    last = given[-1] if given else -1
    found: dict[str, list[str]] = {area: [] for area in Area}
    for place, (area, answer) in enumerate(every):
        begun = area in record.answers
        empty = BLANK if begun and place < last else OPEN
        found[area].append(empty if answer is None else answer.value)
    return {str(area): tuple(letters) for area, letters in found.items()}


def answers_of(letters: Mapping[str, Sequence[str]]) -> dict[Area, tuple[Answer | None, ...]]:
    """Return what letters say, for the areas in which there is any."""
    return {
        area: tuple(None if letter in (BLANK, OPEN) else Answer(letter) for letter in letters[area])
        for area in Area
        if any(letters.get(area, ()))
    }


def letters_for_total(total: int) -> tuple[str, ...]:
    """Return six letters that come to a total, which is a multiple of 5 from 0 to 60."""
    yes, rest = divmod(total, Answer.YES.points)
    made = "Y" * yes + "S" * (rest // Answer.SOMETIMES.points)
    return tuple(made.ljust(ITEMS, "N"))


def total_problem(text: str) -> str:
    """Return what is wrong with a total as typed, or nothing."""
    if not text.strip():
        return ""
    if not text.strip().isdecimal():
        return "Type the total in figures, such as 35."
    total = int(text.strip()) if len(text.strip()) < 4 else MAX_SCORE + 1
    if total > MAX_SCORE or total % 5:
        return f"A total is a multiple of 5 from 0 to {MAX_SCORE}."
    return ""
