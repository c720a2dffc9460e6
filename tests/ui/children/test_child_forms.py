"""Adding and changing a child, a family, consent and contacts, in a real window."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision
from ir_desktop.domain.people import SendSupport
from ir_desktop.domain.records import Blank
from ir_desktop.services import children, families
from ir_desktop.ui import theme
from ir_desktop.ui.plain import Words
from ir_desktop.ui.widgets.dialog import Decision as Asked
from tests.ui.children.family_hands import ARABIC, BORN, LONG_NAME, MARKUP, Room, texts
from tests.ui.counted import promised

KEY = Qt.Key


def focus_in(field: Any) -> bool:
    now = QApplication.focusWidget()
    return now is not None and field.isAncestorOf(now)


def test_a_child_is_added_by_keyboard(room: Room) -> None:
    page = room.go("child_form")
    room.until(lambda: focus_in(page.form.field("given_name")))
    room.type("Wren")
    room.key(KEY.Key_Tab)
    room.type("Hartley")
    room.key(KEY.Key_Tab)
    room.key(KEY.Key_Tab)
    figures = (str(BORN.day), str(BORN.month), str(BORN.year))
    for part in figures[:2]:
        room.type(part)
        room.key(KEY.Key_Tab)
    room.type(figures[2])
    room.key(KEY.Key_Return)
    shown = room.arrive("ChildPage")
    assert shown.name == "Wren Hartley"
    # Besides the letters of the name and the figures of the date: five Tabs, and Enter.
    letters = len("WrenHartley") + len("".join(figures))
    assert room.keys - letters == promised("Smaller ones")["add a child"]


def test_all_errors_are_told_at_once_above_and_at_their_fields(room: Room) -> None:
    page = room.go("child_form")
    form = page.form
    form.field("weeks_early").set_value("soon")
    form.field("postcode").set_value("nowhere")
    form.field("nhs_number").inner.set_value("999")
    form.field("date_of_birth").boxes["day"].setText("31")
    page.submit()
    assert form.summary.isVisible()
    room.until(form.summary.hasFocus)
    for name in ("given_name", "date_of_birth", "weeks_early", "postcode", "nhs_number"):
        assert form.field(name).problem(), name
        assert form.field(name).problem() in form.summary.accessibleDescription()
    assert not form.field("room_id").problem()
    assert form.field("postcode").value() == "nowhere"  # what was typed is never lost
    room.key(KEY.Key_Tab)
    room.key(KEY.Key_Space)  # the first line leads to its field
    room.until(lambda: focus_in(form.field("given_name")))
    form.field("given_name").set_value("Wren")
    form.field("date_of_birth").set_value(BORN)
    form.field("weeks_early").set_value("")
    form.field("postcode").set_value("")
    form.field("nhs_number").inner.set_value("")
    page.submit()
    assert room.arrive("ChildPage").name == "Wren"


def test_a_mistake_in_an_nhs_number_is_told_when_leaving_the_field(room: Room) -> None:
    page = room.go("child_form")
    field = page.form.field("nhs_number")
    field.focus_field()
    room.type("9990000010")
    room.key(KEY.Key_Tab)
    assert "mistake" in field.problem()


def test_every_field_of_a_child_is_written_and_read_again(room: Room) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi)
    form = page.form
    room_id, staff_id = page._found.rooms[1][0], page._found.staff[0][0]
    group = page._found.ethnic_groups[3]
    values = {
        "given_name": LONG_NAME,
        "family_name": ARABIC,
        "known_as": MARKUP[0],
        "date_of_birth": BORN,
        "weeks_early": "5",
        "sex": None,
        "room_id": room_id,
        "key_person_id": staff_id,
        "start_date": BORN + timedelta(400),
        "leaving_date": BORN + timedelta(1400),
        "other_settings": "Bright Steps\nA & B",
        "check_elsewhere": "Bright Steps",
        "home_languages": "Twi, English",
        "interpreter_needed": True,
        "ethnic_group": group[0],
        "send_support": SendSupport.EHC_PLAN,
        "address": "1 The Row\nEastfield",
        "postcode": "ea1 9zz",
        "nhs_number": Blank.DECLINED,
        "nhs_number_source": None,
        "gp": Blank.NOT_KNOWN,
        "health_team_id": None,
        "named_health_visitor": MARKUP[1],
        "health_review_on": Blank.NOT_KNOWN,
    }
    assert set(values) == set(form.names())
    form.fill(values)
    page.submit()
    shown = room.arrive("ChildPage")
    child = room.page_of(kofi).child
    assert (child.given_name, child.family_name, child.known_as) == (LONG_NAME, ARABIC, MARKUP[0])
    assert (child.weeks_early, child.room_id, child.key_person_id) == (5, room_id, staff_id)
    assert child.other_settings == ("Bright Steps", "A & B")
    assert (child.home_languages, child.interpreter_needed) == (("Twi", "English"), True)
    assert (child.ethnic_group, child.send_support) == (group[0], SendSupport.EHC_PLAN)
    assert (child.postcode, child.nhs_number) == ("EA1 9ZZ", "")
    assert child.blanks == {
        "nhs_number": Blank.DECLINED,
        "gp": Blank.NOT_KNOWN,
        "health_review_on": Blank.NOT_KNOWN,
    }
    told = texts(shown.pages.page(1))
    for words in (MARKUP[0], ARABIC, "5 weeks", "Declined to say", "Not known", "Twi, English"):
        assert words in told
    assert shown.tabs.tabText(shown.tabs.currentIndex()) == "Details"


def test_what_was_typed_is_there_again_after_looking_elsewhere(room: Room) -> None:
    page = room.go("child_form")
    page.form.field("given_name").box.insert("Half-typed")
    page.form.field("date_of_birth").boxes["month"].insert("Feb")
    room.shell.show_today()
    room.loaded()
    again = room.go("child_form")
    assert again.form.value("given_name") == "Half-typed"
    assert again.form.field("date_of_birth").typed().month == "Feb"
    assert "still here" in texts(again)
    again.cancel()
    asked = again.findChild(Asked)
    room.until(asked.isVisible)
    asked.act.click()
    room.arrive("ChildrenPage")
    assert room.go("child_form").form.value("given_name") == ""


def test_a_team_that_is_not_in_the_list_is_added_from_the_form(room: Room) -> None:
    page = room.go("child_form", room.child_id("Kofi"))
    field = page.form.field("health_team_id")
    field.button.click()
    assert field.new.field("team_name").problem()
    field.new.field("team_name").set_value("Westfield team")
    field.new.field("team_phone").set_value("no")
    field.button.click()
    room.until(lambda: field.new.field("team_phone").problem())
    field.new.field("team_phone").set_value("0113 496 0000")
    field.button.click()
    room.until(lambda: field.box.currentText() == "Westfield team")
    assert not field.more.is_open()
    page.submit()
    room.arrive("ChildPage")
    team = room.page_of(room.child_id("Kofi")).health_team
    assert team is not None
    assert team.name == "Westfield team"


def test_a_parent_is_added_changed_taken_off_and_put_back(room: Room) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi, "carer")
    page.submit()
    assert page.form.field("name").problem()
    assert page.form.field("relationship").problem()
    for name, value in {"name": MARKUP[1], "relationship": "uncle", "safe_to_post": False}.items():
        page.form.field(name).set_value(value)
    page.submit()
    shown = room.arrive("ChildPage")
    carer = next(each for each in shown.family._view.family_part.carers if each.name == MARKUP[1])
    assert MARKUP[1] in texts(shown.family)
    assert [tag.words for tag in carer.tags] == ["Do not post"]
    page = room.go("child_form", kofi, f"carer:{carer.carer_id}")
    assert page.form.value("safe_to_post") is False
    page.form.field("phone").set_value("0113 496 0001")
    page.submit()
    shown = room.arrive("ChildPage")
    assert "0113 496 0001" in texts(shown.family)
    before = shown.family
    before._ask_removal(carer)
    asked = before.findChild(Asked)
    room.until(asked.isVisible)
    assert asked.focusWidget() is asked.safe
    asked.act.click()
    room.until(lambda: shown.family is not before)
    assert "taken off the list" in texts(shown.family)
    gone = shown.family
    gone.undo.click()
    room.until(lambda: shown.family is not gone)
    assert MARKUP[1] in {each.carer.name for each in room.page_of(kofi).family}


def test_a_siblings_parent_is_added_without_typing_the_name_again(room: Room) -> None:
    kofi = room.page_of(room.child_id("Kofi")).child
    sister = room.do(
        lambda session: children.add_child(
            session, given_name="Abena", family_name=kofi.family_name, date_of_birth=BORN
        )
    )
    page = room.go("child_form", sister.id, "sibling")
    field = page.form.field("carer_id")
    known = room.do(lambda session: families.known_carers(session, sister.id))
    assert known[0].children == (kofi.full_name,)
    field.set_value(known[0].carer_id)
    field.changed.emit()
    assert page.form.value("relationship") == known[0].relationship
    page.submit()
    room.arrive("ChildPage")
    assert [each.carer.id for each in room.page_of(sister.id).family] == [known[0].carer_id]


def test_a_no_to_one_kind_is_recorded_and_shown_with_what_still_counts(room: Room) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi, "consent")
    form = page.form
    assert "never stops the check" in texts(page)
    page.submit()
    assert form.field("decision").problem()
    assert form.field("by_carer").problem()
    carer = next(iter(page._family))
    form.field("decision").set_value(Decision.GIVEN)
    form.field("by_carer").set_value(carer)
    form.field("how").set_value(next(iter(form.field("how")._options)).value)
    page.submit()
    shown = room.arrive("ChildPage")
    page = room.go("child_form", kofi, "consent")
    form = page.form
    form.field("decision").set_value(Decision.WITHDRAWN)
    form.field("categories").set_value(frozenset({Category.ASQ3}))
    form.field("by_carer").set_value("")
    form.changed.emit("by_carer")
    assert form.field("by").isVisible()
    form.field("by").set_value(MARKUP[0])
    form.field("relationship").set_value("aunt")
    form.field("how").set_value(next(iter(form.field("how")._options)).value)
    page.submit()
    shown = room.arrive("ChildPage")
    (team,) = shown.family._view.family_part.teams
    states = {each.state.words: each.kinds for each in team.groups}
    assert states["Took it back"] == ("ASQ-3 scores",)
    assert len(states["Agreed"]) == len(Category) - 1
    assert MARKUP[0] in texts(shown.family)
    assert "never stops the check" in texts(shown.family)
    last = room.page_of(kofi).consents[-1]
    assert (last.by_name, last.by_relationship) == (MARKUP[0], "aunt")


def test_a_contact_is_added_to_the_log(room: Room) -> None:
    kofi = room.child_id("Kofi")
    page = room.go("child_form", kofi, "contact")
    page.form.field("about").set_value(MARKUP[1])
    page.form.field("how").set_value(next(iter(page.form.field("how")._options)).value)
    page.form.field("on").set_value(date.today() + timedelta(2))
    page.form.field("outcome").set_value("Left a message")
    page.submit()
    room.until(lambda: page.form.field("on").problem())
    page.form.field("on").set_value(date.today())
    page.submit()
    shown = room.arrive("ChildPage")
    assert shown.family._view.family_part.contacts[0].words == f"{MARKUP[1]}: Left a message"


def test_the_history_tells_in_words_what_was_done(room: Room) -> None:
    kofi = room.child_id("Kofi")
    room.do(lambda session: children.edit_child(session, kofi, weeks_early=1))
    shown = room.go("child", kofi, "History")
    room.until(lambda: shown.history.list.isVisible())
    rows = shown.history.list.rows_model.rows
    assert rows[0].cells[2].words == "Changed the details"
    assert rows[0].cells[1].words == room.made.staff[0].name
    assert not any("something else" in each.cells[2].words for each in rows)


def test_the_list_is_filtered_and_ordered(room: Room) -> None:
    page = room.go("children")
    everyone = len(page.list.rows_model.rows)
    page.order.setCurrentIndex(2)
    page._ordered()
    born = [row.key for row in page.list.rows_model.rows]
    found = {each.id: each.date_of_birth for each in room.do(lambda s: children.list_children(s))}
    days = [found[key] for key in born]
    assert days == sorted(days, reverse=True)
    page._head_clicked(1)
    assert page.order.currentText() == "Oldest first"
    page.mine.click()
    mine = len(page.list.rows_model.rows)
    assert 0 < mine < everyone
    assert page.told.text() == f"{mine} of {everyone} children"
    page.mine.click()
    page.room.setCurrentIndex(1)
    page._chosen()
    assert {row.cells[3].words for row in page.list.rows_model.rows} == {page.room.currentText()}
    kofi = room.child_id("Kofi")
    room.do(
        lambda session: children.edit_child(
            session, kofi, start_date=None, leaving_date=date.today() - timedelta(1)
        )
    )
    page = room.go("children")
    room.until(lambda: len(page.list.rows_model.rows) == everyone - 1)
    page.left.click()
    whole = len(room.do(lambda session: children.list_children(session, include_left=True)))
    room.until(lambda: len(page.list.rows_model.rows) == whole)
    assert whole >= everyone
    left = next(row for row in page.list.rows_model.rows if row.key == kofi)
    assert left.cells[1].words == "Has left"


PARTS = ("", "carer", "sibling", "consent", "contact")


@pytest.mark.parametrize("name", [MARKUP[0], ARABIC, LONG_NAME])
@pytest.mark.parametrize("room", [1.0, 2.0], indirect=True)
def test_odd_names_are_shown_as_typed_and_nothing_is_wider_than_its_page(
    room: Room, name: str
) -> None:
    child_id = room.child_id(name)
    shown = room.go("child", child_id)
    for place in range(shown.tabs.count()):
        shown.tabs.setCurrentIndex(place)
        room.settle()
        _fits(room)
    assert MARKUP[3] in texts(shown.family)
    assert name in texts(shown.family)
    for part in PARTS:
        room.go("child_form", child_id, part)
        _fits(room)
    room.go("children")
    _fits(room)
    labels = room.app.window.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def _fits(room: Room) -> None:
    window = room.app.window
    for area in window.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None:
            assert inside.minimumSizeHint().width() <= area.viewport().width()
    cut = [
        label.text()
        for label in window.findChildren(Words)
        if label.isVisible()
        and type(label) is Words
        and not label.wordWrap()
        and label.width() < QLabel.sizeHint(label).width()
    ]
    assert cut == []
    assert window.minimumSizeHint().width() <= theme.WINDOW[0]
    assert all(box.accessibleName() for box in window.findChildren(QLineEdit) if box.isVisible())
