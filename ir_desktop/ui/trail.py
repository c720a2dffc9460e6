"""The way a person came: places, one after another, with a way back and forward. Knows no Qt."""

from typing import Generic, TypeVar

P = TypeVar("P")

LONGEST = 100
"""So many places are remembered; older ones are forgotten."""


class Trail(Generic[P]):
    """A history as browsers have it: going somewhere new forgets what lay ahead."""

    def __init__(self) -> None:
        self._places: list[P] = []
        self._at = -1

    @property
    def here(self) -> P | None:
        """The place the person is at; None before the first."""
        return self._places[self._at] if self._places else None

    def go(self, place: P) -> None:
        """Note a place gone to; the same place again is no step."""
        if place == self.here:
            return
        del self._places[self._at + 1 :]
        self._places.append(place)
        del self._places[:-LONGEST]
        self._at = len(self._places) - 1

    def back(self) -> P | None:
        """Step back and return that place, or None at the beginning."""
        if self._at <= 0:
            return None
        self._at -= 1
        return self._places[self._at]

    def forward(self) -> P | None:
        """Step forward and return that place, or None at the end."""
        if self._at + 1 >= len(self._places):
            return None
        self._at += 1
        return self._places[self._at]
