"""Each page writes what is typed on it, shows it as typed, and fits its window."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from review_hands import TODAY

from ir_desktop.domain.progress import Step
from ir_desktop.domain.records import Source
from ir_desktop.domain.review import (
    Action,
    Judgement,
    NeedLevel,
    Place,
    PrimeArea,
    Question,
    ReviewModel,
    ReviewStatus,
)
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.steps import ORDER
from ir_desktop.ui.widgets.fields.base import LineBox
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField
from ir_desktop.ui.widgets.step_button import StepMark

MARKUP = "<b>Bo</b> &amp; <img src=x> & {name} %s **x** [l](u) <!-- "
RIGHT_TO_LEFT = "تحب القصص"
WRITING = (Step.ASQ3, Step.PROGRESS_CHECK, Step.HEALTH, Step.CONCLUSIONS, Step.PLAN)


def texts(page: Any) -> dict[str, Any]:
    return {
        name: field
        for name, field in page.fields.items()
        if isinstance(field, LineField | AreaField) and not name.startswith("moderation")
    }


def open_everything(room: Any, page: Any) -> None:
    """Show every field there is: comments, notes, aspects, an action, a question."""
    if page.step is Step.ASQ3:
        page.about.day.set_value(TODAY)
        page.write()
        page.about.show()
        for field in page.overall.answers.values():
            field.buttons[0].click()
    elif page.step is Step.PROGRESS_CHECK:
        for card in page.areas.values():
            card.more.set_open(True)
    elif page.step is Step.CONCLUSIONS:
        for level in page.needs.levels.values():
            level.buttons[1].click()
        page.questions.more.click()
    elif page.step is Step.PLAN:
        page.more.click()
        page.rows[0].more.set_open(True)


@pytest.mark.parametrize("step", WRITING)
@pytest.mark.parametrize("words", [MARKUP, RIGHT_TO_LEFT])
def test_mark_up_in_every_field_is_kept_and_shown_as_typed(
    room: Any, step: Step, words: str
) -> None:
    child = room.child("Mark", f"{step} {len(words)}")
    workspace = room.review(child, step)
    page = workspace.page
    open_everything(room, page)
    typed = {name: f"{words}{n}" for n, name in enumerate(texts(page))}
    assert len(typed) >= 2
    for name, text in typed.items():
        field = page.fields[name]
        field.focus_field()
        room.hands.key(Qt.Key.Key_A, ctrl=True)
        room.hands.paste(text)
    assert {name: field.value() for name, field in texts(page).items()} == typed
    room.saved(workspace)
    again = room.review(child, step)
    assert again is not workspace
    shown = {name: field.value() for name, field in texts(again.page).items()}
    told = [each for each in typed if each not in shown]
    assert not told or step is Step.PLAN
    if step is Step.PLAN:
        again.page.rows[0].edit.click()
    assert list(shown.values()) == list(typed.values())
    plain = (Qt.TextFormat.PlainText,)
    again.go_to(Step.SIGN_OFF)
    room.until(lambda: again.page.checked is not None)
    QApplication.processEvents()
    said = "\n".join(each.text() for each in again.page.findChildren(Prose))
    assert words.strip() in said
    assert {each.textFormat() for each in room.app.window.findChildren(QLabel)} == set(plain)


def test_the_progress_check_keeps_all_that_is_chosen(room: Any) -> None:
    child = room.child("Page", "Check")
    workspace = room.review(child, Step.PROGRESS_CHECK)
    page = workspace.page
    page.areas[PrimeArea.PHYSICAL].judgement.buttons[3].click()
    for name, value in (("summary_given_on", TODAY), ("observed_on", TODAY)):
        field = page.fields[f"progress_check, {name}"]
        field.boxes["day"].setFocus()
        room.hands.date(value)
    page.fields["progress_check, signed_on_paper"].buttons[0].click()
    page.fields["progress_check, summary_given_to"].focus_field()
    room.hands.write("Both parents")
    room.saved(workspace)
    check = room.stored(child).draft.progress_check
    assert check.areas[PrimeArea.PHYSICAL].judgement is Judgement.POSSIBLE_DELAY
    assert check.summary_given_on == check.observed_on == TODAY
    assert check.signed_on_paper
    assert check.summary_given_to == "Both parents"
    said = [each.text() for each in page.findChildren(Prose)]
    assert any("Immediate harm is a telephone call now, never a queued message" in e for e in said)
    page = room.review(child, Step.PROGRESS_CHECK).page
    assert page.fields["progress_check, signed_on_paper"].buttons[0].isChecked()


def test_health_notes_have_a_source_and_a_follow_up(room: Any) -> None:
    child = room.child("Page", "Health")
    workspace = room.review(child, Step.HEALTH)
    page = workspace.page
    note = page.fields["health, hearing"]
    source = page.fields["health, hearing, source"]
    assert not source.isVisible()
    note.focus_field()
    room.hands.write("Turns up the sound")
    assert source.isVisible()
    source.set_value(Source.OBSERVED)
    source.changed.emit()
    page.fields["health, hearing, follow_up"].buttons[0].click()
    page.fields["health, teeth, follow_up"].buttons[0].click()
    room.saved(workspace)
    health = room.stored(child).draft.health
    assert health["hearing"].source is Source.OBSERVED
    assert health["hearing"].follow_up
    assert (health["teeth"].note, health["teeth"].follow_up) == ("", True)
    assert "sleep" not in health


def test_the_meeting_needs_and_questions(room: Any) -> None:
    child = room.child("Page", "Meeting")
    workspace = room.review(child, Step.CONCLUSIONS)
    page = workspace.page
    page.model.buttons[0].click()
    page.people.buttons[0].click()
    page.others.focus_field()
    room.hands.write("Hannah, health visitor\n\nTomos")
    page.needs.levels["communication"].buttons[1].click()
    page.needs.notes["communication"].focus_field()
    room.hands.write("Few words")
    for words in ("First?", "Second?"):
        page.questions.more.click()
        room.hands.write(words)
    page.questions.rows[1].unsure.buttons[0].click()
    room.saved(workspace)
    draft = room.stored(child).draft
    assert draft.model is ReviewModel.JOINT_MEETING
    assert draft.attended == ("Inés Moreno", "Hannah, health visitor", "Tomos")
    assert [(n.category, n.level, n.note) for n in draft.needs] == [
        ("communication", NeedLevel.AMBER, "Few words")
    ]
    assert draft.questions == (Question(text="First?"), Question(text="Second?", unsure=True))

    page.questions.rows[0].remove.click()
    assert [each.text.value() for each in page.questions.rows] == ["Second?"]
    room.until(lambda: page.questions._removed.undo.hasFocus())
    room.hands.key(Qt.Key.Key_Space)
    assert [each.text.value() for each in page.questions.rows] == ["First?", "Second?"]
    room.saved(workspace)
    assert room.stored(child).draft.questions == draft.questions


def test_levels_have_words_and_shapes(room: Any) -> None:
    page = room.review(room.child("Page", "Levels"), Step.CONCLUSIONS).page
    buttons = page.needs.levels["health"].buttons
    names = [each.accessibleName() for each in buttons]
    assert names == ["On track", "Some extra help", "More help needed", "Not looked at"]
    assert len({each._shape for each in buttons}) == 4


def test_actions_are_added_changed_and_removed_with_undo(room: Any) -> None:
    child = room.child("Page", "Plan")
    workspace = room.review(child, Step.PLAN)
    page = workspace.page
    for what in ("Read together", "Show and wait"):
        page.more.setFocus()
        room.hands.key(Qt.Key.Key_Space)
        room.hands.write(what)
        room.hands.tab()
        room.hands.write("Family")
        page.rows[-1].fields["place"].buttons[1].click()
        page.rows[-1].done.click()
    room.saved(workspace)
    expected = tuple(
        Action(what=what, owner="Family", place=Place.HOME)
        for what in ("Read together", "Show and wait")
    )
    assert room.stored(child).draft.actions == expected
    assert page.rows[0].who_words.text() == "Family, at home"
    page.rows[0].remove.click()
    room.saved(workspace)
    assert room.stored(child).draft.actions == expected[1:]
    page._removed.undo.click()
    room.saved(workspace)
    assert room.stored(child).draft.actions == expected

    room.hands.key(Qt.Key.Key_Return, ctrl=True)  # neither says by when
    room.until(page.summary.isVisible)
    assert workspace.step is Step.PLAN
    assert "Say by when" in page.rows[0].fields["due"].problem()
    page.rows[0].set_open(True)
    page.rows[0].fields["when"].focus_field()
    room.hands.write("Every day")
    room.saved(workspace)
    assert room.stored(child).draft.actions[0].when == "Every day"


def test_the_usual_follow_up_is_offered_and_kept_when_going_on(room: Any) -> None:
    child = room.child("Page", "Again")
    workspace = room.review(child, Step.PLAN)
    assert workspace.page.follow_up.value() is not None
    assert room.stored(child) is None  # looking writes nothing
    room.hands.key(Qt.Key.Key_Return, ctrl=True)
    room.until(lambda: workspace.step is Step.SIGN_OFF)
    assert (room.stored(child).draft.follow_up_on - TODAY).days == 12 * 7


def test_a_family_that_declines_still_gets_its_progress_check(room: Any) -> None:
    child = room.child("Page", "Declined")
    workspace = room.review(child, Step.INVITE)
    page = workspace.page
    page.answer.set_open(True)
    page.answer.form.field("answer").buttons[2].click()
    page.answer.save()
    room.until(lambda: workspace.opened.declined)
    room.until(
        lambda: any(
            "The progress check is still written" in each.text()
            for each in page.findChildren(Prose)
            if each.isVisible()
        )
    )
    room.hands.key(Qt.Key.Key_Return, ctrl=True)
    room.until(lambda: workspace.step is Step.ASQ3)
    workspace.go_to(Step.PROGRESS_CHECK)
    room.hands.write("She climbs")
    room.saved(workspace)
    review = room.stored(child)
    assert review.status is ReviewStatus.DECLINED
    assert review.draft.progress_check is not None


def test_an_invitation_is_seen_noted_answered_and_booked(room: Any) -> None:
    child = room.child("Page", "Invited")
    workspace = room.review(child, Step.INVITE)
    page = workspace.page
    page.see.click()
    room.until(lambda: page.paper.document.pageCount() > 0)
    assert "What you see is what is printed" in page.paper.told.text()
    room.qtbot.wait(200)
    printing, seen = page.paper.print_button, page.viewport().rect()
    assert seen.contains(QRect(printing.mapTo(page.viewport(), QPoint()), printing.size()))
    assert seen.top() <= page.paper.mapTo(page.viewport(), QPoint()).y()
    page.meeting.set_open(True)
    page.meeting.save()
    problem = page.meeting.form.field("planned_on").problem()
    assert problem == "Type the day of the meeting."
    page.letter.save()
    room.until(lambda: workspace.opened.inviting.tried_on == TODAY)
    assert workspace.stepper.buttons[0].step.mark is StepMark.IN_PROGRESS
    page.meeting.form.field("planned_on").set_value(TODAY.replace(year=TODAY.year - 1, day=1))
    page.meeting.save()
    room.until(lambda: "past" in page.meeting.form.field("planned_on").problem())


@pytest.mark.parametrize("room", [1.0, 1.5, 2.0], indirect=True)
def test_no_page_is_wider_than_its_place(room: Any) -> None:
    long = "Maximiliane-Theodora Wolkenstein-Trostburg von und zu Oberhausen"
    child = room.child(long, "Alexandropoulos-Featherstonehaugh")
    workspace = room.review(child, Step.INVITE)
    for step in ORDER:
        workspace.go_to(step)
        room.qtbot.wait(80)
        page = workspace.page
        inside = page.widget()
        assert inside.minimumSizeHint().width() <= page.viewport().width(), step
        for box in (*page.findChildren(LineBox), *page.findChildren(QPlainTextEdit)):
            if box.isVisible():
                left = box.mapTo(inside, box.rect().topLeft()).x()
                assert left + box.width() <= inside.width(), (step, box.accessibleName())
    assert room.app.window.width() <= 1366


def test_every_control_has_a_name(room: Any) -> None:
    workspace = room.review(room.child("Page", "Named"), Step.INVITE)
    for step in ORDER:
        workspace.go_to(step)
        open_everything(room, workspace.page)
        room.qtbot.wait(30)
        for each in workspace.findChildren(QWidget):
            if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert each.accessibleName(), (step, each)
