"""What is amiss around the records, on Today; and the report of a fault, under Settings."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ir_desktop import crash, log
from ir_desktop.services import clock_doubts, doctor
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.session import SystemClock
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.ui import theme
from ir_desktop.ui.context import Place
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.dialog import Decision
from tests.ui.window_hands import InWindow, opened


class Ahead(SystemClock):
    """A clock that is a month ahead."""

    def now(self) -> datetime:
        return super().now() + timedelta(days=30)


TOLD = "Integrated Review 1, Python 3\nSegmentation fault at ir_desktop.ui.shell:12\n"


@pytest.fixture
def report(demo: Any) -> Any:
    file = demo.store / log.FOLDER / crash.REPORT
    file.parent.mkdir(exist_ok=True)
    file.write_text(TOLD)
    yield file
    file.unlink(missing_ok=True)


def titles(page: Any) -> list[str]:
    return [each.accessibleName() for each in page.findChildren(Banner) if each.isVisible()]


@pytest.mark.parametrize("window", [1.0, 2.0], indirect=True)
def test_today_says_it_and_settings_hold_the_report(
    window: Any, report: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Usage:
        free = 500_000_000

    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage)
    window.sign_in()
    page = window.loaded()
    window.until(lambda: len(titles(page)) == 2)
    assert [each.partition(": ")[2] for each in titles(page)] == [
        "There is little room on the disk",
        "The program had a fault",
    ]
    window.shell.show_children()
    window.loaded()
    window.shell.show_today()
    page = window.loaded()
    window.until(lambda: len(titles(page)) == 2)  # and not looked at anew
    window.shell.go(Place("settings", part="About"))
    card = window.loaded().shown.fault
    window.until(card.isVisible)
    assert card.report == TOLD
    card.save.click()
    dialog = card.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.close()
    card.write(tmp_path / "none" / "report.txt")
    assert not card.told.isHidden()
    card.write(tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text() == TOLD
    card.remove.click()
    assert card.isHidden()
    assert not report.exists()


def doubts(page: Any) -> list[Banner]:
    found = page.findChildren(Banner)
    return [each for each in found if each.isVisible() and "clock" in each.accessibleName()]


@contextmanager
def doubted(
    template: DemoMade, folder: Path, qapp: Any, qtbot: QtBot, place: int = 0
) -> Iterator[InWindow]:
    """Open the window on records in which somebody wrote by a clock that was ahead."""
    shutil.copytree(template.store, folder)
    made, manager = replace(template, store=folder), template.staff[0]
    sign_in(folder, find_slot(folder, manager.name), manager.password, clock=Ahead()).close()
    with opened(folder, qapp, qtbot) as app:
        window = InWindow(app, qtbot, made)
        window.sign_in(place)
        window.until(lambda: doubts(window.screen))
        yield window


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_manager_says_that_the_date_is_right_and_it_ends(
    scale: float, template: DemoMade, tmp_path: Path, qapp: Any, qtbot: QtBot
) -> None:
    theme.apply(qapp, theme.Theme(theme.LIGHT, scale))
    with doubted(template, tmp_path / "store", qapp, qtbot) as window:
        for yes in (False, True):
            (banner,) = doubts(window.screen)
            assert banner.act is not None
            banner.act.click()
            (asked,) = window.until(lambda: window.app.window.findChildren(Decision))
            assert "right" in asked.accessibleName()
            (asked.act if yes else asked.safe).click()
            window.until(lambda: not window.app.window.findChildren(Decision))
        window.until(lambda: not doubts(window.screen))
        assert window.do(clock_doubts.doubt) is None
        window.shell.show_today()
        window.until(lambda: window.screen.loaded)
        assert not doubts(window.screen)


def test_trouble_in_saying_so_is_told_there(
    template: DemoMade, tmp_path: Path, qapp: Any, qtbot: QtBot
) -> None:
    with doubted(template, tmp_path / "store", qapp, qtbot) as window:
        window.do(clock_doubts.say_right)  # as if it had been settled meanwhile
        (banner,) = doubts(window.screen)
        assert banner.act is not None
        banner.act.click()
        (asked,) = window.until(lambda: window.app.window.findChildren(Decision))
        asked.act.click()
        window.until(
            lambda: [
                each
                for each in doubts(window.screen)
                if each.accessibleDescription().startswith("Nothing speaks against")
            ]
        )


def test_nobody_but_a_manager_is_asked(
    template: DemoMade, tmp_path: Path, qapp: Any, qtbot: QtBot
) -> None:
    with doubted(template, tmp_path / "store", qapp, qtbot, place=1) as window:
        (banner,) = doubts(window.screen)
        assert banner.act is None


def test_nothing_is_said_where_nothing_is_amiss(window: Any) -> None:
    window.sign_in()
    window.until(lambda: window.app.records.children())
    assert titles(window.loaded()) == []
    window.shell.go(Place("settings", part="About"))
    assert window.loaded().shown.fault.isHidden()
