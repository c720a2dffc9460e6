"""The window in a process of its own, on a computer with a keyring; each act prints what came."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from ir_desktop.app import App, Options
from ir_desktop.domain.people import Role, SettingType
from ir_desktop.services import people, sign_in
from ir_desktop.storage import device_secret, keys
from ir_desktop.storage.cost import KdfCost
from ir_desktop.ui.context import Place
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.sign_in.page import SignInPage
from tools.tour.guide import shut

CHEAP = KdfCost(memory_kib=64 * 1024, iterations=1, lanes=1)
JO, BOLA = "Jo Field", "Bola Ade"
_PATIENCE = 60.0


class Hands:
    """Opens the window on the store in a folder and does what a person would."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store"
        self._qt = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(self._qt, QApplication)
        self.app = App(self._qt, Options(store=self.store))
        self.app.start()

    def __enter__(self) -> "Hands":
        return self

    def __exit__(self, *_: object) -> None:
        shut(self.app)

    def until(self, found: Callable[[], Any]) -> Any:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            QApplication.processEvents()
            if result := found():
                return result
            time.sleep(0.01)
        raise AssertionError("it did not come")

    def page(self, kind: str) -> Any:
        """Wait for a page of the first ones by its class, also one inside of it."""

        def here() -> Any:
            page: Any = self.app.window.page
            inside = getattr(page, "page", None)
            return next((p for p in (page, inside) if type(p).__name__ == kind), None)

        return self.until(here)

    def sign_in(self, name: str, password: str) -> str:
        """Sign in, and return what came of it: "in", or the words on the page."""
        page = self.page("SignInPage")
        page.names.choose(sign_in.find_slot(self.store, name))
        page.password.setText(password)
        page.submit()
        self.until(lambda: self.inside() or told(page))
        return "in" if self.inside() else told(page)

    def inside(self) -> bool:
        page = self.app.window.page
        return isinstance(page, Shell) and page.screen_shown is not None

    def form(self, part: str) -> Any:
        shell: Any = self.app.window.page
        shell.go(Place("settings_form", part=part))
        screen = shell.screen_shown
        self.until(lambda: screen.loaded)
        return screen

    def save(self, screen: Any) -> None:
        shell: Any = self.app.window.page
        screen.submit()
        self.until(lambda: shell.screen_shown is not screen)

    def computer(self) -> list[str]:
        """Return what Settings says of this computer's keyring."""
        shell: Any = self.app.window.page
        shell.go(Place("settings", part=presenter.COMPUTER))
        screen = shell.screen_shown
        self.until(lambda: screen.loaded and screen.shown.found)
        return [each.what for each in screen.shown.found]

    def recover(self, code: str) -> Any:
        page = self.page("SignInPage")
        page.forgot.click()
        flow = self.page("Recover")
        flow.cost = CHEAP
        flow.code_page.code.set_value(code)
        flow.code_page.submit()
        return flow

    def choose(self, password: str) -> Any:
        page = self.page("ChoosePage")
        print("alone" if page.alone else "with the keyring")
        page.password.set_value(password)
        page.submit()
        self.until(lambda: page.password.problem() or self._done())
        return page

    def _done(self) -> bool:
        page: Any = self.app.window.page
        return type(page.page).__name__ == "DonePage"


def words(page: Any) -> str:
    """Return the running text on a page."""
    return " ".join(each.text() for each in page.findChildren(Prose))


def slot_of(store: Path, name: str) -> str:
    return sign_in.find_slot(store, name)


def told(page: SignInPage) -> str:
    try:
        return page.password.accessibleDescription() or page.problems.accessibleDescription()
    except RuntimeError:  # it went: somebody is in
        return ""


def make(folder: Path) -> None:
    """Make the store of Jo and Bola with this computer's keyring."""
    begun = sign_in.begin(
        folder / "store",
        sign_in.FirstRun(
            setting_name="Orchard",
            setting_type=SettingType.PRIVATE_NURSERY,
            manager_name=JO,
            password="plumkite",
        ),
        cost=CHEAP,
    )
    people.add_staff(
        begun.session,
        people.NewPerson(name=BOLA, role=Role.PRACTITIONER, password="mosskiln"),
        cost=CHEAP,
    )
    begun.session.close()
    (folder / "code").write_text(begun.recovery_code)


def lock_keyring() -> None:
    import secretstorage

    bus = secretstorage.dbus_init()
    secretstorage.get_default_collection(bus).lock()
    bus.close()


def forget_secret(folder: Path) -> None:
    device_secret.open_keyring().delete(keys.store_id(folder / "store"))
