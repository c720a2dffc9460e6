"""Looking, once somebody is signed in, whether the records file is whole: a little at a time."""

from PySide6.QtCore import QObject, QTimer, Signal

from ir_desktop.errors import IrError
from ir_desktop.ui.context import Context

_AFTER_MS = 2_000  # the first screen has the records' thread to itself
_PAUSE_MS = 100  # between two parts, so that whatever a person does comes in between

TITLE = "The records file is damaged"
DETAIL = (
    "Please stop writing here: what you add now may be lost. Close the program, copy the whole "
    "records folder to a safe place as it is, and put back your newest backup of it. If you have "
    "no backup, ask for help before you do anything else."
)


class FileWatch(QObject):
    """Goes through the records file once, in the records' thread. `damaged` if it is not whole."""

    damaged = Signal()

    def __init__(self, context: Context, *, after: int = _AFTER_MS, pause: int = _PAUSE_MS) -> None:
        super().__init__(context.records)
        self._context = context
        self._left: list[str] = []
        self.done = False
        self._next = QTimer(self, singleShot=True, interval=pause)
        self._next.timeout.connect(self._look)
        self._begin = QTimer(self, singleShot=True, interval=after)
        self._begin.timeout.connect(self._ask_parts)
        self._begin.start()

    def stop(self) -> None:
        """Ask nothing more: the window is closed or locked."""
        self._begin.stop()
        self._next.stop()
        self._left, self.done = [], True

    def _ask_parts(self) -> None:
        from ir_desktop.services import checking

        self._context.ask(checking.file_parts, self._go_through, self._wrong, owner=self)

    def _go_through(self, parts: tuple[str, ...]) -> None:
        if not self.done:
            self._left = list(parts)
            self._next.start()

    def _look(self) -> None:
        from ir_desktop.services import checking

        part = self._left.pop(0)
        self._context.ask(
            lambda session: checking.part_is_whole(session, part),
            self._looked,
            self._wrong,
            owner=self,
        )

    def _looked(self, whole: bool) -> None:
        if self.done:
            return
        if not whole:
            self._wrong(None)
        elif self._left:
            self._next.start()
        else:
            self.done = True

    def _wrong(self, _: IrError | None) -> None:
        """Tell it once: of a damaged file, more would only be found."""
        if not self.done:
            self.stop()
            self.damaged.emit()
