"""What is typed in a form and not saved: kept in the store as it is typed, and brought back.

Nothing typed is lost by leaving a form, locking, closing the window or a computer that stops.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from ir_desktop.errors import IrError
from ir_desktop.services import form_drafts
from ir_desktop.services.session import Session
from ir_desktop.ui.children.plain_states import Plain, fits, plain, state_of
from ir_desktop.ui.children.section_form import SectionForm
from ir_desktop.ui.context import Context, Place
from ir_desktop.ui.widgets.autosave import Autosave
from ir_desktop.ui.widgets.saved_note import SavedNote

T = TypeVar("T")

_Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Back:
    """What was brought back into a form.

    `clashes` are the labels of fields that somebody changed in the records since it was typed.
    """

    clashes: Sequence[str]


class _Unsaved(QObject):
    """What the store would not take when a form was left, by the form's key."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.fields: dict[str, _Fields] = {}


def _unsaved(context: Context) -> _Unsaved:
    """Return what the store did not take of the person signed in; it goes with their worker."""
    for child in context.records.children():
        if isinstance(child, _Unsaved):
            return child
    return _Unsaved(context.records)


class Keeper(QObject):
    """Keeps one form's typing for one person.

    Make it before the form's own records are asked for: one thread answers both in order, so
    that what was kept is here when the form is offered. `error` says why it is not.
    """

    def __init__(self, context: Context, place: Place, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._key = f"{place.kind}/{place.child_id}/{place.part}"
        self._child_id = place.child_id or None
        self._stored: _Fields = {}
        self._form: SectionForm | None = None
        self._sent: dict[str, Plain] | None = None
        # Set where tasks are done in order, in the records' thread: no later one keeps anew.
        self._over = Event()
        self.error: IrError | None = None
        self.note = SavedNote("Draft kept", waiting="Keeping your draft…")
        clock = context.session.clock
        self._autosave = Autosave(
            self._save, self.note, lambda: clock.now().astimezone(), parent=self
        )
        self.read()

    def read(self) -> None:
        """Ask for what was kept of this form."""
        key = self._key
        self.error = None
        self._context.ask(
            lambda session: form_drafts.kept(session, key), self._read, self._unread, owner=self
        )

    def watch(self, form: SectionForm) -> Back | None:
        """Bring back what was kept into the form, and keep from now on what is typed in it."""
        refused = _unsaved(self._context).fields.pop(self._key, None)
        self._form = form
        found = self._bring_back(form, self._stored if refused is None else refused)
        form.changed.connect(self._touched)
        self._sent = self._fields(form)
        if refused is not None:
            self._sent = None
            self._autosave.touch()
        return found

    def saving(self, save: Callable[[Session], T]) -> Callable[[Session], T]:
        """Return the saving of the form's record, with which its draft ends."""
        over, key = self._over, self._key

        def work(session: Session) -> T:
            saved = save(session)
            over.set()
            # The record is saved: that its draft stays must not be told as a failure of that.
            with contextlib.suppress(IrError):
                form_drafts.forget(session, key)
            return saved

        return work

    def forget(self) -> None:
        """Forget the draft: the person said so."""
        key = self._key
        self._over.set()
        self._context.ask(
            lambda session: form_drafts.forget(session, key), _nothing, _nothing, owner=self
        )

    def leave(self) -> None:
        """Have kept what is not kept yet, and wait for nothing."""
        if self._form is None or self._over.is_set():
            return
        fields = self._fields(self._form)
        if fields != self._sent:
            held, key = _unsaved(self._context), self._key
            self._send(fields, _nothing, lambda _: held.fields.update({key: fields}), held)

    def _read(self, found: _Fields) -> None:
        self._stored = found

    def _unread(self, error: IrError) -> None:
        self.error = error

    def _bring_back(self, form: SectionForm, stored: _Fields) -> Back | None:
        clashes: list[str] = []
        found: dict[str, object] = {}
        for name, state in form.states().items():
            pair = _pair(stored.get(name))
            if pair is None or plain(state) == pair[1]:
                continue
            typed = state_of(pair[1])
            if fits(state, typed):
                found[name] = typed
                if plain(state) != pair[0]:
                    clashes.append(form.field(name).name())
        if not found:
            return None
        form.put_back(found)
        return Back(tuple(clashes))

    def _touched(self, name: str) -> None:
        if self._form is not None and not self._form.field(name).secret:
            self._autosave.touch()

    def _fields(self, form: SectionForm) -> dict[str, Plain]:
        """Return each changed field as it was in the records when typing began, and as it is."""
        found: dict[str, Plain] = {}
        for name, (before, now) in form.changes().items():
            known = _pair(self._stored.get(name))
            found[name] = [plain(before) if known is None else known[0], plain(now)]
        return found

    def _save(self, done: Callable[[], None], failed: Callable[[IrError], None]) -> None:
        if self._form is None:
            return

        def lost(error: IrError) -> None:
            self._sent = None
            failed(error)

        self._send(self._fields(self._form), lambda _: done(), lost, self)

    def _send(
        self,
        fields: dict[str, Plain],
        done: Callable[[None], None],
        failed: Callable[[IrError], None],
        owner: QObject,
    ) -> None:
        over, key, child_id = self._over, self._key, self._child_id
        self._sent = fields

        def work(session: Session) -> None:
            if over.is_set():
                return
            if fields:
                form_drafts.keep(session, key, fields, child_id=child_id)
            else:
                form_drafts.forget(session, key)

        self._context.ask(work, done, failed, owner=owner)


def _pair(found: Plain) -> tuple[Plain, Plain] | None:
    """Return a field as it was and as it was typed, or None where that cannot be read."""
    match found:
        case [before, typed]:
            return before, typed
        case _:
            return None


def _nothing(_: object) -> None:
    """Take a result that nobody waits for."""
