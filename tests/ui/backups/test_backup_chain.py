"""From the first opening to another computer: what was backed up on closing comes back there."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from ir_desktop.services import audits, backups, children, recovery, removals
from ir_desktop.services.session import Session
from ir_desktop.storage import device_secret
from ir_desktop.storage.cost import DEFAULT_COST
from ir_desktop.storage.device_secret import Keyring
from ir_desktop.ui.backups.watching import OLDER
from ir_desktop.ui.shell import Shell
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.dialog import Decision
from tests.services.test_audits import Kept
from tests.ui.backups.backup_house import NAME, PASSWORD, Home, House, Open, begun


def add_child(session: Session) -> Any:
    born = date(session.today.year - 2, 6, 1)
    return children.add_child(
        session, given_name="Zofia", family_name="Kowalska", date_of_birth=born
    )


def names(house: House) -> list[str]:
    return [each.full_name for each in house.ask(children.list_children)]


def alarms(house: House) -> list[Banner]:
    found = house.app.window.findChildren(Banner)
    return [each for each in found if each.isVisible() and OLDER in each.accessibleName()]


def set_up(house: House, stick: Path) -> str:
    """Go through the first opening, choosing the stick; return the recovery code."""
    flow: Any = house.page
    flow.making.cost = DEFAULT_COST
    page = house.named("WhoPage")
    page.who.buttons[0].click()
    page.submit()
    page = house.named("MePage")
    page.form.field("manager_name").set_value(NAME)
    page.submit()
    page = house.named("PasswordPage")
    page.password.set_value(PASSWORD)
    page.submit()
    page = house.named("SheetPage")
    code = "-".join(each.text() for each in page.by_hand.body.itemAt(0).widget()._items)
    page.submit()
    page = house.named("CodePage")
    page.code.set_value(code)
    page.submit()
    page = house.named("BackupPage")
    page.submit()
    assert page.problem.isVisible()  # nothing is chosen yet
    page.chosen(str(stick))
    page.submit()
    house.named("ReadyPage").buttons["look"].click()
    house.until(lambda: isinstance(house.page, Shell))
    house.until(lambda: house.screen.loaded)
    return code


def back_up(house: House, stick: Path) -> Path:
    """Choose the stick, press “Back up now”, and return the file."""
    part = house.backups()
    part.choose(str(stick))
    house.until(lambda: part.view.folder == stick)
    part.back_up()
    house.until(lambda: part.view.kept)
    (file,) = stick.glob("*.irbackup")
    return file


def restore(house: House, file: Path, code: str) -> Any:
    """Go through a restore up to its last page."""
    flow: Any = house.named("RestoreFlow")
    flow.first.chosen(str(file))
    flow.first.code.set_value(code)
    flow.first.submit()
    found = house.named("FoundPage")
    found.submit()
    return house.named("DonePage")


def test_a_child_written_here_comes_back_on_another_computer(
    opening: Open, stick: Path, tmp_path: Path
) -> None:
    house = opening(tmp_path / "store")
    code = set_up(house, stick)
    (first,) = stick.glob("*.irbackup")
    house.ask(add_child)
    house.app.window.close()
    assert house.app.window.isVisible()  # it waits for the backup
    house.until(lambda: not house.app.window.isVisible())
    newest = max(stick.glob("*.irbackup"))
    assert newest.name >= first.name
    shutil.rmtree(tmp_path / "store", ignore_errors=True)

    house = opening(tmp_path / "other" / "store")
    page = house.named("WhoPage")
    page.restore.click()
    flow: Any = house.named("RestoreFlow")
    flow.first.submit()
    assert flow.first.code.problem() == "Type the recovery code from the sheet."
    flow.first.chosen(str(newest))
    flow.first.code.set_value(code[:-1] + ("A" if code[-1] != "A" else "B"))
    flow.first.submit()
    house.until(lambda: not flow.first.busy)
    assert flow.first.code.problem()
    assert not (tmp_path / "other" / "store").exists()
    restore(house, newest, code).submit()
    house.sign_in()
    assert names(house) == ["Zofia Kowalska"]
    house.until(lambda: alarms(house))


def test_older_records_put_back_are_told_until_a_manager_accepts_them(
    opening: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Keyring("Kept", Kept())
    for name in ("find_keyring", "open_keyring"):
        monkeypatch.setattr(device_secret, name, lambda: kept)
    folder = tmp_path / "store"
    begun(folder)
    shutil.copytree(folder, tmp_path / "older")
    house = opening(folder)
    house.sign_in()
    house.ask(add_child)
    assert not alarms(house)
    opening(tmp_path / "nothing")  # closes the first, which keeps in the keyring where it stood
    shutil.rmtree(folder)
    (tmp_path / "older").rename(folder)
    house = opening(folder)
    house.sign_in()
    (banner,) = house.until(lambda: alarms(house))
    banner.act.click()
    page = house.screen
    house.until(lambda: page.loaded)
    page.accept_button.click()
    asked = house.until(lambda: page.findChildren(Decision))[0]
    asked.act.click()
    house.until(lambda: not alarms(house))
    assert house.ask(audits.alarm) is None


def test_records_that_are_there_are_kept_aside(opening: Open, home: Home, stick: Path) -> None:
    house = opening(home.folder)
    house.sign_in()
    house.ask(add_child)
    file = back_up(house, stick)
    house = opening(home.folder)
    house.named("SignInPage").restore.click()
    done = restore(house, file, home.code)
    (aside,) = home.folder.parent.glob("store-before-*")
    assert (aside / "records.db").is_file()
    done.submit()
    house.sign_in()
    assert names(house) == ["Zofia Kowalska"]


def test_going_back_leaves_nothing(opening: Open, home: Home, stick: Path, tmp_path: Path) -> None:
    house = opening(home.folder)
    house.sign_in()
    file = back_up(house, stick)
    house = opening(home.folder)
    before = sorted(each.name for each in tmp_path.iterdir())
    house.named("SignInPage").restore.click()
    flow: Any = house.named("RestoreFlow")
    flow.first.chosen(str(file))
    flow.first.code.set_value(home.code)
    flow.first.submit()
    house.named("FoundPage").go_back()
    assert flow.page is flow.first
    flow.first.go_back()
    house.sign_in()
    QCoreApplication.processEvents()
    assert sorted(each.name for each in tmp_path.iterdir()) == before


def test_the_newer_sheet_is_asked_for_where_newer_copies_do_not_open(
    opening: Open, home: Home, stick: Path
) -> None:
    house = opening(home.folder)
    house.sign_in()
    child = house.ask(add_child)
    file = back_up(house, stick)
    file = file.rename(stick / "the-older-one.irbackup")
    house.ask(lambda session: removals.remove_child(session, child.id))

    def new_sheet(session: Session) -> str:
        new = recovery.new_code(session)
        recovery.use_code(session, new, new.code)
        return new.code

    newer = house.ask(new_sheet)
    house.ask(backups.back_up)
    house = opening(home.folder)
    house.named("SignInPage").restore.click()
    flow: Any = house.named("RestoreFlow")
    flow.first.chosen(str(file))
    flow.first.code.set_value(home.code)
    assert not flow.first.newer.isVisible()
    flow.first.submit()
    page = house.named("FoundPage")
    told = [each.accessibleName() for each in page.findChildren(Banner)]
    assert "Needs a look: 2 newer copies do not open with this code" in told
    (button,) = [each for each in page.findChildren(Button) if "newer code" in each.text()]
    assert button.hasFocus()  # what has to be seen first, also where it lies further down
    button.click()
    assert flow.page is flow.first
    assert flow.first.newer.box.hasFocus()
    flow.first.newer.set_value("nonsense")
    flow.first.submit()
    house.until(lambda: not flow.first.busy)
    assert flow.first.newer.problem()
    assert not flow.first.code.problem()
    flow.first.newer.set_value(newer)
    flow.first.submit()
    page = house.named("FoundPage")
    told = [each.accessibleName() for each in page.findChildren(Banner)]
    assert not [each for each in told if "do not open" in each]
    page.submit()
    house.named("DonePage").submit()
    assert flow.first.newer.value() == ""
    house.sign_in()
    assert names(house) == []
