"""Brings what is typed to the store: a few fields at a time, and never later than promised."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ir_desktop.errors import Invalid, IrError
from ir_desktop.services import drafts
from ir_desktop.services.drafts import Progress, SavedStep
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Context
from ir_desktop.ui.review.draft import Draft
from ir_desktop.ui.widgets.autosave import Autosave
from ir_desktop.ui.widgets.saved_note import SavedNote

_Saved = tuple[SavedStep, Progress]


class Saver(QObject):
    """Saves a draft soon after each change. `kept` gives what the store has then."""

    kept = Signal(object, object)

    def __init__(
        self, context: Context, child_id: str, draft: Draft, note: SavedNote, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._child_id, self._draft = context, child_id, draft
        clock = context.session.clock
        self._autosave = Autosave(self._save, note, lambda: clock.now().astimezone(), parent=self)
        draft.changed.connect(self._autosave.touch)

    def flush(self, then: Callable[[], None]) -> None:
        """Save at once what is not saved; `then` is called when everything is."""
        self._autosave.flush(then)

    def leave(self) -> None:
        """Have everything saved, also behind a save that is under way, and wait for nothing."""
        if self._draft.dirty:
            taken = self._draft.take()
            self._ask(taken, lambda _: None, lambda _: self._draft.give_back(taken))

    def _save(self, done: Callable[[], None], failed: Callable[[IrError], None]) -> None:
        taken = self._draft.take()

        def kept(found: _Saved) -> None:
            saved, progress = found
            self._draft.based_on = saved.review.changed_at
            self.kept.emit(saved, progress)
            if saved.held_back:
                self._draft.give_back(saved.held_back)
                failed(Invalid(saved.problems))
            else:
                done()

        def lost(error: IrError) -> None:
            self._draft.give_back(taken)
            failed(error)

        if taken:
            self._ask(taken, kept, lost)
        else:
            done()

    def _ask(
        self,
        taken: dict[str, Any],
        done: Callable[[_Saved], None],
        failed: Callable[[IrError], None],
    ) -> None:
        child_id, based_on = self._child_id, self._draft.based_on

        def save(session: Session) -> _Saved:
            saved = drafts.save_step(session, child_id, taken, based_on=based_on)
            return saved, drafts.progress_of(session, child_id)

        self._context.ask(save, done, failed, owner=self)
