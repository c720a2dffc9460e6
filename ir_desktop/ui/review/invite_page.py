"""Step 1: the letter, the family's answer, and the meeting."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.consent import How
from ir_desktop.domain.inviting import ANSWER_WORDS, Answer
from ir_desktop.domain.progress import Step
from ir_desktop.services import invitations, papers
from ir_desktop.services.session import Session
from ir_desktop.ui.review import invite_presenter
from ir_desktop.ui.review.act_form import ActForm, how_field
from ir_desktop.ui.review.page import StepPage, roomy
from ir_desktop.ui.review.paper_view import PaperView
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import Card, clear, column, empty
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import LineField
from ir_desktop.ui.widgets.lines import line, ticked, with_lines


class InvitePage(StepPage):
    """Each act is saved with its own button, at once; nothing here is a draft."""

    def build(self) -> Iterator[None]:
        """Put the standing, the three acts, the preview and the history on the page."""
        self._standing = QVBoxLayout()
        self.body.addLayout(self._standing)
        self.letter = self._letter_form()
        yield
        self.answer = self._answer_form()
        yield
        self.meeting = self._meeting_form()
        yield
        self.see = secondary("See and print the letter", icon="printer")
        self.see.clicked.connect(self._see)
        self.paper = PaperView(self.desk.context)
        card = Card("The letter", icon="mail")
        for words in invite_presenter.cautions(self.desk.opened):
            card.add(ticked(words, "triangle-alert", "watch"))
        card.body.addLayout(roomy(self.see))
        card.add(self.letter)
        self.body.addWidget(card)
        self.body.addWidget(self.paper)
        yield
        for title, icon, form in (
            ("Their answer", "message-circle", self.answer),
            ("The meeting", "calendar-days", self.meeting),
        ):
            card = Card(title, icon=icon)
            card.add(form)
            self.body.addWidget(card)
        self._history = Card("So far", icon="history")
        self._lines = column(gap=Space.SMALL)
        self._history.body.addLayout(self._lines)
        self.body.addWidget(self._history)

    def fill(self) -> None:
        """Show how it stands, and open the form that is next."""
        self._show_standing()
        opened = self.desk.opened
        booked = opened.review is not None and opened.review.planned_on is not None
        if opened.signed or booked:
            return
        if opened.inviting.answer is Answer.YES:
            self.meeting.set_open(True)
        elif opened.inviting.tried_on is not None and not opened.declined:
            self.answer.set_open(True)
        elif not opened.declined:
            self.letter.set_open(True)

    def refresh(self) -> None:
        """Show how it stands now."""
        self._show_standing()

    def entered(self) -> None:
        """Put the focus on the act that is next."""
        forms = (self.letter, self.answer, self.meeting)
        opened = next((each for each in forms if each.is_open()), None)
        if opened is None or opened is self.letter:
            self.see.setFocus()
        else:
            opened.focus()

    def _show_standing(self) -> None:
        opened = self.desk.opened
        clear(self._standing)
        tone, words, detail = invite_presenter.standing_words(opened)
        act = None
        if opened.declined:
            act = link("Write the progress check")
            act.clicked.connect(lambda: self.desk.go_to(Step.PROGRESS_CHECK))
        self._standing.addWidget(Banner(tone, words, detail, act))
        clear(self._lines)
        lines = [line(words, detail) for words, detail in invite_presenter.so_far(opened)]
        parts: list[QWidget] = with_lines(lines) or [empty("Nothing has been written down yet.")]
        for part in parts:
            self._lines.addWidget(part)

    def _see(self) -> None:
        child_id = self.desk.child_id
        self.paper.show_paper(
            "Invitation letter",
            lambda session: papers.print_paper(session, child_id, papers.INVITATION),
        )

    def _letter_form(self) -> ActForm:
        child_id = self.desk.child_id

        def given(session: Session, values: dict[str, Any]) -> object:
            again = self.desk.opened.inviting.tried_on is not None
            return invitations.letter_given(session, child_id, **values, reminder=again)

        words = "Note that the letter was given, or the family asked"
        made = ActForm(words, "Save this note", self.desk.context, given)
        self._common(made, "How was it given?", "When?")
        outcome = LineField("What was said", "Such as “Handed to her mother”.", optional=True)
        made.form.add("outcome", outcome)
        return self._finished(made)

    def _answer_form(self) -> ActForm:
        child_id = self.desk.child_id

        def answered(session: Session, values: dict[str, Any]) -> object:
            return invitations.record_answer(session, child_id, **values)

        made = ActForm("Write down what they said", "Save the answer", self.desk.context, answered)
        options = [Option(each, words) for each, words in ANSWER_WORDS.items()]
        field = ChoiceField("What did the family say?", options)
        made.form.add("answer", field, need="Choose what the family said.")
        self._common(made, "How did they tell you?", "When?")
        made.form.add("note", LineField("Anything to remember", optional=True))
        return self._finished(made)

    def _meeting_form(self) -> ActForm:
        child_id = self.desk.child_id

        def booked(session: Session, values: dict[str, Any]) -> object:
            return invitations.book_meeting(session, child_id, **values)

        made = ActForm("Book the meeting, or move it", "Book it", self.desk.context, booked)
        made.form.add(
            "planned_on", DateField("Day of the meeting"), need="Type the day of the meeting."
        )
        hint = "Such as “14:00, quiet room”."
        made.form.add("when_and_where", LineField("Time and place", hint, optional=True))
        how = made.form.add("how", how_field("How was it agreed?"))
        how.set_value(How.IN_PERSON)
        return self._finished(made)

    def _common(self, made: ActForm, how_words: str, day_words: str) -> None:
        how = made.form.add("how", how_field(how_words))
        how.set_value(How.IN_PERSON)
        day = made.form.add("occurred_on", DateField(day_words), need="Type the day.")
        day.set_value(self.desk.opened.today)
        if self.desk.opened.family:
            people = [
                Option(each.carer.id, f"{each.carer.name}, {each.link.relationship}")
                for each in self.desk.opened.family
            ]
            made.form.add("carer_id", SelectField("Who?", people, optional=True, none="Anybody"))

    def _finished(self, made: ActForm) -> ActForm:
        made.end()
        made.form.settle()
        made.done.connect(self._act_done)
        return made

    def _act_done(self) -> None:
        self.desk.read_again(self.fill_next)

    def fill_next(self) -> None:
        """Open what is next after an act was saved, and go there."""
        self.fill()
        self.entered()
