"""Changes of who can open the records, from when a person asks for one until it is over.

Closing the window waits for them, and a backup follows: none from before holds the new keys.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from ir_desktop.errors import IrError
from ir_desktop.ui.context import Context
from ir_desktop.ui.serving import Serving

if TYPE_CHECKING:
    from ir_desktop.services.session import Session

T = TypeVar("T")

_UNKNOWN = (
    "Something went wrong in the program. Start it again: whether the change counts shows when "
    "you sign in."
)


class KeyChanges(Serving):
    """One for each person signed in: `of` gives it.

    `over` comes when one has ended, with None or with the error for which it was not made. It comes
    also where the page that asked for it is gone.
    """

    over = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting = 0

    @property
    def under_way(self) -> bool:
        """Whether one is being made, or waits for its turn."""
        return self._waiting > 0

    def ask(
        self,
        service: "Callable[[Session], T]",
        done: Callable[[T], None],
        failed: Callable[[IrError], None],
        *,
        owner: QObject,
    ) -> None:
        """Have a service change keys, as `Context.ask` has anything done."""
        ended: list[IrError | None] = []

        def work(session: "Session") -> T:
            try:
                found = service(session)
            except IrError as error:
                ended.append(error)
                raise
            ended.append(None)
            return found

        self._waiting += 1
        self.context.ask(work, done, failed, owner=owner)
        # Next in the same thread, so that it comes after, also where `owner` is gone.
        self.context.ask(
            lambda _: ended[0] if ended else IrError(_UNKNOWN), self._end, self._end, owner=self
        )

    def _end(self, error: IrError | None) -> None:
        self._waiting -= 1
        self.over.emit(error)
