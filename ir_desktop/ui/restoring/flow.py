"""The pages of a restore in their order: the file and the code, what would come back, and done."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import Invalid, IrError, Problem, present
from ir_desktop.ui.help.over import HelpOver
from ir_desktop.ui.restoring import words
from ir_desktop.ui.restoring.pages import DonePage, FilePage, FoundPage
from ir_desktop.ui.window import Window
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.services.restoring import Prepared, Restored


class RestoreFlow(QWidget):
    """Puts records back into `folder`, which may be empty, not there, or hold older ones.

    `cancelled` when the person goes back; `finished` when the records stand and somebody may sign
    in. Nothing counts before the person has seen what would come back.
    """

    cancelled = Signal()
    finished = Signal()

    def __init__(self, folder: Path, records: Worker, *, take_over: bool) -> None:
        super().__init__()
        self.setAccessibleName(words.TITLE)
        self._folder, self._records, self._take_over = folder, records, take_over
        self._prepared: Prepared | None = None  # touched in the records' thread only
        self.page: Any = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.help = HelpOver(self, lambda: self.page)
        self.first = FilePage(take_over=take_over)
        self.first.back.connect(self.cancelled)
        self.first.submitted.connect(self._look)
        self._show(self.first)

    def abandon(self) -> None:
        """Leave nothing half done: the window is closing, or shows something else."""
        self._records.submit(self._let_go, _nothing, _nothing, owner=self._records)

    def _let_go(self) -> None:
        if self._prepared is not None:
            from ir_desktop.services import restoring

            prepared, self._prepared = self._prepared, None
            restoring.abandon(prepared)

    def _show(self, page: QWidget) -> None:
        self.help.close()
        if self.page is not None:
            self.page.hide()
            if self.page is not self.first:
                self.page.deleteLater()
        if page.parentWidget() is not self:
            self._place.addWidget(page)
        self.page = page
        page.show()
        self.page.enter()

    def _look(self) -> None:
        page = self.first
        file, code, newer = Path(page.file.value()), page.code.value(), page.newer.value()
        folder, take_over = self._folder, self._take_over
        page.set_busy(words.LOOKING)

        def work() -> "Prepared":
            from ir_desktop.services import restoring

            self._let_go()
            self._prepared = restoring.prepare(
                file, folder, code, newer_code=newer, take_over=take_over
            )
            return self._prepared

        self._records.submit(work, self._found, self._wrong, owner=self)

    def _found(self, prepared: "Prepared") -> None:
        self.first.set_busy("")
        page = FoundPage(
            words.found_lines(prepared),
            words.found_notes(prepared),
            ask_newer=prepared.result.closed_copies > 0,
        )
        page.back.connect(self._back)
        page.newer.connect(self._ask_newer)
        page.submitted.connect(self._finish)
        self._show(page)

    def _back(self) -> None:
        self.abandon()
        self._show(self.first)

    def _ask_newer(self) -> None:
        self.first.ask_newer()
        self._back()

    def _wrong(self, error: IrError) -> None:
        self.first.set_busy("")
        if not isinstance(error, Invalid):
            self.first.form.problems([Problem("", error.sentence)])
            return
        self.first.form.problems(
            Problem(each.field if each.field == "newer_code" else "code", each.sentence)
            for each in error.problems
        )

    def _finish(self) -> None:
        page = self.page
        page.set_busy("Putting the records in their place…")

        def work() -> "Restored":
            from ir_desktop.services import restoring

            done = restoring.finish(present(self._prepared))
            self._prepared = None
            return done

        self._records.submit(work, self._done, self._not_done, owner=self)

    def _not_done(self, error: IrError) -> None:
        self.page.set_busy("")
        self.page.show_problem(error.sentence)

    def _done(self, done: "Restored") -> None:
        self.first.forget()
        page = DonePage(words.done_steps(done))
        page.submitted.connect(self.finished)
        self._show(page)


def _nothing(_: object) -> None:
    """Take a result that nobody waits for."""


def show(window: Window, folder: Path, records: Worker, after: Callable[[], None]) -> RestoreFlow:
    """Show the pages of a restore; `after` is called when they are left."""
    page = RestoreFlow(folder, records, take_over=folder.is_dir() and any(folder.iterdir()))
    page.cancelled.connect(after)
    page.finished.connect(after)
    window.show_page(page)
    page.page.enter()
    return page
