"""What our own widgets are for a screen reader: headings, running text, states.

Qt knows the role of its own controls only; a title that is a label would be read like any other
words, and nobody could jump from heading to heading.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

ROLE = "told_as"
"""The attribute of a widget that holds its `QAccessible.Role`, where it has one of its own."""

_OF_QT = {"QPdfView": QAccessible.Role.Document}
"""Roles of Qt's own widgets, by their class, that Qt itself has no word for."""

_INSTALLED = "ir_accessible"


def install(app: QApplication) -> None:
    """Have Qt ask us for the role of a widget. Twice is harmless."""
    if not app.property(_INSTALLED):
        app.setProperty(_INSTALLED, True)
        QAccessible.installFactory(_made)


def role_of(widget: QObject) -> QAccessible.Role | None:
    """Return the role that a widget asks for, or None where Qt's own is right."""
    role = getattr(widget, ROLE, None)
    return role if isinstance(role, QAccessible.Role) else None


def _made(kind: str, thing: QObject) -> QAccessibleWidget | None:
    role = role_of(thing) or _OF_QT.get(kind)
    if role is None or not isinstance(thing, QWidget):
        return None
    # The name is the widget's accessible name, which may change: it is not given here.
    return QAccessibleWidget(thing, role)
