"""What every screen is given: who is signed in, how to get work done, and where to go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject

from ir_desktop.errors import IrError
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.services.session import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the program: a kind of `places.ENTRIES`, which child, and which part of it."""

    kind: str
    child_id: str = ""
    part: str = ""


class Places(Protocol):
    """Where a screen may send the person."""

    def go(self, place: Place) -> None:
        """Show a place; going back returns from it."""
        ...

    def back(self) -> None:
        """Return to the place before, if there is one."""
        ...

    def start_review(self) -> None:
        """Ask whose review to start or go on with, and show it."""
        ...

    def show_today(self) -> None:
        """Show Today."""
        ...

    def show_children(self) -> None:
        """Show the children's list."""
        ...

    def show_child(self, child_id: str, tab: str = "") -> None:
        """Show a child's page, at a tab if one is named."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """A signed-in person's way to the records: every service runs in the `records` thread.

    `aside` is the other thread, for what needs no store, such as printing.
    """

    session: "Session"
    records: Worker
    aside: Worker

    def ask(
        self,
        service: "Callable[[Session], T]",
        done: Callable[[T], None],
        failed: Callable[[IrError], None],
        *,
        owner: QObject,
    ) -> None:
        """Have a service do something in the records' thread; the answer comes to this one."""
        self.records.submit(lambda: service(self.session), done, failed, owner=owner)
