"""The rules find each fault that is planted, and nothing on a page that is sound."""

import re
from collections.abc import Callable

import overflow_rules
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone
from ir_desktop.ui.plain import Elided, Prose, Words
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage
from ir_desktop.ui.widgets.fields.options import Radio
from ir_desktop.ui.widgets.fields.selects import SelectBox
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.tags import TagWidget

LONG = "Wilhelmina-Alexandrina Konstantinopolita Featherstonehaugh"
Plant = Callable[[QWidget], object]


def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(600, 400)
    qtbot.addWidget(made)
    return made


def sound(top: QWidget) -> None:
    page, whole = ScrollPage(), QVBoxLayout(top)
    card = Card("A card")
    card.add(Prose(f"{LONG} " * 20))
    card.add(Radio(LONG))
    page.body.addWidget(card)
    page.body.addWidget(Elided(LONG * 3))
    whole.addWidget(page)
    whole.addWidget(primary("Save"))


def test_a_sound_page_has_no_faults(qtbot: QtBot) -> None:
    top = window(qtbot)
    sound(top)
    top.show()
    qtbot.waitExposed(top)
    qtbot.wait(100)
    assert overflow_rules.wrong(top) == []


def placed(widget: QWidget, *box: int) -> Plant:
    def plant(top: QWidget) -> None:
        widget.setParent(top)
        widget.setGeometry(*box)

    return plant


def _long_label_in_page(top: QWidget) -> None:
    page = ScrollPage()
    page.body.addWidget(Words(f"{LONG} {LONG}"))
    QVBoxLayout(top).addWidget(page)


def _two_on_one_place(top: QWidget) -> None:
    for left in (10, 90):
        placed(secondary("Cancel it"), left, 10, 130, 44)(top)


def _primary_below(top: QWidget) -> None:
    page = ScrollPage()
    page.body.addSpacing(900)
    page.body.addWidget(primary("Save"))
    QVBoxLayout(top).addWidget(page)


def _sideways(top: QWidget) -> None:
    page = ScrollPage()
    page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    QVBoxLayout(top).addWidget(page)


def _rows_without_room(top: QWidget) -> None:
    rows = RowList((Column("Child", 1), Column("State")), "Rows")
    rows.show_rows([Row("1", (Cell("Bo"), Cell(LONG * 2)))])
    QHBoxLayout(top).addWidget(rows)


def _rows_not_told(top: QWidget) -> None:
    rows = RowList((Column("Child", 1),), "Rows")
    rows.show_rows([Row("1", (Cell(LONG * 3),))])
    rows.cut = lambda index: "something else"
    QHBoxLayout(top).addWidget(rows)


def _prose_without_room(top: QWidget) -> None:
    holder = QWidget(top)
    holder.setGeometry(0, 0, 200, 24)
    prose = Prose(LONG * 3)  # which takes the height it needs, whatever the room
    prose.setParent(holder)
    prose.setGeometry(0, 0, 200, 23)


def _cut_placeholder(top: QWidget) -> None:
    line = QLineEdit(top)
    line.setPlaceholderText(LONG)
    line.setGeometry(0, 0, 120, 44)


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (lambda top: placed(QLabel("Out"), 580, 10, 80, 30)(top), "reaches out of"),
        (_long_label_in_page, "in a page of|holds"),
        (lambda top: placed(Words(LONG), 0, 0, 90, 30)(top), "needs .* for its words"),
        (lambda top: placed(Words("High"), 0, 0, 90, 9)(top), "high and needs"),
        (_prose_without_room, "reaches out of"),
        (lambda top: placed(secondary(LONG), 0, 0, 120, 44)(top), "needs .* for its words"),
        (
            lambda top: placed(TagWidget(Tag(LONG, "info", Tone.CALM)), 0, 0, 120, 26)(top),
            "needs .* for its words",
        ),
        (lambda top: placed(SelectBox([LONG]), 0, 0, 150, 44)(top), "needs .* for its words"),
        (lambda top: placed(Radio(LONG), 0, 0, 40, 40)(top), "wide and needs"),
        (_cut_placeholder, "needs .* for its words"),
        (_two_on_one_place, "lies on"),
        (_sideways, "scroll bar across"),
        (_rows_without_room, "there is no room|columns of"),
        (_rows_not_told, "is cut, and not told"),
        (_primary_below, "not all in sight"),
    ],
)
def test_a_planted_fault_is_found(qtbot: QtBot, plant: Plant, words: str) -> None:
    top = window(qtbot)
    plant(top)
    top.show()
    qtbot.waitExposed(top)
    qtbot.wait(50)
    found = overflow_rules.wrong(top)
    assert any(re.search(words, each) for each in found), found


def test_the_primary_button_may_be_asked_not_to_count(qtbot: QtBot) -> None:
    top = window(qtbot)
    _primary_below(top)
    top.show()
    qtbot.waitExposed(top)
    qtbot.wait(50)
    assert overflow_rules.wrong(top, primary=False) == []
