"""Being warned, locking and what is left behind, in a real window with a clock that is pushed."""

from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest

from ir_desktop import config, uptime
from ir_desktop.domain.progress import Step
from ir_desktop.services import form_drafts
from ir_desktop.ui.context import Place
from ir_desktop.ui.locking import clipboard, coming_back, notice
from ir_desktop.ui.locking.clipboard import ClipboardGuard


class Clock:
    """The real clock, and as much as it is pushed on."""

    def __init__(self, driver: Driver) -> None:
        self.pushed, self.guard = 0.0, driver.app.guard
        self.guard.watch.now = lambda: uptime.since_start() + self.pushed

    def pass_by(self, seconds: float) -> None:
        for _ in range(40):
            self.pushed += seconds / 40
            self.guard.watch.look()

    @property
    def told(self) -> bool:
        return self.guard.notice.banner is not None


@pytest.fixture
def clock(window: Driver, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    window.sign_in()
    return Clock(window)


@pytest.mark.parametrize("what", ["key", "click", "wheel", "typed"])
def test_the_notice_goes_with_whatever_a_person_does(
    what: str, window: Driver, clock: Clock
) -> None:
    screen = window.shell
    screen.go(Place("child_form"))
    window.loaded()
    clock.pass_by(268.0)
    assert not clock.told
    clock.pass_by(5.0)
    assert clock.told
    banner = clock.guard.notice.banner
    assert banner is not None
    assert banner.accessibleName().endswith(notice.TITLE)
    assert window.app.window.rect().contains(banner.geometry())
    handle = window.app.window.windowHandle()
    middle = QPoint(handle.width() // 2, handle.height() // 2)
    if what == "key":
        QTest.keyClick(handle, Qt.Key.Key_Control)
    elif what == "click":
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=middle)
    elif what == "wheel":
        QTest.wheelEvent(handle, middle, QPoint(0, -120))
    else:  # as an input method does it: no key comes to the window
        box = window.shell.screen_shown.form.field("given_name").box  # type: ignore[union-attr] - the form's
        box.setFocus()
        window.until(box.hasFocus)
        box.insert("字")
        window.until(lambda: not clock.told)
        box.clear()  # nothing stays behind for other tests
    window.until(lambda: not clock.told)
    clock.pass_by(260.0)
    assert not clock.told


@pytest.mark.parametrize("window", [1.0, 2.0], indirect=True)
def test_the_notice_has_room_for_its_words(window: Driver, clock: Clock) -> None:
    clock.pass_by(280.0)
    banner = clock.guard.notice.banner
    assert banner is not None
    for size in ((1366, 768), (900, 600)):
        window.app.window.resize(*size)
        window.until(lambda: banner.height() >= banner.heightForWidth(banner.width()))
        assert window.app.window.rect().contains(banner.geometry())


def test_fifteen_minutes_can_be_chosen_and_count_at_once(window: Driver, clock: Clock) -> None:
    assert config.load().lock_minutes == 5
    window.shell.go(Place("settings", part="This computer"))
    part = window.loaded().shown.lock
    assert part.minutes.value() == 5
    clock.pass_by(280.0)
    assert clock.told
    part.minutes.buttons[2].click()
    assert config.load().lock_minutes == 15
    clock.guard.watch.look()
    assert not clock.told
    clock.pass_by(560.0)
    assert not clock.told
    clock.pass_by(35.0)
    assert clock.told


def test_locking_keeps_the_place_for_the_same_person_and_day(window: Driver, clock: Clock) -> None:
    shell, session = window.shell, window.app.session
    assert session is not None
    child = window.open_child("<b>Bo</b> & Söhne O<i>x", "")
    child.show_tab("Papers")
    shell.toggle_help()  # lies over the page, and is not where the person is
    here = shell.here
    assert (here.kind, here.part) == ("child", "Papers")
    shell.locked.disconnect()  # the program would end here, and start anew
    clock.pass_by(310.0)
    kept: list[Any] = []

    def ask(_: object = None) -> None:
        window.app.records.submit(
            lambda: coming_back.take(session), kept.append, kept.append, owner=window.app
        )

    ask()
    window.until(lambda: kept)
    assert kept == [("child", here.child_id, "Papers")]
    ask()
    window.until(lambda: len(kept) == 2)
    assert kept[1] is None  # once


def test_the_place_names_the_step_and_the_tab_that_are_shown(window: Driver, clock: Clock) -> None:
    shell = window.shell
    child_id = window.open_child("<b>Bo</b> & Söhne O<i>x").child_id
    shell.go(Place("review", child_id))
    window.loaded().go_to(Step.PLAN)
    assert shell.here == Place("review", child_id, "plan")
    shell.come_back(("review", child_id, "health"))
    assert window.loaded().step is Step.HEALTH
    shell.go(Place("settings"))
    page = window.loaded()
    page.tabs.setCurrentIndex(1)
    assert shell.here == Place("settings", "", "Rooms")
    shell.come_back(("no_such_place", "", ""))
    assert shell.here == Place("settings", "", "Rooms")


@pytest.mark.parametrize(
    "held",
    [
        {"here": ["child", "x", ""], "day": "2001-01-01"},
        {"here": "child", "day": ""},
        {"here": ["child", 7, ""]},
        {"else": 1},
    ],
)
def test_another_day_or_something_unreadable_brings_to_today(
    held: dict[str, Any], session: Any
) -> None:
    form_drafts.keep(session, "coming_back", held)
    assert coming_back.take(session) is None


def test_a_copied_text_goes_after_a_while_and_another_program_s_stays(
    window: Driver, clock: Clock
) -> None:
    board = QGuiApplication.clipboard()
    window.app.clipboard.forget()
    for timer in window.app.clipboard._timers.values():
        timer.setInterval(10_000_000)
    guard = ClipboardGuard(window.app, seconds=0.2)
    window.shell.go(Place("child_form"))
    box = window.loaded().form.field("given_name").box
    box.setFocus()
    window.until(box.hasFocus)
    QTest.keyClicks(box, "Copied")
    box.selectAll()
    box.copy()
    assert board.text() == "Copied"
    box.clear()
    held = board.mimeData()
    assert held.hasFormat("x-kde-passwordManagerHint")  # histories leave it out
    window.until(lambda: not board.text())
    window.until(lambda: not board.text(QClipboard.Mode.Selection))
    board.setText("Copied")
    guard.forget()
    assert board.text() == ""
    data = QMimeData()
    data.setText("nobody's")
    guard._is_ours = lambda mode: False
    window.app.clipboard._is_ours = lambda mode: False
    board.setMimeData(data)
    guard.forget()
    QTest.qWait(400)
    assert board.text() == "nobody's"
    board.clear()
    assert clipboard.SECONDS == 30
