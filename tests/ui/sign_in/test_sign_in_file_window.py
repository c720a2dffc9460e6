"""A sign-in file that is lost, older or another's is put back from a backup, in the window."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from real_store import BOLA, BOLA_PASSWORD, CHEAP, JO, JO_PASSWORD, NEW, Real, window_on

from ir_desktop import log
from ir_desktop.domain.people import Role
from ir_desktop.services import backups, people, recovery
from ir_desktop.services.session import Session
from ir_desktop.storage.problems import OtherSignInFile
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.sign_in import file_words as words
from ir_desktop.ui.sign_in.no_store import NoStorePage
from ir_desktop.ui.sign_in.page import SignInPage

lost = pytest.mark.expected_log("cannot be opened", "ir_desktop.log")
"""Why the records cannot be opened is written to their log when the window finds it."""


class House:
    """A store that is no demo, and the backups of it on a stick."""

    def __init__(self, real: Real, stick: Path) -> None:
        self.real, self.stick = real, stick
        self.file = real.folder / "keys.json"

    def work(self, act: Callable[[Session], object]) -> None:
        session = self.real.sign_in()
        try:
            act(session)
        finally:
            session.close()

    def back_up(self, name: str) -> Path:
        made: list[Path] = []
        self.work(lambda session: made.append(backups.back_up(session, self.stick).path))
        return made[0].rename(self.stick / f"{name}.irbackup")

    @contextmanager
    def window(self, qapp: Any, qtbot: QtBot) -> Iterator[Driver]:
        try:
            with window_on(self.real, qapp, qtbot) as driver:
                yield driver
        finally:
            log.start(None)  # lets go of the file in the test's folder


@pytest.fixture
def house(real_template: Real, tmp_path: Path) -> House:
    return House(real_template.copied_to(tmp_path / "store"), tmp_path / "stick")


def add(session: Session) -> None:
    new = people.NewPerson(name="Ama Boateng", role=Role.PRACTITIONER, password=NEW)
    people.add_staff(session, new, cost=CHEAP)


def renew(session: Session) -> None:
    made = recovery.new_code(session)
    recovery.use_code(session, made, made.code)


def shown(driver: Driver, kind: str) -> Any:
    """Wait for a page of a class, and return it."""
    driver.until(lambda: type(driver.app.window.page).__name__ == kind)
    return driver.app.window.page


def told(page: Any) -> str:
    return "\n".join(each.text() for each in page.findChildren(Prose) if each.isVisible())


def choose(driver: Driver, backup: Path) -> SignInPage:
    """Choose the backup on the page that asks for it; return the sign-in page that comes."""
    page = shown(driver, "SignInFile").page
    driver.until(page.choose.hasFocus)
    page.chosen(str(backup))
    assert page.act.hasFocus()
    driver.qtbot.keyClick(page.act, Qt.Key.Key_Space)
    return shown(driver, "SignInPage")


def sign_in(driver: Driver, page: SignInPage, name: str, password: str) -> None:
    page.names.choose(next(e.slot_id for e in page.people if e.name == name))
    page.password.setText(password)
    page.submit()


def comes_in(driver: Driver, name: str) -> None:
    driver.until(lambda: isinstance(driver.app.window.page, Shell))
    driver.loaded()
    session = driver.app.session
    assert session is not None
    assert session.staff.name == name


@lost
@pytest.mark.parametrize("there", [True, False])
def test_a_lost_sign_in_file_is_put_back_from_where_it_is_told(
    house: House, qapp: Any, qtbot: QtBot, there: bool
) -> None:
    made, right = house.back_up("newest"), house.file.read_bytes()
    house.file.unlink()
    if there:
        house.file.write_bytes(right[:100])
    with house.window(qapp, qtbot) as driver:
        page = driver.app.window.page
        assert isinstance(page, NoStorePage)
        assert "newest backup" in told(page)
        page.file.click()
        page = choose(driver, made)
        assert words.THEN in told(page)
        assert "The names are from the backup of" in told(page)
        sign_in(driver, page, BOLA, BOLA_PASSWORD)
        comes_in(driver, BOLA)
    assert house.file.read_bytes() == right
    assert house.real.opens()


@pytest.mark.parametrize("change", [add, renew])
def test_an_older_one_that_was_put_there_gives_way(
    house: House, qapp: Any, qtbot: QtBot, change: Callable[[Session], None]
) -> None:
    older = house.file.read_bytes()
    house.work(change)
    made, right = house.back_up("newest"), house.file.read_bytes()
    house.file.write_bytes(older)
    with house.window(qapp, qtbot) as driver:
        sign_in(driver, driver.sign_in_page, JO, JO_PASSWORD)
        page = shown(driver, "PutBackPage")
        if change is add:
            page.buttons[words.FROM_BACKUP].click()
        else:  # no code opens it either, so there is one way on from here
            assert words.CODE not in (page.act.words(), *page.buttons)
            page.submit()
        sign_in(driver, choose(driver, made), JO, JO_PASSWORD)
        comes_in(driver, JO)
    assert house.file.read_bytes() == right


def test_the_recovery_code_leads_there_too_where_the_file_is_anothers(
    house: House, qapp: Any, qtbot: QtBot
) -> None:
    older = house.file.read_bytes()
    house.work(renew)
    house.file.write_bytes(older)
    with house.window(qapp, qtbot) as driver:
        driver.qtbot.mouseClick(driver.sign_in_page.forgot, Qt.MouseButton.LeftButton)
        flow = shown(driver, "Recover")
        flow.code_page.code.set_value(house.real.code)
        flow.code_page.submit()
        page = shown(driver, "PutBackPage")
        assert words.OTHER.what in told(page)
        page.buttons[words.RESTORE].click()
        shown(driver, "RestoreFlow").page.go_back()
        assert isinstance(driver.app.window.page, SignInPage)


@lost
def test_a_backup_that_does_not_fit_is_told_and_another_can_be_chosen(
    house: House, qapp: Any, qtbot: QtBot
) -> None:
    old = house.back_up("old")
    house.work(renew)
    made, right = house.back_up("newest"), house.file.read_bytes()
    house.file.write_bytes(b"{}")
    with house.window(qapp, qtbot) as driver:
        driver.app.window.page.file.click()  # type: ignore[union-attr] - the page without a store
        asks = shown(driver, "SignInFile").page
        asks.submit()
        assert asks.file.problem() == "Choose the backup."
        asks.file.set_value(str(house.real.folder / "records.db"))
        asks.submit()
        driver.until(lambda: "not a backup" in asks.file.problem())
        page = choose_again(driver, old)
        sign_in(driver, page, JO, JO_PASSWORD)
        driver.until(lambda: OtherSignInFile().sentence in told(page))
        assert house.file.read_bytes() == b"{}"
        page.another.click()
        sign_in(driver, choose(driver, made), JO, JO_PASSWORD)
        comes_in(driver, JO)
    assert house.file.read_bytes() == right


def choose_again(driver: Driver, backup: Path) -> SignInPage:
    page = shown(driver, "SignInFile").page
    page.chosen(str(backup))
    page.submit()
    return shown(driver, "SignInPage")


@lost
def test_where_no_backup_has_the_newest_the_recovery_code_goes_on_with_an_older_one(
    house: House, qapp: Any, qtbot: QtBot
) -> None:
    made = house.back_up("older")
    house.work(add)
    house.file.unlink()
    with house.window(qapp, qtbot) as driver:
        driver.app.window.page.file.click()  # type: ignore[union-attr] - the page without a store
        sign_in(driver, choose(driver, made), JO, JO_PASSWORD)
        page = shown(driver, "PutBackPage")
        assert words.OLDER_IN_BACKUP.what in told(page)
        page.submit()
        flow = shown(driver, "Recover")
        flow.cost = CHEAP
        flow.code_page.code.set_value(house.real.code)
        flow.code_page.submit()
        driver.until(lambda: type(flow.page).__name__ == "ChoosePage")
        flow.page.password.set_value("teal barge under nine willows")
        flow.page.submit()
        driver.until(lambda: type(flow.page).__name__ == "DonePage")
        flow.page.submit()
        comes_in(driver, JO)
    assert house.real.opens(JO, "teal barge under nine willows")


@lost
def test_going_back_leaves_everything_as_it_was(house: House, qapp: Any, qtbot: QtBot) -> None:
    made = house.back_up("newest")
    house.file.write_bytes(b"{}")
    with house.window(qapp, qtbot) as driver:
        driver.app.window.page.file.click()  # type: ignore[union-attr] - the page without a store
        choose(driver, made)
        driver.app.window.page.another.click()  # type: ignore[union-attr] - the sign-in page
        page = shown(driver, "SignInFile")
        driver.qtbot.keyClick(page, Qt.Key.Key_F1)
        assert page.help.page is not None
        page.help.back()
        page.page.go_back()
        assert isinstance(driver.app.window.page, NoStorePage)
    assert house.file.read_bytes() == b"{}"
