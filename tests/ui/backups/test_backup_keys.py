"""New keys get a backup at once, and closing in the middle of a change waits for both."""

import hashlib
import threading
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.errors import Refused
from ir_desktop.services import backups, rooms
from ir_desktop.storage import backup, key_switch
from ir_desktop.storage.problems import DiskTrouble
from ir_desktop.ui.backups import leaving
from ir_desktop.ui.backups.care import Care
from ir_desktop.ui.backups.key_changes import KeyChanges
from ir_desktop.ui.backups.words import KEYS_CHANGED
from ir_desktop.ui.context import Context
from ir_desktop.ui.importing.long_work import LongWork
from tests.ui.backups.backup_house import PASSWORD, Home, House, Open

NEW = "violet tractor seventeen moss"


@pytest.fixture
def chosen(opening: Open, home: Home, stick: Path) -> House:
    """The window, signed in, with a backup of today on the stick."""
    house = opening(home.folder)
    house.sign_in()
    house.ask(lambda session: backups.change_settings(session, folder=stick))
    house.ask(backups.back_up)
    return house


def context(house: House) -> Context:
    return Context(house.session, house.app.records, house.app.aside)


def own_password(house: House, old: str = PASSWORD) -> Any:
    page = house.go("settings_form", "own-password")
    page.form.fill({"old_password": old, "password": NEW})
    return page


def holds_new_keys(folder: Path, stick: Path) -> bool:
    """Return whether the newest backup holds the sign-in file of now."""
    now = hashlib.sha256((folder / "keys.json").read_bytes()).hexdigest()
    return backup.read_manifest(made(stick)[-1]).keys_sha256 == now


def made(stick: Path) -> list[Path]:
    return sorted(stick.glob(f"*{backup.ENDING}"))


def test_a_new_password_is_backed_up_at_once(chosen: House, home: Home, stick: Path) -> None:
    assert holds_new_keys(home.folder, stick)
    own_password(chosen).submit()
    chosen.until(lambda: len(made(stick)) == 2)
    chosen.until(lambda: not Care.of(context(chosen)).busy)
    assert holds_new_keys(home.folder, stick)


def test_without_the_stick_today_says_it_until_a_backup_is_made(
    chosen: House, home: Home, stick: Path
) -> None:
    stick.rename(stick.with_name("unplugged"))
    page = own_password(chosen)
    page.submit()
    chosen.until(lambda: chosen.screen is not page)
    page = chosen.go("today")
    (box,) = [each for each in page._view.boxes if each.kind == "backup"]
    assert (box.notes[0].name, box.notes[0].act) == (KEYS_CHANGED, "Back up")
    assert box.notes[0].words.startswith("Plug the stick in")
    stick.with_name("unplugged").rename(stick)
    Care.of(context(chosen)).look()
    chosen.until(lambda: holds_new_keys(home.folder, stick))


def test_a_backup_that_a_change_overtook_is_made_anew_and_not_told(
    chosen: House, home: Home, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, go_on = threading.Event(), threading.Event()
    step = LongWork.step

    def waiting(work: LongWork, done: int, whole: int) -> None:
        step(work, done, whole)
        if done == 1:  # the records are copied, the sign-in file is not yet
            copied.set()
            assert go_on.wait(60)

    monkeypatch.setattr(LongWork, "step", waiting)
    care = Care.of(context(chosen))
    told: list[str] = []
    care.failed.connect(told.append)
    for each in stick.iterdir():
        each.unlink()
    care.look()
    chosen.until(copied.is_set)
    keys = KeyChanges.of(context(chosen))
    own_password(chosen).submit()
    assert keys.under_way
    chosen.until(lambda: not keys.under_way)
    go_on.set()
    chosen.until(lambda: not care.busy)
    assert holds_new_keys(home.folder, stick)
    assert len(made(stick)) == 1
    assert told == []


def test_closing_in_the_middle_of_a_change_waits_for_it_and_for_the_backup(
    chosen: House, home: Home, stick: Path
) -> None:
    shown, watch, page = list[str](), chosen.app._watch, own_password(chosen)
    assert watch is not None
    watch.leaving._show = remembering(chosen, shown)
    with chosen.records_held():
        watch.leaving._patience.setInterval(20)
        page.submit()
        chosen.app.window.close()
        chosen.qtbot.wait(200)  # longer than patience for anything else would last
        assert chosen.app.window.isVisible()
        watch.leaving._patience.setInterval(20_000)
        assert shown[0] == leaving._KEYS_TITLE
    chosen.until(lambda: not chosen.app.window.isVisible())
    assert shown == [leaving._KEYS_TITLE, leaving._TITLE]
    assert len(made(stick)) == 2
    assert holds_new_keys(home.folder, stick)


def remembering(house: House, shown: list[str]) -> Any:
    show = house.app.window.show_page

    def both(page: Any) -> None:
        shown.append(page.accessibleName())
        show(page)

    return both


def test_a_change_that_was_not_made_is_told_before_the_window_closes(
    chosen: House, stick: Path
) -> None:
    chosen.ask(lambda session: rooms.add_room(session, "Squirrels"))
    page = own_password(chosen, "not this one at all")
    with chosen.records_held():
        page.submit()
        chosen.app.window.close()
    page = chosen.named("LeavingPage")
    chosen.until(page.problem.isVisible)
    told = page.problem.accessibleDescription()
    assert "The change was not made." in told
    assert "not the password you sign in with" in told
    assert page.close_button.hasFocus()
    page.again_button.click()
    chosen.until(lambda: not chosen.app.window.isVisible())
    assert len(made(stick)) == 2


@pytest.fixture
def failing_after(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The disk fails in the first step after a change of the data key counts; then it works."""
    real, failed = key_switch.KeyChange.finish, list[bool]()

    def refuse(*_: object) -> None:
        raise DiskTrouble

    def finish(change: key_switch.KeyChange) -> None:
        with pytest.MonkeyPatch.context() as patch:
            if change._new_data_key and not failed:
                failed.append(True)
                patch.setattr(key_switch, "tidy", refuse)
            real(change)

    monkeypatch.setattr(key_switch.KeyChange, "finish", finish)
    return failed


def test_a_change_after_which_the_disk_failed_is_backed_up_too(
    chosen: House, home: Home, stick: Path, failing_after: list[bool]
) -> None:
    own_password(chosen).submit()
    chosen.until(lambda: len(made(stick)) == 2)
    chosen.until(lambda: not Care.of(context(chosen)).busy)
    assert failing_after
    assert holds_new_keys(home.folder, stick)


def test_closing_does_not_say_of_such_a_change_that_it_was_not_made(
    chosen: House, home: Home, stick: Path, failing_after: list[bool]
) -> None:
    page = own_password(chosen)
    with chosen.records_held():
        page.submit()
        chosen.app.window.close()
    page = chosen.named("LeavingPage")
    chosen.until(page.problem.isVisible)
    told = page.problem.accessibleDescription()
    assert "The change was made and counts from now on." in told
    assert "was not made" not in told
    page.again_button.click()
    chosen.until(lambda: not chosen.app.window.isVisible())
    assert failing_after
    assert holds_new_keys(home.folder, stick)


@pytest.mark.parametrize("how", ["cancel", "close again"])
def test_nobody_has_to_wait_for_a_change(chosen: House, stick: Path, how: str) -> None:
    page = own_password(chosen)
    with chosen.records_held():
        page.submit()
        chosen.app.window.close()
        page = chosen.named("LeavingPage")
        if how == "cancel":
            page.progress.cancel.click()
        else:
            chosen.app.window.close()
        chosen.until(lambda: not chosen.app.window.isVisible())
    assert len(made(stick)) == 1


def test_how_a_change_ended_is_told(chosen: House) -> None:
    found: list[Any] = []
    keys = KeyChanges.of(context(chosen))
    keys.over.connect(found.append)
    for error in (None, Refused("No.")):

        def service(_: object, error: Exception | None = error) -> None:
            if error is not None:
                raise error

        keys.ask(service, lambda _: None, lambda _: None, owner=chosen.app)
        assert keys.under_way
    chosen.until(lambda: len(found) == 2)
    assert not keys.under_way
    assert [getattr(each, "sentence", None) for each in found] == [None, "No."]
