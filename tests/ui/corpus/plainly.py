"""What a part of the window shows, and where it could be taken for something else than words."""

import html
import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

_ROLES = Qt.ItemDataRole
_ESCAPED = re.compile(r"<span>([^<>]*)</span>")
_MOST_ROWS = 200


def parts(top: QWidget) -> list[QWidget]:
    """Return a part of the window with all that is in it, also what is hidden just now."""
    return [top, *top.findChildren(QWidget)]


def faults(top: QWidget) -> list[str]:
    """Return each place where words could be shown as mark-up, or as a shortcut's underline."""
    return [f"{type(each).__name__}: {told}" for each in parts(top) for told in _faults(each)]


def _faults(each: QWidget) -> Iterator[str]:
    if isinstance(each, QLabel):
        if each.textFormat() is not Qt.TextFormat.PlainText and not _qts_own(each):
            yield f"a label that guesses whether it is mark-up: {each.text()!r}"
        if each.buddy() is not None and _shortcut(each.text()):
            yield f"a label with a shortcut: {each.text()!r}"
    if isinstance(each, QTextEdit):
        yield "an edit for rich text"
    if isinstance(each, QMessageBox) and each.textFormat() is not Qt.TextFormat.PlainText:
        yield "a message that guesses whether it is mark-up"
    if isinstance(each, QAbstractButton | QGroupBox) and not _qts_own(each):
        words = each.text() if isinstance(each, QAbstractButton) else each.title()
        if _shortcut(words):
            yield f"words with a shortcut: {words!r}"
    if isinstance(each, QTabBar):
        for place in range(each.count()):
            if _shortcut(each.tabText(place)):
                yield f"a tab with a shortcut: {each.tabText(place)!r}"
            yield from _tip(each.tabToolTip(place))
    for tip in (each.toolTip(), each.whatsThis(), each.statusTip()):
        yield from _tip(tip)
    if "[*]" in each.windowTitle():
        yield f"a title of which Qt takes a part away: {each.windowTitle()!r}"
    model = _model(each)
    if model is not None:
        for tip in _cells(model, _ROLES.ToolTipRole, _ROLES.WhatsThisRole, _ROLES.StatusTipRole):
            yield from _tip(tip)


def _tip(text: str) -> Iterator[str]:
    # What Qt takes for mark-up has one of these; a tip with one is to be escaped as a whole.
    if ("<" in text or "&" in text) and not _ESCAPED.fullmatch(text):
        yield f"a tool tip that is shown as mark-up: {text!r}"


def _shortcut(words: str) -> bool:
    return "&" in words.replace("&&", "")


def _qts_own(each: QWidget) -> bool:
    """Tell whether a part is one of Qt's own that has fixed words, or none."""
    if (
        isinstance(each.parentWidget(), QMessageBox)
        and isinstance(each, QLabel)
        and not each.text()
    ):
        return True
    above: QWidget | None = each
    while above is not None:
        if isinstance(above, QFileDialog):
            return True
        above = above.parentWidget()
    return False


def texts(top: QWidget) -> list[str]:
    """Return every text that a part of the window shows or tells, as a person gets it."""
    return [text for each in parts(top) for text in _texts(each) if text]


def _texts(each: QWidget) -> Iterator[str]:
    if isinstance(each, QLabel):
        yield each.text().replace("&&", "&") if each.buddy() is not None else each.text()
    elif isinstance(each, QAbstractButton):
        yield each.text().replace("&&", "&")
    elif isinstance(each, QGroupBox):
        yield each.title().replace("&&", "&")
    elif isinstance(each, QTabBar):
        for place in range(each.count()):
            yield each.tabText(place).replace("&&", "&")
    elif isinstance(each, QComboBox):
        for place in range(each.count()):
            yield each.itemText(place)
    elif isinstance(each, QLineEdit):
        yield each.text()
        yield each.placeholderText()
    elif isinstance(each, QPlainTextEdit):
        yield each.toPlainText()
        yield each.placeholderText()
    elif callable(text := getattr(each, "text", None)):
        yield str(text())
    model = _model(each)
    if model is not None:
        yield from _cells(model, _ROLES.DisplayRole, _ROLES.AccessibleTextRole)
    if isinstance(each, QMenu):
        for action in each.findChildren(QAction):
            yield action.text().replace("&&", "&")
    for tip in (each.toolTip(), each.whatsThis()):
        escaped = _ESCAPED.fullmatch(tip)
        yield html.unescape(escaped[1]) if escaped else tip
    yield each.windowTitle()
    yield each.accessibleName()
    yield each.accessibleDescription()
    told = QAccessible.queryAccessibleInterface(each)
    if told is not None:
        yield told.text(QAccessible.Text.Name)
        yield told.text(QAccessible.Text.Description)


def _model(each: QWidget) -> QAbstractItemModel | None:
    """Return the model that a part shows."""
    if isinstance(each, QAbstractItemView) and not isinstance(each, QHeaderView):
        return each.model()
    return None


def _cells(model: QAbstractItemModel, *roles: Qt.ItemDataRole) -> Iterator[str]:
    top = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(top)
    for row in range(min(model.rowCount(top), _MOST_ROWS)):
        for column in range(columns):
            for role in roles:
                yield str(model.data(model.index(row, column), role) or "")
