"""What must hold of every visible widget, so that nothing is cut off and nothing hides another.

Each rule returns sentences, none where all is well. Sizes come from the widgets' own fonts and
hints, never from what was laid out.
"""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from ir_desktop.ui.plain import Elided
from ir_desktop.ui.widgets.buttons import Button, Kind
from ir_desktop.ui.widgets.tags import TagWidget

LAYERS = ("_Ring", "Finder")
"""Classes of what lies over a page on purpose."""

_SLACK = 1  # pixels that rounding may take


def wrong(top: QWidget, *, primary: bool = True) -> list[str]:
    """Return everything that is wrong under a window or dialog, itself left out.

    `primary` asks for the primary button to show without scrolling, too.
    """
    found: list[str] = []
    for widget in _visible(top):
        if not _is_layer(widget):
            found += outside(widget)
            found += squeezed(widget)
        found += cut_words(widget)
        found += sideways(widget)
        found += overlapping(widget)
    found += overlapping(top)
    if primary:
        found += primary_out_of_sight(top)
    return list(dict.fromkeys(found))


def outside(widget: QWidget) -> list[str]:
    """Reach beyond the parent; what scrolls up and down may, but in that direction only."""
    parent = widget.parentWidget()
    if parent is None:
        return []
    at, room = widget.geometry(), parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    if _is_viewport(parent):
        if at.left() < room.left() or at.right() > room.right():
            return [f"{_name(widget)} is {at.width()} wide in a page of {parent.width()}"]
        return []
    if not room.contains(at):
        return [f"{_name(widget)} {_box(at)} reaches out of {_name(parent)} {_box(parent.rect())}"]
    return []


def squeezed(widget: QWidget) -> list[str]:
    """Stand smaller than the least size that the widget asks for, or than its width needs."""
    if isinstance(widget, QAbstractScrollArea | QAbstractSlider | QToolButton):
        return []  # these are as small as Qt's own style draws them
    if _is_viewport(widget):
        return []
    found: list[str] = []
    least = widget.minimumSizeHint()
    if least.isValid() and not isinstance(widget, Elided):
        # A short word asks for less than the least of a long one; some have one size for good.
        wide = min(least.width(), widget.sizeHint().width(), widget.maximumWidth())
        if widget.width() + _SLACK < wide:
            found.append(f"{_name(widget)} is {widget.width()} wide and needs {wide}")
    high, layout = least.height(), widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        high = layout.minimumHeightForWidth(widget.width())  # the other asks for a page's whole
    elif layout is None and widget.hasHeightForWidth():
        high = widget.heightForWidth(widget.width())
    if widget.height() + _SLACK < min(high, widget.maximumHeight()):
        found.append(f"{_name(widget)} is {widget.height()} high and needs {high}")
    return found


def cut_words(widget: QWidget) -> list[str]:
    """Have words that do not show, where neither tool tip nor a scrolling line has them whole."""
    text, needed, room = _words(widget)
    if not text or needed <= room + _SLACK or _told_whole(widget, text):
        return []
    return [f"{_name(widget)} needs {needed} for its words and has {room}"]


def _words(widget: QWidget) -> tuple[str, int, int]:
    """Return a widget's words, how wide they are unwrapped, and the room for them."""
    metrics, wide = widget.fontMetrics(), widget.contentsRect().width()
    if isinstance(widget, QLabel):
        longest = max(widget.text().split("\n"), key=len, default="")
        if widget.wordWrap():
            longest = max(widget.text().split(), key=metrics.horizontalAdvance, default="")
        return widget.text(), metrics.horizontalAdvance(longest), wide
    if isinstance(widget, QComboBox):
        beside = widget.sizeHint().width() - max(
            (metrics.horizontalAdvance(widget.itemText(n)) for n in range(widget.count())),
            default=0,
        )
        text = widget.currentText()
        return text, metrics.horizontalAdvance(text), wide - max(min(beside, wide), 0)
    if isinstance(widget, QLineEdit):
        # What is typed scrolls under the cursor; what stands there before must show.
        text = "" if widget.text() else widget.placeholderText()
        return text, metrics.horizontalAdvance(text), wide
    if isinstance(widget, Button | TagWidget):
        text = widget.words() if isinstance(widget, Button) else widget.accessibleName()
        return text, widget.sizeHint().width(), widget.width()
    if isinstance(widget, QTabBar):
        # Tabs scroll by their own two buttons where there are many, but each shows whole.
        widest = max((widget.tabRect(each).width() for each in range(widget.count())), default=0)
        return widget.accessibleName() or "tabs", widest, widget.width()
    if isinstance(widget, QAbstractButton):
        return widget.text(), widget.minimumSizeHint().width(), wide
    return "", 0, 0


def _told_whole(widget: QWidget, text: str) -> bool:
    if isinstance(widget, Elided) and widget.visibleRegion().isEmpty():
        return True  # it has its tool tip from when it is painted first
    plain = QTextDocument()
    plain.setHtml(widget.toolTip())
    return bool(text) and text in (widget.toolTip(), plain.toPlainText())


def sideways(widget: QWidget) -> list[str]:
    """Scroll sideways, or hide what stands beside the page."""
    if not isinstance(widget, QAbstractScrollArea) or isinstance(widget, QHeaderView):
        return []
    found: list[str] = []
    if widget.horizontalScrollBar().isVisible():
        found.append(f"{_name(widget)} has a scroll bar across")
    room = widget.viewport().width()
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None and inside.width() > room + _SLACK:
        found.append(f"{_name(widget)} holds {inside.width()} in {room}")
    if isinstance(widget, QTableView):
        wide = widget.horizontalHeader().length()
        if wide > room + _SLACK:
            found.append(f"{_name(widget)} has columns of {wide} in {room}")
        found += _cells(widget)
    return found


def _cells(view: QTableView) -> list[str]:
    """Have a cell whose words are cut, and no tool tip that has them whole."""
    cut = getattr(view, "cut", None)
    if cut is None:
        return [f"{_name(view)} does not say which of its cells are cut"]
    found: list[str] = []
    model = view.model()
    for row in range(min(model.rowCount(), 40)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            words: str = cut(index)
            told = model.data(index, Qt.ItemDataRole.AccessibleTextRole) or ""
            if words and not all(part in told for part in words.split("\n")):
                found.append(f"{_name(view)}: {words!r} is cut, and not told")
            if view.visualRect(index).width() < 2 * view.fontMetrics().averageCharWidth() and told:
                found.append(f"{_name(view)}: there is no room for {told!r}")
    return found


def overlapping(parent: QWidget) -> list[str]:
    """Have two children of which one hides a part of the other."""
    if isinstance(parent, QAbstractItemView | QPdfView | QHeaderView | QLineEdit):
        return []
    children = [
        each
        for each in parent.children()
        if isinstance(each, QWidget) and each.isVisible() and not each.isWindow()
    ]
    children = [each for each in children if not _is_layer(each) and not each.size().isEmpty()]
    return [
        f"{_name(one)} {_box(one.geometry())} lies on {_name(other)} {_box(other.geometry())}"
        for place, one in enumerate(children)
        for other in children[place + 1 :]
        if _deep(one.geometry().intersected(other.geometry()))
    ]


def primary_out_of_sight(top: QWidget) -> list[str]:
    """Have a primary button of which a part does not show."""
    return [
        f"{_name(each)} is the primary button, and not all in sight"
        for each in _visible(top)
        if isinstance(each, Button)
        and each._kind is Kind.PRIMARY
        and each.visibleRegion().boundingRect() != each.rect()
    ]


def _visible(top: QWidget) -> Iterator[QWidget]:
    for child in top.children():
        if not isinstance(child, QWidget) or child.isWindow() or not child.isVisible():
            continue
        yield child
        if not isinstance(child, QPdfView | QHeaderView | QComboBox | QLineEdit):
            yield from _visible(child)


def _is_viewport(widget: QWidget) -> bool:
    above = widget.parentWidget()
    return isinstance(above, QAbstractScrollArea) and above.viewport() is widget


def _is_layer(widget: QWidget) -> bool:
    return type(widget).__name__ in LAYERS


def _deep(common: QRect) -> bool:
    return common.width() > _SLACK and common.height() > _SLACK


def _name(widget: QWidget) -> str:
    told = widget.accessibleName() or getattr(widget, "text", str)()
    above, chain = widget.parentWidget(), ""
    while above is not None and not chain:
        chain = above.accessibleName()
        above = above.parentWidget()
    words = f"{type(widget).__name__} {told[:60]!r}"
    return f"{words} of {chain[:40]!r}" if chain else words


def _box(rect: QRect) -> str:
    return f"({rect.x()}, {rect.y()}, {rect.width()} by {rect.height()})"
