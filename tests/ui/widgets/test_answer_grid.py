"""Thirty answers in thirty keystrokes."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from ir_desktop.domain.asq3 import Answer, score_area
from ir_desktop.ui import gallery_parts, theme
from ir_desktop.ui.widgets.answer_cell import answer_of, cell_side
from ir_desktop.ui.widgets.answer_grid import AnswerGrid
from ir_desktop.ui.widgets.asq3_judge import area_line, judge

AREAS = ("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social")


@pytest.fixture
def grid(look) -> AnswerGrid:
    limits = gallery_parts.limits()
    return AnswerGrid(
        [area_line(each) for each in limits.values()],
        lambda area, letters: judge(limits[area], letters),
    )


def press(qtbot, *keys) -> None:
    for key in keys:
        if isinstance(key, str):
            qtbot.keyClicks(QApplication.focusWidget(), key)
        else:
            qtbot.keyClick(QApplication.focusWidget(), key)


def test_thirty_keys_fill_thirty_cells(grid, show, qtbot) -> None:
    show(grid)
    grid.focus_current()
    answers = random.Random(7).choices("YSN-", k=30)
    told: list[tuple[str, int, Answer | None]] = []
    grid.answered.connect(lambda *what: told.append(what))
    with qtbot.waitSignal(grid.finished):
        for letter in answers:
            press(qtbot, random.Random(letter).choice([letter.lower(), letter]))
    assert told == [
        (AREAS[n // 6], n % 6 + 1, answer_of(letter)) for n, letter in enumerate(answers)
    ]
    assert [letter for area in AREAS for letter in grid.letters(area)] == answers
    assert grid.current() == ("personal_social", 6)
    limits = gallery_parts.limits()
    for area, zone, figure in zip(AREAS, grid.zones, grid.figures, strict=True):
        result = score_area(limits[area], grid.answers(area))
        shown = "\u2013" if result.score is None else f"{result.score:g}"
        assert figure.text() == shown
        assert result.band.label in zone.accessibleName()


def test_going_back_emptying_and_moving(grid, show, qtbot) -> None:
    show(grid)
    grid.focus_current()
    press(qtbot, "Y", "S", Qt.Key.Key_Backspace)
    assert grid.current() == ("communication", 2)
    assert grid.letters("communication")[:2] == ("Y", "S")
    press(qtbot, Qt.Key.Key_Delete)
    assert grid.letters("communication")[:2] == ("Y", "")
    press(qtbot, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Backspace)
    assert grid.current() == ("communication", 1)
    press(qtbot, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert grid.current() == ("gross_motor", 1)
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home)
    assert grid.current() == ("fine_motor", 1)
    press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert grid.current() == ("communication", 1)
    press(qtbot, *[Qt.Key.Key_Down] * 6)
    assert grid.current() == ("personal_social", 1)


def test_other_keys_change_nothing(grid, show, qtbot) -> None:
    show(grid)
    grid.focus_current()
    with qtbot.assertNotEmitted(grid.answered):
        press(qtbot, "x", "1", " ", Qt.Key.Key_Return)
        cell = QApplication.focusWidget()
        qtbot.keyClick(cell, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(cell, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert grid.current() == ("communication", 1)


def test_the_same_answer_again_is_no_news_but_moves_on(grid, show, qtbot) -> None:
    show(grid)
    grid.focus_current()
    press(qtbot, "Y", Qt.Key.Key_Backspace)
    with qtbot.assertNotEmitted(grid.answered):
        press(qtbot, "Y")
    assert grid.current() == ("communication", 2)


def test_tab_passes_the_grid_in_one_stop(grid, show, qtbot) -> None:
    show(grid)
    grid.focus_current()
    press(qtbot, "Y")
    stops = []
    for _ in range(5):
        press(qtbot, Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops[:4] == grid.buttons
    assert stops[4] is grid.cells[0][1]


def test_the_pointer(grid, show, qtbot) -> None:
    show(grid)
    cell = grid.cells[2][3]
    qtbot.mouseClick(cell, Qt.MouseButton.LeftButton)
    assert grid.current() == ("fine_motor", 4)
    assert grid.naming.text() == "Fine motor, item 4"
    for button, letter in zip(grid.buttons, "YSN-", strict=True):
        assert button.accessibleName().endswith(grid.naming.text())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert QApplication.focusWidget() in (grid.cells[2][4], grid.cells[2][5], *grid.cells[3])
        assert letter in grid.letters("fine_motor") + grid.letters("problem_solving")
    qtbot.mouseDClick(cell, Qt.MouseButton.LeftButton)
    assert not cell.hasSelectedText()


def test_what_a_screen_reader_is_told(grid, show, told, qtbot) -> None:
    show(grid)
    grid.show_answers({"communication": "YSN-"})
    cells = [told(cell) for cell in grid.cells[0]]
    assert [cell.text(QAccessible.Text.Name) for cell in cells] == [
        f"Communication, item {n}" for n in range(1, 7)
    ]
    assert [cell.text(QAccessible.Text.Value) for cell in cells] == [
        "Yes", "Sometimes", "Not yet", "Left blank", "Not answered", "Not answered",
    ]  # fmt: skip
    assert all(cell.state().readOnly for cell in cells)
    assert grid.current() == ("communication", 5)
    name = told(grid.zones[0]).text(QAccessible.Text.Name)
    assert name.startswith("Communication: score 18, 4 of 6 answered, 18 to 42 possible")


def test_a_full_grid_starts_at_its_first_cell_and_can_be_judged_anew(grid, show) -> None:
    show(grid)
    grid.show_answers(dict.fromkeys(AREAS, "YYYYYY"))
    assert grid.current() == ("communication", 1)
    grid.refresh()
    assert [figure.text() for figure in grid.figures] == ["60"] * 5


@pytest.mark.parametrize(
    ("letters", "figure", "words"),
    [
        ("", "", "Not started"),
        ("S", "5", "5 to 55 possible"),
        ("---", "", "too many left blank to score"),
        ("YYYY--", "60", "allowing for blanks"),
        ("YSSY-S", "42", "allowing for blanks"),
        ("YS----", "\u2013", "2 of 6 answered, 4 needed"),
        ("YYYYSY", "55", "on schedule"),
        ("NNNNNN", "0", "Below cut-off"),
    ],
)
def test_what_letters_come_to(letters: str, figure: str, words: str) -> None:
    limits = gallery_parts.limits()["communication"]
    found = judge(limits, [*letters, *[""] * (6 - len(letters))])
    assert found.figure == figure
    assert words in found.told


def test_an_unconfirmed_monitoring_zone_says_so() -> None:
    found = judge(gallery_parts.limits()["problem_solving"], "YSSYSN")
    assert found.detail == "monitoring, to confirm"


@pytest.mark.parametrize("look", [1.0, 1.25, 1.5, 2.0], indirect=True)
@pytest.mark.parametrize("width", [700, 850, 1190])
def test_it_fits_at_every_text_size(grid, show, look, width) -> None:
    window = show(grid, width=max(width, grid.minimumSizeHint().width() + 120))
    for _ in range(4):
        QApplication.processEvents()
    assert grid.width() <= window.width()
    cells = [cell for line in grid.cells for cell in line]
    assert {cell.size().toTuple() for cell in cells} == {(cell_side(), cell_side())}
    for part in (*cells, *grid.zones, *grid.figures):
        place = part.mapTo(grid, part.rect().bottomRight())
        assert grid.rect().contains(place)
    for zone in grid.zones:
        assert zone.width() >= zone.minimumSizeHint().width()
        assert zone.height() >= zone.sizeHint().height()
    for button in grid.buttons:
        assert button.width() >= button.sizeHint().width()


def test_beside_rail_and_steps_every_word_shows(grid, show) -> None:
    show(grid, scrolls=False, width=852)
    grid.show_answers(dict.fromkeys(AREAS, "YSSYSN"))  # monitoring, to confirm
    QApplication.processEvents()
    assert all(zone.width() >= zone.words_wide() for zone in grid.zones)


@pytest.mark.parametrize("look", [1.5], indirect=True)
def test_the_whole_grid_shows_at_once_at_big_text(grid, show, look) -> None:
    show(grid, width=1240)
    QApplication.processEvents()
    assert grid.height() <= 768 - 2 * theme.of().size(theme.Size.ROW_TWO)
    assert grid.zones[0].y() < grid.zones[0].height()  # beside its cells, not under them


def test_the_current_cell_is_scrolled_into_sight(grid, show, qtbot) -> None:
    window = show(grid, width=560)
    window.resize(640, 300)
    QApplication.processEvents()
    grid.focus_current()
    for _ in range(29):
        press(qtbot, "Y")
    cell = grid.cells[4][5]
    assert QApplication.focusWidget() is cell
    assert window.rect().contains(cell.mapTo(window, cell.rect().bottomRight()))
