"""From an empty computer to the first printed letter, by keyboard, in a real window."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from watchdog import never_blocked

from ir_desktop.app import App, Options
from ir_desktop.domain.people import Setting, SettingType
from ir_desktop.services import checking
from ir_desktop.storage.cost import DEFAULT_COST
from ir_desktop.ui import theme
from ir_desktop.ui.plain import Elided, Words
from ir_desktop.ui.shell import Shell
from tests.ui.counted import promised, with_total
from tests.ui.print_hands import print_dialog, print_to
from tools.tour.guide import shut

PASSWORD = "plum kite harbour seven"
MARKUP = "<b>Bo</b> & Söhne"
LONG_FOLDER = "a-folder-whose-name-has-no-space-in-it-and-goes-on-for-longer-than-a-line"


class Hands:
    """Types, and counts every key."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.keys, self.counted = driver, 0, dict[str, int]()

    def press(self, key: Qt.Key, times: int = 1) -> None:
        for _ in range(times):
            focus = QApplication.focusWidget()
            assert focus is not None
            self.driver.qtbot.keyClick(focus, key)
            self.keys += 1

    def write(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.driver.qtbot.keyClicks(focus, text)
        self.keys += len(text)

    def tab_to(self, found: Callable[[], QWidget]) -> None:
        for _ in range(30):
            if QApplication.focusWidget() is found():
                return
            self.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        raise AssertionError(f"the Tab key does not get there, but to {focus}")

    def note(self, what: str) -> None:
        self.counted[what] = self.keys - sum(self.counted.values())


def focus_name() -> str:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus.accessibleName()


@pytest.fixture(params=[1.0])
def empty(request: Any, qtbot: QtBot, qapp: Any, tmp_path: Path) -> Iterator[Driver]:
    """The window on a computer with no records."""
    theme.apply(qapp, theme.Theme(theme.LIGHT, request.param))
    app = App(qapp, Options(store=tmp_path / "store"))
    app.start()
    first_run(app).making.cost = DEFAULT_COST
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    driver = Driver(app, qtbot, None)  # type: ignore[arg-type] - there is no demo
    driver.until(lambda: app.window.isActiveWindow())
    yield driver
    shut(app)
    theme.apply(qapp, theme.Theme(theme.LIGHT))


def first_run(app: App) -> Any:
    assert app._first_run is not None
    return app._first_run


def named(driver: Driver, kind: str) -> Any:
    flow = first_run(driver.app)
    driver.until(lambda: type(flow.page).__name__ == kind)
    return flow.page


def code_of(page: Any) -> str:
    flow = page.by_hand.body.itemAt(0).widget()
    return "-".join(each.text() for each in flow._items)


def to_sheet(driver: Driver, name: str = "Jo Field") -> Any:
    page = named(driver, "WhoPage")
    page.who.buttons[0].click()
    page.submit()
    page = named(driver, "MePage")
    page.form.field("manager_name").set_value(name)
    page.submit()
    page = named(driver, "PasswordPage")
    page.password.set_value(PASSWORD)
    page.submit()
    return named(driver, "SheetPage")


def later(driver: Driver) -> Any:
    """Leave backups for later, and return the last page."""
    named(driver, "BackupPage").go_back()
    return named(driver, "ReadyPage")


@pytest.mark.alone
def test_a_nursery_is_set_up_by_keyboard_and_prints_its_first_letter(
    empty: Driver, tmp_path: Path, record_property: Callable[[str, Any], None]
) -> None:
    hands, enter = Hands(empty), Qt.Key.Key_Return
    with never_blocked(record_property):
        page = named(empty, "WhoPage")
        empty.until(page.who.buttons[0].hasFocus)
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Space)
        hands.tab_to(lambda: page.act)
        hands.press(Qt.Key.Key_Space)
        hands.note("who")

        page = named(empty, "SettingPage")
        empty.until(page.form.field("type").buttons[0].hasFocus)
        hands.press(Qt.Key.Key_Space)
        hands.tab_to(lambda: page.form.field("name").box)
        hands.write("Willow Lane")
        hands.press(enter)
        hands.note("setting")

        page = named(empty, "PasswordPage")
        empty.until(page.form.field("manager_name").box.hasFocus)
        hands.write("Grace Adeyemi")
        hands.tab_to(lambda: page.password.box)
        hands.write(PASSWORD)
        empty.until(lambda: page.meter.text() == "Very strong")
        hands.press(enter)
        hands.note("name and password")
        assert not (tmp_path / "store").exists()

        page = named(empty, "SheetPage")
        empty.until(lambda: page.document.status() is QPdfDocument.Status.Ready)
        assert page.document.pageCount() == 1
        empty.until(page.print_button.hasFocus)
        code = code_of(page)
        hands.tab_to(lambda: page.act)
        hands.press(Qt.Key.Key_Space)
        hands.note("recovery sheet")

        page = named(empty, "CodePage")
        empty.until(page.code.box.hasFocus)
        assert not (tmp_path / "store").exists()  # nothing stands before the code was typed
        hands.write(code.replace("-", "").lower())
        hands.press(enter)
        hands.note("code")

        page = named(empty, "BackupPage")
        empty.until(page.choose.hasFocus)
        hands.tab_to(lambda: page.back_button)
        hands.press(Qt.Key.Key_Space)
        hands.note("backups")

        page = named(empty, "ReadyPage")
        empty.until(page.buttons["add"].hasFocus)
        hands.press(enter)
        empty.until(lambda: isinstance(empty.app.window.page, Shell))
        form = empty.loaded()
        empty.until(form.form.field("given_name").targets()[0].hasFocus)
        hands.write("Zofia")
        hands.tab_to(lambda: form.form.field("date_of_birth").targets()[0])
        born = date(date.today().year - 2, 6, 1)
        for text in (str(born.day), str(born.month), str(born.year)):
            hands.write(text)
            hands.press(Qt.Key.Key_Tab)
        hands.driver.qtbot.keyClick(
            QApplication.focusWidget(), enter, Qt.KeyboardModifier.ControlModifier
        )
        hands.keys += 1
        empty.until(lambda: empty.shell.screen_shown is not form)
        hands.note("first child")

        page = empty.loaded()
        empty.until(page.tabs.hasFocus)
        hands.press(Qt.Key.Key_Backtab)
        assert focus_name() == "Start the review"
        hands.press(Qt.Key.Key_Space)
        empty.until(lambda: empty.shell.screen_shown is not page)
        invite = empty.loaded().page
        empty.until(invite.see.hasFocus)
        hands.press(Qt.Key.Key_Space)
        empty.until(invite.paper.print_button.hasFocus)
        hands.press(Qt.Key.Key_Space)
        asked = empty.until(print_dialog)
        # What follows is the system's own box: no program of ours can make its keys fewer.
        print_to(asked, tmp_path / "letter.pdf")
        empty.until(lambda: "1 page saved as a file at" in invite.paper.told.text())
        hands.note("first letter")
    letter = QPdfDocument()
    letter.load(str(tmp_path / "letter.pdf"))
    assert letter.pageCount() == 1
    letter.close()
    assert promised("From the first opening to the first printed letter") == with_total(
        hands.counted
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["letter.pdf", "store"]


def test_somebody_alone_is_asked_three_things_and_gets_a_sound_store(
    empty: Driver, tmp_path: Path
) -> None:
    page = to_sheet(empty, MARKUP)
    code = code_of(page)
    page.submit()
    typed = named(empty, "CodePage")
    typed.code.set_value("  " + code.replace("-", " ").replace("0", "O") + " ")
    typed.submit()
    later(empty).buttons["look"].click()
    empty.until(lambda: isinstance(empty.app.window.page, Shell))
    session = empty.app.session
    assert session is not None
    found: list[Any] = []
    empty.app.records.submit(
        lambda: checking.verify_audit(session), found.append, found.append, owner=empty.app
    )
    empty.until(lambda: found)
    assert found[0].findings == ()
    with session.store.reading() as records:
        (setting,) = records.find(Setting)
    assert (setting.name, setting.type) == (MARKUP, SettingType.CHILDMINDER)
    assert not session.store.demo
    whole = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    for secret in (code, code.replace("-", ""), PASSWORD):
        assert secret.encode() not in whole


def test_back_keeps_what_was_typed_and_the_same_sheet(empty: Driver) -> None:
    sheet = to_sheet(empty)
    code = code_of(sheet)
    sheet.go_back()
    page = named(empty, "PasswordPage")
    assert page.password.value() == PASSWORD
    page.go_back()
    page = named(empty, "MePage")
    assert page.form.value("manager_name") == "Jo Field"
    page.submit()
    named(empty, "PasswordPage").submit()
    assert code_of(named(empty, "SheetPage")) == code  # nothing changed: the paper still holds
    named(empty, "SheetPage").go_back()
    page = named(empty, "PasswordPage")
    page.password.set_value(PASSWORD + " more")
    page.submit()
    empty.until(lambda: not page.busy)
    assert code_of(named(empty, "SheetPage")) != code


def test_problems_stand_above_and_at_the_fields(empty: Driver) -> None:
    page = named(empty, "WhoPage")
    page.submit()
    assert page.form.summary.isVisible()
    page.who.buttons[1].click()
    page.submit()
    page = named(empty, "SettingPage")
    page.form.field("email").set_value("not an address")
    page.form.field("postcode").set_value("nowhere")
    page.submit()
    told = {name: page.form.field(name).problem() for name in ("type", "name", "email", "postcode")}
    assert all(told.values()), told
    page.form.fill({"type": SettingType.PRIVATE_NURSERY, "name": "W", "email": "", "postcode": ""})
    page.submit()
    page = named(empty, "PasswordPage")
    page.form.field("manager_name").set_value("Grace")
    page.password.set_value("password")
    page.submit()
    empty.until(lambda: not page.busy and page.password.problem())
    assert "at least 12" in page.password.problem()
    assert page.password.value() == "password"


def test_a_wrong_code_is_told_and_nothing_stands(empty: Driver, tmp_path: Path) -> None:
    sheet = to_sheet(empty)
    code = code_of(sheet)
    sheet.submit()
    page = named(empty, "CodePage")
    other = ("1" if code[0] != "1" else "2") + code[1:]
    for typed, words in (("abc", "28 characters"), (other, "mistyped")):
        page.code.set_value(typed)
        page.submit()
        empty.until(lambda: not page.busy)
        assert words in page.code.problem()
        assert page.code.value() == typed
    assert not (tmp_path / "store").exists()


def test_closing_before_the_code_leaves_nothing(qapp: Any, qtbot: QtBot, tmp_path: Path) -> None:
    app = App(qapp, Options(store=tmp_path / "store"))
    app.start()
    first_run(app).making.cost = DEFAULT_COST
    driver = Driver(app, qtbot, None)  # type: ignore[arg-type] - there is no demo
    to_sheet(driver)
    assert list(tmp_path.iterdir())
    shut(app)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_window_left_is_cleared_when_somebody_begins_again(
    empty: Driver, tmp_path: Path
) -> None:
    left = tmp_path / ".store-setting-up-of-a-killed-window"
    left.mkdir()
    (left / "records.db").write_bytes(b"x")
    other = tmp_path / ".another.new"
    other.mkdir()
    to_sheet(empty)
    assert not left.exists()
    assert other.exists()
    shutil.rmtree(other)


@pytest.mark.parametrize("empty", [1.0, 2.0], indirect=True)
def test_no_page_is_wider_than_its_place_and_no_word_is_cut(empty: Driver, tmp_path: Path) -> None:
    flow = first_run(empty.app)

    def fits() -> None:
        empty.qtbot.wait(30)
        for area in flow.findChildren(QScrollArea):
            inside = area.widget()
            if area.isVisible() and inside is not None:
                assert inside.minimumSizeHint().width() <= area.viewport().width()
        cut = [
            label.text()
            for label in flow.findChildren(Words)
            if label.isVisible()
            and not isinstance(label, Elided)
            and not label.wordWrap()
            and label.width() < QLabel.sizeHint(label).width()
        ]
        assert cut == []

    flow.page.submit()
    fits()
    sheet = to_sheet(empty, "Wilhelmina Oluwaseun Featherstonehaugh-Okonkwo " * 2)
    sheet.by_hand.set_open(True)
    fits()
    code = code_of(sheet)
    sheet.submit()
    fits()
    page = named(empty, "CodePage")
    page.code.set_value(code)
    page.submit()
    backup = named(empty, "BackupPage")
    fits()
    backup.chosen(str(tmp_path / LONG_FOLDER))
    empty.until(backup.problem.isHidden)
    backup.submit()
    empty.until(backup.problem.isVisible)  # the folder is not there
    fits()
    later(empty)
    fits()


def test_ctrl_enter_and_enter_on_a_choice_go_on(empty: Driver) -> None:
    page = named(empty, "WhoPage")
    empty.until(page.who.buttons[0].hasFocus)
    empty.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    empty.until(page.form.summary.hasFocus)  # nothing was chosen, and Enter chooses nothing
    page.form.go_to("who")
    empty.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    empty.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    page = named(empty, "MePage")
    empty.until(page.form.field("manager_name").box.hasFocus)
    empty.qtbot.keyClicks(QApplication.focusWidget(), "Jo Field")
    page.back_button.setFocus()
    empty.qtbot.keyClick(page.back_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    named(empty, "PasswordPage")


def test_f1_shows_the_first_ten_minutes_over_a_page_that_keeps_what_was_typed(
    empty: Driver,
) -> None:
    flow = first_run(empty.app)
    to_me = named(empty, "WhoPage")
    to_me.who.buttons[0].click()
    to_me.submit()
    page = named(empty, "MePage")
    box = page.form.field("manager_name").box
    empty.until(box.hasFocus)
    empty.qtbot.keyClicks(box, "Jo")
    for close in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
        empty.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
        reader: Any = flow.help.page
        assert reader.page.id == "start"
        assert reader.isVisible()
        assert not page.isVisible()
        assert reader.geometry() == flow.rect()
        assert reader.isAncestorOf(QApplication.focusWidget())
        reader.go("glossary")
        assert flow.help.page is not reader
        page_now: Any = flow.help.page
        assert page_now.isAncestorOf(QApplication.focusWidget())
        empty.qtbot.keyClick(QApplication.focusWidget(), close)
        assert page.isVisible()
        assert box.hasFocus()
        assert flow.help.page is None
    empty.qtbot.keyClicks(QApplication.focusWidget(), " Field")
    assert page.form.value("manager_name") == "Jo Field"


@pytest.mark.parametrize("empty", [1.0, 2.0], indirect=True)
def test_how_strong_the_password_is_stays_in_sight_while_typing(empty: Driver) -> None:
    page = named(empty, "WhoPage")
    page.who.buttons[1].click()
    page.submit()
    page = named(empty, "SettingPage")
    page.form.fill({"type": SettingType.PRIVATE_NURSERY, "name": "Willow"})
    page.submit()
    page = named(empty, "PasswordPage")
    page.show_protection("")
    page.form.field("manager_name").set_value("Grace")
    page.password.set_value("password")
    page.submit()
    empty.until(lambda: not page.busy and page.password.problem())
    page.paper.verticalScrollBar().setValue(0)
    page.form.go_to("password")
    empty.qtbot.keyClicks(page.password.box, "1")
    empty.until(page.meter.isVisible)
    empty.qtbot.wait(600)
    view = page.paper.viewport()
    for part in (page.password.box, page.meter):
        assert view.rect().contains(QRect(part.mapTo(view, QPoint()), part.size())), part


def test_what_stands_beside_the_field_in_focus_stays_beside_it(empty: Driver) -> None:
    """The ring once had a layout begin anew in the middle of itself, when the meter came."""
    to_sheet(empty).go_back()
    page = named(empty, "PasswordPage")
    page.password.set_value("")
    page.password.changed.emit()
    page.form.go_to("password")
    empty.until(page.password.box.hasFocus)
    empty.qtbot.keyClicks(page.password.box, "plum")
    empty.until(page.meter.isVisible)
    empty.qtbot.wait(300)
    line, button = page.password.box.geometry(), page.password.show_button.geometry()
    assert line.center().y() == button.center().y()
