"""A practitioner meets their own key children, and nobody else's, in every place there is."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.domain.people import Child, Role
from ir_desktop.domain.sharing import ExportState
from ir_desktop.errors import Refused
from ir_desktop.services import children, exports, invitations, replies, sending
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.ui import theme
from ir_desktop.ui.context import Place
from ir_desktop.ui.links import parts_of
from ir_desktop.ui.today.note_row import NoteRow
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Clock
from tests.ui.children.family_hands import Room, texts
from tools.tour.guide import shut


@dataclass(frozen=True)
class Own:
    """The window of somebody, the children within their scope, and the others."""

    room: Room
    mine: dict[str, Child]
    others: dict[str, Child]

    def only_mine(self, found: set[str]) -> None:
        """Check that these ids are of one's own children, and that there are some."""
        assert found
        assert found <= set(self.mine)

    def nobody_else(self, told: str) -> None:
        """Check that no other child's name is in sight or told to a screen reader."""
        for each in self.others.values():
            assert each.full_name not in told


def busy(session: Session) -> None:
    """Give children of everybody's meetings, copies and answers, as the manager."""
    every = children.list_children(session)
    team = HealthTeam(Clock(session.clock.now()))
    team.introduce(session)
    by_name = {each.given_name: each.id for each in every}
    for name in ("Zofia", "Saoirse"):
        exports.approve(session, by_name[name])
    line = Line(team)
    sending.sync_once(session, connect=line)
    for each in every:
        if each.given_name not in ("Zofia", "Saoirse", "Kofi"):
            with suppress(Refused):  # a review that is signed off already
                invitations.book_meeting(session, each.id, session.today)
    for row in exports.ledger(session):
        if row.export.state is ExportState.RECEIVED:
            team.replies.append(team.reply(row.export.id))
    replies.fetch_replies(session, connect=line)


@pytest.fixture(params=[Role.PRACTITIONER, Role.ROOM_LEADER])
def own(
    request: pytest.FixtureRequest, qtbot: QtBot, qapp: Any, template: DemoMade, tmp_path: Path
) -> Iterator[Own]:
    """The window with a practitioner, then a room leader, signed in."""
    shutil.copytree(template.store, tmp_path / "store")
    made = replace(template, store=tmp_path / "store")
    manager = made.staff[0]
    session = sign_in(made.store, find_slot(made.store, manager.name), manager.password)
    try:
        busy(session)
        with session.store.reading() as records:
            every = records.find(Child)
    finally:
        session.close()
    theme.apply(qapp, theme.Theme(theme.LIGHT))
    app = App(qapp, Options(store=made.store))
    app.start()
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    room = Room(app, qtbot, made)
    room.until(lambda: app.window.isVisible() and app.window.isActiveWindow())
    room.sign_in([each.role for each in made.staff].index(request.param))
    mine = room.do(lambda s: children.list_children(s, include_left=True))
    ids = {each.id for each in mine}
    staff = room.app.session.staff if room.app.session is not None else None
    assert staff is not None
    if request.param is Role.PRACTITIONER:
        assert {each.key_person_id for each in mine} == {staff.id}
    yield Own(
        room,
        {each.id: each for each in mine},
        {each.id: each for each in every if each.id not in ids},
    )
    shut(app)


def test_the_list(own: Own) -> None:
    page = own.room.go("children")
    found = {row.key for row in page.list.rows_model.rows}
    own.only_mine(found)
    own.nobody_else(texts(page))


def test_the_finder_and_starting_a_review(own: Own) -> None:
    room, seen = own.room, set[str]()
    for finder in (room.shell.finder, room.shell.starter):
        finder.open_up()
        room.until(finder.line.hasFocus)
        finder._pause.setInterval(0)  # nobody types a next letter here
        every = [*own.others.values(), *own.mine.values()]
        for typed in (*(each.given_name for each in every), *(e.nhs_number for e in every), ""):
            finder.line.setText(typed)
            room.until(partial(getattr, finder, "_answered"))
            found = {parts_of(row.key)[1] for row in finder.rows.rows_model.rows} - {""}
            assert found <= set(own.mine)
            seen |= found
        room.key(Qt.Key.Key_Escape)
    own.only_mine(seen)


def test_today_and_all_of_its_lists(own: Own) -> None:
    room = own.room
    page = room.go("today")
    rows = {parts_of(row.key)[1] for part in page.lists.values() for row in part.rows_model.rows}
    lines = {parts_of(each.note.key)[1] for each in page.findChildren(NoteRow)}
    own.only_mine(rows | lines)
    own.nobody_else(texts(page))
    for kind in ("due", "chase", "follow_ups", "meetings", "health", "held"):
        whole = room.go("due", part=kind)
        listed = whole.table.rows.rows_model.rows if whole.table is not None else ()
        assert {parts_of(row.key)[1] for row in listed} <= set(own.mine)
        own.nobody_else(texts(whole))


def test_letters(own: Own) -> None:
    page = own.room.go("letters")
    own.room.until(lambda: page.lists)
    assert {key for each in page.lists for key in each.boxes} <= set(own.mine)
    own.nobody_else(texts(page))


def test_sharing(own: Own) -> None:
    page = own.room.go("sharing")
    own.room.settle()
    rows = [] if page.list is None else page.list.rows_model.rows
    assert {each.child_id for each in rows if each.key} <= set(own.mine)
    own.nobody_else(texts(page))


@pytest.mark.parametrize("kind", ["child", "review", "child_form"])
def test_another_childs_page_says_kindly_that_it_is_not_theirs(own: Own, kind: str) -> None:
    room = own.room
    other = next(iter(own.others))
    room.shell.go(Place(kind, other, "consent" if kind == "child_form" else ""))
    room.until(lambda: "This child is not one of yours." in texts(room.screen))
    own.nobody_else(texts(room.screen))
    again = [
        each
        for each in room.screen.findChildren(QAbstractButton)
        if each.text() == "Try again" or each.accessibleName() == "Try again"
    ]
    assert again
    room.shell.back()
    assert room.shell.trail.here == Place("today")


def test_the_rail_counts_ones_own_alone(own: Own) -> None:
    held = own.room.do(
        lambda s: sum(row.export.state is ExportState.HELD for row in exports.ledger(s))
    )
    own.room.shell.show_today()
    own.room.qtbot.wait(600)
    wanted = f"Sharing, {held} held" if held else "Sharing"
    own.room.until(lambda: own.room.shell.rail["Sharing"].accessibleName() == wanted)
