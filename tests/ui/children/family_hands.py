"""A demo nursery of one's own in a real window, and two hands on its keyboard that count."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.services import children
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.ui import theme
from ir_desktop.ui.context import Place

LONG = 20_000  # milliseconds that anything may take on a busy machine
BORN = date(date.today().year - 2, 1, 1)
MARKUP = (
    "<b>Bo</b>",
    "<img src=x> & Söhne",
    "&amp;lt; &lt;i&gt;",
    "<a href='x'>y</a>",
)
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley van der Hoogenband"
ARABIC = "محمد العلي"


class Room:
    """The window with somebody signed in; `keys` counts what is typed."""

    def __init__(self, app: App, qtbot: QtBot, made: DemoMade) -> None:
        self.app, self.qtbot, self.made, self.keys = app, qtbot, made, 0

    def until(self, found: Callable[[], Any]) -> Any:
        self.qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
        return found()

    @property
    def shell(self) -> Any:
        return self.app.window.page

    @property
    def screen(self) -> Any:
        return self.shell.screen_shown

    def sign_in(self, place: int = 0) -> None:
        page: Any = self.app.window.page
        person = self.made.staff[place]
        page.names.choose(find_slot(self.made.store, person.name))
        page.password.setText(person.password)
        page.submit()
        self.until(lambda: hasattr(self.app.window.page, "screen_shown"))
        self.until(lambda: self.screen.loaded)

    def go(self, kind: str, child_id: str = "", part: str = "") -> Any:
        self.shell.go(Place(kind, child_id, part))
        return self.loaded(kind)

    def loaded(self, what: str = "") -> Any:
        screen = self.screen
        self.until(lambda: screen.loaded)
        self.settle()
        return screen

    def settle(self) -> None:
        self.qtbot.wait(30)

    def arrive(self, name: str) -> Any:
        """Wait for a screen of a class to be there."""
        return self.until(
            lambda: self.screen if type(self.screen).__name__ == name and self.screen.loaded else 0
        )

    def do(self, service: Callable[[Session], Any]) -> Any:
        """Have a service done in the records' thread, and return what it returns."""
        found: list[Any] = []
        session = self.app.session
        assert session is not None
        self.app.records.submit(
            lambda: service(session), lambda it: found.append((it,)), found.append, owner=self.app
        )
        self.until(lambda: found)
        assert isinstance(found[0], tuple), found[0]
        return found[0][0]

    def child_id(self, name: str) -> str:
        found = self.do(lambda session: children.list_children(session, include_left=True))
        return next(each.id for each in found if name in each.full_name)

    def page_of(self, child_id: str) -> children.ChildPage:
        return self.do(lambda session: children.child_page(session, child_id))

    def key(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        keys = Qt.KeyboardModifier
        QTest.keyClick(self._there(), key, keys.ControlModifier if ctrl else keys.NoModifier)
        self.keys += 1
        QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self._there(), letter)
            self.keys += 1
        QApplication.processEvents()

    def tab_to(self, found: Callable[[QWidget], bool], most: int = 80) -> None:
        for _ in range(most):
            now = QApplication.focusWidget()
            if now is not None and found(now):
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError("the Tab key does not come there")

    def _there(self) -> QWidget:
        return QApplication.focusWidget() or self.app.window


def texts(part: QWidget) -> str:
    """Return every word that a part of the window shows or tells a screen reader."""
    found: list[str] = []
    for each in (part, *part.findChildren(QWidget)):
        text = getattr(each, "text", None)
        if callable(text) and each.isVisible():
            found.append(str(text()))
        found.append(each.accessibleName())
    return "\n".join(found)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> DemoMade:
    folder = tmp_path_factory.mktemp("families") / "store"
    made = make_demo(folder, children=22, today=date.today())
    session = sign_in(folder, find_slot(folder, made.staff[0].name), made.staff[0].password)
    try:
        for given, family in (
            (MARKUP[0], MARKUP[1]),
            (ARABIC, ""),
            (LONG_NAME, "x"),
        ):
            child = children.add_child(
                session,
                given_name=given,
                family_name=family,
                date_of_birth=BORN,
                key_person_id=session.staff.id,
                address=f"{MARKUP[2]}\n{MARKUP[3]}",
                gp=MARKUP[3],
                home_languages=(MARKUP[0], ARABIC),
                named_health_visitor=MARKUP[2],
                other_settings=(LONG_NAME,),
            )
            children.add_carer(
                session,
                child.id,
                relationship=MARKUP[3],
                name=f"{given} senior",
                phone="01134960",
            )
    finally:
        session.close()
    return made


@pytest.fixture(params=[1.0])
def room(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    qapp: Any,
    template: DemoMade,
    tmp_path: Path,
) -> Iterator[Room]:
    """The window with the manager signed in, on records that are this test's alone."""
    shutil.copytree(template.store, tmp_path / "store")
    made = replace(template, store=tmp_path / "store")
    theme.apply(qapp, theme.Theme(theme.LIGHT, request.param))
    app = App(qapp, Options(store=made.store))
    app.start()
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    room = Room(app, qtbot, made)
    room.until(lambda: app.window.isVisible() and app.window.isActiveWindow())
    room.sign_in()
    yield room
    app.stop(keep_demo=False)
    app.window.deleteLater()
    qapp.processEvents()
