"""A walk over a screen with the Tab and arrow keys, and what is wrong on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QRadioButton, QTabBar, QWidget
from walk_controls import controls, words

from ir_desktop.ui import theme
from ir_desktop.ui.widgets import ring

_MANY, _ROWS = 400, 20
_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left)
_RING_POINTS = 40


class Walk:
    """One round over a screen: what was `reached`, and what was `wrong`, in words."""

    def __init__(self, top: QWidget) -> None:
        self.top = top
        self.wrong: list[str] = []
        self.reached: list[QWidget] = []

    def take(self) -> list[str]:
        wanted = controls(self.top)
        start = QApplication.focusWidget()
        if start is None or start.window() is not self.top:
            return [f"the focus is not on the screen at the start: {start}"]
        if wanted == [start]:
            return []  # the only control there is: Tab has nowhere to go
        self.reached.append(start)
        forth = self._round(Qt.Key.Key_Tab, look=True)
        back = self._round(Qt.Key.Key_Backtab)
        if set(forth) != set(back):
            odd = [words(each) for each in set(forth) ^ set(back)]
            self.wrong.append(f"only one way of Tab and Shift+Tab reaches {odd}")
        self.reached += forth
        with _unheard(self.top):
            self._arrows(wanted)
        missed = [words(each) for each in wanted if each not in self.reached]
        if missed:
            self.wrong.append(f"no key reaches {missed}")
        return self.wrong

    def _round(self, key: Qt.Key, *, look: bool = False) -> list[QWidget]:
        """Press a key until it comes round, and return what had the focus."""
        seen: list[QWidget] = []
        for _ in range(_MANY):
            before: Any = QApplication.focusWidget()
            QTest.keyClick(before, key)
            after = QApplication.focusWidget()
            if after is None or after is before or after.window() is not self.top:
                self.wrong.append(f"{key.name} leads nowhere from {words(before)}")
                return seen
            if after in seen:
                if after is not seen[0]:
                    ends = f"{words(after)} and {words(before)}"
                    self.wrong.append(f"{key.name} only goes round between {ends}")
                return seen
            seen.append(after)
            if look:
                self.wrong += out_of_sight(after)
        self.wrong.append(f"{key.name} never comes round")
        return seen

    def _arrows(self, wanted: list[QWidget]) -> None:
        """Look with the arrow keys for what Tab did not reach: members of groups."""
        missing = [each for each in wanted if each not in self.reached]
        for start in [each for each in self.reached if missing and _beside(each, missing)]:
            for key in _ARROWS:
                start.setFocus()
                for _ in range(_MANY):
                    before: Any = QApplication.focusWidget()
                    QTest.keyClick(before, key)
                    after = QApplication.focusWidget()
                    if after is None or after is before or after is start:
                        break
                    if after not in self.reached:
                        self.reached.append(after)
                        self.wrong += out_of_sight(after)
            missing = [each for each in wanted if each not in self.reached]


@contextmanager
def _unheard(top: QWidget) -> Iterator[None]:
    """Have nobody hear what the arrows choose among radio buttons, and put it back at the end.

    They choose as they go; some choices change the whole window at once.
    """
    radios = top.findChildren(QRadioButton)
    groups = {each.group() for each in radios} - {None}
    chosen = {each: each.isChecked() for each in radios}
    for each in (*radios, *groups):
        each.blockSignals(True)
    yield
    for group in groups:
        group.setExclusive(False)
    for each, on in chosen.items():
        each.setChecked(on)
    for group in groups:
        group.setExclusive(True)
    for each in (*radios, *groups):
        each.blockSignals(False)


def _beside(widget: QWidget, missing: list[QWidget]) -> bool:
    return any(type(each) is type(widget) for each in missing)


def in_lists(top: QWidget) -> list[str]:
    """Go through every list with the arrows, and along every bar of tabs."""
    wrong: list[str] = []
    found = controls(top)
    for view in (each for each in found if isinstance(each, QAbstractItemView)):
        wrong += _down(view)
    for tabs in (each for each in found if isinstance(each, QTabBar)):
        wrong += _along(tabs)  # last: what stands under the tabs changes
    return wrong


def _along(tabs: QTabBar) -> list[str]:
    before = tabs.currentIndex()
    last = before + 1 == tabs.count()
    there, back = (Qt.Key.Key_Left, Qt.Key.Key_Right)[:: 1 if last else -1]
    tabs.setFocus()
    QTest.keyClick(tabs, there)
    wrong = [] if tabs.currentIndex() != before else [f"the arrows do not turn {words(tabs)}"]
    QTest.keyClick(tabs, back)
    return wrong


def _down(view: QAbstractItemView) -> list[str]:
    count = view.model().rowCount()
    view.setFocus()
    wrong: list[str] = []
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    seen = {view.currentIndex().row()}
    for _ in range(min(count - 1, _ROWS)):
        QTest.keyClick(view, Qt.Key.Key_Down)
        seen.add(view.currentIndex().row())
        wrong += out_of_sight(view)
    model = view.model()
    wanted = {row for row in range(min(count, _ROWS)) if model.flags(model.index(row, 0)).value}
    if missed := sorted(wanted - seen):
        wrong.append(f"the arrows do not reach rows {missed} of {words(view)}")
    return list(dict.fromkeys(wrong))


def out_of_sight(widget: QWidget) -> list[str]:
    """What a person does not see of the focus: the control, or the ring around it."""
    wrong: list[str] = []
    if not widget.isVisible():
        wrong.append(f"the focus is on what is hidden: {words(widget)}")
    elif cut := _cut(widget, _part(widget)):
        wrong.append(f"the focus is out of sight by {cut}: {words(widget)}")
    around = getattr(widget.window(), "ring", None)
    if widget.property("ir_ring") == "none":
        if not _has_ring(widget):
            wrong.append(f"no ring is painted: {words(widget)}")
    elif not isinstance(around, ring.FocusRing) or not around.ring.isVisible():
        wrong.append(f"no ring: {words(widget)}")
    elif clipped := _cut(around.ring, around.ring.rect()):
        wrong.append(f"the ring is clipped by {clipped}: {words(widget)}")
    return wrong


def _part(widget: QWidget) -> QRect:
    """The part of a control that the keys are at: the current row of a list, or all of it."""
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        rect = widget.visualRect(widget.currentIndex())
        return rect.translated(widget.viewport().pos())
    if isinstance(widget, QTabBar):
        return widget.tabRect(widget.currentIndex())
    return widget.rect()


def _cut(widget: QWidget, part: QRect) -> str:
    """How much of a part lies outside what holds it, where that has room for it."""
    here, at = widget, part
    while (above := here.parentWidget()) is not None and not here.isWindow():
        at = at.translated(here.pos())
        room = above.rect()
        high = min(at.height(), room.height())
        down = at.intersected(room).height()
        if down < high or at.left() < 0 or at.right() > room.right():
            return f"{type(above).__name__} {room} holds {at}"
        at = at.intersected(room) if at.height() > room.height() else at
        here = above
    return ""


def _has_ring(widget: QWidget) -> bool:
    """Whether a control that draws its own ring shows one, by the ring's colour."""
    image = widget.grab().toImage()
    wanted = QColor(theme.of().colours.focus).rgb()
    part = _part(widget).intersected(QRect(QPoint(), widget.size()))
    found = 0
    for y in range(part.top(), part.bottom() + 1):
        for x in (*range(part.left(), part.left() + 8), *range(part.left(), part.right(), 7)):
            found += image.pixel(x, y) == wanted
            if found >= _RING_POINTS:
                return True
    return False
