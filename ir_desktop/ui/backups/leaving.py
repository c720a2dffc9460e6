"""Leaving: the backup that closing the window leaves behind, and the calm page meanwhile."""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ir_desktop.errors import Invalid, IrError
from ir_desktop.ui import theme
from ir_desktop.ui.backups.care import Care
from ir_desktop.ui.backups.key_changes import KeyChanges
from ir_desktop.ui.backups.words import STEPS
from ir_desktop.ui.context import Context
from ir_desktop.ui.importing.long_work import LongWork, Stopped
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.progress import Progress

_PATIENCE_MS = 5_000  # for what was typed to be saved; a window must always close

_TITLE = "Making a backup…"
_DETAIL = (
    "Your work is saved. The window closes by itself when the backup is made and checked. You can "
    "also close it without one: nothing is lost, and the next backup is made another time."
)


_KEYS_TITLE = "Finishing the change…"
_KEYS_DETAIL = (
    "Your records are being put under a new key. After that, and after a backup if one is due, the "
    "window closes by itself. If you close it before, the change may not be made: then everything "
    "stays as it was."
)
_KEYS_NOT_CHANGED = "The change was not made."


class LeavingPage(ScrollPage):
    """What stands in the window while it closes. `cancelled` to close without a backup.

    With `keys` it waits for a change of keys first.
    """

    cancelled = Signal()
    again = Signal()

    def __init__(self, *, keys: bool = False) -> None:
        super().__init__()
        title, detail = (_KEYS_TITLE, _KEYS_DETAIL) if keys else (_TITLE, _DETAIL)
        self.setAccessibleName(title)
        if keys:
            self.progress = Progress("Putting the records under a new key", cancel="Close now")
            self.progress.show_words("This can take a minute.")
        else:
            self.progress = Progress("Making a backup", cancel="Close without a backup")
        self.progress.cancelled.connect(self.cancelled)
        self.problem = Summary()
        self.problem.hide()
        self.close_button = primary("Close without a backup")
        self.close_button.clicked.connect(self.cancelled)
        self.again_button = secondary("Make the backup" if keys else "Try again")
        self.again_button.clicked.connect(self.again)
        self.buttons = QWidget()
        self.buttons.setLayout(row(self.close_button, self.again_button, None, gap=Space.MEDIUM))
        self.buttons.hide()
        card = Card()
        card.add(Prose(detail))
        card.add(self.progress)
        inside = QWidget()
        head = column(
            Words("Integrated Review", Type.SMALL_STRONG, colour="accent"),
            Prose(title, Type.TITLE),
            gap=Space.TINY,
        )
        self.card = card
        inside.setLayout(column(head, self.problem, card, self.buttons))
        inside.setMaximumWidth(theme.of().size(Size.PAPER))
        across = row(None, inside, None)
        across.setStretch(1, 100)
        self.body.addStretch(1)
        self.body.addLayout(across)
        self.body.addStretch(2)

    def show_step(self, done: int, whole: int) -> None:
        """Show how far it is."""
        self.progress.show_step(done, whole, STEPS[done])

    def show_problem(self, sentence: str) -> None:
        """Say why none was made; the person decides."""
        self.card.hide()
        self.problem.show_problems([("", sentence)])
        self.buttons.show()
        self.close_button.setFocus()


class Leaving(QObject):
    """Decides whether the window may close now. `over` when it may, after all."""

    over = Signal()

    def __init__(
        self,
        context: Context,
        leave: Callable[[], None],
        show: Callable[[QWidget], None],
        *,
        patience: int = _PATIENCE_MS,
    ) -> None:
        """Serve a signed-in person; `leave` has saved what was typed, `show` shows a page."""
        super().__init__(context.records)
        self._context, self._leave, self._show = context, leave, show
        self._begun, self._done = False, False
        self._work: LongWork | None = None
        self._care, self._keys = Care.of(context), KeyChanges.of(context)
        self._trouble: IrError | None = None
        self.page: LeavingPage | None = None
        self._patience = QTimer(self, singleShot=True, interval=patience)
        self._patience.timeout.connect(self._end)

    def may_close(self) -> bool:
        """Tell whether the window may close at once; if not, `over` tells when it may.

        A computer that is shutting down is never held up, nor somebody who closes twice.
        """
        qt = cast(QGuiApplication, QGuiApplication.instance())
        if self._done or self._context.session.store.demo or qt.isSavingSession():
            return True
        if self._begun:
            self._done = True
            self._stop()
            return True
        self._begun = True
        self._leave()
        self._care.rest()
        if self._keys.under_way:
            self._keys.over.connect(self._keys_over)
            self._show_page(LeavingPage(keys=True))
        else:
            self._ask()
        return False

    def _keys_over(self, error: IrError | None) -> None:
        """Go on once no change of keys is left; one that was not made has to be told before."""
        self._trouble = error or self._trouble
        if self._done or self._keys.under_way:
            return
        self._keys.over.disconnect(self._keys_over)
        if self._trouble is None or self.page is None:
            self._ask()
        else:
            begin = "" if self._trouble.counts else f"{_KEYS_NOT_CHANGED} "
            self.page.show_problem(begin + _sentence(self._trouble))

    def _ask(self) -> None:
        self._patience.start()
        from ir_desktop.services import backups

        # In the records' thread: whatever was typed is saved before, and is in the backup.
        self._context.ask(backups.due_on_leaving, self._found, lambda _: self._end(), owner=self)

    def _found(self, due: bool) -> None:
        self._patience.stop()
        if self._done:
            return
        if due:
            self._make()
        else:
            self._end()

    def _show_page(self, page: LeavingPage) -> None:
        self.page = page
        page.cancelled.connect(self._cancel)
        page.again.connect(self._make)
        self._show(page)
        page.progress.cancel.setFocus()

    def _make(self) -> None:
        from ir_desktop.services import backups

        page = LeavingPage()
        self._show_page(page)
        work = self._work = LongWork(self)
        work.stepped.connect(page.show_step)
        session = self._context.session

        def make() -> Any:
            return backups.back_up_by_itself(session, leaving=True, step=work.step)

        self._context.aside.submit(make, lambda _: self._end(), self._failed, owner=self)

    def _failed(self, error: IrError) -> None:
        self._work = None
        if self._done:
            return
        if isinstance(error, Stopped) or self.page is None:
            self._end()
        else:
            self.page.show_problem(error.sentence)

    def _cancel(self) -> None:
        if self._work is None:
            self._end()
        else:
            self._stop()  # the work ends at its next step, and then the window closes

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop()

    def _end(self) -> None:
        if not self._done:
            self._done = True
            self.over.emit()


def _sentence(error: IrError) -> str:
    """Return what is wrong without the names of fields, which are on a page that is gone."""
    if isinstance(error, Invalid):
        return " ".join(each.sentence for each in error.problems)
    return error.sentence
