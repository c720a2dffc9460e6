"""Step 2: the family's ASQ-3, typed in by keyboard, with its scores and zones as it is typed."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.asq3 import ITEMS, Area
from ir_desktop.domain.progress import asq3_answered
from ir_desktop.domain.review import Asq3Record
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Tag, Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.asq3_about import About
from ir_desktop.ui.review.asq3_age import AgeLook, age_look
from ir_desktop.ui.review.asq3_letters import answers_of, letters_of
from ir_desktop.ui.review.asq3_overall import Overall
from ir_desktop.ui.review.asq3_totals import TotalsGrid, limits_of
from ir_desktop.ui.review.page import StepPage, roomy
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.answer_grid import AnswerGrid
from ir_desktop.ui.widgets.asq3_judge import area_line, judge
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import clear

_OUTSIDE = "outside_window"  # moderation's code for a form used outside its window
_WHOLE = ITEMS * len(Area)


class Asq3Page(StepPage):
    """The date first; then the form that fits, its grid, and the overall questions."""

    def build(self) -> Iterator[None]:
        """Put the parts on the page."""
        opened = self.desk.opened
        self._record: Asq3Record | None = None
        self._month = 0
        self._letters: dict[str, tuple[str, ...]] = {}
        self.look: AgeLook | None = None
        self.grid: AnswerGrid | None = None
        self._banner = QVBoxLayout()
        self.about = About(self, opened)
        self.about.finished.connect(self._to_answers)
        yield
        self._grid_place = QVBoxLayout()
        self.totals = TotalsGrid()
        self.totals.changed.connect(self.write)
        self.totals.hide()
        yield
        self._note = Prose(
            "A dashed edge means a monitoring limit not yet confirmed. A manager can check it in "
            "your licensed guide.",
            Type.SMALL,
            colour="soft",
        )
        self.other_way = link("Type five totals instead")
        self.other_way.clicked.connect(self._turn)
        self.overall = Overall(opened.instrument.topics)
        yield from self.overall.build(self)
        parts: list[QWidget | QVBoxLayout] = [self.about, self._grid_place, self.totals]
        # With big text the grid comes first: the line of the steps says which form fits.
        parts.insert(2 if self.desk.in_line else 0, self._banner)
        for part in parts:
            if isinstance(part, QVBoxLayout):
                self.body.addLayout(part)
            else:
                self.body.addWidget(part)
        self.body.addWidget(self._note)
        self.body.addLayout(roomy(self.other_way))
        self.body.addWidget(self.overall)

    def fill(self) -> None:
        """Show what is written."""
        content = self.desk.draft.content
        record = self._record = content.asq3
        self.about.fill(record, content.moderation.get(_OUTSIDE, ""))
        self._letters = letters_of(record)
        self.totals.fill({} if record is None else record.totals)
        self.overall.fill({} if record is None else record.overall)
        self.totals.setVisible(bool(record and record.totals))
        self._judge()
        self.about.setVisible(self._month == 0)

    def entered(self) -> None:
        """Go to the first empty answer, or to the date where there is none yet."""
        if self.about.isVisibleTo(self):
            self.about.day.focus_field()
        else:
            self._focus_answers()

    def collect(self) -> dict[str, Any]:
        """Return the record; without a date that can be read there is none yet."""
        self._judge()
        day = self.about.completed_on() or (self._record and self._record.completed_on)
        if day is None:
            return {}
        by_total = self.totals.totals() if self.totals.isVisibleTo(self) else {}
        answers = answers_of(self._letters)
        self._record = Asq3Record(
            completed_on=day,
            questionnaire=self.about.form.value(),
            completed_by=self.about.by.value(),
            helped_by=self.about.helped.value(),
            interpreter=bool(self.about.interpreter.value()),
            answers={area: each for area, each in answers.items() if area not in by_total},
            totals=by_total,
            overall=self.overall.collect(),
        )
        self._show_tag()
        return {"asq3": self._record}

    def write(self) -> None:
        """Write the record, and why a form was used outside its window."""
        super().write()
        if self._record is not None and self.about.reason.isVisibleTo(self):
            self.desk.draft.answer(_OUTSIDE, self.about.reason.value())

    def _judge(self) -> None:
        """Show which form the date comes to, and the grid of that form."""
        day, opened = self.about.completed_on(), self.desk.opened
        look = None
        if day is not None:
            look = age_look(
                opened.child,
                opened.instrument,
                completed_on=day,
                today=opened.today,
                chosen=self.about.form.value(),
                by=self.about.by.value(),
            )
        if look != self.look or (look is not None and look.problem):
            self.look = look
            self._show_banner()
            self.about.show_look(look)
        month = (look.month if look is not None else None) or 0
        if month != self._month:
            self._month = month
            self._show_grid()
        words = f"ASQ-3, {month}-month form" if month else "ASQ-3"
        self.title.set_text(words)
        self._show_tag()

    def _show_banner(self) -> None:
        clear(self._banner)
        if self.look is None or self.look.problem:
            return
        act = link("Change", tells="Change the date, who filled it in, or the form")
        act.clicked.connect(self._change)
        self._banner.addWidget(Banner(self.look.tone, self.look.title, self.look.detail, act))

    def _show_grid(self) -> None:
        clear(self._grid_place)
        self.grid = None
        there = self._month != 0
        self.other_way.setVisible(there)
        self.overall.setVisible(there)
        self._note.hide()
        if not there:
            self.totals.hide()
            return
        limits = limits_of(self.desk.opened.instrument, self._month)
        by_key = {str(each.area): each for each in limits}
        self.totals.show_limits(limits)
        self.grid = AnswerGrid(
            [area_line(each) for each in limits],
            lambda key, letters: judge(by_key[key], letters),
        )
        self.grid.show_answers(self._letters)
        self.grid.answered.connect(self._answered)
        self._grid_place.addWidget(self.grid)
        self._note.setVisible(not all(each.confirmed for each in limits))
        self._show_way()

    def _answered(self, *_: object) -> None:
        if self.grid is not None:
            self._letters = {str(area): self.grid.letters(area) for area in Area}
        self.write()

    def _show_tag(self) -> None:
        if self.desk.in_line:
            there = self.look is not None and not self.look.problem
            self.set_tag(self.look.tag if there and self.look is not None else None)
            return
        record = self._record
        if record is None or not self._month:
            self.set_tag(None)
            return
        answered = asq3_answered(record)
        words = f"{answered} of {_WHOLE} answered"
        done = answered == _WHOLE
        self.set_tag(
            Tag(words, shapes.DONE if done else "circle-dot", Tone.GOOD if done else Tone.CALM)
        )

    def _change(self) -> None:
        self.about.show()
        self.about.day.focus_field()

    def _to_answers(self) -> None:
        """Leave the facts for the answers, where the date says which form they are of."""
        problem = self.about.day.own_problem() or ("" if self.look else "Type the date.")
        if problem or (self.look is not None and self.look.problem):
            self.about.day.show_problem(problem or (self.look.problem if self.look else ""))
            self.about.day.focus_field()
            return
        if self._month == 0:  # no form fits: choose one, or mend the date
            self.about.form.focus_field()
            return
        self.about.hide()
        self._focus_answers()

    def _focus_answers(self) -> None:
        if self.totals.isVisibleTo(self):
            self.totals.boxes[Area.COMMUNICATION].setFocus()
        elif self.grid is not None:
            self.grid.focus_current()

    def _turn(self) -> None:
        """Change between answers and totals; what was typed either way stays."""
        self.totals.setVisible(not self.totals.isVisibleTo(self))
        self._show_way()
        self.write()
        self._focus_answers()

    def _show_way(self) -> None:
        by_total = self.totals.isVisibleTo(self)
        if self.grid is not None:
            self.grid.setVisible(not by_total)
        self.other_way.set_words(
            "Type the thirty answers instead" if by_total else "Type five totals instead"
        )
