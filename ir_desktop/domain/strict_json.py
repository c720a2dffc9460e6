"""Reading JSON that somebody else wrote, refusing what readers disagree about.

Names given twice, NaN and infinities, numbers of absurd length and nesting without end are all
let through, or worse, by a plain reader.
"""

import json
from typing import NoReturn

from ir_desktop.errors import invalid

LIMIT = 1_000_000
"""The most characters that are read unless the caller says otherwise."""

_LONGEST_NUMBER = 30


def read_object(text: str, *, field: str = "", limit: int = LIMIT) -> dict[str, object]:
    """Return the JSON object that the text is.

    Values are str, int, float, bool, None, list and dict. Raises `errors.Invalid`, naming
    `field`, if the text is too long, is not JSON, is not an object, gives a name twice, or holds
    a number that is not finite or has more than 30 characters.
    """

    def refuse(sentence: str) -> NoReturn:
        raise invalid(field, sentence)

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(items)
        if len(found) != len(items):
            refuse("The JSON gives the same name twice. Give each name once.")
        return found

    def whole(digits: str) -> int:
        return int(digits) if len(digits) <= _LONGEST_NUMBER else refuse(_NUMBER)

    def fraction(digits: str) -> float:
        number = float(digits) if len(digits) <= _LONGEST_NUMBER else float("inf")
        return number if abs(number) != float("inf") else refuse(_NUMBER)

    def constant(_: str) -> NoReturn:
        refuse(_NUMBER)

    if len(text) > limit:
        refuse(f"The JSON is too long: at most {limit:,} characters.")
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=pairs,
            parse_int=whole,
            parse_float=fraction,
            parse_constant=constant,
        )
    except json.JSONDecodeError as error:
        refuse(f"This is not JSON: look at line {error.lineno}, character {error.colno}.")
    except RecursionError:
        refuse("The JSON is nested too deeply.")
    if not isinstance(value, dict):
        refuse("The JSON must be one object, in braces.")
    return value  # pyright: ignore[reportUnknownVariableType] - JSON holds anything


_NUMBER = "The JSON holds a number that cannot be used: it must be finite and short."
