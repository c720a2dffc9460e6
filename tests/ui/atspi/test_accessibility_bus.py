"""The real program on the accessibility bus, as a screen reader finds it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from atspi_bus import Bus, Told, until

from ir_desktop.services.demo import DemoMade, make_demo
from tools.dev import screens

pytestmark = pytest.mark.needs("Xvfb", "dbus-run-session", "/usr/libexec/at-spi-bus-launcher")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> DemoMade:
    return make_demo(tmp_path_factory.mktemp("bus") / "store", children=6, today=date.today())


@contextmanager
def running(store: Path, session_bus: str, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a screen of its own."""
    with screens.virtual(1) as (display,):
        surroundings = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "DBUS_SESSION_BUS_ADDRESS": session_bus,
            "XDG_CONFIG_HOME": str(home),
        }
        program = [sys.executable, "-m", "ir_desktop", "--store", str(store)]
        with subprocess.Popen(program, env=surroundings) as process:
            try:
                yield process
            finally:
                process.terminate()
                process.wait(timeout=30)


class Reader:
    """What a screen reader knows: what shows on the window, by role and name."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.window = until(self._window)

    def _window(self) -> Told | None:
        for program in self._bus.applications():
            for each in self._bus.children(program):
                if each.role == "frame":
                    return each
        return None

    def all(self, role: str) -> dict[str, Told]:
        found = (each for each in self._bus.under(self.window) if each.role == role)
        return {each.name: each for each in found if self._bus.shows(each)}

    def find(self, role: str, starts: str) -> Told:
        def there() -> Told | None:
            found = self.all(role).items()
            return next((each for name, each in found if name.startswith(starts)), None)

        return until(there)


def test_somebody_signs_in_by_what_a_screen_reader_is_told(
    nursery: DemoMade, session_bus: str, tmp_path: Path
) -> None:
    person = nursery.staff[0]
    with running(nursery.store, session_bus, tmp_path), Bus(session_bus).opened() as bus:
        reader = Reader(bus)
        assert reader.window.name == "Integrated Review"
        reader.find("heading", "Sign in")
        assert set(reader.all("heading")) == {"Sign in"}
        assert {"Sign in", "Show password"} <= set(reader.all("push button"))
        assert [each.name for each in nursery.staff] == [
            name for name in reader.all("cell") if name
        ]

        bus.act(reader.find("cell", person.name), "Toggle")
        bus.write(reader.find("text", "Password"), person.password)
        bus.act(reader.find("push button", "Sign in"), "Press")

        reader.find("heading", "Good ")
        headings, buttons = set(reader.all("heading")), set(reader.all("push button"))
        assert {"Checks due", "Families to chase", "Follow-ups"} <= headings
        assert {"Today", "Children", "Letters", "Lock and sign out", "Start a review"} <= buttons
        assert next(iter(reader.all("table"))) == "Checks due"
