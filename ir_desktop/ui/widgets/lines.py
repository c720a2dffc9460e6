"""Lines of a list inside a card: words, a second line in soft, and a tag at the right."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tag
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.cards import IconWidget, Line, column
from ir_desktop.ui.widgets.tags import TagWidget


def line(words: str, detail: str = "", tag: Tag | None = None, *, strong: bool = False) -> QWidget:
    """Return one line."""
    made = QWidget()
    across = QHBoxLayout(made)
    small = theme.of().space(Space.TINY)
    across.setContentsMargins(0, small, 0, small)
    across.setSpacing(theme.of().space(Space.NORMAL))
    first = Prose(words, Type.STRONG if strong else Type.BODY)
    parts: list[QWidget] = [first]
    if detail:
        parts.append(Prose(detail, Type.SMALL, colour="soft"))
    across.addLayout(column(*parts, gap=Space.TINY), 1)
    if tag is not None:
        across.addWidget(TagWidget(tag), 0, Qt.AlignmentFlag.AlignTop)
    return made


def ticked(words: str, icon: str, colour: str) -> QWidget:
    """Return a line with a shape before it."""
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.of().space(Space.SMALL))
    across.addWidget(IconWidget(icon, colour, Size.ICON), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(Prose(words), 1)
    return made


def heading(words: str) -> Words:
    """Return a small heading inside a card."""
    return Words(words, Type.SMALL_STRONG, colour="soft")


def with_lines(parts: Iterable[QWidget]) -> list[QWidget]:
    """Return the parts with a hairline between each and the next."""
    made: list[QWidget] = []
    for part in parts:
        if made:
            made.append(Line())
        made.append(part)
    return made
