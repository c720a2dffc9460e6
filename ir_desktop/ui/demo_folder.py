"""The demo nursery's place: a folder of its own that only this person can read, and that goes."""

import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ir_desktop.ui.sign_in.presenter import Person

_PREFIX = "ir-demo-"
_PEOPLE = "people.json"  # invented people and the passwords that the sign-in page shows anyway


class DemoFolder(QObject):
    """A throw-away demo store. `progress` tells in words how the making goes."""

    progress = Signal(str)

    def __init__(self, path: Path, people: tuple[Person, ...] = ()) -> None:
        super().__init__()
        self.path, self.people = path, people
        self.store = path / "store"

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

    def fill(self) -> tuple[Person, ...]:
        """Make the store and return who can sign in. Slow: runs in the records' thread."""
        from ir_desktop.domain.people import ROLE_WORDS
        from ir_desktop.services.demo import make_demo
        from ir_desktop.services.session import SystemClock
        from ir_desktop.services.sign_in import find_slot

        made = make_demo(
            self.store,
            today=SystemClock().today(),
            sharing=True,
            progress=lambda words: self.progress.emit(f"{words}…"),
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

    def remove(self) -> None:
        """Remove the folder and everything in it."""
        import shutil

        shutil.rmtree(self.path, ignore_errors=True)
