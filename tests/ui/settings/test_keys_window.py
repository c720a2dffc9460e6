"""Passwords, colleagues who leave and the recovery sheet, in Settings, on records that are real."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot
from real_store import BOLA, BOLA_PASSWORD, JO, JO_PASSWORD, NEW, Real, window_on

from ir_desktop.domain.people import Child
from ir_desktop.domain.review import Action
from ir_desktop.services import checking, children, drafts
from ir_desktop.storage import tries
from ir_desktop.storage.problems import UnknownSlot, WrongRecoveryCode
from ir_desktop.storage.store import open_with_recovery
from ir_desktop.ui.context import Place
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.widgets.saved_note import Saving


@pytest.fixture
def real(real_template: Real, tmp_path: Path) -> Real:
    return real_template.copied_to(tmp_path / "store")


@contextmanager
def inside(real: Real, qapp: Any, qtbot: QtBot, place: int = 0) -> Iterator[Driver]:
    with window_on(real, qapp, qtbot) as driver:
        driver.sign_in(place)
        yield driver


@pytest.fixture
def room(real: Real, qapp: Any, qtbot: QtBot) -> Iterator[Driver]:
    with inside(real, qapp, qtbot) as driver:
        yield driver


def form(room: Driver, part: str) -> Any:
    room.shell.go(Place("settings_form", part=part))
    return room.loaded()


def you(room: Driver) -> Any:
    room.shell.go(Place("settings", part=presenter.YOU))
    page = room.loaded()
    room.until(lambda: page.shown.found)
    return page


def saved(room: Driver, page: Any) -> Any:
    page.submit()
    room.until(lambda: room.shell.screen_shown is not page)
    return room.loaded()


@pytest.mark.parametrize(("place", "name", "old"), [(0, JO, JO_PASSWORD), (1, BOLA, BOLA_PASSWORD)])
def test_somebody_changes_their_password_and_signs_in_with_it(
    real: Real, qapp: Any, qtbot: QtBot, place: int, name: str, old: str
) -> None:
    with inside(real, qapp, qtbot, place) as room:
        page = form(room, "own-password")
        page.submit()
        fields = page.form.field("old_password"), page.form.field("password")
        assert [each.problem() for each in fields] == [
            "Type the password you sign in with now.",
            "Type a new password.",
        ]
        page.form.fill({"old_password": old, "password": old})
        page.submit()
        assert "Choose another" in fields[1].problem()
        page.form.fill({"old_password": "not this one", "password": NEW})
        page.submit()
        assert page.keeper.note.text().startswith("Changing your password…")
        room.until(lambda: "not the password you sign in with" in fields[0].problem())
        assert page.keeper.note.state is Saving.NOTHING
        page.form.fill({"old_password": old, "password": "bola 123"})
        page.submit()
        room.until(lambda: "at least 12" in fields[1].problem())
        page.form.fill({"old_password": old, "password": ""})
        qtbot.keyClicks(fields[1].box, NEW)
        room.until(lambda: page.meter.text() in ("Strong", "Very strong"))
        listed = saved(room, page)
        assert listed.tabs.tabText(listed.tabs.currentIndex()) == presenter.YOU
    assert not real.opens(name, old)
    assert real.opens(name, NEW)


def test_too_many_wrong_passwords_are_told_in_the_form(room: Driver, real: Real) -> None:
    for _ in range(tries.MOST_TRIES):
        tries.count(real.folder, real.slot(JO))
    page = form(room, "own-password")
    page.form.fill({"old_password": JO_PASSWORD, "password": NEW})
    page.submit()
    room.until(lambda: "Wait 5 minutes" in page.form.summary.accessibleDescription())


def test_a_manager_gives_a_colleague_a_new_password(real: Real, qapp: Any, qtbot: QtBot) -> None:
    with inside(real, qapp, qtbot) as room:
        person = form(room, f"person:{real.slot(BOLA)}")
        assert set(person.acts) >= {"change", "reset", "stop"}
        person.acts["reset"].click()
        page = room.loaded()
        qtbot.keyClicks(page.form.field("password").box, "bola ade 1234")
        room.until(page.meter.isVisible)
        page.submit()
        room.until(lambda: page.form.field("password").problem())
        page.form.field("password").set_value(NEW)
        saved(room, page)
        own = form(room, f"person:{real.slot(JO)}")
        assert set(own.acts) == {"change", "own"}
    assert not real.opens(BOLA, BOLA_PASSWORD)
    assert real.opens(BOLA, NEW)


def test_who_leaves_opens_nothing_more_and_what_they_had_in_hand_goes_to_somebody(
    real: Real, qapp: Any, qtbot: QtBot
) -> None:
    bola, jo = real.slot(BOLA), real.slot(JO)
    session = real.sign_in()
    try:
        for given in ("Zofia", "Kofi"):
            child = children.add_child(
                session, given_name=given, family_name="Marsh",
                date_of_birth=date(session.today.year - 2, 1, 1), key_person_id=bola,
            )  # fmt: skip
            drafts.save_step(
                session, child.id, {"actions": (Action(what="Read together", owner=BOLA),)}
            )
    finally:
        session.close()
    before = (real.folder / "keys.json").read_bytes()
    with inside(real, qapp, qtbot) as room:
        page = form(room, f"stop:{bola}")
        told = " ".join(presenter.in_hand_words(page._in_hand))
        assert "2 key children here now" in told
        assert "2 agreed actions" in told
        page.submit()
        room.until(lambda: page.form.field("hand_over_to").problem())
        page.form.field("hand_over_to").set_value(jo)
        page.submit()
        assert page.keeper.note.text().startswith("Putting the records under a new key")
        room.until(lambda: room.shell.screen_shown is not page)
        person = room.loaded()
        assert set(person.acts) == {"again"}
        room.open_child("Zofia Marsh")  # the records go on, under their new key
    with pytest.raises(UnknownSlot):
        real_sign_in(real, bola, BOLA_PASSWORD)
    session = real.sign_in()
    try:
        with session.store.reading() as records:
            assert {each.key_person_id for each in records.find(Child)} == {jo}
        assert not checking.verify_audit(session).findings
    finally:
        session.close()
    # Nor does the sign-in file of before, with Bola's password in it.
    (real.folder / "keys.json").write_bytes(before)
    with pytest.raises(Exception, match="do not belong together"):
        real_sign_in(real, bola, BOLA_PASSWORD)


def real_sign_in(real: Real, slot: str, password: str) -> None:
    from ir_desktop.services import sign_in

    sign_in.sign_in(real.folder, slot, password).close()


def to_code(room: Driver) -> tuple[Any, str]:
    """Go to the page that asks for the new sheet's code, and return the code."""
    you(room).shown.sheet.click()
    screen = room.loaded()
    room.until(lambda: screen.sheet.document.status() is QPdfDocument.Status.Ready)
    flow = screen.sheet.by_hand.body.itemAt(0).widget()
    code = "-".join(each.text() for each in flow._items)
    screen.sheet.submit()
    assert screen.page is screen.typed
    return screen, code


def test_a_new_recovery_sheet_counts_once_its_code_was_typed_back(
    real: Real, qapp: Any, qtbot: QtBot
) -> None:
    with inside(real, qapp, qtbot) as room:
        screen, code = to_code(room)
        assert code != real.code
        for typed, told in (("", "Type the recovery code"), (real.code, "another code")):
            screen.typed.code.set_value(typed)
            screen.typed.submit()
            room.until(lambda told=told: told in screen.typed.code.problem())
        screen.typed.code.set_value(code.lower().replace("-", " "))
        screen.typed.submit()
        assert "new key" in screen.typed.note.text()
        room.until(lambda: room.shell.screen_shown is not screen)
        assert you(room).shown.found.sheet_since is not None
    with pytest.raises(WrongRecoveryCode):
        open_with_recovery(real.folder, real.code)
    open_with_recovery(real.folder, code).close()
    assert real.opens()
    assert real.opens(BOLA, BOLA_PASSWORD)


def test_a_new_sheet_that_is_left_half_way_changes_nothing(
    real: Real, qapp: Any, qtbot: QtBot
) -> None:
    before = (real.folder / "keys.json").read_bytes()
    with inside(real, qapp, qtbot) as room:
        screen, _ = to_code(room)
        screen.typed.go_back()
        assert screen.page is screen.sheet
        screen.sheet.go_back()
        room.until(lambda: room.shell.screen_shown is not screen)
        to_code(room)
    assert (real.folder / "keys.json").read_bytes() == before
    open_with_recovery(real.folder, real.code).close()


def test_what_somebody_sees_of_their_own_sign_in(real: Real, qapp: Any, qtbot: QtBot) -> None:
    with inside(real, qapp, qtbot, 1) as room:
        first = you(room).shown
        assert first.found.sheet_since is None
        assert first.found.last_sign_in is None
        assert ("You last signed in", "This is the first time") in presenter.you_lines(first.found)
    with inside(real, qapp, qtbot, 1) as room:
        again = you(room).shown
        assert again.found.last_sign_in is not None
        room.shell.show_today()
        today = room.loaded()
        assert today._view.last.startswith("You last signed in on ")


def test_this_computer_is_looked_at_beside_the_records_and_told_in_words(
    room: Driver, real: Real
) -> None:
    room.shell.go(Place("settings", part=presenter.COMPUTER))
    page = room.loaded()
    found = room.until(lambda: page.shown.found)
    titles = [each.title for each in found]
    assert "Password store (keyring)" in titles
    assert "Where the records are" in titles
    assert all(each.do or each.good for each in found)
    assert [each.good for each in found] == sorted(each.good for each in found)
    real.folder.chmod(0o755)
    page.shown.again.click()
    room.until(lambda: any("Other people" in each.what for each in page.shown.found))
    real.folder.chmod(0o700)
