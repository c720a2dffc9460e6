"""The parts of a help page as widgets: headings, paragraphs, lists and keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.help.pages import Block, Kind
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.cards import column


def block_of(block: Block) -> QWidget:
    """Return the widget that shows a block."""
    if block.kind is Kind.HEADING:
        return Prose(block.words[0], Type.CARD_TITLE)
    if block.kind in (Kind.BULLETS, Kind.STEPS):
        return _list(block.words, numbered=block.kind is Kind.STEPS)
    if block.kind is Kind.KEYS:
        return _keys(block.words)
    return Prose(block.words[0])


def _list(items: tuple[str, ...], *, numbered: bool) -> QWidget:
    made = QWidget()
    lines: list[QWidget] = []
    for number, words in enumerate(items, 1):
        each = QWidget()
        line = QHBoxLayout(each)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.of().space(Space.SMALL))
        sign = Words(f"{number}." if numbered else "•", Type.BODY, colour="accent")
        sign.setMinimumWidth(sign.fontMetrics().horizontalAdvance("00."))
        text = Prose(words)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text, 1)
        lines.append(each)
    made.setLayout(column(*lines, gap=Space.TINY))
    return made


def _keys(words: tuple[str, ...]) -> QWidget:
    made = QWidget()
    look = theme.of()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.space(Space.LARGE))
    grid.setVerticalSpacing(look.space(Space.SMALL))
    grid.setColumnStretch(1, 1)
    for line, (keys, does) in enumerate(zip(words[::2], words[1::2], strict=True)):
        name = Prose(keys, Type.STRONG)
        name.setFixedWidth(look.size(Size.LIST) // 2)
        grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Prose(does), line, 1)
    return made
