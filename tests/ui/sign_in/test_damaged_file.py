"""A page of the records file that signing in never reads is damaged: the window tells it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from pytestqt.qtbot import QtBot

from ir_desktop.app import App, Options
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.storage.keys import STORE_FILE
from ir_desktop.ui import damage, theme
from ir_desktop.ui.widgets.banner import Banner
from tools.tour.guide import shut

PAGE = 4096


@pytest.fixture
def copied(demo: DemoMade, tmp_path: Path) -> DemoMade:
    folder = tmp_path / "store"
    shutil.copytree(demo.store, folder, ignore=shutil.ignore_patterns(".lock"))
    return DemoMade(folder, demo.staff, demo.recovery_code)


@pytest.fixture
def opened(copied: DemoMade, qapp: Any, qtbot: QtBot) -> Iterator[Driver]:
    theme.apply(qapp, theme.Theme(theme.LIGHT))
    app = App(qapp, Options(store=copied.store))
    app.start()
    qtbot.waitExposed(app.window)
    yield Driver(app, qtbot, copied)
    shut(app)


def damage_a_page_nobody_reads(made: DemoMade) -> None:
    """Change one byte in the first page of a table that holds nothing yet."""
    manager = made.staff[0]
    session = sign_in(made.store, find_slot(made.store, manager.name), manager.password)
    try:
        with session.store.reading() as records:
            asked = "SELECT rootpage FROM sqlite_schema WHERE name = 'reply_cursor'"
            page = records.connection.exec_driver_sql(asked).scalar()
    finally:
        session.close()
    assert isinstance(page, int)
    with (made.store / STORE_FILE).open("r+b") as file:
        file.seek((page - 1) * PAGE + 100)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))


def notices(driver: Driver) -> list[Banner]:
    found = driver.app.window.findChildren(Banner)
    return [each for each in found if damage.TITLE in each.accessibleName()]


@pytest.mark.expected_log("does not pass its check", "ir_desktop.services.checking")
def test_damage_that_signing_in_does_not_meet_is_told_above_every_page(
    copied: DemoMade, opened: Driver
) -> None:
    damage_a_page_nobody_reads(copied)
    opened.sign_in()
    assert notices(opened) == []  # it was not met on the way
    notice = opened.until(lambda: notices(opened))[0]
    assert notice.isVisible()
    assert notice.accessibleDescription() == damage.DETAIL
    opened.shell.show_children()
    opened.loaded()
    assert notice.isVisible()
    assert notice.mapTo(opened.app.window, notice.rect().topLeft()).y() < 100
    assert len(notices(opened)) == 1


def test_a_whole_file_is_gone_through_part_by_part_and_nothing_is_said(
    copied: DemoMade, opened: Driver
) -> None:
    opened.sign_in()
    watch = opened.app._watch and opened.app._watch.file
    assert watch is not None
    asked: list[str] = []
    opened.until(lambda: watch._left)
    parts = list(watch._left)
    while not watch.done:
        if watch._left and (not asked or asked[-1] != watch._left[0]):
            asked.append(watch._left[0])
            opened.shell.show_children()  # a person's act comes between two parts
            opened.loaded()
        opened.qtbot.wait(5)
    assert asked == parts[-len(asked) :]
    assert {"child", "review", "audit_event"} <= set(parts)
    assert parts[0] == "pages"
    assert notices(opened) == []


def test_every_fault_of_the_whole_is_a_fault_of_a_part(copied: DemoMade) -> None:
    manager = copied.staff[0]
    damage_a_page_nobody_reads(copied)
    session = sign_in(copied.store, find_slot(copied.store, manager.name), manager.password)
    try:
        whole = session.store.database.check()
        assert whole
        database = session.store.database
        found = [part for part in database.parts() if database.check(part)]
        assert "pages" in found
        assert "reply_cursor" in found
        assert not session.store.is_whole("pages")
    finally:
        session.close()
