"""A whole review by keyboard alone, from the first letter to the signed summary, counted."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QWidget
from review_hands import FILLED_IN, TODAY, Hands
from watchdog import never_blocked

from ir_desktop.domain.asq3 import Area
from ir_desktop.domain.progress import Step
from ir_desktop.domain.review import Judgement, PrimeArea, ReviewStatus
from ir_desktop.ui.review.steps import ORDER
from tests.ui.counted import promised, with_total

ENTER, SPACE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down
ANSWERS = "SYNSNNYYYYSYYSYSYYYSSYSNYSYYSY"
MEETING = TODAY + timedelta(days=7)


def on(name: str) -> Any:
    def found(widget: QWidget) -> bool:
        return widget.accessibleName().startswith(name)

    return found


def go_on(hands: Hands) -> None:
    hands.key(ENTER, ctrl=True)


def invite(room: Any, hands: Hands, page: Any) -> None:
    assert on("See and print the letter")(QApplication.focusWidget())
    hands.tab_to(on("Day"))
    hands.key(ENTER)  # given in person, today
    room.until(page.answer.is_open)
    hands.key(SPACE)  # said yes
    hands.tab_to(on("Day"))
    hands.key(ENTER)
    room.until(page.meeting.is_open)
    hands.date(MEETING)
    hands.key(ENTER)
    room.until(lambda: page.desk.opened.review.planned_on == MEETING)


def asq3(room: Any, hands: Hands, page: Any) -> None:
    hands.type(f"{FILLED_IN.day:02}")
    hands.tab()
    hands.type(f"{FILLED_IN.month:02}")
    hands.key(ENTER)
    hands.type(ANSWERS)


def progress_check(room: Any, hands: Hands, page: Any) -> None:
    for area in PrimeArea:
        hands.tab_to(lambda it, area=area: it is page.areas[area].texts["strengths"].box)
        hands.write("She tries new things every day.")
        hands.tab_to(lambda it, area=area: it in page.areas[area].judgement.buttons)
        hands.key(SPACE)
    hands.tab_to(on("The parents’ view"))
    hands.write("She sings all day at home.")


def health(room: Any, hands: Hands, page: Any) -> None:
    hands.tab_to(on("Teeth"))
    hands.write("Brushes twice a day.")


def conclusions(room: Any, hands: Hands, page: Any) -> None:
    hands.date(TODAY)
    hands.tab_to(lambda it: it in page.people.buttons)
    hands.key(SPACE)
    hands.tab_to(lambda it: it in page.needs.levels["communication"].buttons)
    hands.key(Qt.Key.Key_Up)
    hands.key(Qt.Key.Key_Up)
    hands.tab_to(on("Add a question"))
    hands.key(SPACE)
    hands.write("Would a hearing check help?")
    hands.tab_to(on("Question 1: we are unsure"))
    hands.key(SPACE)


def plan(room: Any, hands: Hands, page: Any) -> None:
    hands.key(SPACE)  # add an action
    hands.write("Look at one book each day.")
    hands.tab()
    hands.write("Family")
    hands.tab_to(on("When, in words"))
    hands.write("Every day")


def sign_off(room: Any, hands: Hands, page: Any) -> None:
    room.until(lambda: page.checked is not None)
    assert page.checked.ready, page.checked
    room.until(lambda: on("Change: ASQ-3")(QApplication.focusWidget() or page))
    go_on(hands)  # to the button: a signature is never given by a key pressed too early
    hands.key(SPACE)
    room.until(lambda: page.desk.opened.signed)
    room.until(lambda: page.paper.document.status() is QPdfDocument.Status.Ready)
    room.until(page.paper.print_button.hasFocus)


WAYS = {
    Step.INVITE: invite,
    Step.ASQ3: asq3,
    Step.PROGRESS_CHECK: progress_check,
    Step.HEALTH: health,
    Step.CONCLUSIONS: conclusions,
    Step.PLAN: plan,
    Step.SIGN_OFF: sign_off,
}


@pytest.mark.alone
def test_a_whole_review_by_keyboard_alone(room: Any, record_property: Any) -> None:
    child = room.child("Noor", "Whole")
    hands, counted = room.hands, {}
    with never_blocked(record_property):
        workspace = room.review(child, Step.INVITE)
        for step in ORDER[:-1]:
            room.until(lambda step=step: workspace.step is step)
            before = hands.keys
            WAYS[step](room, hands, workspace.page)
            if step is not Step.SIGN_OFF:
                go_on(hands)
            counted[step] = hands.keys - before
    review = room.stored(child)
    assert review.status is ReviewStatus.SIGNED_OFF
    draft = review.draft
    assert draft.follow_up_on is not None
    assert draft.held_on == TODAY
    assert draft.attended == ("Inés Moreno",)
    assert [each.unsure for each in draft.questions] == [True]
    assert draft.actions[0].owner == "Family"
    assert draft.health["teeth"].note == "Brushes twice a day."
    assert len(draft.asq3.answers) == len(Area)
    notes = draft.progress_check.areas.values()
    assert [each.judgement for each in notes] == [Judgement.GOING_WELL] * 3
    record_property("keys", {step.value: keys for step, keys in counted.items()})
    assert counted[Step.ASQ3] <= 40
    named = {step.value: keys for step, keys in counted.items()}
    assert promised("A whole review") == with_total(named)
