"""Checking the history: whether anything was changed behind the program's back."""

from PySide6.QtWidgets import QVBoxLayout

from ir_desktop.errors import IrError
from ir_desktop.services import checking
from ir_desktop.services.checking import AuditReport, LastCheck
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.importing.long_work import LongWork
from ir_desktop.ui.keeping import presenter
from ir_desktop.ui.keeping.frame import answers, back_to_settings, headed, listed
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary
from ir_desktop.ui.widgets.cards import Card, clear, row
from ir_desktop.ui.widgets.progress import Progress
from ir_desktop.ui.widgets.screen import Screen

_LEAD = (
    "Every act here is written down, each line sealed with the one before. The check reads all of "
    "it, and every record, and finds what was not written by this program."
)


class CheckPage(Screen):
    """When it was last checked; checking it now, with progress; and what was found."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Check the history")
        self._context, self._places = context, places
        self.work: LongWork | None = None
        self.report: AuditReport | None = None
        self.load()

    def load(self) -> None:
        """Read when it was last checked."""
        self._context.ask(
            checking.last_check, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, last: LastCheck | None) -> None:
        page, _ = headed("Check the history", _LEAD, *back_to_settings(self._places))
        self.last = Prose(presenter.last_words(last))
        self.check = primary("Check it now", icon="history")
        self.check.clicked.connect(self.run)
        card = Card("The check", icon="shield-check")
        card.add(self.last)
        card.add(Prose("It may take a minute. You can stop it, and it changes nothing.",
                       colour="soft"))  # fmt: skip
        card.body.addLayout(row(self.check, None))
        self._found = QVBoxLayout()
        page.body.addWidget(card)
        page.body.addLayout(self._found)
        page.body.addStretch(1)
        self.fill(page)
        self.check.setFocus()

    def run(self) -> None:
        """Check everything, telling how far it is."""
        if self.work is not None:
            return
        work = self.work = LongWork(self)
        progress = Progress("Checking the history")
        progress.cancelled.connect(work.stop)
        work.stepped.connect(progress.show_step)
        clear(self._found)
        card = Card()
        card.add(progress)
        self._found.addWidget(card)
        self.check.setEnabled(False)
        progress.cancel.setFocus()
        self._context.ask(
            lambda session: (checking.check_history(session, work.step),
                             checking.last_check(session)),
            self._checked,
            self._failed,
            owner=self,
        )  # fmt: skip

    def _checked(self, found: tuple[AuditReport, LastCheck | None]) -> None:
        self.report, last = found
        self._over()
        if not self.report.damaged:
            self.last.set_text(presenter.last_words(last))
        if not self.report.findings:
            words = presenter.whole_words(self.report)
            self._found.addWidget(Banner(Tone.GOOD, "The history is whole", words))
            return
        self._found.addWidget(Banner(Tone.ACT, "Something does not fit", self.report.sentence))
        card = Card("What was found", icon="octagon-alert")
        card.add(answers(presenter.found_lines(self.report)))
        self._found.addWidget(card)
        self._found.addWidget(
            listed("What to do", "list-checks", presenter.WHAT_TO_DO, "arrow-right", "accent")
        )

    def _failed(self, error: IrError) -> None:
        stopped = self.work is not None and self.work.stopping()
        self._over()
        words = "" if stopped else error.sentence
        title = "The check was stopped" if stopped else "It could not be checked"
        self._found.addWidget(Banner(Tone.CALM if stopped else Tone.ACT, title, words))

    def _over(self) -> None:
        self.work = None
        clear(self._found)
        self.check.setEnabled(True)
        self.check.setFocus()
