"""The demo nursery's place: a folder of its own that only this person can read, and that goes."""

import json
import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ir_desktop.errors import IrError
from ir_desktop.ui.sign_in.presenter import Person, wrong

if TYPE_CHECKING:
    from ir_desktop.services.demo_places import StoreLock
    from ir_desktop.ui.sign_in.page import SignInPage
    from ir_desktop.ui.worker import Worker

_PREFIX = "ir-demo-"
_PEOPLE = "people.json"  # invented people and the passwords that the sign-in page shows anyway


class Stopped(IrError):
    """The making was given up because the window is closing."""

    def __init__(self) -> None:
        super().__init__("The demo nursery was not made.")


class DemoFolder(QObject):
    """A throw-away demo store. `progress` tells in words how the making goes."""

    progress = Signal(str)

    def __init__(self, path: Path, people: tuple[Person, ...] = ()) -> None:
        super().__init__()
        self.path, self.people = path, people
        self.store = path / "store"
        self._held: StoreLock | None = None
        self._stopping = threading.Event()

    @classmethod
    def make(cls) -> "DemoFolder":
        """Make an empty folder that only this person can read."""
        import tempfile  # slow to load, and most windows have no demo

        return cls(Path(tempfile.mkdtemp(prefix=_PREFIX)))

    @classmethod
    def resume(cls, path: Path) -> "DemoFolder":
        """Return the demo that the window before a lock had; a new one if it is not whole."""
        try:
            if not path.name.startswith(_PREFIX):
                return cls.make()
            told = json.loads((path / _PEOPLE).read_text("utf-8"))
            return cls(path, tuple(Person(**each) for each in told))
        except (OSError, ValueError, TypeError):
            return cls.make()

    def hold(self) -> None:
        """Keep other windows from sweeping the folder. Slow: runs in the records' thread."""
        from ir_desktop.services import demo_places

        if self._held is None and not self._stopping.is_set():
            self._held = demo_places.hold(self.path)

    def fill_for(self, page: "SignInPage", records: "Worker") -> None:
        """Make the store in the records' thread; show on the page how it goes, and who is in it."""
        # The words come from the other thread: a signal brings them to this one.
        self.progress.connect(page.set_busy)

        def made(people: tuple[Person, ...]) -> None:
            page.set_busy("")
            page.set_people(people)

        def failed(error: IrError) -> None:
            page.show_wrong([wrong(error)])

        records.submit(self.fill, made, failed, owner=page)

    def fill(self) -> tuple[Person, ...]:
        """Make the store and return who can sign in. Slow: runs in the records' thread.

        Raises `Stopped` soon after `stop` was called.
        """
        try:
            return self._fill()
        except BaseException:
            if self._stopping.is_set():  # whatever came of the folder being taken away meanwhile
                raise Stopped from None
            raise

    def _fill(self) -> tuple[Person, ...]:
        from ir_desktop.domain.people import ROLE_WORDS
        from ir_desktop.services.demo import make_demo
        from ir_desktop.services.session import SystemClock
        from ir_desktop.services.sign_in import find_slot

        self.hold()
        self._go_on("")
        made = make_demo(
            self.store, today=SystemClock().today(), sharing=True, progress=self._go_on
        )
        slots = {each.name: find_slot(self.store, each.name) for each in made.staff}
        self.people = tuple(
            Person(slots[each.name], each.name, ROLE_WORDS[each.role], each.password)
            for each in made.staff
        )
        told = [
            {
                "slot_id": each.slot_id,
                "name": each.name,
                "role": each.role,
                "password": each.password,
            }
            for each in self.people
        ]
        (self.path / _PEOPLE).write_text(json.dumps(told), "utf-8")
        return self.people

    def _go_on(self, words: str) -> None:
        if self._stopping.is_set():
            raise Stopped
        if words:
            self.progress.emit(f"{words}…")

    @property
    def making(self) -> bool:
        """Whether the store is not there yet."""
        return not self.people

    def stop(self) -> None:
        """Give up the making, if it is still under way."""
        self._stopping.set()

    def keep(self) -> Path:
        """Leave the folder to the window after a lock, and return it."""
        with suppress(OSError):
            os.utime(self.path)  # a fresh folder is not swept before that window holds it
        self._let_go()
        return self.path

    def remove(self) -> None:
        """Remove the folder and everything in it."""
        import shutil

        self._let_go()
        shutil.rmtree(self.path, ignore_errors=True)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.release()
            self._held = None


def sweep() -> None:
    """Remove what killed windows left of their demos. Slow: never runs in the Qt thread."""
    import tempfile
    import time

    from ir_desktop.services import demo_places

    demo_places.sweep(Path(tempfile.gettempdir()), now=time.time())
