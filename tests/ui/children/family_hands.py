"""A demo nursery of one's own in a real window, and two hands on its keyboard that count."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.app import App
from ir_desktop.services import children
from ir_desktop.services.demo import DemoMade, make_demo
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.ui import theme
from ir_desktop.ui.context import Place
from tests.ui.window_hands import InWindow, Keys, opened

BORN = date(date.today().year - 2, 1, 1)
MARKUP = (
    "<b>Bo</b>",
    "<img src=x> & Söhne",
    "&amp;lt; &lt;i&gt;",
    "<a href='x'>y</a>",
)
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley van der Hoogenband"
ARABIC = "محمد العلي"


class Room(InWindow, Keys):
    """The window with somebody signed in; `keys` counts what is typed."""

    def __init__(self, app: App, qtbot: QtBot, made: DemoMade) -> None:
        super().__init__(app, qtbot, made)
        self.window = app.window

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

    def child_id(self, name: str) -> str:
        found = self.do(lambda session: children.list_children(session, include_left=True))
        return next(each.id for each in found if name in each.full_name)

    def page_of(self, child_id: str) -> children.ChildPage:
        return self.do(lambda session: children.child_page(session, child_id))


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
    with opened(made.store, qapp, qtbot) as app:
        room = Room(app, qtbot, made)
        room.sign_in()
        yield room
