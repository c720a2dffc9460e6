"""Words of painted rows for which there is no room: the pointer, resting there, is told them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QAbstractItemView

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Cell
from ir_desktop.ui.plain import tool_tip
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets import tags

Cut = Callable[[QModelIndex | QPersistentModelIndex], str]


def wide(cell: Cell) -> int:
    """Return how wide a cell is, its second line aside."""
    if cell.tag is not None:
        return tags.width(cell.tag)
    return _advance(cell.words, Type.STRONG if cell.strong else Type.BODY)


def cut(cell: Cell, room: int) -> str:
    """Return a cell's words if some do not show in so much room, or nothing."""
    needed = max(wide(cell), _advance(cell.second, Type.SMALL))
    return cell.told if needed > room else ""


def tell(view: QAbstractItemView, event: QEvent, cut_at: Cut) -> bool:
    """Show a tool tip where the pointer rests on words that are cut; tell if that was asked."""
    if event.type() is not QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
        return False
    index = view.indexAt(event.pos())
    tool_tip(view.viewport(), cut_at(index) if index.isValid() else "")
    return view.viewport().event(event)


def _advance(words: str, role: Type) -> int:
    return QFontMetrics(theme.of().font(role)).horizontalAdvance(words)
