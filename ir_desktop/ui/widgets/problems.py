"""What is wrong, in words: a summary above the page and the same words at the field."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import Card, IconWidget, column


class Summary(Card):
    """Says that there is a problem, with a link to each field; `chosen` gives the field."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            "There is a problem", icon="octagon-alert", colour="act", edge=Tone.ACT, bar=Tone.ACT
        )
        self.told_as = QAccessible.Role.AlertMessage
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inside: QWidget | None = None

    def show_problems(self, problems: list[tuple[str, str]]) -> None:
        """Show these problems, each a field's name (or none) and a sentence."""
        if self._inside is not None:
            self.body.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
            self._inside = None
        self.setVisible(bool(problems))
        if not problems:
            return
        lines: list[QWidget] = []
        links: list[QWidget] = [self]
        for field, sentence in problems:
            go = link(sentence, tells=f"{sentence} Go to {field}.")
            if not field or go.sizeHint().width() > theme.of().size(Size.LIST):
                lines.append(Prose(sentence))
                go = link(f"Go to {field}")
            if field:
                go.clicked.connect(lambda _=False, to=field: self.chosen.emit(to))
                lines.append(go)
                links.append(go)
        self._inside = QWidget()
        self._inside.setLayout(column(*lines, gap=Space.TINY))
        self.add(self._inside)
        for before, after in pairwise(links):  # made last, they would be reached last
            QWidget.setTabOrder(before, after)
        self.setAccessibleDescription(" ".join(sentence for _, sentence in problems))


class FieldError(QWidget):
    """The words at a field: an octagon and the sentence, bold. Hidden while all is well."""

    def __init__(self) -> None:
        super().__init__()
        self._words: Prose | None = None  # every field has such a place, few ever need it
        self.hide()

    def text(self) -> str:
        """Return the words shown."""
        return "" if self._words is None else self._words.text()

    def show_words(self, words: str) -> None:
        """Show words, or hide for none."""
        if self._words is None and words:
            self._words = Prose("", Type.STRONG, colour="act")
            line = QHBoxLayout(self)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.of().space(Space.SMALL))
            line.addWidget(IconWidget("octagon-alert", "act"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(self._words, 1)
        if self._words is not None:
            self._words.set_text(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
