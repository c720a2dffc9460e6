"""Settings in a real window: rooms, staff, the local area, and how it looks, at once."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MARKUP, Driver
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from ir_desktop import config, paths
from ir_desktop.app import App, Options
from ir_desktop.config import Appearance
from ir_desktop.services.demo import DemoMade
from ir_desktop.ui import appearance, theme
from ir_desktop.ui.appearance import Look
from ir_desktop.ui.context import Place
from ir_desktop.ui.plain import Elided, Words
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.theme import DARK, LIGHT
from ir_desktop.ui.widgets.dialog import Decision
from tools.tour.guide import shut

PARTS = (presenter.SETTING, presenter.ROOMS, presenter.STAFF, presenter.KEEPING, presenter.AREA,
         presenter.YOU, presenter.BACKUPS, presenter.COMPUTER, presenter.LOOK,
         presenter.ABOUT)  # fmt: skip


@pytest.fixture(params=[1.0])
def room(
    request: Any, qtbot: QtBot, qapp: Any, demo: DemoMade, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Driver]:  # fmt: skip
    """The window on a copy of the demo, signed in, with a settings file of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "store"
    shutil.copytree(demo.store, folder)
    for old in qapp.findChildren(Look):
        old.setParent(None)
    theme.apply(qapp, theme.Theme(LIGHT, request.param))
    app = App(qapp, Options(store=folder))
    app.start()
    qtbot.waitExposed(app.window)
    app.window.activateWindow()
    driver = Driver(app, qtbot, DemoMade(folder, demo.staff, demo.recovery_code))
    driver.sign_in()
    yield driver
    shut(app)
    for old in qapp.findChildren(Look):
        old.setParent(None)
    theme.apply(qapp, theme.Theme(LIGHT))


def settings(window: Driver, part: str = "") -> Any:
    window.shell.go(Place("settings", part=part))
    return window.loaded()


def form(window: Driver, part: str) -> Any:
    window.shell.go(Place("settings_form", part=part))
    return window.loaded()


def submit(window: Driver, page: Any) -> Any:
    before = window.shell.screen_shown
    page.submit()
    window.until(lambda: window.shell.screen_shown is not before)
    return window.loaded()


def test_a_room_is_added_renamed_and_removed(room: Driver) -> None:
    page = settings(room, presenter.ROOMS)
    before = len(page._view.rooms)
    adding = form(room, "room")
    adding.form.fill({"name": ""})
    adding.submit()
    assert adding.form.field("name").problem() == "Type the name of the room."
    adding.form.field("name").set_value(MARKUP)
    page = submit(room, adding)
    made = next(each for each in page._view.rooms if each.room.name == MARKUP)
    assert len(page._view.rooms) == before + 1
    renaming = form(room, f"room:{made.room.id}")
    renaming.form.field("name").set_value("Acorns")
    page = submit(room, renaming)
    assert "Acorns" in {each.room.name for each in page._view.rooms}
    page.shown.removing.emit(made.room.id, "Acorns")
    asked = room.until(lambda: page.findChildren(Decision))[0]
    asked.act.click()
    room.until(lambda: len(page._view.rooms) == before)


def test_a_room_with_children_stays_and_says_why(room: Driver) -> None:
    page = settings(room, presenter.ROOMS)
    full = next(each for each in page._view.rooms if each.children)
    page._remove(full.room.id)
    room.until(lambda: page.problems.isVisible())
    assert "Move them to another room first" in page.problems.accessibleDescription()


def test_somebody_is_added_given_cover_stopped_and_started_again(room: Driver) -> None:
    page = form(room, "staff")
    page.submit()
    assert {page.form.field(n).problem() for n in ("name", "role", "password")} == {
        "Type the person’s name.", "Choose a role.", "Type a password.",
    }  # fmt: skip
    from ir_desktop.domain.people import Role

    page.form.field("name").set_value("Bo Quist")
    page.form.field("role").set_value(Role.PRACTITIONER)
    page.form.field("password").set_value("any, in the demo")
    listed = submit(room, page)
    row = next(each for each in listed._view.staff if each.staff.name == "Bo Quist")
    assert row.can_sign_in

    cover = form(room, f"cover:{row.staff.id}")
    today = room.app.session.today  # type: ignore[union-attr] - signed in
    cover.form.field("room_id").set_value(listed._view.rooms[0].room.id)
    cover.form.field("from_day").set_value(today)
    cover.form.field("until_day").set_value(today)
    person = submit(room, cover)
    assert any(key.startswith("end:") for key in person.acts)
    person = submit(room, form(room, f"stop:{row.staff.id}"))
    assert set(person.acts) == {"again"}
    person.acts["again"].click()
    room.until(lambda: "stop" in person.acts)


def test_the_last_manager_is_kept(room: Driver) -> None:
    page = form(room, f"stop:{room.app.session.staff.id}")  # type: ignore[union-attr] - signed in
    page.submit()
    room.until(lambda: page.form.summary.isVisible())
    assert "only manager" in page.form.summary.accessibleDescription()


def test_what_was_typed_is_kept_but_never_a_password(room: Driver) -> None:
    page = form(room, "staff")
    page.form.field("name").box.setText("Half a name")
    page.form.field("password").box.setText("half a password")
    settings(room)
    page = form(room, "staff")
    assert page.form.value("name") == "Half a name"
    assert page.form.value("password") == ""


def test_a_profile_is_refused_with_every_problem_and_a_sound_one_waits(
    room: Driver, tmp_path: Path
) -> None:
    page = settings(room, presenter.AREA)
    data = json.loads(paths.resource("profiles", "england-2025.json").read_text("utf-8"))
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_text(json.dumps(data | {"follow_up_weeks": "x", "asq3_forms": "y"}), "utf-8")
    good.write_text(json.dumps(data | {"name": "Eastfield"}), "utf-8")
    page.load_profile(str(bad))
    room.until(lambda: page.problems.isVisible())
    told = page.problems.accessibleDescription()
    assert "follow_up_weeks" in told
    assert "asq3_forms" in told
    page.load_profile(str(tmp_path / "none.json"))
    room.until(lambda: "cannot be read" in page.problems.accessibleDescription())
    page.load_profile(str(good))
    room.until(lambda: page._view.profile.waiting == "Eastfield")


def test_a_practitioner_sees_no_staff_and_changes_nothing(room: Driver) -> None:
    view = room.app.session
    assert view is not None
    room.shell.lock_button.setFocus()
    from dataclasses import replace

    from ir_desktop.domain.people import Role

    found: list[Any] = []
    session = replace(view, staff=replace(view.staff, role=Role.PRACTITIONER))
    room.app.records.submit(
        lambda: presenter.settings_view(session), found.append, found.append, owner=room.app
    )
    room.until(lambda: found)
    assert presenter.STAFF not in found[0].parts
    assert not found[0].manager


def test_colours_change_at_once_and_nothing_typed_is_lost(room: Driver) -> None:
    page = form(room, "setting")
    box = page.form.field("name").box
    box.setText("Half typed")
    label = next(w for w in page.findChildren(Words) if w.text())
    before = label.palette().color(label.foregroundRole())
    assert appearance.of().choose(Appearance.DARK) == ""
    assert theme.of().colours is DARK
    assert page is room.shell.screen_shown
    assert box.text() == "Half typed"
    assert label.palette().color(label.foregroundRole()) != before
    picture = room.app.window.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 3).name() == DARK.paper.lower()
    assert config.load().appearance is Appearance.DARK
    text = config.config_file().read_text("utf-8")
    assert set(json.loads(text)) == {"appearance", "text_size", "last_store", "lock_minutes"}
    appearance.of().choose(Appearance.HIGH_CONTRAST)
    assert theme.of().colours.paper == "#000000"


def test_the_computers_own_choice_is_followed_while_the_window_is_open(room: Driver) -> None:
    look = appearance.of()
    look.choose(Appearance.SYSTEM)
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.of().colours is DARK
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.of().colours is LIGHT
    look.choose(Appearance.LIGHT)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.of().colours is LIGHT  # what the person chose goes before


def test_another_text_size_takes_effect_here_and_comes_back_to_the_choice(room: Driver) -> None:
    settings(room, presenter.SETTING)
    page = room.loaded()
    page.tabs.setCurrentIndex(PARTS.index(presenter.LOOK))
    first = room.shell
    page.shown.sizes.buttons[-1].click()
    room.until(lambda: room.app.window.page is not first and theme.of().scale == 2.0)
    page = room.loaded()
    assert page.tabs.currentIndex() == PARTS.index(presenter.LOOK)
    assert page.shown.sizes.value() == 200
    room.until(lambda: page.shown.sizes.buttons[-1].hasFocus())
    assert config.load().text_size == 200
    room.shell.back()
    assert room.loaded() is not page


@pytest.mark.parametrize("room", [1.0, 2.0], indirect=True)
@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_cut_or_wider_than_its_page(room: Driver, part: str) -> None:
    settings(room, part)
    room.qtbot.wait(50)
    for area in room.app.window.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None:
            assert inside.minimumSizeHint().width() <= area.viewport().width()
    cut = [
        label.text()
        for label in room.app.window.findChildren(Words)
        if label.isVisible()
        and not isinstance(label, Elided)
        and not label.wordWrap()
        and label.width() < QLabel.sizeHint(label).width()
    ]
    assert cut == []


def test_a_text_size_clicked_is_in_sight_with_the_focus_on_it(room: Driver) -> None:
    page = settings(room, presenter.LOOK)
    biggest = page.shown.sizes.buttons[-1]
    room.qtbot.mouseClick(biggest, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    room.until(lambda: theme.of().scale == 2.0)
    page = room.loaded()
    room.until(lambda: page.shown is not None and page.shown.sizes.buttons[-1].hasFocus())
    room.qtbot.wait(300)
    chosen = page.shown.sizes.buttons[-1]
    assert chosen.hasFocus()
    assert chosen.isChecked()
    area = page.findChild(QScrollArea)
    inside = QRect(chosen.mapTo(area.viewport(), QPoint()), chosen.size())
    assert area.viewport().rect().contains(inside)
    ring = room.app.window.ring.ring
    assert ring.isVisible()
    assert QRect(ring.mapToGlobal(QPoint()), ring.size()).contains(
        QRect(chosen.mapToGlobal(QPoint()), chosen.size())
    )
