"""What a person can press, type in or choose on a screen, found without knowing the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)

from ir_desktop.ui.plain import Prose
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.widgets.finder import Finder

_KINDS = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTabBar,
)
_MOUSE = ("mousePressEvent", "mouseReleaseEvent", "mouseDoubleClickEvent")


def shown(top: QWidget) -> list[QWidget]:
    """Every widget that can be seen, in the order in which a screen reader goes through them."""
    found: list[QWidget] = []

    def down(widget: QWidget) -> None:
        for child in widget.children():
            if isinstance(child, QWidget) and child.isVisible() and child.window() is top.window():
                found.append(child)
                down(child)

    down(top)
    return found


def controls(top: QWidget) -> list[QWidget]:
    """What acts on a click or takes the keyboard; each is the one that the keyboard goes to."""
    found: list[QWidget] = []
    for each in shown(top):
        if each.isEnabled() and acts(each):
            whole = owner(each)
            if whole not in found:
                found.append(whole)
    return found


def acts(widget: QWidget) -> bool:
    """Whether there is something to do with a widget itself."""
    if isinstance(widget, (QScrollBar, Shell)):
        return False  # scrolling is not an act; the shell's mouse buttons have keys of their own
    if isinstance(widget, (QLabel, Prose)) and widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
        return False
    hand = Qt.CursorShape.PointingHandCursor
    return (
        isinstance(widget, _KINDS)
        or bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        or (
            widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
            and widget.cursor().shape() is hand
        )
        or any(
            name in vars(kind)
            for kind in type(widget).__mro__
            for name in _MOUSE
            if kind.__module__.startswith("ir_desktop")
        )
    )


def owner(widget: QWidget) -> QWidget:
    """The control that a part belongs to: a list for its rows, a field for its own buttons."""
    above = widget.parentWidget()
    if isinstance(widget, QAbstractScrollArea) and isinstance(above, Finder):
        return above.line  # the line's arrows choose among the finder's rows
    part = (
        isinstance(widget, QHeaderView)
        or isinstance(above, (QLineEdit, QTabBar, QComboBox))
        or (isinstance(above, QAbstractScrollArea) and above.viewport() is widget)
    )
    return owner(above) if part and above is not None else widget


def words(widget: QWidget) -> str:
    """A control in words, for a message."""
    return f"{type(widget).__name__} {widget.accessibleName()!r}"
