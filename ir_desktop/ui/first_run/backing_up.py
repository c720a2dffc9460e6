"""The work behind the backup step: the folder is kept, and the first backup made and checked."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ir_desktop.errors import Invalid, IrError
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.services.session import Session
    from ir_desktop.ui.backups.words import Told


class BackingUp(QObject):
    """Serves a `BackupPage`. `over` once there is a backup, or it was left for later."""

    over = Signal()

    def __init__(self, session: "Session", records: Worker, parent: QObject) -> None:
        super().__init__(parent)
        from ir_desktop.ui.first_run.backup import BackupPage

        self._session, self._records = session, records
        self.page = BackupPage()
        self.page.back.connect(self.over)
        self.page.looking.connect(self._look)
        self.page.submitted.connect(self._make)

    def _look(self) -> None:
        folder, session = self.page.folder, self._session
        if folder is None:
            return

        def work() -> "list[Told]":
            from ir_desktop.services.backup_places import place_notes
            from ir_desktop.ui.backups.words import note_of

            return [note_of(each) for each in place_notes(session.store.folder, folder)]

        self._records.submit(
            work, lambda told: self.page.show_notes(folder, told), self._wrong, owner=self.page
        )

    def _make(self) -> None:
        folder = self.page.folder
        if folder is not None:
            self.page.set_busy("Making the first backup, and checking it…")
            self._records.submit(
                lambda: _make(self._session, folder), self._made, self._wrong, owner=self.page
            )

    def _made(self, _: object) -> None:
        self.page.set_busy("")
        self.over.emit()

    def _wrong(self, error: IrError) -> None:
        self.page.set_busy("")
        problems = error.problems if isinstance(error, Invalid) else ()
        self.page.show_problem(" ".join(each.sentence for each in problems) or error.sentence)


def _make(session: "Session", folder: Path) -> object:
    from ir_desktop.services import backups

    backups.change_settings(session, folder=folder)
    try:
        return backups.back_up(session)
    except IrError:
        backups.change_settings(session, folder=None)  # where none can be made, none is chosen
        raise
