"""The glossary, with a line to look something up."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.help import glossary
from ir_desktop.ui.help.glossary import Term
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.cards import Card, Line, column
from ir_desktop.ui.widgets.fields.base import Label, LineBox

_AT_ONCE = 8  # terms: more than are in sight without scrolling


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
        self._card, self._above = card, card.body.count()
        self._made: dict[Term, QWidget] = {}
        self._wanted: list[Term] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._make_some)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(card)
        down.addStretch(1)
        self.line.textChanged.connect(self._find)
        self.line.setText(typed)
        self._find(typed)

    def shown(self) -> list[str]:
        """Return the terms that are shown."""
        return [each.term for each in self._wanted]

    def _find(self, typed: str) -> None:
        found = set(glossary.find(typed))
        self._wanted = [each for each in glossary.terms() if each in found]
        for each, widget in self._made.items():
            widget.setVisible(each in found)
        self._make_some()
        self.nothing.setVisible(not found)
        if typed.strip() and self.isVisible():
            announce(self.line, f"{len(found)} found" if found else self.nothing.text())

    def _make_some(self) -> None:
        """Make a few of the terms that are to be shown, and the others a moment later."""
        missing = [each for each in self._wanted if each not in self._made]
        order = glossary.terms()
        for each in missing[:_AT_ONCE]:
            place = order.index(each)
            before = sum(order.index(other) < place for other in self._made)
            self._made[each] = _shown(each)
            self._card.body.insertWidget(self._above + before, self._made[each])
        if missing[_AT_ONCE:]:
            self._rest.start(0)


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
