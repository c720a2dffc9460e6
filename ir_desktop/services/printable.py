"""Finding, before the signature, what the parents' summary could not be printed with."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, cast

from ir_desktop.documents.text import MissingGlyph, clean
from ir_desktop.domain.moderation import ModerationQuestion
from ir_desktop.domain.review import ReviewContent

CODE = "cannot_be_printed"


def printing_questions(content: ReviewContent) -> list[ModerationQuestion]:
    """Return a question for the first character that no font here has, if there is one.

    It is asked, not forbidden: words in a family's own script may be meant, and then only the
    printed summary has to wait.
    """
    for text in _texts(content):
        try:
            clean(text, "This review")
        except MissingGlyph as error:
            sentence = (
                f"The summary for parents cannot be printed yet with this character: "
                f"{error.character} ({error.character_name}). Write it in another way, or say how "
                "the family will get the summary."
            )
            return [ModerationQuestion(code=CODE, where="progress_check", sentence=sentence)]
    return []


def _texts(value: Any) -> Iterator[str]:
    """Yield what people wrote; what answers moderation's questions is never printed."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.name != "moderation":
                yield from _texts(getattr(value, each.name))
    elif isinstance(value, dict):
        for each in cast(dict[Any, Any], value).values():
            yield from _texts(each)
    elif isinstance(value, tuple):
        for each in cast(tuple[Any, ...], value):
            yield from _texts(each)
