"""What a person does on the sharing page: approve, try again, read an answer."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.domain.sharing import Export
from ir_desktop.errors import IrError
from ir_desktop.services import export_look, exports, today
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Context
from ir_desktop.ui.sharing.detail_presenter import SEND
from ir_desktop.ui.sharing.list_presenter import EXPORT
from ir_desktop.ui.sharing.share_view import DetailView
from ir_desktop.ui.widgets.dialog import Decision


class Doing(QObject):
    """Asks once more where it must, has it done, and tells how it went.

    `began` gives words while it is done, `approved` the row of what may go now, `read` that of
    an answer that was read, `failed` a sentence.
    """

    began = Signal(str)
    approved = Signal(str)
    read = Signal(str)
    failed = Signal(str)

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.decision: Decision | None = None

    def approve(self, view: DetailView, does: str) -> None:
        """Show name, birth and recipient once more, and approve if that is what is decided."""
        sends = does == SEND
        self.decision = Decision(
            self._page,
            "Send this review?" if sends else "Approve this review?",
            "Send" if sends else "Approve",
            safe="Not yet",
            goes=view.once_more,
            goes_title="Check that this is right",
            detail="" if sends else "It stays here until it may leave, and then goes by itself.",
        )
        self.decision.decided.connect(partial(self._decided, view.child_id))
        self.decision.open()

    def _decided(self, child_id: str, yes: bool) -> None:
        self.decision = None
        if yes:
            self.began.emit("Making it ready…")
            self._context.ask(
                lambda session: exports.approve(session, child_id),
                self._approved,
                self._failed,
                owner=self,
            )

    def try_again(self, key: str) -> None:
        """Put what was set aside back on its way."""
        export_id = key.removeprefix(EXPORT)
        self._context.ask(
            lambda session: exports.try_again(session, export_id),
            self._approved,
            self._failed,
            owner=self,
        )

    def read_answer(self, key: str) -> None:
        """Note that the answer to an export was read."""
        export_id = key.removeprefix(EXPORT)
        self._context.ask(
            lambda session: _read(session, export_id),
            lambda _: self.read.emit(key),
            self._failed,
            owner=self,
        )

    def _approved(self, export: Export) -> None:
        self.approved.emit(EXPORT + export.id)

    def _failed(self, error: IrError) -> None:
        self.failed.emit(error.sentence)


def _read(session: Session, export_id: str) -> None:
    reply = export_look.after(session, export_id).reply
    if reply is not None:
        today.read_reply(session, reply.id)
