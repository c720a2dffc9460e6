"""The ASQ-3 step in a real window: the date first, then thirty keys."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from review_hands import FILLED_IN, TODAY

from ir_desktop.domain.ages import add_months
from ir_desktop.domain.asq3 import Answer, Area, Band
from ir_desktop.domain.date_boxes import Box
from ir_desktop.domain.progress import Step
from ir_desktop.domain.review import YesNo
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.widgets.step_button import StepMark

ANSWERS = "SYNSNNYYYYSYYSYSYYYSSYSNYSYYSY"


def answers_of(typed: str) -> dict[Area, tuple[Answer | None, ...]]:
    return {
        area: tuple(
            None if letter == "-" else Answer(letter) for letter in typed[6 * n : 6 * n + 6]
        )
        for n, area in enumerate(Area)
    }


def type_date(room: Any, day: date) -> None:
    """Type day and month; the year is there already where it is this year's."""
    room.hands.type(f"{day.day:02}")
    room.hands.tab()
    room.hands.type(f"{day.month:02}")
    if day.year != TODAY.year:
        room.hands.tab()
        room.hands.type(str(day.year))
    room.hands.key(Qt.Key.Key_Return)


def test_thirty_answers_take_at_most_forty_keys_from_entering_the_step(room: Any) -> None:
    child = room.child()
    workspace = room.review(child, Step.ASQ3)
    type_date(room, FILLED_IN)
    room.hands.type(ANSWERS)
    assert room.hands.keys <= 40
    room.saved(workspace)
    record = room.stored(child).draft.asq3
    assert record.completed_on == FILLED_IN
    assert record.answers == answers_of(ANSWERS)
    assert workspace.page.tag.words == "30 of 30 answered"
    step = workspace.stepper.buttons[1].step
    assert step.mark is StepMark.DONE


def test_with_a_date_the_grid_has_the_focus_at_once(room: Any) -> None:
    child = room.child()
    workspace = room.review(child, Step.ASQ3)
    type_date(room, FILLED_IN)
    room.hands.type("YYS")
    room.review(child, Step.HEALTH)
    workspace = room.review(child, Step.ASQ3)
    room.until(lambda: workspace.page.grid.current() == ("communication", 4))
    before = room.hands.keys
    room.hands.type("YYS" + ANSWERS[6:])
    assert room.hands.keys - before == 27
    assert workspace.page.tag.words == "30 of 30 answered"


def test_scores_and_zones_follow_each_key(room: Any) -> None:
    workspace = room.review(room.child(), Step.ASQ3)
    type_date(room, FILLED_IN)
    grid = workspace.page.grid
    room.hands.type("YYYY")
    assert "4 of 6 answered" in grid.zones[0].accessibleName()
    room.hands.type("SN")
    assert grid.figures[0].text() == "45"
    assert Band.AT_OR_ABOVE.label in grid.zones[0].accessibleName()


def test_no_grid_before_a_date_and_a_wrong_date_is_told_at_the_field(room: Any) -> None:
    child = room.child()
    workspace = room.review(child, Step.ASQ3)
    page = workspace.page
    assert page.grid is None
    room.hands.type("31")
    room.hands.tab()
    room.hands.type("2")
    room.hands.key(Qt.Key.Key_Return)
    assert "has only" in page.about.day.problem()
    assert page.grid is None
    later = TODAY + timedelta(days=400)
    page.about.day.boxes[Box.DAY].setFocus()
    room.hands.date_over(later)
    assert "in the future" in page.about.day.problem()
    assert page.grid is None


def test_an_early_birth_is_told_with_both_ages(room: Any) -> None:
    born = add_months(FILLED_IN, -23) - timedelta(days=5)
    workspace = room.review(room.child(date_of_birth=born, weeks_early=6), Step.ASQ3)
    type_date(room, FILLED_IN)
    look = workspace.page.look
    assert "corrected" in look.title
    assert "6 weeks early" in look.detail
    assert "23 months 5 days by the date of birth" in look.detail


def test_another_form_is_named_with_its_reason(room: Any) -> None:
    child = room.child()
    workspace = room.review(child, Step.ASQ3)
    page = workspace.page
    type_date(room, FILLED_IN)
    room.hands.type("YYSSNN")
    act = page.findChildren(type(page.other_way))
    change = next(each for each in act if each.words() == "Change")
    change.click()
    assert page.about.isVisible()
    page.about.form.box.setCurrentIndex(
        [24, 27].index(24) + 1 + list(workspace.opened.instrument.months).index(24)
    )
    page.about.form.set_value(24)
    page.about.form.changed.emit()
    assert page.look.tone is Tone.WATCH
    assert "does not fit the 24-month form: the 27-month form does" in page.look.title
    assert page.about.reason.isVisible()
    page.about.reason.focus_field()
    room.hands.type("They had only this one")
    room.saved(workspace)
    draft = room.stored(child).draft
    assert draft.asq3.questionnaire == 24
    assert draft.moderation["outside_window"] == "They had only this one"
    assert draft.asq3.answers[Area.COMMUNICATION][:2] == (Answer.YES, Answer.YES)
    assert page.title.text() == "ASQ-3, 24-month form"


def test_totals_instead_of_answers_and_back(room: Any) -> None:
    child = room.child()
    workspace = room.review(child, Step.ASQ3)
    page = workspace.page
    type_date(room, FILLED_IN)
    room.hands.type("YYYYYY")
    page.other_way.click()
    assert not page.grid.isVisible()
    for total in ("20", "55", "37", "35", "40"):
        room.hands.type(total)
        room.hands.tab()
    room.saved(workspace)
    record = room.stored(child).draft.asq3
    assert record.totals == {
        Area.COMMUNICATION: 20,
        Area.GROSS_MOTOR: 55,
        Area.PROBLEM_SOLVING: 35,
        Area.PERSONAL_SOCIAL: 40,
    }
    assert Area.COMMUNICATION not in record.answers
    assert "multiple of 5" in page.totals.boxes[Area.FINE_MOTOR].accessibleDescription()
    page.other_way.click()
    assert page.grid.letters("communication") == ("Y",) * 6
    room.saved(workspace)
    assert room.stored(child).draft.asq3.totals == {}


def test_overall_topics_and_what_is_worth_following_up(room: Any) -> None:
    child = room.child()
    workspace = room.review(child, Step.ASQ3)
    page = workspace.page
    type_date(room, FILLED_IN)
    hearing = page.overall.answers["hearing"]
    assert not page.overall.comments["hearing"].isVisible()
    hearing.focus_field()
    room.hands.tab()  # to No
    QApplication.processEvents()
    hearing.buttons[1].click()
    assert page.overall.comments["hearing"].isVisible()
    page.overall.comments["hearing"].focus_field()
    room.hands.type("Only when it is loud")
    room.saved(workspace)
    found = room.stored(child).draft.asq3.overall["hearing"]
    assert (found.answer, found.comment) == (YesNo.NO, "Only when it is loud")


@pytest.mark.parametrize("room", [1.0, 1.5, 2.0], indirect=True)
def test_the_grid_is_on_the_page_at_every_text_size(room: Any) -> None:
    workspace = room.review(room.child(), Step.ASQ3)
    type_date(room, FILLED_IN)
    room.hands.type(ANSWERS[:29])
    page = workspace.page
    room.qtbot.wait(150)
    cell = page.grid.cells[4][5]
    assert cell.hasFocus()
    assert not cell.visibleRegion().isEmpty()
    assert page.widget().minimumSizeHint().width() <= page.viewport().width()
