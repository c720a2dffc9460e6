"""A forgotten password: the recovery code, a new password, and in. Page by page."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import Invalid, IrError, Problem, present
from ir_desktop.services.ways_in import KeptOut, kept_out
from ir_desktop.ui.first_run.page import StepPage
from ir_desktop.ui.help.over import HelpOver
from ir_desktop.ui.sign_in.recover_pages import (
    CODE,
    ChoosePage,
    CodePage,
    DonePage,
    LockedPage,
)
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.services.passwords import Strength
    from ir_desktop.services.recovery import Recovered
    from ir_desktop.services.session import Session
    from ir_desktop.services.sign_in_file import InBackup
    from ir_desktop.ui.shell_presenter import Who

STAFF = "Staff"
"""The part of Settings where colleagues are given passwords."""


class Recover(QWidget):
    """Leads through.

    `opened` gives the session and who is signed in, `entered` comes when the person goes on from
    there, with the part of Settings to show first if any, and `left` when they go back to the
    sign-in page. `other_file` when the sign-in file in the folder is not that of the records; a
    backup's may be given as `using` in its place.
    """

    opened = Signal(object)
    entered = Signal(str)
    left = Signal()
    other_file = Signal()

    def __init__(self, folder: Path, records: Worker, using: "InBackup | None" = None) -> None:
        super().__init__()
        self.setAccessibleName("Forgotten password")
        self._folder, self._records, self._using = folder, records, using
        self._held: Recovered | None = None  # touched in the records' thread only
        self.cost: object = None  # of the lock; None is measured. Tests set it.
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.page: StepPage | None = None
        self.help = HelpOver(self, lambda: self.page)
        self.code_page = CodePage()
        self.code_page.submitted.connect(lambda: self._open(self.code_page))
        self.code_page.back.connect(self.left)
        self._show(self.code_page)

    def enter(self) -> None:
        """Take the focus: the page is shown."""
        if self.page is not None:
            self.page.enter()

    def abandon(self) -> None:
        """Close what the code opened, with nothing changed, once what is being done is done."""

        def work() -> None:
            held, self._held = self._held, None
            if held is not None:
                from ir_desktop.services import recovery

                recovery.abandon(held)

        self._records.submit(work, _nothing, _nothing, owner=self._records)

    def _show(self, page: StepPage) -> None:
        self.help.close()
        before, self.page = self.page, page
        if before is not None:
            before.hide()
            if before is not self.code_page:
                before.deleteLater()
        if page.parentWidget() is not self:
            self._place.addWidget(page)
        page.show()
        page.enter()

    def _back_to_code(self) -> None:
        self.abandon()
        self._show(self.code_page)

    def _open(self, page: StepPage, *, without_keyring: bool = False) -> None:
        folder, code, using = self._folder, self.code_page.code.value(), self._using
        page.set_busy("Opening the records…")

        def work() -> "Recovered":
            from ir_desktop.services import recovery

            self._held = recovery.open_with_code(
                folder, code, without_keyring=without_keyring, using=using
            )
            return self._held

        def done(held: "Recovered") -> None:
            page.set_busy("")
            self._choose(held)

        def failed(error: IrError) -> None:
            page.set_busy("")
            why = kept_out(error)
            if why is KeptOut.LOCKED_KEYRING:
                self._locked()
                return
            if why is KeptOut.OTHER_SIGN_IN_FILE:
                self.other_file.emit()
                return
            self._show(self.code_page)
            self.code_page.form.problems(_problems(error))

        self._records.submit(work, done, failed, owner=self)

    def _locked(self) -> None:
        if isinstance(self.page, LockedPage):
            self.page.enter()
            return
        page = LockedPage()
        page.submitted.connect(lambda: self._open(page))
        page.without.connect(lambda: self._open(page, without_keyring=True))
        page.back.connect(self._back_to_code)
        self._show(page)

    def _choose(self, held: "Recovered") -> None:
        page = ChoosePage(held)
        page.submitted.connect(lambda: self._save(page))
        page.weighing.connect(partial(self._weigh, page))
        page.back.connect(self._back_to_code)
        self._show(page)

    def _weigh(self, page: ChoosePage, password: str) -> None:
        held = page.opened

        def work() -> "Strength":
            from ir_desktop.services import recovery

            return recovery.new_strength(held, password)

        self._records.submit(
            work,
            lambda found: page.weighed.show(password, found.score, found.problem),
            _nothing,
            owner=page,
        )

    def _save(self, page: ChoosePage) -> None:
        staff_id, password = page.staff_id, page.password.value()
        page.set_busy("Saving your new password… This can take a minute.")

        def work() -> "tuple[tuple[Session, Who], list[str]]":
            from ir_desktop import log
            from ir_desktop.services import people, recovery
            from ir_desktop.ui.shell_presenter import who_is

            session = recovery.choose_password(
                present(self._held),
                staff_id,
                password,
                cost=self.cost,  # type: ignore[arg-type] - as the service takes it
            )
            self._held = None
            log.start(self._folder)
            try:
                rows = people.list_staff(session)
                locked_out = [e.staff.name for e in rows if e.staff.active and not e.can_sign_in]
                return (session, who_is(session)), locked_out
            except BaseException:
                session.close()
                raise

        def done(found: "tuple[tuple[Session, Who], list[str]]") -> None:
            opened, colleagues = found
            self.opened.emit(opened)
            self.code_page.code.set_value("")
            last = DonePage(opened[1].name, colleagues)
            last.submitted.connect(lambda: self.entered.emit(""))
            last.staff_wanted.connect(lambda: self.entered.emit(STAFF))
            self._show(last)

        def failed(error: IrError) -> None:
            page.set_busy("")
            page.form.problems(_problems(error))

        self._records.submit(work, done, failed, owner=self)


def _problems(error: IrError) -> tuple[Problem, ...]:
    if isinstance(error, Invalid):
        return error.problems
    wrong = kept_out(error) is KeptOut.WRONG_CODE
    return (Problem(CODE if wrong else "", error.sentence),)


def _nothing(_: object) -> None:
    """Take a result that nobody waits for."""
