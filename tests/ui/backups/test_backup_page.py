"""Backups in Settings, on closing the window, each day, and what Today says of them."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ir_desktop.domain.people import Role
from ir_desktop.services import backups, children
from ir_desktop.services.backups import BackedUp
from ir_desktop.services.session import Session
from ir_desktop.storage import recovery_code
from ir_desktop.ui.backups import words
from ir_desktop.ui.backups.care import Care
from ir_desktop.ui.backups.leaving import Leaving, LeavingPage
from ir_desktop.ui.backups.watching import NOT_MADE
from ir_desktop.ui.context import Context
from ir_desktop.ui.widgets.banner import Banner
from tests.ui.backups.backup_house import Home, House, Open


@pytest.fixture
def house(opening: Open, home: Home) -> House:
    """The window, signed in; no folder for backups is chosen."""
    found = opening(home.folder)
    found.sign_in()
    return found


@pytest.fixture
def chosen(house: House, stick: Path) -> House:
    """The same, with backups going to the stick."""
    house.ask(lambda session: backups.change_settings(session, folder=stick))
    return house


@contextmanager
def full_disk(most: int = 4096) -> Iterator[None]:
    """Let every write beyond some bytes of a file fail."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def said(part: Any) -> list[str]:
    return [each.accessibleName() for each in part.findChildren(Banner) if each.isVisible()]


def test_a_folder_is_chosen_and_a_backup_made_and_checked(house: House, stick: Path) -> None:
    part = house.backups()
    house.until(lambda: any("Nothing is backed up" in each for each in said(part)))
    assert set(part.buttons) == {"choose", "try", "child"}
    part.choose(str(stick / "nowhere"))
    house.until(part.problems.isVisible)
    assert "not there" in part.problems.accessibleDescription()
    part.choose(str(stick))
    house.until(lambda: part.view.folder == stick and "now" in part.buttons)
    house.until(lambda: any("same disk" in each for each in said(part)))
    part.buttons["now"].click()
    assert part.progress is not None
    house.until(lambda: part.progress is None and part.view.kept)
    house.until(lambda: any("Done: Backed up today" in each for each in said(part)))
    (name,) = files(stick)
    assert name.endswith(".irbackup")


def test_leaving_the_page_does_not_stop_it_and_coming_back_shows_it(
    chosen: House, stick: Path
) -> None:
    with chosen.other_thread_held():
        chosen.backups().buttons["now"].click()
        chosen.go("today")
        page = chosen.go("settings", "Backups")
        chosen.until(lambda: page.shown is not None)
        assert page.shown.progress is not None
    chosen.until(lambda: page.shown.progress is None and page.shown.view is not None)
    chosen.until(lambda: page.shown.view.kept)
    assert len(files(stick)) == 1


def test_it_can_be_stopped_with_nothing_left(chosen: House, stick: Path) -> None:
    part = chosen.backups()
    with chosen.other_thread_held():
        part.buttons["now"].click()
        part.progress.cancel.click()
    chosen.until(lambda: any("Stopped. No backup was made." in each for each in said(part)))
    assert files(stick) == []


def test_a_full_disk_and_a_missing_stick_are_told_in_words(chosen: House, stick: Path) -> None:
    part = chosen.backups()
    with full_disk():
        part.buttons["now"].click()
        chosen.until(part.problems.isVisible)
    assert "no backup was made" in part.problems.accessibleDescription()
    assert files(stick) == []
    stick.rmdir()
    part.load()
    chosen.until(lambda: any("not there now" in each for each in said(part)))


def test_closing_leaves_a_backup_and_asks_nothing_where_none_is_chosen(
    chosen: House, stick: Path
) -> None:
    chosen.app.window.close()
    page = chosen.named("LeavingPage")
    chosen.until(lambda: not chosen.app.window.isVisible())
    assert isinstance(page, LeavingPage)
    assert len(files(stick)) == 1


def test_closing_without_a_folder_shows_no_page(house: House) -> None:
    before = house.page
    house.app.window.close()
    house.until(lambda: not house.app.window.isVisible())
    assert house.page is before


@pytest.mark.parametrize("how", ["cancel", "close again"])
def test_nobody_has_to_wait(chosen: House, stick: Path, how: str) -> None:
    with chosen.other_thread_held():
        chosen.app.window.close()
        page = chosen.named("LeavingPage")
        if how == "cancel":
            page.progress.cancel.click()
        else:
            chosen.app.window.close()
    chosen.until(lambda: not chosen.app.window.isVisible())
    assert files(stick) == []


def test_why_none_was_made_is_told_before_the_window_closes(chosen: House, stick: Path) -> None:
    with full_disk():
        chosen.app.window.close()
        page = chosen.named("LeavingPage")
        chosen.until(page.problem.isVisible)
    assert page.close_button.hasFocus()
    page.again_button.click()
    chosen.until(lambda: not chosen.app.window.isVisible())
    assert len(files(stick)) == 1


def test_a_window_closes_although_the_records_thread_hangs(house: House) -> None:
    import time

    held = [True]

    def wait() -> None:
        while held:
            time.sleep(0.01)

    context = Context(house.session, house.app.records, house.app.aside)
    leaving = Leaving(context, lambda: None, house.app.window.show_page, patience=50)
    over: list[bool] = []
    leaving.over.connect(lambda: over.append(True))
    house.app.records.submit(wait, lambda _: None, lambda _: None, owner=house.app)
    assert not leaving.may_close()
    house.until(lambda: over)
    held.clear()
    assert leaving.may_close()


def test_the_day_gets_its_backup_by_itself_and_trouble_is_told_once(
    chosen: House, stick: Path
) -> None:
    care = Care.of(Context(chosen.session, chosen.app.records, chosen.app.aside))
    told: list[str] = []
    care.failed.connect(told.append)
    with full_disk():
        for _ in range(2):
            care.look()
            chosen.until(lambda: not care.busy)
    assert len(told) == 1
    notices = [each for each in chosen.app.window.findChildren(Banner) if each.isVisible()]
    assert [each for each in notices if NOT_MADE in each.accessibleName()]
    made: list[BackedUp | None] = []
    care.made.connect(made.append)
    care.look()
    chosen.until(lambda: made)
    assert len(files(stick)) == 1
    care.look()
    chosen.until(lambda: len(made) == 2)
    assert made[1] is None  # one a day


def test_today_says_how_backups_stand_and_leads_there(house: House, stick: Path) -> None:
    page = house.go("today")
    (box,) = [each for each in page._view.boxes if each.kind == "backup"]
    (note,) = box.notes
    assert (note.name, note.act) == ("Nothing is backed up", "Choose")
    page._go(note.key)
    house.until(lambda: house.screen.loaded)
    assert house.screen._wanted == "Backups"
    house.ask(lambda session: backups.change_settings(session, folder=stick))
    house.ask(backups.back_up)
    page = house.go("today")
    (box,) = [each for each in page._view.boxes if each.kind == "backup"]
    assert [each.name for each in box.notes] == ["Backed up", "Does a backup open?"]


def test_a_backup_is_tried_with_the_code_alone(chosen: House, home: Home) -> None:
    chosen.ask(backups.back_up)
    page = chosen.go("backup", "try")
    page.submit()
    assert page.form.field("code").problem()
    for wrong in ("nonsense", recovery_code.generate()):
        page.form.field("code").set_value(wrong)
        page.submit()
        chosen.until(lambda: not page.busy.text())
        assert page.form.summary.isVisible()
        assert not page.said.isVisible()
    page.form.field("code").set_value(home.code)
    page.submit()
    chosen.until(page.said.isVisible)
    assert "The backup opens" in page.said.accessibleName()
    assert page.form.value("code") == ""
    state = chosen.ask(lambda session: backups.state(session, session.today))
    assert state.tried is not None
    assert not state.try_due
    assert not list(home.folder.glob(".look*"))


def test_one_child_comes_back_after_a_comparison(chosen: House) -> None:
    def add(session: Session) -> str:
        born = date(session.today.year - 2, 6, 1)
        return children.add_child(
            session, given_name="Zofia", family_name="Kowalska", date_of_birth=born
        ).id

    child = chosen.ask(add)
    chosen.ask(backups.back_up)
    chosen.ask(lambda session: children.edit_child(session, child, given_name="Zosia"))
    page = chosen.go("backup", "child")
    page.show_children()
    assert page.told.text() == "Choose a backup first."
    page.which.set_value(str(page._kept[0].path))
    page._which_changed()
    page.look.click()
    chosen.until(lambda: page.list is not None)
    chosen.until(page.list.hasFocus)
    chosen.qtbot.keyClick(page.list, Qt.Key.Key_Return)
    chosen.until(lambda: page.view is not None)
    (differing,) = page.view.differing
    assert differing.detail == "Differs in: given name."
    page.wanted.buttons[0].click()
    page.act.click()
    chosen.until(lambda: any("1 record came back" in each for each in said(page)))
    listed = chosen.ask(children.list_children)
    assert [each.given_name for each in listed] == ["Zofia"]


def test_who_is_no_manager_sees_how_they_stand_and_changes_nothing(chosen: House) -> None:
    from dataclasses import replace

    session = replace(chosen.session, staff=replace(chosen.session.staff, role=Role.PRACTITIONER))
    view = chosen.ask(lambda _: words.backups_view(session))
    assert not view.manager
    assert view.kept == ()


def test_a_backup_that_was_removed_is_told_and_made_anew(chosen: House, stick: Path) -> None:
    chosen.ask(backups.back_up)
    for each in stick.iterdir():
        each.unlink()
    part = chosen.backups()
    chosen.until(lambda: any("no longer in its folder" in each for each in said(part)))
    page = chosen.go("today")
    (box,) = [each for each in page._view.boxes if each.kind == "backup"]
    assert box.notes[0].name == "The last backup is gone"
    care = Care.of(Context(chosen.session, chosen.app.records, chosen.app.aside))
    care.look()
    chosen.until(lambda: not care.busy)
    assert len(files(stick)) == 1
    part = chosen.backups()
    chosen.until(lambda: any("Backed up today" in each for each in said(part)))
