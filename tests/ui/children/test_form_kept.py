"""What was typed in a form and not saved, in a real window: kept, brought back, forgotten."""

import json
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ir_desktop.domain.consent import Decision
from ir_desktop.domain.form_draft import FormDraft
from ir_desktop.domain.people import Role
from ir_desktop.domain.records import Blank
from ir_desktop.services import children
from ir_desktop.services.session import Session
from ir_desktop.ui.children.form_screen import KEPT_WORDS
from ir_desktop.ui.children.plain_states import fits, plain, state_of
from ir_desktop.ui.context import Place
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.dialog import Decision as Asked
from tests.ui.children.family_hands import BORN, MARKUP, Room, texts


def drafts(room: Room) -> dict[str, Any]:
    """Return what the store holds, by form."""

    def read(session: Session) -> list[FormDraft]:
        with session.store.reading() as records:
            return records.find(FormDraft)

    return {each.form: json.loads(each.content) for each in room.do(read)}


def typed(page: Any, name: str, value: Any) -> None:
    """Fill in a field as a person does."""
    field = page.form.field(name)
    field.set_value(value)
    field.changed.emit()


def banner(page: Any) -> str:
    return "\n".join(texts(each) for each in page.findChildren(Banner))


def test_it_is_kept_within_two_seconds_of_the_last_key_and_the_page_says_so(room: Room) -> None:
    page = room.go("child_form")
    room.until(page.form.field("given_name").box.hasFocus)
    room.type("Wren")
    room.qtbot.waitUntil(lambda: page.keeper.note.text().startswith("Draft kept, "), timeout=2000)
    assert drafts(room) == {"child_form//": {"given_name": ["", "Wren"]}}
    for _ in range(4):
        room.key(Qt.Key.Key_Backspace)
    room.until(lambda: not drafts(room))  # nothing is typed any more


@pytest.mark.parametrize("way", ["elsewhere", "locked"])
def test_every_kind_of_field_comes_back_after(room: Room, way: str) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi)
    team = page.form.field("health_team_id")
    was = dict(page.form.states())
    for name, value in {
        "known_as": MARKUP[0],
        "other_settings": "Bright Steps\nA & B",
        "interpreter_needed": Blank.DECLINED,
        "address": "1 The Row",
        "room_id": None,
        "ethnic_group": Blank.NOT_SHARED,
    }.items():
        typed(page, name, value)
    page.form.field("date_of_birth").boxes["month"].setText("Febr")
    team.new.field("team_name").box.setText("Half a team")
    now = dict(page.form.states())
    if way == "elsewhere":
        room.shell.show_today()
    else:
        room.shell.locked.disconnect()  # the program would end here, and start anew
        room.shell.lock()
        room.app._show_shell()
    room.loaded()
    page = room.go("child_form", kofi)
    assert page.form.states() == now != was
    assert KEPT_WORDS in banner(page)
    assert "changed in" not in banner(page)
    assert page.form.field("health_team_id").more.is_open()
    assert set(drafts(room)[f"child_form/{kofi}/"]) == {n for n in was if was[n] != now[n]}


def test_saving_forgets_it(room: Room) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi)
    typed(page, "known_as", "Kof")
    room.until(lambda: drafts(room))
    page.form.field("weeks_early").set_value("soon")
    page.submit()  # refused
    typed(page, "weeks_early", "3")
    page.submit()
    room.arrive("ChildPage")
    assert drafts(room) == {}
    assert room.page_of(kofi).child.known_as == "Kof"
    assert KEPT_WORDS not in banner(room.go("child_form", kofi))


def test_leaving_without_saving_forgets_it(room: Room) -> None:
    page = room.go("child_form", room.child_id("Kofi"), "carer")
    typed(page, "name", MARKUP[1])
    room.until(lambda: drafts(room))
    typed(page, "phone", "01632")  # not kept yet
    page.cancel()
    asked = page.findChild(Asked)
    room.until(asked.isVisible)
    asked.act.click()
    room.arrive("ChildPage")
    assert drafts(room) == {}
    page = room.go("child_form", room.child_id("Kofi"), "carer")
    assert page.form.value("name") == ""
    assert not page.form.dirty()


def test_what_the_records_say_meanwhile_is_told_and_the_rest_of_them_shown(room: Room) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi)
    typed(page, "known_as", "Kof")
    room.shell.show_today()
    room.loaded()
    room.do(
        lambda session: children.edit_child(
            session, kofi, known_as="Kay", check_elsewhere="Bright Steps"
        )
    )
    for _ in range(2):  # told again, too, after more was typed
        page = room.go("child_form", kofi)
        assert page.form.value("known_as") == "Kof"
        assert page.form.value("check_elsewhere") == "Bright Steps"
        assert "Meanwhile the records were changed in: Known as." in banner(page)
        typed(page, "named_health_visitor", "Sam")
        room.shell.show_today()
        room.loaded()
    assert room.page_of(kofi).child.known_as == "Kay"


def test_fields_that_show_by_another_are_shown_again(room: Room) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi, "consent")
    assert not page.form.field("by").isVisible()
    typed(page, "decision", Decision.WITHDRAWN)
    typed(page, "by_carer", "")
    typed(page, "by", MARKUP[0])
    page = room.go("child_form", kofi, "consent")
    assert page.form.value("decision") is Decision.WITHDRAWN
    assert page.form.field("by").isVisible()
    assert page.form.value("by") == MARKUP[0]


def test_a_password_is_in_no_draft(room: Room) -> None:
    page = room.go("settings_form", "", "member")
    secret = page.form.field("password")
    secret.box.setFocus()
    room.until(secret.box.hasFocus)
    room.type("kettle-walnut")
    room.settle()
    assert page.keeper.note.text() == ""
    typed(page, "name", "Sam")
    typed(page, "role", Role.ROOM_LEADER)
    room.until(lambda: page.keeper.note.text().startswith("Draft kept, "))
    room.shell.show_today()
    room.loaded()
    assert drafts(room) == {
        "settings_form//member": {"name": ["", "Sam"], "role": [None, "room_leader"]}
    }
    page = room.go("settings_form", "", "member")
    assert page.form.value("password") == ""
    assert page.form.field("room_ids").isVisible()
    assert "A password is never kept: type it again." in banner(page)


def works_here(room: Room, active: int) -> None:
    """Let the person go on, or stop them, as somebody else's window would."""

    def change(session: Session) -> None:
        with session.store.database.transaction() as connection:
            connection.exec_driver_sql(f"UPDATE staff SET active = {active}")

    room.do(change)


def test_what_the_store_refused_is_told_and_kept_as_soon_as_it_can_be(room: Room) -> None:
    page = room.go("child_form")
    works_here(room, 0)
    typed(page, "given_name", "Wren")
    room.until(lambda: page.keeper.note.text().startswith("Not saved yet. "))
    room.shell.go(Place("help"))
    room.shell.show_today()
    room.settle()
    works_here(room, 1)
    assert drafts(room) == {}
    page = room.go("child_form")
    form: Any = page.form
    assert form.value("given_name") == "Wren"
    assert KEPT_WORDS in banner(page)
    room.until(lambda: drafts(room) == {"child_form//": {"given_name": ["", "Wren"]}})


def test_where_the_draft_cannot_be_read_the_form_waits(room: Room) -> None:
    typed(room.go("child_form"), "given_name", "Wren")
    room.shell.show_today()
    room.loaded()
    works_here(room, 0)
    room.shell.go(Place("child_form"))
    page = room.screen
    room.until(lambda: "There is a problem" in texts(page))
    assert page.form is None
    works_here(room, 1)
    again = next(each for each in page.findChildren(Button) if each.text() == "Try again")
    again.click()
    room.until(lambda: page.loaded)
    form: Any = page.form
    assert form.value("given_name") == "Wren"


@pytest.mark.parametrize(
    "state",
    [None, True, "x", ("x", None), frozenset({"b", "a"}), (plain(BORN.isoformat()), None)],
)
def test_states_come_back_from_json(state: Any) -> None:
    again = state_of(json.loads(json.dumps(plain(state))))
    assert again == state
    assert fits(state, again)


def test_what_no_field_shows_is_left_out() -> None:
    assert state_of({"date": [1, 2, 3]}) is None
    assert state_of(3.5) is None
    assert not fits("x", ("x", None))
    assert not fits(("x", None), ("x", None, None))
    with pytest.raises(TypeError, match="cannot be kept"):
        plain(BORN)


def test_who_goes_elsewhere_while_it_is_saved_stays_there(room: Room) -> None:
    page = room.go("child_form")
    typed(page, "given_name", "Wren")
    typed(page, "date_of_birth", BORN)
    begun, go, done = Event(), Event(), Event()

    def ask(work: Any) -> None:
        room.app.records.submit(work, lambda _: None, lambda _: None, owner=room.app)

    ask(lambda: begun.set() or go.wait(5))
    page.submit()
    ask(done.set)
    while not begun.is_set():
        QApplication.processEvents()
    go.set()
    assert done.wait(5)  # saved, and the window has not heard of it
    room.shell.go(Place("today"))
    room.arrive("TodayPage")
    room.settle()
    assert room.shell.here == Place("today")
    assert room.child_id("Wren")
