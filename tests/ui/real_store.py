"""A store that is no demo, on a computer without a keyring, and the window on it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import Driver
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.domain.people import Role, SettingType
from ir_desktop.services import people, sign_in
from ir_desktop.services.demo import DemoMade, DemoStaff
from ir_desktop.services.session import Session
from ir_desktop.storage.cost import KdfCost
from ir_desktop.ui import theme
from tools.tour.guide import shut

CHEAP = KdfCost(memory_kib=64 * 1024, iterations=1, lanes=1)
"""The least that real records may have."""

JO, JO_PASSWORD = "Jo Field", "plum kite harbour seven"
BOLA, BOLA_PASSWORD = "Bola Ade", "moss kiln lantern nine"
NEW = "walnut harbour kettle drum"


@dataclass(frozen=True)
class Real:
    """The store's folder and the code on its sheet. Jo is its manager, Bola a practitioner."""

    folder: Path
    code: str

    def copied_to(self, folder: Path) -> "Real":
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(".lock"))
        return Real(folder, self.code)

    def slot(self, name: str) -> str:
        return sign_in.find_slot(self.folder, name)

    def sign_in(self, name: str = JO, password: str = JO_PASSWORD) -> Session:
        return sign_in.sign_in(self.folder, self.slot(name), password)

    def opens(self, name: str = JO, password: str = JO_PASSWORD) -> bool:
        """Return whether somebody's password opens the store; other troubles are raised."""
        from ir_desktop.storage.problems import WrongPassword

        try:
            self.sign_in(name, password).close()
        except WrongPassword:
            return False
        return True


def make_real(folder: Path) -> Real:
    begun = sign_in.begin(
        folder,
        sign_in.FirstRun(
            setting_name="Orchard",
            setting_type=SettingType.PRIVATE_NURSERY,
            manager_name=JO,
            password=JO_PASSWORD,
        ),
        cost=CHEAP,
        use_keyring=False,
    )
    try:
        people.add_staff(
            begun.session,
            people.NewPerson(name=BOLA, role=Role.PRACTITIONER, password=BOLA_PASSWORD),
            cost=CHEAP,
        )
    finally:
        begun.session.close()
    return Real(folder, begun.recovery_code)


@contextmanager
def window_on(real: Real, qapp: Any, qtbot: QtBot, scale: float = 1.0) -> Iterator[Driver]:
    """Open the window on the store; nobody has signed in yet."""
    theme.apply(qapp, theme.Theme(theme.LIGHT, scale))
    app = App(qapp, Options(store=real.folder))
    app.start()
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    staff = (
        DemoStaff(JO, Role.MANAGER, JO_PASSWORD),
        DemoStaff(BOLA, Role.PRACTITIONER, BOLA_PASSWORD),
    )
    driver = Driver(app, qtbot, DemoMade(real.folder, staff, real.code))
    try:
        driver.until(app.window.isActiveWindow)
        yield driver
    finally:
        shut(app)
