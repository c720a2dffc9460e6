"""Records that cannot be opened, and records in another folder: told in words, and chosen."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop import log
from ir_desktop.app import App, Options
from ir_desktop.services.demo import DemoMade
from ir_desktop.storage.problems import KeysDamaged
from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.sign_in import presenter, where
from ir_desktop.ui.sign_in.no_store import NoStorePage
from ir_desktop.ui.sign_in.page import SignInPage
from tools.tour.guide import shut

Opened = Callable[[Path], Driver]


@pytest.fixture
def opened(qapp: Any, qtbot: QtBot, demo: DemoMade) -> Iterator[Opened]:
    kept: list[App] = []

    def start(folder: Path) -> Driver:
        theme.apply(qapp, theme.Theme(theme.LIGHT))
        app = App(qapp, Options(store=folder))
        kept.append(app)
        app.start()
        qtbot.waitExposed(app.window)
        app.window.activateWindow()
        driver = Driver(app, qtbot, demo)
        driver.until(app.window.isActiveWindow)
        return driver

    yield start
    for app in kept:
        shut(app)
    log.start(None)  # lets go of the file in the test's folder


def told(page: QWidget) -> str:
    parts = [*page.findChildren(Prose), *page.findChildren(Words)]
    return "\n".join(each.text() for each in parts if each.isVisible())


def choose(driver: Driver, page: Any, folder: Path) -> None:
    """Choose a folder in the dialog, by keyboard."""
    page.choose.click()
    dialog = driver.until(lambda: page.findChildren(QFileDialog)[-1:])[0]
    driver.until(dialog.isVisible)
    line = dialog.findChild(QLineEdit)
    driver.until(line.hasFocus)
    line.setText(str(folder))
    driver.qtbot.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def damaged(tmp_path: Path, demo: DemoMade) -> Path:
    folder = tmp_path / "Willow Lane"
    shutil.copytree(demo.store, folder, ignore=shutil.ignore_patterns(".lock", "log"))
    (folder / "keys.json").write_text('{"x":[', "utf-8")
    return folder


@pytest.mark.expected_log("cannot be opened", "ir_desktop.log")
def test_a_damaged_sign_in_file_is_told_with_what_to_do_and_noted_once(
    opened: Opened, damaged: Path, demo: DemoMade
) -> None:
    driver = opened(damaged)
    page = driver.app.window.page
    assert isinstance(page, NoStorePage)
    words = told(page)
    assert KeysDamaged().sentence in words
    assert presenter.NO_STORE_COPY in words
    for never in ("ir-desktop", "--store", "next version", "Willow"):
        assert never not in words
    written = damaged / log.FOLDER / log.FILE
    driver.until(written.exists)
    lines = driver.until(lambda: written.read_text("utf-8").splitlines())
    (line,) = [each for each in lines if "cannot be opened" in each]
    assert "KeysDamaged at ir_desktop.storage." in line
    assert "Willow" not in line
    page.choose.setFocus()
    driver.qtbot.keyClick(page.choose, Qt.Key.Key_F1)
    reader: Any = page.help.page
    assert reader.page.id == "start"
    driver.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.choose.hasFocus()
    choose(driver, page, demo.store)
    driver.until(lambda: isinstance(driver.app.window.page, SignInPage))
    driver.until(driver.app.window.isActiveWindow)
    driver.until(driver.sign_in_page.names.hasFocus)
    assert driver.app.elsewhere == demo.store


def test_setting_up_leads_to_records_in_another_folder_and_stays_where_there_are_none(
    opened: Opened, tmp_path: Path, demo: DemoMade
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    driver = opened(tmp_path / "store")
    page = driver.app._first_run.page  # type: ignore[union-attr] - nothing is there yet
    page.elsewhere.set_open(True)
    assert "ir-desktop" not in told(page)
    choose(driver, page, empty)
    driver.until(page.form.summary.isVisible)
    driver.until(driver.app.window.isActiveWindow)
    driver.until(page.form.summary.hasFocus)
    assert page.form.summary.accessibleDescription() == where.NO_RECORDS
    assert list(empty.iterdir()) == []
    choose(driver, page, demo.store)
    driver.until(lambda: isinstance(driver.app.window.page, SignInPage))
    driver.sign_in()
    assert isinstance(driver.app.window.page, Shell)
    assert driver.app.elsewhere == demo.store


def test_an_empty_folder_chosen_in_place_of_a_missing_one_begins_new_records(
    opened: Opened, tmp_path: Path, damaged: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("words", "utf-8")
    driver = opened(tmp_path / "store")
    driver.app._show_no_store(where.MISSING)
    driver.app._leave_first_run()
    page = driver.app.window.page
    choose(driver, page, other)
    driver.until(lambda: driver.app.window.page is not page)
    page = driver.app.window.page
    assert isinstance(page, NoStorePage)
    driver.until(driver.app.window.isActiveWindow)
    driver.until(page.problem.hasFocus)
    assert page.problem.accessibleDescription() == where.OTHER_THINGS
    empty = tmp_path / "empty"
    empty.mkdir()
    choose(driver, page, empty)
    driver.until(lambda: driver.app._first_run is not None)
    assert list(empty.iterdir()) == []
