"""Banner, saved note, progress, bottom bar, answers to check, details, high contrast."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import QApplication

from ir_desktop.ui import high_contrast, theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Theme
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import Button, link, primary, secondary
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.progress import Progress
from ir_desktop.ui.widgets.saved_note import SavedNote, Saving


@pytest.mark.parametrize("tone", list(Tone))
def test_a_banner_says_its_state_in_words(tone, show, odd_texts) -> None:
    for text in odd_texts:
        made = Banner(tone, text, "Detail", link("Change"))
        assert made.accessibleName().endswith(f": {text}")
        assert made.accessibleName() != f": {text}"
    show(made)
    made.set_words("Other", "")
    assert made.accessibleName().endswith("Other")
    assert made.accessibleDescription() == ""


def test_a_banner_grows_with_its_words(show) -> None:
    made = Banner(Tone.WATCH, "Long words " * 60, "and more " * 60)
    show(made, width=500)
    QApplication.processEvents()
    for prose in made.findChildren(Prose):
        assert prose.height() >= prose.heightForWidth(prose.width())


def test_progress_counts_and_stops_once(show, qtbot, told) -> None:
    made = Progress("Making the papers")
    show(made)
    made.show_step(3, 12, "the summary")
    bar = told(made.bar)
    assert bar.role() == QAccessible.Role.ProgressBar
    assert bar.text(QAccessible.Text.Name) == "Making the papers"
    assert made.text() == "3 of 12: the summary"
    assert (made.bar.value(), made.bar.maximum()) == (3, 12)
    made.show_step(12, 12)
    assert made.text() == "12 of 12"
    made.show_words("Looking for the printer")
    assert made.text() == "Looking for the printer"
    with qtbot.waitSignal(made.cancelled):
        qtbot.keyClick(made.cancel, Qt.Key.Key_Space)
    assert made.text() == "Stopping. Nothing is left half done."
    assert not made.cancel.isEnabled()
    with qtbot.assertNotEmitted(made.cancelled):
        qtbot.keyClick(made.cancel, Qt.Key.Key_Space)


@pytest.mark.parametrize("look", [1.0, 1.5, 2.0], indirect=True)
def test_the_bottom_bar_fits_beside_the_rail(show, look) -> None:
    note = SavedNote()
    bar = BottomBar(
        primary("Next: progress check"), back=secondary("Back to invite", icon="arrow-left"),
        note=note,
    )  # fmt: skip
    rail = look.size(Size.RAIL_STACKED if look.stacked else Size.RAIL)
    show(bar, width=theme.WINDOW[0] - rail, scrolls=False)
    for state in (
        lambda: note.show_saved(datetime(2026, 9, 15, 14, 2)),
        lambda: note.show_failed("The disk is full. Make some room, then try again."),
    ):
        state()
        QApplication.processEvents()
        assert bar.minimumSizeHint().width() <= theme.WINDOW[0] - rail
        for button in bar.findChildren(Button):
            assert button.width() >= button.sizeHint().width()
        for prose in note.findChildren(Prose):
            if prose.isVisible():
                assert prose.height() >= prose.heightForWidth(prose.width())
    assert bar.height() >= 68


def test_a_bar_may_have_no_note_and_no_way_back(show) -> None:
    bar = BottomBar(primary("Finish"))
    show(bar, scrolls=False)
    assert [button.words() for button in bar.findChildren(Button)] == ["Finish"]


def test_a_note_with_nothing_to_say_says_nothing(show) -> None:
    note = SavedNote()
    show(note)
    assert note.state is Saving.NOTHING
    assert note.text() == note.accessibleName() == ""


@pytest.mark.parametrize("look", [1.0, 1.5], indirect=True)
def test_answers_can_be_changed_by_keyboard(show, qtbot, look, odd_texts) -> None:
    lines = [Answered(str(n), f"Question {n}", text) for n, text in enumerate(odd_texts)]
    made = KeyValue([*lines, Answered("x", "Written by", "Grace", "")])
    show(made)
    links = made.findChildren(Button)
    assert [each.accessibleName() for each in links] == [
        f"Change: Question {n}" for n in range(len(odd_texts))
    ]
    shown = [prose.text() for prose in made.findChildren(Prose)]
    assert set(odd_texts) <= set(shown)
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.keyClick(links[2], Qt.Key.Key_Space)
    assert chosen.args == ["2"]


def test_details_open_by_keyboard(show, qtbot, told) -> None:
    made = Disclosure("Why we ask & what for")
    inside = Prose("Because.")
    made.body.addWidget(inside)
    show(made)
    assert not inside.isVisible()
    made.head.setFocus()
    with qtbot.waitSignal(made.toggled) as toggled:
        qtbot.keyClick(made.head, Qt.Key.Key_Return)
    assert toggled.args == [True]
    assert made.is_open()
    qtbot.waitUntil(inside.isVisible)
    assert told(made.head).text(QAccessible.Text.Name) == "Why we ask & what for"
    assert told(made.head).text(QAccessible.Text.Description) == "Shown"
    assert told(made.head).role() == QAccessible.Role.Button  # no check box
    qtbot.keyClick(made.head, Qt.Key.Key_Space)
    assert not inside.isVisible()
    assert told(made.head).text(QAccessible.Text.Description) == "Hidden"
    assert made.head.height() >= theme.of().size(Size.TARGET)


def test_high_contrast_takes_every_colour_from_the_palette() -> None:
    palette = QPalette(Qt.GlobalColor.darkBlue, Qt.GlobalColor.black)
    palette.setColor(QPalette.ColorRole.WindowText, Qt.GlobalColor.yellow)
    palette.setColor(QPalette.ColorRole.Link, Qt.GlobalColor.cyan)
    made = Theme(high_contrast.of_palette(palette))
    assert made.colour("ink").name() == "#ffff00"
    assert made.colour("paper").name() == "#000000"
    assert made.colour("accent").name() == "#00ffff"
    assert made.colour("watch").name() == "#ffff00"
    assert made.colours.shadow_near == made.colours.shadow_far == 0
