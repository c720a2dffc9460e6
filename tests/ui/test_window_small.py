"""The window where there is little room: a small screen, or a desktop that asks for less."""

from typing import Any

from conftest import Driver
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea, QWidget

from ir_desktop.ui import theme


def _outer(window: Driver) -> QScrollArea:
    page = window.app.window.page
    assert page is not None
    found: Any = page
    while not isinstance(found := found.parentWidget(), QScrollArea):
        pass
    return found


def test_at_500_by_400_every_part_can_be_scrolled_to(window: Driver) -> None:
    shell = window.sign_in()
    whole = window.app.window
    outer = _outer(window)
    assert outer.horizontalScrollBar().maximum() == 0
    whole.setMinimumSize(1, 1)  # as a desktop does that asks no window for its wishes
    whole.resize(500, 400)
    window.until(lambda: whole.width() == 500 and outer.horizontalScrollBar().maximum() > 0)
    assert shell.width() >= theme.SMALLEST[0]
    assert outer.viewport().width() + outer.horizontalScrollBar().maximum() == shell.width()
    for part in (shell.rail["Today"], shell.lock_button):
        part.setFocus()
        window.until(lambda part=part: _in_sight(part, outer))
    whole.resize(*theme.WINDOW)
    window.until(lambda: outer.horizontalScrollBar().maximum() == 0)
    assert shell.width() == theme.WINDOW[0]


def _in_sight(part: QWidget, area: QScrollArea) -> bool:
    place = QRect(part.mapTo(area.viewport(), QPoint()), part.size())
    return area.viewport().rect().contains(place)


def test_the_window_asks_for_no_more_than_the_screen_has(window: Driver) -> None:
    room = window.app.window.screen().availableGeometry()
    least = window.app.window.minimumSize()
    assert least.width() <= min(theme.SMALLEST[0], room.width())
    assert least.height() <= min(theme.SMALLEST[1], room.height())
    assert window.app.window.width() <= room.width()
    assert window.app.window.height() <= room.height()
