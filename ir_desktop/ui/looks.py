"""What presenters give to widgets: words, shapes and tones. Knows neither Qt nor records."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a state's colour says. Always beside a shape and a word."""

    GOOD = "good"
    WATCH = "watch"
    ACT = "act"
    CALM = "calm"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in words, with its shape (an icon's name) and its tone."""

    words: str
    shape: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Cell:
    """One place in a row: words, perhaps a second line, a tag, or the row's act (as a link)."""

    words: str = ""
    second: str = ""
    strong: bool = False
    soft: bool = False
    act: bool = False
    tag: Tag | None = None

    @property
    def told(self) -> str:
        """The words a screen reader says."""
        if self.tag is not None:
            return self.tag.words
        return f"{self.words}, {self.second}" if self.second else self.words


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: the key of what it opens, and its cells."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its head, and its share of the room; 0 is as wide as its words."""

    title: str
    share: int = 0
    right: bool = False
