"""Today in a real window: every list filled, empty and long; each row one click or key away."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.people import Child
from ir_desktop.domain.progress import Step
from ir_desktop.domain.sharing import ExportState
from ir_desktop.services import (
    children,
    exports,
    invitations,
    replies,
    sending,
)
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Place
from ir_desktop.ui.links import parts_of
from ir_desktop.ui.today.note_row import NoteRow
from ir_desktop.ui.today.presenter import today_view
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Clock
from tests.ui.children.family_hands import ARABIC, LONG_NAME, MARKUP, Room, texts

KEY = Qt.Key
DAY = timedelta(days=1)


def page_of_today(room: Room) -> Any:
    room.shell.show_today()
    return room.loaded("today")


def again(room: Room) -> Any:
    """Read Today anew, as its own clock does, and wait for what has changed."""
    page, view = room.screen, room.do(today_view)
    page.load()
    room.until(lambda: page._view == view)
    room.settle()
    return page


def ids(room: Room, *names: str) -> list[str]:
    return [room.child_id(name) for name in names]


def notes(page: Any) -> dict[str, NoteRow]:
    return {f"{each.note.act}: {each.note.name}": each for each in page.findChildren(NoteRow)}


def full(session: Session) -> dict[str, str]:
    """Give every list of Today something to show, and return the children by what for."""
    by_name = {each.given_name: each.id for each in children.list_children(session)}
    team = HealthTeam(Clock(session.clock.now()))
    team.introduce(session)
    zofia, saoirse = by_name["Zofia"], by_name["Saoirse"]
    exports.approve(session, zofia)
    line = Line(team)
    sending.sync_once(session, connect=line)
    exports.approve(session, saoirse)
    invitations.book_meeting(
        session, by_name["Blessing"], session.today + DAY, when_and_where="14:00, in the Oak room"
    )
    (sent,) = [e.export for e in exports.ledger(session) if e.export.state is ExportState.RECEIVED]
    team.replies.append(team.reply(sent.id, outcome="Seen", review_on=session.today + 30 * DAY))
    assert len(replies.fetch_replies(session, connect=line).replies) == 1
    return by_name | {"sent": zofia, "held": saoirse, "meets": by_name["Blessing"]}


def test_every_list_is_there_with_its_act(room: Room) -> None:
    made = room.do(full)
    page = page_of_today(room)
    assert set(page.lists) >= {"due", "chase"}
    shown = notes(page)
    assert "Read reply: Zofia Kowalska" in shown
    assert any(words.startswith("See why: Saoirse") for words in shown)
    assert any(words.startswith("Get ready: Blessing") for words in shown)
    assert any("14:00" in words for words in shown)
    said = texts(page)
    assert "copy is held back" in said
    assert "meeting is this week" in said
    assert "answer is new" in said
    assert made["sent"] != made["held"]
    for part in page.lists.values():
        for row in part.rows_model.rows:
            assert row.cells[-1].words, row  # an act at the end of each
            assert row.cells[0].words


@pytest.mark.parametrize("by_key", [False, True], ids=["one click", "one key"])
def test_each_row_of_a_list_is_one_step_from_its_act(room: Room, by_key: bool) -> None:
    kinds = [(kind, len(part.rows_model.rows)) for kind, part in page_of_today(room).lists.items()]
    assert kinds
    for kind, count in kinds:
        for place in range(count):
            part = page_of_today(room).lists[kind]
            want = parts_of(part.rows_model.rows[place].key)
            if by_key:
                part.setFocus()
                part.setCurrentIndex(part.rows_model.index(place, 0))
                QTest.keyClick(part, KEY.Key_Return)
            else:
                middle = part.visualRect(part.rows_model.index(place, 0)).center()
                QTest.mouseClick(part.viewport(), Qt.MouseButton.LeftButton, pos=middle)
            assert room.shell.trail.here == Place(*want)
            room.loaded()
            assert room.screen.step == want[2]


@pytest.mark.parametrize("by_key", [False, True], ids=["one click", "one key"])
def test_each_line_of_a_box_is_one_step_from_its_act(room: Room, by_key: bool) -> None:
    room.do(full)
    page_of_today(room)
    names = list(notes(again(room)))
    assert len(names) >= 3
    for name in names:
        line = notes(page_of_today(room))[name]
        want = Place(*parts_of(line.note.key))
        if by_key:
            line.setFocus()
            QTest.keyClick(line, KEY.Key_Space)
        else:
            QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        assert room.shell.trail.here == want, name
        room.loaded()


def test_by_keyboard_alone_from_the_first_row_to_the_check(room: Room) -> None:
    page = page_of_today(room)
    first = page.due.rows_model.rows[0]
    room.until(page.due.hasFocus)  # nothing has to be pressed to come to what presses most
    room.key(KEY.Key_Return)
    room.loaded()
    assert room.shell.trail.here == Place(*parts_of(first.key))


def test_the_tab_key_comes_to_every_line_and_to_the_button(room: Room) -> None:
    room.do(full)
    page_of_today(room)
    page = again(room)
    page.start.setFocus()
    wanted = {*page.lists.values(), *page.findChildren(NoteRow)}
    seen: set[Any] = set()
    for _ in range(60):
        room.key(KEY.Key_Tab)
        seen.add(QApplication.focusWidget())
        if wanted <= seen:
            break
    assert wanted <= seen


def test_where_nothing_is_to_be_done_each_list_says_so_kindly(room: Room) -> None:
    def leave(session: Session) -> None:
        for each in children.list_children(session):
            day = max(session.today - DAY, each.date_of_birth)
            children.edit_child(session, each.id, leaving_date=day)

    room.do(leave)
    page_of_today(room)
    page = again(room)
    said = texts(page)
    for words in (
        "Nothing presses today.",
        "Nobody needs a check just now. Enjoy the day.",
        "Every family that was asked has answered.",
        "No follow-up is near.",
        "No meeting is booked this week.",
        "Nothing is waiting for an answer.",
        "Nothing is held back.",
    ):
        assert words in said
    assert page.lists == {}
    assert page.due is None
    room.shell.go(Place("today"))
    page = room.loaded()
    room.until(page.start.hasFocus)  # there is no row to go to


def add_many(session: Session) -> None:
    with session.store.transaction() as records:
        like = next(each for each in records.find(Child) if each.given_name == "Amina")
        records.add_many(
            [
                replace(
                    like,
                    id=f"more-{n:02}",
                    given_name=(MARKUP[0], ARABIC, LONG_NAME, "Plain")[n % 4],
                    family_name=f"Number {n:02}",
                    nhs_number="",
                    # The two-year window closed lately: these are the most pressing of all.
                    date_of_birth=date(session.today.year - 3, session.today.month, 1)
                    - timedelta(days=n),
                )
                for n in range(40)
            ]
        )


def test_a_long_list_shows_the_first_few_and_the_rest_is_one_press_away(room: Room) -> None:
    room.do(add_many)
    page_of_today(room)
    page = again(room)
    assert len(page.due.rows_model.rows) == 5
    see = next(
        b for b in page.findChildren(QAbstractButton) if b.accessibleName().startswith("See all")
    )
    total = int(see.accessibleName().split()[2].rstrip(":"))
    assert total > 40
    assert see.accessibleName() == f"See all {total}: Checks due"
    see.setFocus()
    room.key(KEY.Key_Space)
    whole = room.arrive("ListPage")
    assert len(whole.table.rows.rows_model.rows) == total
    assert f"{total} lines, the most pressing first." in texts(whole)
    assert room.shell.header.crumbs.texts() == ["Today", "Checks due"]
    room.until(whole.table.rows.hasFocus)
    first = whole.table.rows.rows_model.rows[0]
    room.key(KEY.Key_Return)
    room.loaded()
    assert room.shell.trail.here == Place(*parts_of(first.key))
    room.shell.back()
    assert type(room.screen).__name__ == "ListPage"


@pytest.mark.parametrize(
    ("kind", "title", "nothing"),
    [
        ("due", "Checks due", "Nobody needs a check just now. Enjoy the day."),
        ("chase", "Families to chase", "Every family that was asked has answered."),
        ("follow_ups", "Follow-ups", "No follow-up is near."),
        ("meetings", "Meetings this week", "No meeting is booked this week."),
        ("health", "With the health visitor", "Nothing is waiting for an answer."),
        ("held", "Held, not sent", "Nothing is held back."),
    ],
)
def test_the_whole_of_each_list_filled_and_empty(
    room: Room, kind: str, title: str, nothing: str
) -> None:
    room.do(full)
    page = room.go("due", part=kind)
    assert page.accessibleName() == title
    if kind == "follow_ups":
        assert page.table is None
        assert nothing in texts(page)
        return
    assert page.table.rows.rows_model.rows
    for row in page.table.rows.rows_model.rows:
        assert room.do(lambda session, row=row: children.child_page(session, parts_of(row.key)[1]))


def test_names_are_shown_as_they_are_typed(room: Room) -> None:
    room.do(add_many)
    page_of_today(room)
    page = again(room)
    names = [row.cells[0].words for row in page.due.rows_model.rows]
    assert any(MARKUP[0] in name for name in names)
    assert any(ARABIC in name for name in names)
    whole = room.go("due", part="due")
    assert any(LONG_NAME in row.cells[0].words for row in whole.table.rows.rows_model.rows)


def test_it_is_read_anew_by_itself_and_moves_nothing_where_nothing_changed(room: Room) -> None:
    page = page_of_today(room)
    part = page.due
    assert page._again.isActive()
    assert page._again.interval() <= 60_000
    room.until(part.hasFocus)
    part.setCurrentIndex(part.rows_model.index(2, 0))
    page._again.timeout.emit()
    room.do(today_view)  # the records' thread has done the reading asked for before
    room.settle()
    assert page.due is part
    assert part.currentIndex().row() == 2
    gone = parts_of(part.rows_model.rows[0].key)[1]
    room.do(lambda session: children.edit_child(session, gone, leaving_date=session.today - DAY))
    page._again.timeout.emit()
    room.until(lambda: page.due is not part)
    assert gone not in {parts_of(row.key)[1] for row in page.due.rows_model.rows}
    room.until(page.due.hasFocus)  # the focus was in a list, and is in one again


def test_the_rail_says_how_many_are_held(room: Room) -> None:
    button = room.shell.rail["Sharing"]
    assert button.accessibleName() == "Sharing"
    room.do(full)
    page_of_today(room)
    room.until(lambda: button.accessibleName() == "Sharing, 1 held")


def test_a_team_to_ring_is_told_on_today_and_on_the_childs_page_until_it_is_noted(
    room: Room,
) -> None:
    made = room.do(full)
    zofia = made["sent"]
    form = room.go("child_form", zofia, "consent")
    form.form.field("decision").set_value(Decision.WITHDRAWN)
    form.form.field("by_carer").set_value(next(iter(form._family)))
    form.form.field("how").set_value(How.PHONE)
    form.submit()
    page = room.arrive("ChildPage")  # saved, and what to do now is on the page that comes
    assert room.shell.trail.here == Place("child", zofia, "Sharing")
    said = texts(page)
    assert "Ring the health team" in said
    assert "took back consent on" in said
    assert "ask them to stop using it" in said
    overview = room.go("child", zofia)
    assert "Ring the health team" in texts(overview)
    page = page_of_today(room)
    assert "health team is to be rung" in texts(page)
    line = notes(page)["Ring team: Zofia Kowalska"]
    line.setFocus()
    room.key(KEY.Key_Space)
    page = room.arrive("ChildPage")
    told = next(
        b for b in page.findChildren(QAbstractButton) if b.accessibleName().startswith("Note that")
    )
    room.until(told.isVisible)
    told.setFocus()
    room.key(KEY.Key_Space)
    room.until(lambda: "Ring the health team" not in texts(page))
    assert room.page_of(zofia).contacts[-1].outcome == "Told Eastfield health visiting team"
    assert "Ring team: Zofia Kowalska" not in notes(page_of_today(room))
    assert "to be rung" not in texts(room.screen)


def test_consent_taken_back_before_anything_left_goes_back_to_the_family(room: Room) -> None:
    (zofia,) = ids(room, "Zofia")
    form = room.go("child_form", zofia, "consent")
    form.form.field("decision").set_value(Decision.WITHDRAWN)
    form.form.field("by_carer").set_value(next(iter(form._family)))
    form.form.field("how").set_value(How.PHONE)
    form.submit()
    room.arrive("ChildPage")
    assert room.shell.trail.here == Place("child", zofia, "Family & consent")
    assert room.do(lambda s: children.child_page(s, zofia)).consents[-1].decision == "withdrawn"


def test_the_greeting_and_the_sentence_are_sentences(room: Room) -> None:
    view = room.do(today_view)
    assert view.greeting.startswith("Good ")
    assert view.sentence.endswith(".")
    assert not view.sentence[0].islower()
    steps = {parts_of(row.key)[2] for part in view.lists for row in part.rows}
    assert steps
    assert steps <= {each.value for each in Step}
