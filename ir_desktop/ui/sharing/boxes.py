"""Parts of the sharing page: the two tinted boxes, lines with a shape, and headed blocks."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing.share_view import Block, Ticked
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.cards import IconWidget, column


class Box(QWidget):
    """A tinted box with a title: what leaves stands on the accent's tint, what stays on a well."""

    def __init__(self, title: str, *, leaves: bool) -> None:
        super().__init__()
        look = theme.of()
        self._leaves = leaves
        self.setAccessibleName(title)
        side, top = look.space(Space.NORMAL), look.space(Space.MEDIUM)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(side, top, side, top)
        self.body.setSpacing(look.space(Space.TINY) + Edge.FIRM.value)
        self.body.addWidget(Prose(title, Type.STRONG))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its edge."""
        c = theme.of().colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(c.tint_line if self._leaves else c.line), Edge.LINE.value))
            painter.setBrush(QColor(c.tint if self._leaves else c.well))
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(rect, Corner.ITEM.value, Corner.ITEM.value)


def shaped(each: Ticked) -> QWidget:
    """Return a line with a shape before it, and its second line under it."""
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.of().space(Space.SMALL))
    first = Prose(each.words)
    icon = QVBoxLayout()
    # The shape stands in the middle of the first line, however many follow.
    above = (theme.of().line(Type.BODY) - theme.of().size(Size.ICON)) / 2
    icon.setContentsMargins(0, max(round(above), 0), 0, 0)
    icon.addWidget(IconWidget(each.icon, each.colour))
    icon.addStretch(1)
    across.addLayout(icon)
    parts: list[QWidget] = [first]
    if each.detail:
        parts.append(Prose(each.detail, Type.SMALL, colour="soft"))
    down = column(*parts, gap=Space.TINY)
    down.setSpacing(0)
    across.addLayout(down, 1)
    return made


def two_boxes(
    leaves_title: str, leaves: Sequence[str], stays: Sequence[tuple[str, str]]
) -> QWidget:
    """Return what leaves and what stays, side by side, or below one another for big text."""
    look = theme.of()
    made = QWidget()
    line: QBoxLayout = QVBoxLayout(made) if look.stacked else QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(look.space(Space.MEDIUM))
    going = Box(leaves_title, leaves=True)
    for words in leaves:
        going.body.addWidget(shaped(Ticked(words, icon="check", colour="accent")))
    staying = Box("Stays here", leaves=False)
    for words, why in stays:
        staying.body.addWidget(shaped(Ticked(words, why, icon="minus", colour="soft")))
    for box, share in ((going, 13), (staying, 12)):
        box.body.addStretch(1)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(box, 0 if look.stacked else share)
    return made


def headed(block: Block) -> QWidget:
    """Return a block: its heading at the left, above for big text, and its lines."""
    look = theme.of()
    made = QWidget()
    made.setAccessibleName(block.title)
    line: QBoxLayout = QVBoxLayout(made) if look.stacked else QHBoxLayout(made)
    line.setContentsMargins(0, look.space(Space.TINY), 0, look.space(Space.TINY))
    line.setSpacing(look.space(Space.TINY))
    title = Prose(block.title, Type.STRONG)
    lines = column(*(shaped(each) for each in block.lines), gap=Space.TINY)
    if look.stacked:
        line.addWidget(title)
        line.addLayout(lines)
        return made
    title.setFixedWidth(look.size(Size.LIST) * 2 // 5)
    line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(lines, 1)
    return made
