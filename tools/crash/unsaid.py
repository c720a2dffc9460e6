"""Writes that may fail without a word, because nothing is lost by it; and the proof of that.

Every other write that fails has to be told in a sentence.
"""

import json
from collections.abc import Callable
from typing import Any

from tools.crash.scenes import Place


def harm(place: Place, file: str) -> list[str]:
    """Return what is wrong with a write to `file` having failed in silence, right after it."""
    if file not in _HARMLESS:
        return [f"a write to {file} failed and nothing was said"]
    return _HARMLESS[file][0](place)


def harm_later(place: Place, file: str) -> list[str]:
    """Return what is still wrong after the store was opened again and worked in."""
    return _HARMLESS[file][1](place) if file in _HARMLESS else []


def _one_try_more(place: Place) -> list[str]:
    """The password was right; its own try could not be forgotten, so it counts for five minutes."""
    return [] if _tries(place) <= 1 else ["more than the one try is left"]


def _no_try_left(place: Place) -> list[str]:
    """The next right password forgets it."""
    return ["a try is left after a right password"] if _tries(place) else []


def _log_is_kept(place: Place) -> list[str]:
    """What was to be folded into the records is still in the log beside them."""
    logs = [each for each in place.folder.glob("*/records.db-wal") if each.stat().st_size]
    return [] if logs else ["the log of the records is gone"]


def _log_is_folded_in(place: Place) -> list[str]:
    """The next close has folded it in."""
    logs = list(place.folder.glob("*/records.db-wal"))
    return ["the log of the records was left"] if logs else []


def _tries(place: Place) -> int:
    found: list[Any] = [
        json.loads(each.read_bytes())["tries"] for each in place.folder.glob("*/.tries")
    ]
    return sum(map(len, found))


_Look = Callable[[Place], list[str]]

_HARMLESS: dict[str, tuple[_Look, _Look]] = {
    "..tries.new": (_one_try_more, _no_try_left),
    "records.db": (_log_is_kept, _log_is_folded_in),
}
