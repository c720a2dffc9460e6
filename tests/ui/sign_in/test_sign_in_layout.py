"""The sign-in page as it is seen: on one small screen, at 200 % and in a narrow window."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.storage.problems import KeyringLocked, StoreInUse, WrongPassword
from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sign_in.no_store import NoStorePage
from ir_desktop.ui.sign_in.page import SignInPage
from ir_desktop.ui.sign_in.presenter import Person, wrong
from ir_desktop.ui.sign_in.where import MISSING
from ir_desktop.ui.window import Window

USEFUL = 690  # what title bar and taskbar leave of 768
Shown = Callable[..., tuple[Window, Any]]
NAMES = ("Grace Adeyemi", "Priya Natarajan-Oyelaran-Featherstonehaugh", "محمد العلي")


@pytest.fixture
def shown(qapp: Any, qtbot: QtBot) -> Iterator[Shown]:
    kept: list[Window] = []

    def show(page: Callable[[], QWidget], high: int, wide: int, scale: float) -> tuple[Window, Any]:
        theme.apply(qapp, theme.Theme(theme.LIGHT, scale))
        window = Window()
        kept.append(window)
        window.setMinimumSize(1, 1)  # as a desktop does that asks no window for its wishes
        made = page()
        window.show_page(made)
        window.resize(wide, high)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window, made

    yield show
    for window in kept:
        window.close()
        window.deleteLater()
    qapp.processEvents()
    theme.apply(qapp, theme.Theme(theme.LIGHT))


def demo() -> SignInPage:
    page = SignInPage(demo=True)
    page.set_people(tuple(Person(n, n, "Manager", "amber-otter-hill") for n in NAMES))
    page.names.choose(NAMES[0])
    return page


def real() -> SignInPage:
    page = SignInPage()
    page.set_people(tuple(Person(f"{n}{at}", n) for n in NAMES for at in (1, 2)))
    page.names.choose(f"{NAMES[0]}1")
    return page


def place(part: QWidget, window: Window) -> QRect:
    return QRect(part.mapTo(window, QPoint()), part.size())


def words_shown(window: Window) -> list[str]:
    return [each.text() for each in window.findChildren(Prose) if each.isVisible()]


@pytest.mark.parametrize("make", [demo, real])
@pytest.mark.parametrize("error", [WrongPassword, StoreInUse, KeyringLocked])
def test_all_of_it_fits_on_one_screen_and_a_problem_is_told_once(shown, make, error) -> None:
    window, page = shown(make, USEFUL, 1366, 1.0)
    page.password.setText("abc")
    page.show_wrong([wrong(error())])
    page.caps_note.setVisible(error is WrongPassword)
    QTest.qWait(50)
    spare = theme.WINDOW[1] - USEFUL if make is demo else 0
    least = 0 if error is WrongPassword else spare  # the longest of all may ask for the whole 768
    assert page.verticalScrollBar().maximum() <= least
    assert place(page.button, window).bottom() < USEFUL + least
    assert words_shown(window).count(error().sentence) == 1


@pytest.mark.parametrize("high", [768, USEFUL, 400])
def test_at_200_per_cent_a_problem_its_field_and_the_button_come_into_sight(shown, high) -> None:
    window, page = shown(demo, high, 1366, 2.0)
    page.password.setText("abc")
    page.show_wrong([wrong(WrongPassword())])
    QTest.qWait(50)
    seen = QRect(0, 0, 1366, high)
    parts = [page.password_error, page.password, *([page.button] if high > 400 else [])]
    for part in parts:
        assert seen.contains(place(part, window)), part
    assert page.horizontalScrollBar().maximum() == 0
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert place(page.card, window).bottom() < high
    bar.setValue(0)
    assert place(page.widget(), window).top() >= 0


def test_at_200_per_cent_the_words_at_the_names_come_into_sight(shown) -> None:
    window, page = shown(real, 768, 1366, 2.0)
    page.names.clearSelection()
    page._chosen = ""
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.submit()
    QTest.qWait(50)
    assert page.name_error.text() == "Choose your name."
    assert QRect(0, 0, 1366, 768).contains(place(page.name_error, window))


@pytest.mark.parametrize("make", [demo, real, lambda: NoStorePage(MISSING)])
def test_in_a_window_of_500_by_400_nothing_is_cut_at_the_side(shown, make) -> None:
    window, page = shown(make, 400, 500, 1.0)
    assert window.width() == 500
    assert page.widget().width() <= page.viewport().width()
    for part in page.findChildren(QWidget):
        if part.isVisible() and part.parent() is not None and page.widget().isAncestorOf(part):
            inside = QRect(part.mapTo(page.widget(), QPoint()), part.size())
            assert 0 <= inside.left() <= inside.right() < page.viewport().width(), part
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert place(page.button, window).bottom() < 400


def test_a_screen_reader_gets_the_words_with_the_field(shown) -> None:
    _, page = shown(real, 768, 1366, 1.0)
    page.password.setText("abc")
    page.show_wrong([wrong(WrongPassword())])
    assert page.password.hasFocus()
    told = QAccessible.queryAccessibleInterface(page.password)
    assert told.text(QAccessible.Text.Name) == "Password"
    assert told.text(QAccessible.Text.Description) == WrongPassword().sentence
    page.show_wrong([])
    assert told.text(QAccessible.Text.Description) == ""


def test_leaving_the_window_hides_a_shown_password(shown, qtbot: QtBot) -> None:
    window, page = shown(real, 768, 1366, 1.0)
    qtbot.mouseClick(page.show_button, Qt.MouseButton.LeftButton)
    assert page.show_button.words() == "Hide"
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    assert page.password.echoMode() is page.password.EchoMode.Password
    assert page.show_button.words() == "Show"


def test_pressing_caps_lock_takes_the_note_back(shown, qtbot: QtBot) -> None:
    _, page = shown(real, 768, 1366, 1.0)
    qtbot.keyClick(page.password, Qt.Key.Key_A)
    assert not page.caps_note.isVisible()
    qtbot.keyClicks(page.password, "a")
    page.password.caps.emit(True)
    assert page.caps_note.isVisible()
    qtbot.keyClick(page.password, Qt.Key.Key_CapsLock)
    assert not page.caps_note.isVisible()


def test_a_sentence_that_sends_to_the_recovery_code_stands_beside_the_way_there(shown) -> None:
    from ir_desktop.storage import problems

    lost = (problems.DeviceSecretMissing, problems.DeviceSecretWrong, problems.KeyringGone)
    window, page = shown(real, 768, 1366, 1.0)
    for kind in (*lost, problems.TooManyTries):
        page.show_wrong([wrong(kind())])
        assert "recovery code" in kind().sentence
        assert page.forgot.isVisible()
        assert place(page.forgot, window).right() < place(page.card, window).right()
    page.set_busy("Opening the records…")
    assert not page.forgot.isVisible()
    assert page.busy.isVisible()
    told = [kind().sentence for kind in (WrongPassword, KeyringLocked, problems.KeyringTrouble)]
    assert [each for each in told if "recovery" in each.lower()] == []
    assert "ask a manager" in told[0]


def test_f1_shows_help_over_the_page_that_keeps_what_was_typed(shown, qtbot: QtBot) -> None:
    _, page = shown(real, 768, 1366, 1.0)
    page.password.setFocus()
    qtbot.keyClicks(page.password, "half a pass")
    qtbot.keyClick(page.password, Qt.Key.Key_F1)
    assert page.help.page.page.id == "start"
    assert page.help.page.isAncestorOf(QApplication.focusWidget())
    assert not page.card.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.password.hasFocus()
    assert page.password.text() == "half a pass"
