"""Keeping in sight what has the keyboard's focus: the page scrolls along.

Qt does so for the Tab key only, and only inside one page: not when the focus comes from the rail,
nor with the arrow keys among choices or rows.
"""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QScrollBar, QTabBar, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Space


def keep(control: QWidget) -> None:
    """Scroll every page that a control stands on, as little as shows the control, or its row."""
    _keep(control, _part(control))


def keep_both(control: QWidget, beside: QWidget) -> None:
    """Scroll as little as shows a control together with another part of the same page."""
    corner = control.mapFromGlobal(beside.mapToGlobal(QPoint()))
    _keep(control, control.rect().united(QRect(corner, beside.size())))


def _keep(control: QWidget, part: QRect) -> None:
    above = control.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            inside = above.widget()
            if inside is not None and inside.isAncestorOf(control):
                corner = control.mapTo(inside, part.topLeft())
                _scroll(above, QRect(corner, part.size()))
        above = above.parentWidget()


def _part(control: QWidget) -> QRect:
    """Return where the keys are at in a control: the row of a list, or all of it."""
    if isinstance(control, QAbstractItemView) and control.currentIndex().isValid():
        row = control.visualRect(control.currentIndex())
        return row.translated(control.viewport().pos())
    if isinstance(control, QTabBar):
        return control.tabRect(control.currentIndex())
    return QRect(QPoint(), control.size())


def _scroll(page: QScrollArea, part: QRect) -> None:
    air = theme.of().space(Space.LARGE)
    room = page.viewport().size()
    _move(page.verticalScrollBar(), part.top(), part.bottom() + 1, room.height(), air)
    _move(page.horizontalScrollBar(), part.left(), part.right() + 1, room.width(), 0)


def _move(bar: QScrollBar, start: int, end: int, room: int, air: int) -> None:
    air = max(min(air, (room - (end - start)) // 2), 0)
    least, most = end + air - room, start - air
    if not least <= bar.value() <= most:
        # Of what is longer than the page, its start.
        bar.setValue(most if bar.value() > most or least > most else least)
