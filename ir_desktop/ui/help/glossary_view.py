"""The glossary, with a line to look something up."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.help import glossary
from ir_desktop.ui.help.glossary import Term
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.cards import Card, Line, column
from ir_desktop.ui.widgets.fields.base import Label, LineBox


class GlossaryView(QWidget):
    """Every term, or those that are looked for."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        look = theme.of()
        label = Label("Look up a word")
        self.line = LineBox()
        self.line.setMaximumWidth(look.size(Size.FIELD))
        self.line.setAccessibleName(label.label())
        label.setBuddy(self.line)
        card = Card()
        card.body.setSpacing(look.space(Space.NORMAL))
        card.body.addLayout(column(label, self.line, gap=Space.TINY))
        self.nothing = Prose(
            "No term here holds these letters. Try a part of the word.", colour="soft"
        )
        card.add(self.nothing)
        self._terms = {each: _shown(each) for each in glossary.terms()}
        for each in self._terms.values():
            card.add(each)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(card)
        down.addStretch(1)
        self.line.textChanged.connect(self._find)
        self.line.setText(typed)
        self._find(typed)

    def shown(self) -> list[str]:
        """Return the terms that are shown."""
        return [each.term for each, widget in self._terms.items() if not widget.isHidden()]

    def _find(self, typed: str) -> None:
        found = set(glossary.find(typed))
        for each, widget in self._terms.items():
            widget.setVisible(each in found)
        self.nothing.setVisible(not found)
        if typed.strip() and self.isVisible():
            announce(self.line, f"{len(found)} found" if found else self.nothing.text())


def _shown(each: Term) -> QWidget:
    made = QWidget()
    name = f"{each.term} ({', '.join(each.also)})" if each.also else each.term
    made.setLayout(
        column(
            Line(),
            Prose(name, Type.CARD_TITLE),
            Prose(each.meaning),
            Prose(f"Source: {each.source}", Type.SMALL, colour="soft"),
            gap=Space.TINY,
        )
    )
    return made
