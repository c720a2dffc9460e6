"""What is amiss around the records, on Today; and the report of a fault, under Settings."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from ir_desktop import crash, log
from ir_desktop.services import doctor
from ir_desktop.ui.context import Place
from ir_desktop.ui.widgets.banner import Banner

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


def test_nothing_is_said_where_nothing_is_amiss(window: Any) -> None:
    window.sign_in()
    window.until(lambda: window.app.records.children())
    assert titles(window.loaded()) == []
    window.shell.go(Place("settings", part="About"))
    assert window.loaded().shown.fault.isHidden()
