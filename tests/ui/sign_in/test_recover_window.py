"""Ways in when the password does not do: the recovery code, an older sign-in file, a wait."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from real_store import BOLA, BOLA_PASSWORD, CHEAP, JO, JO_PASSWORD, NEW, Real, window_on

from ir_desktop.domain.people import Role
from ir_desktop.services import checking, people
from ir_desktop.storage import keys, tries
from ir_desktop.storage.problems import TooManyTries
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.sign_in.page import SignInPage
from ir_desktop.ui.sign_in.presenter import Wrong
from ir_desktop.ui.sign_in.recover_words import wait_sentence
from ir_desktop.ui.sign_in.waiting import Waiting


@pytest.fixture
def real(real_template: Real, tmp_path: Path) -> Real:
    return real_template.copied_to(tmp_path / "store")


@pytest.fixture
def door(real: Real, qapp: Any, qtbot: QtBot) -> Iterator[Driver]:
    with window_on(real, qapp, qtbot) as driver:
        yield driver


def recover(door: Driver) -> Any:
    """Press "Forgot your password?", and return the pages that come."""
    door.qtbot.mouseClick(door.sign_in_page.forgot, Qt.MouseButton.LeftButton)
    door.until(lambda: type(door.app.window.page).__name__ == "Recover")
    flow: Any = door.app.window.page
    flow.cost = CHEAP
    return flow


def opened(door: Driver, code: str) -> Any:
    """Go as far as the page that asks for a new password."""
    flow = recover(door)
    flow.code_page.code.set_value(code)
    flow.code_page.submit()
    door.until(lambda: type(flow.page).__name__ == "ChoosePage")
    return flow


def test_a_forgotten_password_is_chosen_anew_with_the_code_pasted_from_a_scan(
    real: Real, qapp: Any, qtbot: QtBot
) -> None:
    with window_on(real, qapp, qtbot) as door:
        _forgotten(door, real)
    assert not real.opens(JO, JO_PASSWORD)
    assert real.opens(JO, NEW)
    assert real.opens(BOLA, BOLA_PASSWORD)


def _forgotten(door: Driver, real: Real) -> None:
    flow = recover(door)
    box = flow.code_page.code.box
    door.until(box.hasFocus)
    QApplication.clipboard().setText(f" {real.code.lower().replace('-', ' – ')}\n")
    door.qtbot.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    door.qtbot.keyClick(box, Qt.Key.Key_Return)
    page = door.until(lambda: type(flow.page).__name__ == "ChoosePage" and flow.page)
    assert page.alone
    door.until(page.password.box.hasFocus)
    door.qtbot.keyClicks(page.password.box, "jo field 1")
    door.until(page.meter.isVisible)
    assert page.meter.text() in ("Very easy to guess", "Easy to guess", "Not enough yet")
    door.qtbot.keyClick(page.password.box, Qt.Key.Key_Return)
    door.until(lambda: "at least 12" in page.password.problem())
    page.password.set_value(NEW)
    page.submit()
    door.until(lambda: type(flow.page).__name__ == "DonePage")
    assert real.code not in repr(vars(flow.code_page.code))
    assert flow.code_page.code.value() == ""
    flow.page.submit()
    door.until(lambda: isinstance(door.app.window.page, Shell))
    door.loaded()
    session = door.app.session
    assert session is not None
    assert session.staff.name == JO


def test_a_wrong_code_is_told_at_its_field_and_back_leads_to_signing_in(
    door: Driver, real: Real
) -> None:
    from ir_desktop.storage import recovery_code

    flow = recover(door)
    page = flow.code_page
    page.submit()
    assert page.code.problem() == "Type the recovery code from the sheet."
    for typed, told in (
        ("0000", "28 characters"),
        (recovery_code.generate(), "does not open these records"),
    ):
        page.code.set_value(typed)
        page.submit()
        door.until(lambda told=told: told in page.code.problem())
        assert flow.page is page
        assert page.code.value() == typed
    page.go_back()
    door.until(lambda: isinstance(door.app.window.page, SignInPage))
    door.sign_in()


def test_going_back_with_the_records_open_changes_nothing_and_lets_go_of_them(
    door: Driver, real: Real
) -> None:
    before = (real.folder / "keys.json").read_bytes()
    flow = opened(door, real.code)
    flow.page.password.set_value(NEW)
    flow.page.go_back()
    assert flow.page is flow.code_page
    flow.page.go_back()
    door.until(lambda: isinstance(door.app.window.page, SignInPage))
    door.sign_in()
    assert (real.folder / "keys.json").read_bytes() == before


def test_closing_the_window_on_the_way_lets_go_of_the_records(
    real: Real, qapp: Any, qtbot: QtBot
) -> None:
    with window_on(real, qapp, qtbot) as door:
        opened(door, real.code)
    assert real.opens()


@pytest.fixture
def older(real: Real) -> Real:
    """The sign-in file of before somebody was added was put back."""
    file = real.folder / "keys.json"
    old = file.read_bytes()
    session = real.sign_in()
    new = people.NewPerson(name="Ama Boateng", role=Role.PRACTITIONER, password=NEW)
    people.add_staff(session, new, cost=CHEAP)
    session.close()
    file.write_bytes(old)
    return real


def put_back_page(door: Driver, name: str, password: str) -> Any:
    page = door.sign_in_page
    page.names.choose(_slot(door, name))
    page.password.setText(password)
    page.submit()
    door.until(lambda: type(door.app.window.page).__name__ == "PutBackPage")
    return door.app.window.page


def _slot(door: Driver, name: str) -> str:
    return next(each.slot_id for each in door.sign_in_page.people if each.name == name)


@pytest.mark.parametrize(("name", "password"), [(JO, JO_PASSWORD), (BOLA, BOLA_PASSWORD)])
def test_with_an_older_sign_in_file_the_recovery_code_is_the_only_way_on(
    older: Real, qapp: Any, qtbot: QtBot, name: str, password: str
) -> None:
    with window_on(older, qapp, qtbot) as door:
        page = put_back_page(door, name, password)
        assert not page.findChildren(QLineEdit)  # no password is asked for
        page.submit()
        flow: Any = door.app.window.page
        flow.cost = CHEAP
        flow.code_page.code.set_value(older.code)
        flow.code_page.submit()
        door.until(lambda: type(flow.page).__name__ == "ChoosePage")
        flow.page.password.set_value("teal barge under nine willows")
        flow.page.submit()
        door.until(lambda: type(flow.page).__name__ == "DonePage")
        told = " ".join(each.text() for each in flow.page.findChildren(Prose))
        assert "Ama Boateng and Bola Ade need a new first password" in told
        flow.page.submit()
        door.until(lambda: isinstance(door.app.window.page, Shell))
        door.loaded()
    assert [each.id for each in keys.staff_slots(older.folder)] == [older.slot(JO)]
    session = older.sign_in(JO, "teal barge under nine willows")
    try:
        assert not checking.verify_audit(session).findings
    finally:
        session.close()


def test_back_from_an_older_sign_in_file_leads_to_signing_in(
    older: Real, qapp: Any, qtbot: QtBot
) -> None:
    with window_on(older, qapp, qtbot) as door:
        put_back_page(door, JO, JO_PASSWORD).go_back()
        door.until(lambda: isinstance(door.app.window.page, SignInPage))


def test_after_too_many_tries_the_page_says_how_long_to_wait_and_can_be_tried_again(
    door: Driver, real: Real
) -> None:
    slot = real.slot(BOLA)
    for _ in range(tries.MOST_TRIES):
        tries.count(real.folder, slot)
    page = door.sign_in_page
    for _ in range(2):  # a try too early is refused again, and makes the wait no longer
        page.names.choose(real.slot(JO))
        page.password.setText(JO_PASSWORD)
        page.submit()
        door.until(lambda: "Wait 5 minutes" in page.password_error.accessibleName() + text(page))
        assert page.password.text() == JO_PASSWORD
    with pytest.raises(TooManyTries):
        tries.count(real.folder, slot)
    (real.folder / tries.TRIES_FILE).unlink()  # as if the time were over
    page.submit()
    door.until(lambda: isinstance(door.app.window.page, Shell))


def text(page: SignInPage) -> str:
    return page.password.accessibleDescription()


def test_the_wait_goes_down_in_minutes_and_ends(qtbot: QtBot) -> None:
    assert "Wait 5 minutes" in wait_sentence(300)
    assert "Wait 2 minutes" in wait_sentence(61)
    assert "Wait 1 minute " in wait_sentence(60)
    assert "Wait 1 minute " in wait_sentence(1)
    assert wait_sentence(0) == "You can try again now."
    held = QLineEdit()
    waiting, told = Waiting(held), list[str]()
    waiting.told.connect(told.append)
    waiting.begin(1)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    assert told == [wait_sentence(1), wait_sentence(0)]
    waiting.begin(400)
    waiting.begin(0)
    assert told[2:] == [wait_sentence(400)]
    assert not waiting._timer.isActive()


def test_the_words_of_the_wait_go_with_the_next_problem(door: Driver) -> None:
    page = door.sign_in_page
    page.show_wrong([Wrong("password", "not shown", seconds=61)])
    assert "Wait 2 minutes" in text(page)
    page.show_wrong([Wrong("name", "Choose your name.")])
    assert text(page) == ""
    assert not page._waiting._timer.isActive()


def test_the_demo_shows_its_passwords_and_offers_no_recovery(window: Driver) -> None:
    page = window.app._show_sign_in(window.sign_in_page.people, demo=True)
    assert not page.forgot.isVisible()
    real_page = window.app._show_sign_in(page.people, demo=False)
    assert real_page.forgot.isVisible()
