"""The frame in a real window: the way back and forward, crumbs, help over the page, locking."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ir_desktop.domain.progress import Step
from ir_desktop.services.people import list_staff
from ir_desktop.ui import keys
from ir_desktop.ui.context import Place
from ir_desktop.ui.crumbs import CrumbLink
from ir_desktop.ui.help import pages
from ir_desktop.ui.trail import LONGEST, Trail
from tests.ui.children.family_hands import ARABIC, LONG_NAME, MARKUP, Room, texts

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(room: Room, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or room.app.window, key, held)
    QApplication.processEvents()


def back(room: Room) -> Place:
    press(room, KEY.Key_Left, ALT)
    room.loaded()
    return room.shell.trail.here


def forward(room: Room) -> Place:
    press(room, KEY.Key_Right, ALT)
    room.loaded()
    return room.shell.trail.here


def walk(room: Room) -> list[Place]:
    zofia = room.child_id("Zofia")
    way = [
        Place("today"),
        Place("children"),
        Place("child", zofia),
        Place("review", zofia, Step.PLAN.value),
        Place("sharing"),
        Place("settings"),
    ]
    for each in way[1:]:
        room.shell.go(each)
        room.loaded()
    return way


def test_back_and_forward_go_over_every_place_and_stop_at_the_ends(room: Room) -> None:
    way = walk(room)
    for each in way[-2::-1]:
        assert back(room) == each
    assert back(room) == way[0]
    for each in way[1:]:
        assert forward(room) == each
    assert forward(room) == way[-1]


def test_going_somewhere_new_forgets_what_lay_ahead(room: Room) -> None:
    way = walk(room)
    back(room)
    back(room)
    room.shell.go(Place("letters"))
    room.loaded()
    assert forward(room) == Place("letters")
    assert back(room) == way[3]


def test_the_same_place_again_is_no_step_but_is_read_anew(room: Room) -> None:
    room.go("children")
    before = room.screen
    press(room, KEY.Key_F5)
    room.loaded()
    assert room.screen is not before
    room.go("children")
    assert back(room) == Place("today")


def test_the_mouses_own_buttons_go_back_and_forward(room: Room) -> None:
    room.go("children")
    QTest.mouseClick(room.shell, Qt.MouseButton.BackButton)
    assert room.shell.trail.here == Place("today")
    QTest.mouseClick(room.shell, Qt.MouseButton.ForwardButton)
    assert room.shell.trail.here == Place("children")


def test_the_way_is_not_remembered_for_ever() -> None:
    trail = Trail[int]()
    for number in range(LONGEST * 2):
        trail.go(number)
    steps = 0
    while trail.back() is not None:
        steps += 1
    assert steps == LONGEST - 1
    assert trail.here == LONGEST


@pytest.mark.parametrize("name", [MARKUP[0], ARABIC, LONG_NAME])
def test_crumbs_say_where_one_is_and_lead_back(room: Room, name: str) -> None:
    child = room.child_id(name)
    whole = room.page_of(child).child.full_name
    room.go("review", child, Step.HEALTH.value)
    crumbs = room.shell.header.crumbs
    room.until(lambda: len(crumbs.texts()) >= 2)
    links = [each for each in crumbs.findChildren(CrumbLink) if each.isVisible()]
    assert links[-1].accessibleName() == f"Back to {whole}"
    assert crumbs.texts()[-1] == "Two-year review"
    assert whole not in room.app.window.windowTitle()  # task switchers show it to the room
    assert room.app.window.windowTitle() == "Two-year review – Integrated Review"
    links[-1].setFocus()
    press(room, KEY.Key_Space)
    room.arrive("ChildPage")
    assert room.shell.trail.here == Place("child", child)
    (over,) = [each for each in crumbs.findChildren(CrumbLink) if each.isVisible()]
    over.click()
    room.arrive("ChildrenPage")


def test_the_rail_marks_the_place_and_its_keys_lead_there(room: Room) -> None:
    words = list(room.shell.rail)
    for number, each in enumerate(words, 1):
        press(room, Qt.Key(KEY.Key_0.value + number), CTRL)
        room.loaded()
        marked = [name for name, button in room.shell.rail.items() if button.is_here()]
        assert marked == [each]
    room.go("child", room.child_id("Zofia"))
    assert room.shell.rail["Children"].is_here()


# Help, over the page.


def test_help_lies_over_a_form_and_gives_it_back_as_it_was(room: Room) -> None:
    form = room.go("child_form")
    box = next(b for b in form.findChildren(QLineEdit) if b.isVisible())
    box.setFocus()
    room.type("Half a na")
    press(room, KEY.Key_F1)
    room.until(lambda: room.screen is not form)
    help_page = room.screen
    assert not form.isVisible()
    assert help_page.accessibleName().startswith("Help: ")
    assert "Close help" in texts(help_page)
    press(room, KEY.Key_F1)
    room.until(lambda: room.screen is form)
    assert form.isVisible()
    assert box.text() == "Half a na"
    room.until(box.hasFocus)
    room.type("me")
    assert box.text() == "Half a name"


@pytest.mark.parametrize("way", ["F1", "Escape", "Alt+Left", "the button"])
def test_help_closes_in_every_way_and_is_no_step_on_the_way(room: Room, way: str) -> None:
    room.go("children")
    page = room.screen
    press(room, KEY.Key_F1)
    room.until(lambda: room.screen is not page)
    room.until(lambda: room.screen.isAncestorOf(QApplication.focusWidget() or room.shell))
    if way == "F1":
        press(room, KEY.Key_F1)
    elif way == "Escape":
        press(room, KEY.Key_Escape)
    elif way == "Alt+Left":
        press(room, KEY.Key_Left, ALT)
    else:
        room.screen.close_button.click()
    room.until(lambda: room.screen is page)
    assert room.shell.trail.here == Place("children")
    assert back(room) == Place("today")


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("today", ""),
        ("children", ""),
        ("letters", ""),
        ("sharing", ""),
        ("settings", ""),
        ("import", ""),
        *(("child", tab) for tab in ("Overview", "Papers", "Sharing")),
        *(("review", step.value) for step in Step),
    ],
)
def test_f1_opens_the_page_about_this_page(room: Room, kind: str, part: str) -> None:
    child = room.child_id("Zofia") if kind in ("child", "review") else ""
    under = room.go(kind, child, part)
    press(room, KEY.Key_F1)
    room.until(lambda: room.screen is not under)
    assert room.screen.page is pages.page_of(pages.page_for(kind, part))
    press(room, KEY.Key_F1)
    room.until(lambda: room.screen is under)


def test_what_is_typed_in_a_review_is_saved_under_help_too(room: Room) -> None:
    child = room.child_id("Amina")
    workspace = room.go("review", child, Step.PROGRESS_CHECK.value)
    area = next(iter(workspace.page.areas.values())).texts["strengths"]
    area.focus_field()
    room.type("She hums. ")
    press(room, KEY.Key_F1)
    room.until(lambda: room.screen is not workspace)
    press(room, KEY.Key_F1)
    room.until(lambda: room.screen is workspace)
    assert "She hums. " in area.box.toPlainText()


def test_the_list_of_keys_names_every_key(room: Room) -> None:
    press(room, KEY.Key_Slash, CTRL)
    room.until(lambda: type(room.screen).__name__ == "HelpPage")
    said = texts(room.screen)
    for key, words in (*keys.EVERYWHERE, *keys.BY_HAND, *keys.ASQ3):
        assert key in said
        assert words in said


# Locking.


def watched(room: Room) -> list[str]:
    """Note that it locks; ending the program for it is the program's own, tested elsewhere."""
    seen: list[str] = []
    room.shell.locked.disconnect()
    room.shell.locked.connect(lambda: seen.append("locked"))
    return seen


def written(room: Room, child: str) -> str:
    review = room.page_of(child).review
    assert review is not None
    assert review.draft.progress_check is not None
    return next(iter(review.draft.progress_check.areas.values())).strengths


@pytest.mark.parametrize("under_help", [False, True])
def test_locking_saves_what_was_typed_first(room: Room, under_help: bool) -> None:
    child = room.child_id("Amina")
    workspace = room.go("review", child, Step.PROGRESS_CHECK.value)
    area = next(iter(workspace.page.areas.values())).texts["strengths"]
    area.focus_field()
    area.box.selectAll()
    room.type("Typed and locked at once")
    if under_help:
        press(room, KEY.Key_F1)
        room.until(lambda: room.screen is not workspace)
    seen = watched(room)
    press(room, KEY.Key_L, CTRL)
    assert seen == ["locked"]
    assert written(room, child) == "Typed and locked at once"


def test_the_lock_button_is_always_there_and_does_the_same(room: Room) -> None:
    for kind in ("today", "children", "letters", "sharing", "settings"):
        room.go(kind)
        button: QWidget = room.shell.lock_button
        assert button.isVisible()
        assert button.accessibleName() == "Lock and sign out"
    seen = watched(room)
    room.shell.lock_button.setFocus()
    press(room, KEY.Key_Space)
    assert seen == ["locked"]
    assert room.do(list_staff)
