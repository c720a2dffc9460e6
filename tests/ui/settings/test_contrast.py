"""Contrast computed from the tokens: 4.5 for words, 3 for controls and the focus, everywhere."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QPalette

from ir_desktop.ui import high_contrast
from ir_desktop.ui.high_contrast import CONTROL, TEXT
from ir_desktop.ui.theme import DARK, LIGHT, Colours, Tint


def palette(window: str, words: str, link: str, mark: str, on_mark: str) -> QPalette:
    made, role = QPalette(), QPalette.ColorRole
    for which, colour in (
        (role.Window, window),
        (role.WindowText, words),
        (role.Link, link),
        (role.Highlight, mark),
        (role.HighlightedText, on_mark),
    ):
        made.setColor(which, QColor(colour))
    return made


AQUATIC = palette("#202020", "#ffffff", "#75e9fc", "#8ee3f0", "#263b50")
DESERT = palette("#fffaef", "#3d3d3d", "#1c5e75", "#903909", "#fff5e3")
POOR = palette("#000000", "#ffffff", "#000040", "#101010", "#000000")  # link and mark vanish
THEMES = {
    "light": LIGHT,
    "dark": DARK,
    "high contrast": high_contrast.fallback(),
    "system, dark": high_contrast.of_palette(AQUATIC),
    "system, light": high_contrast.of_palette(DESERT),
    "system, poor": high_contrast.of_palette(POOR),
}
# Decoration only: hairlines, hover fills and shadows are never the sole sign of anything.
DECORATION = {"line", "tint_line", "accent_edge", "shadow", "shadow_near", "shadow_far"}
GROUNDS = ("paper", "rail", "sheet", "well", "hover", "tint")
ZONES = ("z_below", "z_mon", "z_on")
WORDS = ("ink", "soft", "accent")
STATES = ("good", "watch", "act", "calm")
OTHERS = {"control", "accent_hover", "on_accent", "focus", "focus_ink", "fill"}
DARKER = (100, 120)  # a button that takes something away, as it is and under the pointer

every_theme = pytest.mark.parametrize("c", THEMES.values(), ids=THEMES)


def ratio(one: str, two: str) -> float:
    return high_contrast.ratio(QColor(one), QColor(two))


def test_every_token_is_looked_at() -> None:
    known = {*DECORATION, *GROUNDS, *ZONES, *WORDS, *STATES, *OTHERS}
    assert {each.name for each in fields(Colours)} == known


def test_the_figures_are_those_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21, abs=0.01)
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert ratio("#123456", "#123456") == 1


@every_theme
def test_words_can_be_read_on_every_ground(c: Colours) -> None:
    for words in WORDS:
        for ground in GROUNDS:
            assert ratio(getattr(c, words), getattr(c, ground)) >= TEXT, (words, ground)
    for zone in ZONES:
        assert ratio(c.ink, getattr(c, zone)) >= TEXT
    for face in (c.accent, c.accent_hover):
        assert ratio(c.on_accent, face) >= TEXT


@every_theme
def test_words_of_a_state_can_be_read(c: Colours) -> None:
    for state in STATES:
        tint: Tint = getattr(c, state)
        for ground in (tint.ground, *(getattr(c, each) for each in GROUNDS)):
            assert ratio(tint.ink, ground) >= TEXT, state
    for darker in DARKER:
        assert ratio(c.on_accent, QColor(c.act.ink).darker(darker).name()) >= TEXT
    assert ratio(c.soft, c.calm.ground) >= TEXT  # words on a disabled control


@every_theme
def test_edges_of_controls_and_the_focus_can_be_seen(c: Colours) -> None:
    for ground in GROUNDS:
        under = getattr(c, ground)
        assert ratio(c.accent_hover, under) >= TEXT  # what a head opens, under the pointer
        assert ratio(c.control, under) >= CONTROL
        assert max(ratio(c.focus, under), ratio(c.focus_ink, under)) >= CONTROL
    assert ratio(c.focus, c.focus_ink) >= CONTROL


@every_theme
def test_the_letter_of_an_answer_can_be_read_on_its_fill(c: Colours) -> None:
    # In high contrast the fill is the colour of the words, and the letter takes the ground's.
    letter = c.sheet if c.fill == c.ink else c.ink
    assert ratio(letter, c.fill) >= TEXT
    assert ratio(c.control, c.sheet) >= CONTROL  # the outer side of its edge


@pytest.mark.parametrize("name", [each for each in THEMES if "light" != each != "dark"])
def test_high_contrast_has_no_tints_and_no_shadows(name: str) -> None:
    c = THEMES[name]
    assert {getattr(c, each) for each in (*GROUNDS, *ZONES)} == {c.paper}
    assert {getattr(c, each).ground for each in STATES} == {c.paper}
    assert c.shadow_near == c.shadow_far == 0


def test_a_palette_that_is_not_strong_is_not_taken_for_high_contrast() -> None:
    assert high_contrast.is_strong(AQUATIC)
    assert high_contrast.is_strong(DESERT)
    assert not high_contrast.is_strong(palette("#777777", "#bbbbbb", "#0000ff", "#ff0", "#000"))
