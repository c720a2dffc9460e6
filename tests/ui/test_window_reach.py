"""Everybody can use it: names for screen readers, the keyboard, big text, contrast."""

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Driver
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QWidget

import ir_desktop.ui
from ir_desktop.ui import theme
from ir_desktop.ui.plain import Elided, Words
from ir_desktop.ui.widgets.tags import TagWidget

SCREENS = (
    "sign-in",
    "today",
    "children",
    "Overview",
    "Details",
    "Family & consent",
    "Reviews",
    "Papers",
    "Sharing",
    "History",
)


def show(window: Driver, screen: str) -> None:
    if screen == "sign-in":
        page = window.sign_in_page
        page.submit()
        return
    window.sign_in()
    if screen == "children":
        window.shell.show_children()
        window.loaded()
    elif screen != "today":
        window.open_child("Amina Rahman", screen)
    window.qtbot.wait(50)


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_that_takes_the_focus_has_a_name(window: Driver, screen: str) -> None:
    show(window, screen)
    reached = [
        widget
        for widget in window.app.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
    ]
    assert reached
    nameless = [
        type(widget).__name__
        for widget in reached
        if not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.focusProxy() is None
    ]
    assert nameless == []


def test_the_tab_key_reaches_every_control_and_the_ring_goes_with_it(window: Driver) -> None:
    page = window.sign_in_page
    window.until(lambda: window.app.window.isActiveWindow())
    page.names.setFocus()
    seen: list[Any] = []
    for _ in range(6):
        focus = window.app.window.focusWidget()
        assert focus is not None
        seen.append(focus)
        if focus is not page.names:  # lists draw the ring around the row
            assert window.app.window.ring.ring.isVisible()
            ring = window.app.window.ring.ring
            there = QRect(focus.mapToGlobal(QPoint(0, 0)), focus.size())
            assert QRect(ring.mapToGlobal(QPoint(0, 0)), ring.size()).contains(there)
        window.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {page.names, page.password, page.show_button, page.button} <= set(seen)


def test_the_ring_outlives_the_page_it_was_on(window: Driver) -> None:
    window.sign_in()
    for _ in range(3):
        window.shell.show_children()
        page = window.loaded()
        window.until(lambda page=page: page.search.hasFocus())
        # Asked for anew each time: the ring goes with a page, and another takes its place.
        window.until(lambda: window.app.window.ring.ring.isVisible())
        page.deleteLater()  # at once, with the focus on it
        window.qtbot.wait(20)


@pytest.mark.parametrize("window", [1.0, 1.5, 2.0], indirect=True)
@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_is_wider_than_its_place_and_no_word_is_cut(window: Driver, screen: str) -> None:
    show(window, screen)
    for area in window.app.window.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisible() and inside is not None:
            assert inside.minimumSizeHint().width() <= area.viewport().width(), screen
    cut = [
        label.text()
        for label in window.app.window.findChildren(Words)
        if label.isVisible()
        and not isinstance(label, Elided)
        and label.width() < QLabel.sizeHint(label).width()
    ]
    assert cut == []
    for tag in window.app.window.findChildren(TagWidget):
        if tag.isVisible():
            assert tag.width() >= tag.sizeHint().width()
    assert window.app.window.minimumSizeHint().width() <= theme.WINDOW[0]


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_and_controls_have_enough_contrast(colours: theme.Colours) -> None:
    surfaces = [colours.paper, colours.sheet, colours.well, colours.hover, colours.tint]
    for text in (colours.ink, colours.soft, colours.accent):
        assert min(contrast(text, each) for each in (*surfaces, colours.rail)) >= 4.5
    for tint in (colours.good, colours.watch, colours.act, colours.calm):
        assert min(contrast(tint.ink, each) for each in (tint.ground, colours.sheet)) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.on_accent, colours.accent_hover) >= 4.5
    for surface in (colours.paper, colours.sheet, colours.well):
        assert contrast(colours.control, surface) >= 3.0
    ring = max(contrast(colours.focus, colours.paper), contrast(colours.focus_ink, colours.paper))
    assert ring >= 3.0


def test_only_the_theme_names_a_colour() -> None:
    folder = Path(ir_desktop.ui.__file__).parent
    named = [
        path.name
        for path in folder.rglob("*.py")
        if path.name not in ("theme.py", "gallery.py")  # the gallery plays a desktop's palette
        and re.search(r"#[0-9A-Fa-f]{6}\b|GlobalColor\.(?!transparent)", path.read_text("utf-8"))
    ]
    assert named == []
