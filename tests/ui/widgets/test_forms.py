"""A form: problems above and at the fields, focus, and what was changed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ir_desktop.domain.date_boxes import Box, DateBoxes
from ir_desktop.errors import Problem
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.fields.choices import YesNoField
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField
from ir_desktop.ui.widgets.forms import Form


@pytest.fixture
def form(look) -> Form:
    made = Form("Add a child")
    made.add("first_name", LineField("First name"), need="Type the child's first name.")
    made.add("born", DateField("Date of birth"), need="Type the date of birth.")
    made.add("early", YesNoField("Was the child born early?"))
    made.add_part(Prose("More about the child"))
    made.add("note", AreaField("Anything else", optional=True))
    return made


def links(form: Form) -> list[Button]:
    QApplication.processEvents()  # what is added to a page shows in the next round
    return [each for each in form.summary.findChildren(Button) if each.isVisible()]


def test_problems_stand_above_and_at_the_field_and_the_focus_goes_there(form, show, qtbot) -> None:
    show(form)
    form.field("born").set_typed(DateBoxes("31", "2", "24"))
    assert [problem.field for problem in form.check()] == ["first_name", "born"]
    form.problems([*form.check(), Problem("nowhere", "The store is busy.")])
    assert QApplication.focusWidget() is form.summary
    assert form.summary.accessibleName() == "There is a problem"
    for sentence in ("The store is busy.", *(problem.sentence for problem in form.check())):
        assert sentence in form.summary.accessibleDescription()
    assert form.field("first_name").problem() == "Type the child's first name."
    assert form.field("born").problem().startswith("Type the year")
    assert form.field("note").problem() == ""
    first, second = links(form)
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is form.field("born").boxes[Box.YEAR]
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is form.field("first_name").box
    assert form.field("born").typed() == DateBoxes("31", "2", "24")
    form.problems([])
    assert not form.summary.isVisible()
    assert not any(form.field(name).problem() for name in form.values())


def test_a_link_scrolls_to_a_field_out_of_sight(form, show, qtbot) -> None:
    for number in range(12):
        form.add(f"more{number}", LineField(f"More {number}"))
    window = show(form)
    form.problems([Problem("more11", "Wrong.")])
    field = form.field("more11")
    bottom = field.mapTo(window, field.rect().bottomLeft()).y()
    assert bottom > window.height()
    qtbot.keyClick(links(form)[0], Qt.Key.Key_Space)
    assert field.mapTo(window, field.rect().bottomLeft()).y() <= window.height()
    form.problems([Problem("more11", "Wrong.")])
    qtbot.waitUntil(lambda: form.summary.mapTo(window, form.summary.rect().topLeft()).y() >= 0)


def test_two_problems_at_one_field_are_both_told(form, show) -> None:
    show(form)
    form.problems([Problem("note", "Too long."), Problem("note", "No figures.")])
    assert form.field("note").problem() == "Too long. No figures."


def test_dirty_and_values(form, show, qtbot) -> None:
    show(form)
    assert not form.dirty()
    form.fill({"first_name": "Amina", "born": date(2024, 6, 1), "early": False})
    assert not form.dirty()
    assert form.values() == {
        "first_name": "Amina", "born": date(2024, 6, 1), "early": False, "note": "",
    }  # fmt: skip
    assert form.check() == []
    with qtbot.waitSignal(form.changed) as told:
        qtbot.keyClicks(form.field("first_name").box, "x")
    assert told.args == ["first_name"]
    assert form.value("first_name") == "Aminax"
    assert form.dirty()
    form.settle()
    assert not form.dirty()
    form.field("born").set_typed(DateBoxes("1", "June", "2024"))  # the same day, typed otherwise
    assert form.dirty()


def test_a_summary_names_the_field_that_a_sentence_only_points_at(form, show) -> None:
    show(form)
    told = "This is too long: at most 200 characters."
    form.problems([Problem("first_name", told)])
    assert form.field("first_name").problem() == told
    assert form.summary.accessibleDescription() == f"First name: t{told[1:]}"
    form.problems([Problem("early", told)])
    assert form.summary.accessibleDescription() == f"Was the child born early? {told}"
