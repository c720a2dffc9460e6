"""The states of fields as JSON and back."""

from enum import Enum
from typing import Any, cast

from ir_desktop.domain.date_boxes import DateBoxes

Plain = Any
"""What JSON can hold."""


def plain(state: object) -> Plain:
    """Return a field's state as JSON can hold it.

    An enum's member becomes its text, which equals it: fields find their option by that.
    """
    match state:
        case Enum():
            return str(state.value)
        case DateBoxes():
            return {"date": [state.day, state.month, state.year]}
        case frozenset():
            chosen = cast(frozenset[object], state)
            return {"chosen": sorted(str(plain(each)) for each in chosen)}
        case tuple():
            return [plain(each) for each in cast(tuple[object, ...], state)]
        case None | bool() | str():
            return state
        case _:
            raise TypeError(f"a field's state cannot be kept: {type(state).__name__}")


def state_of(found: Plain) -> object:
    """Return the state that `plain` made this of; None for what it never makes."""
    match found:
        case {"date": [str(day), str(month), str(year)]}:
            return DateBoxes(day, month, year)
        case {"chosen": list()}:
            return frozenset(str(each) for each in found["chosen"])
        case list():
            return tuple(state_of(each) for each in cast(list[Plain], found))
        case None | bool() | str():
            return found
        case _:
            return None


def fits(state: object, other: object) -> bool:
    """Tell whether a state is of the kind that a field shows: it may be of an older program."""
    if isinstance(state, tuple) and isinstance(other, tuple):
        ones, others = cast(tuple[object, ...], state), cast(tuple[object, ...], other)
        return len(ones) == len(others) and all(map(fits, ones, others))
    for kind in (tuple, frozenset, DateBoxes):
        if isinstance(state, kind) or isinstance(other, kind):
            return isinstance(state, kind) and isinstance(other, kind)
    return True
