"""What the agreement screens share: a page with a way back, facts in lines, kinds in a list."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import Button, link
from ir_desktop.ui.widgets.cards import Line, ScrollPage, column


def paper(title: str, lead: str, back: str, go: Callable[[], None]) -> tuple[ScrollPage, Button]:
    """Return a page with its title and a way back, and that link."""
    page = ScrollPage()
    to = link(back)
    to.clicked.connect(go)
    page.body.addWidget(to)
    parts: list[QWidget] = [Words(title, Type.TITLE)]
    if lead:
        parts.append(Prose(lead, colour="soft"))
    page.body.addLayout(column(*parts, gap=Space.TINY))
    return page, to


def pairs(lines: Iterable[tuple[str, str]]) -> QWidget:
    """Return names and values in lines with hairlines, the value below for big text."""
    look = theme.of()
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.space(Space.LARGE))
    grid.setVerticalSpacing(look.space(Space.TINY))
    grid.setColumnStretch(1, 1)
    if not look.stacked:
        grid.setColumnMinimumWidth(0, look.size(Size.LIST) // 2)
    for number, (name, value) in enumerate(lines):
        told = Prose(value)
        told.setAccessibleName(f"{name}: {value}")
        up, at = Qt.AlignmentFlag.AlignTop, 3 * number
        if number:
            grid.addWidget(Line(), at, 0, 1, 2)
        if look.stacked:
            grid.addWidget(Prose(name, Type.STRONG), at + 1, 0, 1, 2)
            grid.addWidget(told, at + 2, 0, 1, 2)
        else:
            grid.addWidget(Prose(name, Type.STRONG), at + 1, 0, up)
            grid.addWidget(told, at + 1, 1, up)
    return made
