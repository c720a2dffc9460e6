"""Letters: choose families, see all their letters as they will be printed, note that they went."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.consent import How
from ir_desktop.domain.plain import list_words
from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services.letters import (
    CannotPrint,
    LettersGiven,
    letters_given,
    make_letters,
)
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.importing.long_work import LongWork
from ir_desktop.ui.letters.choices import FamilyChoices
from ir_desktop.ui.letters.letters_presenter import (
    GIVEN_WORDS,
    LettersView,
    given_words,
    letters_view,
    make_words,
)
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.paper_view import PaperView, Printed
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import Button, primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.forms import Form, show_in_page
from ir_desktop.ui.widgets.progress import Progress
from ir_desktop.ui.widgets.screen import Screen


class LettersPage(Screen):
    """First the families; then their letters; then the note that they were given."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Letters")
        self._context, self._places = context, places
        self._view: LettersView | None = None
        self._made: tuple[str, ...] = ()
        self.lists: tuple[FamilyChoices, ...] = ()
        self.paper: PaperView | None = None
        self.work: LongWork | None = None
        self.given: Form | None = None
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._act)
        self.load()

    def load(self, note: Banner | None = None, chosen: Sequence[str] | None = None) -> None:
        """Read who needs a letter; `chosen` are ticked, or by default those to invite."""
        self._context.ask(
            letters_view,
            lambda view: self._show(view, note, chosen),
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, view: LettersView, note: Banner | None, chosen: Sequence[str] | None) -> None:
        self._view, self.paper, self.given, self.work = view, None, None, None
        invite = FamilyChoices(
            "To invite", "mail", view.invite, "Nobody needs an invitation just now.", ticked=True
        )
        remind = FamilyChoices(
            "To remind", "hourglass", view.remind, "Nobody has been silent for long.", ticked=False
        )
        self.lists = (invite, remind)
        self.make = primary(make_words(0), icon="file-text")
        self.make.clicked.connect(self.make_them)
        parts: list[QWidget] = [] if note is None else [note]
        self.problem = Banner(Tone.ACT, "Choose at least one family")
        self.problem.hide()
        parts += [self.problem, invite, remind]
        if view.more:
            words = f"{view.more} more follow when these have their letters."
            parts.append(Prose(words, colour="soft"))
        anybody = bool(view.invite or view.remind)
        self._lay_out("Letters", view.sentence, parts, self.make if anybody else None)
        for each in self.lists:
            if chosen is not None:
                each.choose(chosen)
            each.changed.connect(self._count)
        self._count()
        first = next((box for each in self.lists for box in each.boxes.values()), None)
        if first is not None:
            first.setFocus()

    def _lay_out(
        self,
        title: str,
        sentence: str,
        parts: Sequence[QWidget],
        act: Button | None,
        back: Button | None = None,
    ) -> None:
        page = self._page = ScrollPage()
        head = column(Prose(title, Type.TITLE), gap=Space.TINY)
        if sentence:
            head.addWidget(Prose(sentence, colour="soft"))
        page.body.addLayout(head)
        for part in parts:
            page.body.addWidget(part)
        page.body.addStretch(1)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(page, 1)
        if act is not None or back is not None:
            down.addWidget(BottomBar(act, back=back))
        self.fill(whole)

    def chosen(self) -> list[str]:
        """Return the children whose families are chosen."""
        return [key for each in self.lists for key in each.chosen()]

    def _count(self) -> None:
        self.make.set_words(make_words(len(self.chosen())))
        self.problem.hide()

    def _act(self) -> None:
        """Press the page's one primary button."""
        if self.given is not None:
            self.mark_given()
        elif self._view is not None and self.work is None:
            self.make_them()

    def make_them(self) -> None:
        """Make the letters of those chosen, in one PDF."""
        chosen = self.chosen()
        if not chosen:
            self.problem.show()
            self.problem.set_words("Choose at least one family", "Tick the box before its name.")
            show_in_page(self.problem)
            self.lists[0].setFocus()
            return
        work = self.work = LongWork(self)
        progress = Progress("Making the letters")
        progress.cancelled.connect(work.stop)
        work.stepped.connect(progress.show_step)
        card = Card()
        card.add(progress)
        self._lay_out("Letters", "", [card], None)
        progress.cancel.setFocus()
        self._context.ask(
            partial(_make, child_ids=chosen, work=work),
            lambda made: self._show_made(chosen, made),
            lambda error: self._not_made(chosen, work, error),
            owner=self,
        )

    def _not_made(self, chosen: Sequence[str], work: LongWork, error: IrError) -> None:
        if isinstance(error, CannotPrint):
            self._left_out(chosen, error)
            return
        stopped = work.stopping()
        words = "Stopped. No letter was made." if stopped else "No letter was made"
        note = Banner(Tone.CALM if stopped else Tone.ACT, words, "" if stopped else error.sentence)
        self.load(note, chosen)

    def _left_out(self, chosen: Sequence[str], error: CannotPrint) -> None:
        """Untick those whose letters cannot be printed, and say who they are."""
        view, out = self._view, set(error.child_ids)
        families = [] if view is None else [*view.invite, *view.remind]
        names = list_words([each.name for each in families if each.child_id in out])
        words = "Letters that cannot be printed yet were left out"
        note = Banner(Tone.WATCH, words, f"Left out: {names}. {error.sentence}")
        self.load(note, [each for each in chosen if each not in out])

    def _show_made(self, chosen: Sequence[str], made: Printed) -> None:
        view = self._view
        if view is None:
            return
        self._made = tuple(chosen)
        self.paper = PaperView(self._context)
        form = self.given = Form("When they were given")
        ways = [Option(each, words) for each, words in GIVEN_WORDS.items()]
        form.add("how", ChoiceField("How did they go?", ways, across=True), need="Choose how.")
        form.add("on", DateField("When"), need="Type the day.").set_value(view.today)
        form.settle()
        card = Card("Then mark them as given", icon="check")
        words = "It starts the days after which a family who has not answered is to be reminded."
        card.add(Prose(words, colour="soft"))
        card.add(form)
        self.mark = primary("Mark as given", icon="check")
        self.mark.clicked.connect(self.mark_given)
        back = secondary("Back to the list")
        back.clicked.connect(lambda: self.load(None, chosen))
        title = "1 letter" if len(chosen) == 1 else f"{len(chosen)} letters"
        self._lay_out(title, "", [self.paper, card], self.mark, back)
        self.paper.close_button.hide()
        self.paper.ready.connect(self._to_top)
        self.paper.show_paper(title, lambda _: made)

    def _to_top(self) -> None:
        """Keep the title in sight: the pages are higher than the window."""
        self._page.verticalScrollBar().setValue(0)

    def mark_given(self) -> None:
        """Note for every family that their letter went."""
        form, view = self.given, self._view
        if form is None or view is None:
            return
        found = form.check()
        form.problems(found)
        if found:
            return
        values, made = form.values(), self._made
        reminders = frozenset(each.child_id for each in view.remind) & frozenset(made)
        how: How = values["how"]
        self._context.ask(
            lambda session: letters_given(
                session, made, how=how, occurred_on=values["on"], reminders=reminders
            ),
            self._marked,
            self._not_marked,
            owner=self,
        )

    def _marked(self, found: LettersGiven) -> None:
        words, detail = given_words(found)
        self.load(Banner(Tone.WATCH if found.refused else Tone.GOOD, words, detail))

    def _not_marked(self, error: IrError) -> None:
        problems = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        if self.given is not None:
            self.given.problems(
                Problem("on" if each.field == "occurred_on" else each.field, each.sentence)
                for each in problems
            )


def _make(session: Session, child_ids: Sequence[str], work: LongWork) -> Printed:
    whole = len(child_ids)
    return make_letters(
        session,
        child_ids,
        progress=lambda done: work.stepped.emit(done, whole),
        cancelled=work.stopping,
    )
