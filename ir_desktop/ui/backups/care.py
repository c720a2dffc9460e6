"""Backups by themselves, while somebody is signed in, and whether older records were put back.

They are made in the thread that also sends, never in the one that screens ask: nobody waits for a
backup, except whoever asked for it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from ir_desktop.errors import IrError
from ir_desktop.ui.backups.key_changes import KeyChanges
from ir_desktop.ui.context import Context
from ir_desktop.ui.importing.long_work import LongWork, Stopped
from ir_desktop.ui.serving import Serving

if TYPE_CHECKING:
    from ir_desktop.services.audits import Alarm
    from ir_desktop.services.backups import BackedUp

_FIRST_MS = 30_000  # the first screens have the machine to themselves
_AGAIN_MS = 30 * 60_000  # a window may stay open for days


class Care(Serving):
    """One for each person signed in: `of` gives it.

    `stepped` tells how far the one under way is; `made` gives a `BackedUp`, or None where nothing
    was due; `not_made` gives the error. `failed` tells once in words that one that nobody asked
    for could not be made. `alarmed` gives what everybody must be told of older records, or None
    once a manager has accepted them.
    """

    stepped = Signal(int, int)
    made = Signal(object)
    not_made = Signal(object)
    failed = Signal(str)
    alarmed = Signal(object)

    def __init__(self, context: Context, *, first: int = _FIRST_MS, again: int = _AGAIN_MS) -> None:
        super().__init__(context)
        self._work: LongWork | None = None
        self._told, self._stopped, self._asked = False, False, False
        self._wanted = False
        self._keys = KeyChanges.of(context)
        self._keys.over.connect(self._keys_changed)
        self._first = QTimer(self, singleShot=True, interval=first)
        self._again = QTimer(self, interval=again)
        for each in (self._first, self._again):
            each.timeout.connect(self.look)

    def start(self) -> None:
        """Begin. Twice is harmless; a demo is thrown away and needs no backup."""
        if self._again.isActive() or self._stopped or self.context.session.store.demo:
            return
        self._first.start()
        self._again.start()
        self.ask_alarm()

    def stop(self) -> None:
        """Stop for good: what is under way ends at its next step, with nothing left of it."""
        self.rest()
        self.cancel()

    def rest(self) -> None:
        """Begin no more by itself: the window closes, which makes its own. Ends nothing."""
        self._stopped = True
        self._first.stop()
        self._again.stop()

    @property
    def busy(self) -> bool:
        """Whether a backup is under way."""
        return self._work is not None

    def look(self) -> None:
        """Make the backup of the day, if it is due and its folder is there."""
        from ir_desktop.services import backups

        if self._stopped or self.busy or self.context.session.store.demo:
            return
        self._wanted = False
        self._make(backups.back_up_by_itself)

    def _keys_changed(self, error: IrError | None) -> None:
        """Back up the new keys; one that is under way began before them."""
        if error is None or error.counts:
            self._wanted = True
            self.look()

    def back_up(self) -> None:
        """Make one because somebody asks; one that is under way will do."""
        from ir_desktop.services import backups

        self._asked = True
        if not self.busy:
            self._make(backups.back_up)

    def cancel(self) -> None:
        """Have the one under way end at its next step, with nothing left of it."""
        if self._work is not None:
            self._work.stop()

    def _make(self, service: "Callable[..., BackedUp | None]") -> None:
        work = self._work = LongWork(self)
        work.stepped.connect(self.stepped)
        session = self.context.session
        self.context.aside.submit(
            lambda: service(session, step=work.step), self._made, self._not_made, owner=self
        )

    def ask_alarm(self) -> None:
        """Look whether the records are older than they were."""
        from ir_desktop.services import audits

        self.context.ask(audits.alarm, self._tell_alarm, lambda _: None, owner=self)

    def _tell_alarm(self, alarm: "Alarm | None") -> None:
        self.alarmed.emit(alarm)

    def _made(self, made: object) -> None:
        self._work, self._asked = None, False
        self.made.emit(made)
        if self._wanted:
            self.look()

    def _not_made(self, error: IrError) -> None:
        asked, self._work, self._asked = self._asked, None, False
        self.not_made.emit(error)
        if self._wanted:
            self.look()
        elif self._keys.under_way or asked or isinstance(error, Stopped):
            return  # where keys are being changed, another one is made after that
        elif not self._told:
            self._told = True  # once: Today tells it as well
            self.failed.emit(error.sentence)
