"""Questions for the health visitor. "We are unsure" is a first-class answer: it is sent first."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.review import Question
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.page import StepPage, roomy
from ir_desktop.ui.review.removed import Removed
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import Card, Line, clear, column, row
from ir_desktop.ui.widgets.fields.choices import ChecksField, Option
from ir_desktop.ui.widgets.fields.texts import AreaField


class _Row(QWidget):
    """One question, whether it is one they are unsure about, and the link that removes it."""

    def __init__(self, page: StepPage, place: int, question: Question) -> None:
        super().__init__()
        label = f"Question {place}"
        self.setAccessibleName(label)
        self.text = page.add_field(f"questions {place}, text", AreaField(label, lines=1))
        self.text.set_value(question.text)
        self.unsure = page.add_field(
            f"questions {place}, unsure",
            ChecksField("Unsure", (Option(True, "We are unsure about this"),), ""),
            told=f"{label}: unsure",
        )
        self.unsure.label.hide()
        self.unsure.buttons[0].setAccessibleName(f"{label}: we are unsure about this")
        self.unsure.set_value(frozenset({True} if question.unsure else ()))
        self.remove = link("Remove", tells=f"Remove {label.lower()}")
        under = row(self.unsure, None, self.remove)
        self.setLayout(column(self.text, under, gap=Space.TINY))

    def question(self) -> Question:
        return Question(text=self.text.value(), unsure=bool(self.unsure.value()))


class QuestionsCard(Card):
    """The list, and the button that adds to it."""

    def __init__(self, page: StepPage) -> None:
        super().__init__("Questions for the health visitor", icon="message-circle")
        self._page = page
        self.rows: list[_Row] = []
        self.add(
            Prose(
                "What would you like to know? Not being sure is a good reason to ask: those "
                "questions go first.",
                Type.SMALL,
                colour="soft",
            )
        )
        self._place = column(gap=Space.SMALL)
        self.body.addLayout(self._place)
        self._removed = Removed()
        self.add(self._removed)
        self.more = secondary("Add a question", icon="plus")
        self.more.clicked.connect(self._add)
        self.body.addLayout(roomy(self.more))

    def fill(self, questions: Sequence[Question]) -> None:
        """Show these questions."""
        clear(self._place)
        self._page.drop_fields("questions ")
        self.rows = []
        for place, each in enumerate(questions, 1):
            made = _Row(self._page, place, each)
            made.remove.clicked.connect(partial(self._remove, made))
            self.rows.append(made)
            if place > 1:
                self._place.addWidget(Line())
            self._place.addWidget(made)

    def collect(self) -> tuple[Question, ...]:
        """Return the questions that have words."""
        return tuple(each for each in self._all() if each.text)

    def _all(self) -> list[Question]:
        return [each.question() for each in self.rows]

    def _add(self) -> None:
        self.fill([*self._all(), Question(text="")])
        self.rows[-1].text.focus_field()

    def _remove(self, which: _Row, *_: object) -> None:
        place, every = self.rows.index(which), self._all()
        gone = every.pop(place)
        self.fill(every)
        self._page.write()
        if gone.text:
            self._removed.offer(gone.text, lambda: self._put_back(place, gone))
        else:
            self.more.setFocus()

    def _put_back(self, place: int, gone: Question) -> None:
        every = self._all()
        every.insert(min(place, len(every)), gone)
        self.fill(every)
        self._page.write()
        self.rows[min(place, len(self.rows) - 1)].text.focus_field()
