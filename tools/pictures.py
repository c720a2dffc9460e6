"""``dev.py pictures [FOLDER]``: a picture of every screen of the running program.

Each is taken in light and dark, some also with text at 200 %. The demo nursery, made with
a fixed seed, has something to show in every state.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from ir_desktop.app import App, Options
from ir_desktop.errors import IrError
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.sign_in import find_slot
from ir_desktop.ui import theme
from ir_desktop.ui.children.child_page import TABS
from ir_desktop.ui.sign_in.page import SignInPage
from ir_desktop.ui.sign_in.presenter import Person, Wrong

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
_COLOURS = 200  # a palette of so many keeps a picture under some 60 kB with no loss to be seen
_PATIENCE_MS = 20_000
_BIG = "-text-200"
_BIG_ONES = {"sign-in-problem", "today", "children", "child-zofia-overview", "child-zofia-reviews"}


def main(arguments: list[str]) -> int:
    """Make every picture; the first argument may name another folder."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    qt = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(prefix="ir-pictures-") as place:
        made = make_demo(Path(place) / "store", today=date.today(), sharing=True)
        for name, colours in (("light", theme.LIGHT), ("dark", theme.DARK)):
            theme.apply(qt, theme.Theme(colours))
            _Camera(qt, made, folder, f"-{name}").everything()
        theme.apply(qt, theme.Theme(theme.LIGHT, 2.0))
        _Camera(qt, made, folder, _BIG).everything()
    return 0


class _Camera:
    def __init__(self, qt: QApplication, made: DemoMade, folder: Path, ending: str) -> None:
        self._qt, self._made, self._folder, self._ending = qt, made, folder, ending
        self._app = App(qt, Options(store=made.store))
        self._app.start()
        self._app.window.activateWindow()
        self._pause(300)

    def everything(self) -> None:
        """Walk through the program as a person would, with a picture at each stop."""
        page = self._demo_page()
        self._take("sign-in")
        page.show_wrong([Wrong("password", "Type your password.")])
        self._take("sign-in-problem")
        page.fill.click()
        page.show_wrong([])
        page.submit()
        self._until(lambda: hasattr(self._app.window.page, "screen_shown"))
        shell: Any = self._app.window.page
        self._loaded()
        self._take("today")
        shell.show_children()
        self._loaded()
        self._take("children")
        shell.screen_shown.search.setText("nobody of this name")
        self._take("children-none")
        for name in ("Zofia", "Amina", "Saoirse"):
            self._child(shell, name)
        self._app.stop(keep_demo=False)
        self._app.window.deleteLater()
        self._pause(100)

    def _demo_page(self) -> SignInPage:
        people = tuple(
            Person(find_slot(self._made.store, each.name), each.name, "", each.password)
            for each in self._made.staff
        )
        page = self._app._show_sign_in(people, demo=True)
        page.names.choose(people[0].slot_id)
        return page

    def _child(self, shell: Any, name: str) -> None:
        shell.show_children()
        self._loaded()
        shell.screen_shown.search.setText(name)
        shell.show_child(shell.screen_shown.list.rows_model.rows[0].key)
        self._loaded()
        page = shell.screen_shown
        for place, name_of_tab in enumerate(TABS):
            tab = name_of_tab.split()[0].lower()
            page.tabs.setCurrentIndex(place)
            if tab == "papers":
                self._until(partial(_is_ready, page.papers.document))
                self._pause(600)
            self._take(f"child-{name.lower()}-{tab}")

    def _take(self, name: str) -> None:
        if self._ending == _BIG and name not in _BIG_ONES:
            return
        self._pause(150)
        image = self._app.window.grab().toImage()
        path = self._folder / f"{name}{self._ending}.png"
        image.convertToFormat(QImage.Format.Format_RGB32).save(str(path))
        _compress(path)

    def _loaded(self) -> None:
        self._until(lambda: self._app.window.page.screen_shown.loaded)  # type: ignore[union-attr] - the shell is shown

    def _until(self, true: Callable[[], bool]) -> None:
        for _ in range(_PATIENCE_MS // 20):
            if true():
                return
            self._pause(20)
        raise IrError("A screen did not show what it should.")

    @staticmethod
    def _pause(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        QCoreApplication.processEvents()


def _is_ready(document: QPdfDocument) -> bool:
    return document.status() is QPdfDocument.Status.Ready


def _compress(path: Path) -> None:
    """Write the picture with a palette: Pillow comes along with reportlab."""
    from PIL import Image

    with Image.open(path) as image:
        small = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
