"""What a sign-in page leads to: into the records, or to the page for what stands in the way."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ir_desktop.errors import IrError
from ir_desktop.ui.sign_in import file_words
from ir_desktop.ui.sign_in.file_words import Trouble
from ir_desktop.ui.sign_in.page import SignInPage
from ir_desktop.ui.sign_in.presenter import wrong
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.services.session import Session
    from ir_desktop.services.sign_in_file import InBackup
    from ir_desktop.ui.shell_presenter import Who
    from ir_desktop.ui.sign_in.recover import Recover
    from ir_desktop.ui.window import Window


class Door(QObject):
    """Signs in from a page, and leads to the recovery code and to a wrong sign-in file's page.

    `opened` gives the session and who is signed in; `entered` comes when they want to go on, with
    the part of Settings to show first if any; `again` when the sign-in page is wanted anew;
    `file_wanted` to put the sign-in file back from a backup, `restore_wanted` everything. With
    `using`, the page's names are from a backup's sign-in file.
    """

    opened = Signal(object)
    entered = Signal(str)
    again = Signal()
    file_wanted = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        page: SignInPage,
        window: "Window",
        folder: Callable[[], Path],
        records: Worker,
        using: "InBackup | None" = None,
    ) -> None:
        super().__init__(window)
        self._page, self._window, self._folder, self._records = page, window, folder, records
        self._using = using
        self._recover: Recover | None = None
        page.submitted.connect(self._sign_in)
        page.forgotten.connect(self.show_recover)
        page.restore_wanted.connect(self.restore_wanted)
        page.another_backup.connect(self.file_wanted)

    def abandon(self) -> None:
        """Close what the recovery code opened, if anybody came so far and no further."""
        if self._recover is not None:
            self._recover.abandon()
            self._recover = None

    def show_recover(self) -> "Recover":
        """Show the pages for a forgotten password."""
        from ir_desktop.ui.sign_in.recover import Recover

        self.abandon()
        made = self._recover = Recover(self._folder(), self._records, self._using)
        made.opened.connect(self._recovered)
        made.entered.connect(self.entered)
        made.left.connect(self._leave)
        made.other_file.connect(lambda: self.show_put_back(file_words.OTHER))
        self._window.show_page(made)
        made.enter()
        return made

    def show_put_back(self, trouble: Trouble | None = None) -> None:
        """Show the page for an older sign-in file, or for one that is in other trouble."""
        from ir_desktop.ui.sign_in.put_back import PutBackPage

        self.abandon()
        page = PutBackPage(trouble or file_words.OLDER)
        page.back.connect(self.again)
        page.code_wanted.connect(self.show_recover)
        page.file_wanted.connect(self.file_wanted)
        page.restore_wanted.connect(self.restore_wanted)
        self._window.show_page(page)
        page.enter()

    def _leave(self) -> None:
        self.abandon()
        self.again.emit()

    def _recovered(self, opened: object) -> None:
        self._recover = None  # from here on the session is the program's to close
        self.opened.emit(opened)

    def _sign_in(self, slot_id: str, password: str) -> None:
        page, folder, using = self._page, self._folder(), self._using
        page.set_busy("Opening the records…")

        def failed(error: IrError) -> None:
            from ir_desktop.services.ways_in import KeptOut, kept_out

            why = kept_out(error)
            if why is KeptOut.OLDER_SIGN_IN_FILE:
                self.show_put_back(file_words.OLDER_IN_BACKUP if using else None)
                return
            if why is KeptOut.OTHER_SIGN_IN_FILE:
                self.show_put_back(file_words.OTHER)
                return
            page.show_wrong([wrong(error)])

        def work() -> "tuple[Session, Who]":
            from ir_desktop.ui.shell_presenter import enter

            return enter(folder, slot_id, password, using=using)

        def done(opened: "tuple[Session, Who]") -> None:
            page.forget()
            self.opened.emit(opened)
            self.entered.emit("")

        self._records.submit(work, done, failed, owner=page)
