"""Checking the answers, moderation's questions, signatures, versions and sharing."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from review_hands import TODAY, signed_in

from ir_desktop.domain.progress import Step
from ir_desktop.domain.review import (
    AreaNote,
    Judgement,
    PrimeArea,
    ProgressCheck,
    ReviewStatus,
)
from ir_desktop.services import children, drafts
from ir_desktop.services.demo import DemoMade
from ir_desktop.services.people import list_staff
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.buttons import Button

GOOD = AreaNote(strengths="She tries new things.", judgement=Judgement.GOING_WELL)


def write(room: Any, child: str, **changes: Any) -> None:
    given: dict[str, Any] = {"parents_view": "She sings."} | changes
    check = ProgressCheck(areas={area: GOOD for area in PrimeArea}, **given)
    room.do(lambda session: drafts.save_step(session, child, {"progress_check": check}))


def checked(room: Any, child: str) -> Any:
    workspace = room.review(child, Step.SIGN_OFF)
    room.until(lambda: workspace.page.checked is not None)
    QApplication.processEvents()
    return workspace


def words(page: Any) -> str:
    return "\n".join(each.text() for each in page.findChildren(Prose) if each.isVisible())


def sign(room: Any, workspace: Any) -> None:
    workspace.primary.click()
    room.until(lambda: workspace.page._busy is False)


def test_nothing_written_cannot_be_signed_and_says_where_to_write(room: Any) -> None:
    child = room.child("Sign", "Nothing")
    workspace = checked(room, child)
    assert "The progress check is not written." in words(workspace.page)
    sign(room, workspace)
    room.until(workspace.page.summary.isVisible)
    assert workspace.page.summary.hasFocus()
    workspace.page.summary.chosen.emit("Progress check")
    assert workspace.step is Step.PROGRESS_CHECK
    assert room.stored(child) is None


def test_a_question_is_answered_in_a_sentence_or_mended(room: Any) -> None:
    child = room.child("Sign", "Asked")
    write(room, child, parents_view="", concern="Very few words")
    workspace = checked(room, child)
    page = workspace.page
    assert set(page.questions) == {"concern_all_green", "concern_without_plan", "no_parents_view"}
    sign(room, workspace)
    room.until(page.summary.isVisible)
    assert "Answer question 1" in page.questions["concern_all_green"].problem()
    page = workspace.page
    page.questions["concern_all_green"].focus_field()
    room.hands.write("We watch this together for now.")
    workspace.go_to(Step.PROGRESS_CHECK)
    plan = workspace.page.fields["progress_check, targeted_plan"]
    plan.focus_field()
    room.hands.write("Our SENCO observes her.")
    workspace.go_to(Step.SIGN_OFF)
    room.until(lambda: "concern_without_plan" not in page.questions)
    assert page.questions["concern_all_green"].value() == "We watch this together for now."
    page.questions["no_parents_view"].focus_field()
    room.hands.write("We ring them on Friday.")
    sign(room, workspace)
    room.until(lambda: workspace.opened.signed)
    version = workspace.opened.versions[0]
    assert version.content.moderation == {
        "concern_all_green": "We watch this together for now.",
        "no_parents_view": "We ring them on Friday.",
    }


def test_signing_shows_the_summary_and_an_amendment_needs_a_reason(room: Any) -> None:
    child = room.child("Sign", "Twice")
    write(room, child)
    workspace = checked(room, child)
    page = workspace.page
    assert workspace.primary.words() == "Sign off"
    sign(room, workspace)
    room.until(lambda: page.paper.document.status() is QPdfDocument.Status.Ready)
    assert page.paper.document.pageCount() >= 1
    assert "Summary for parents" in page.paper.told.text()
    assert workspace.primary.words() == "Next: share"
    assert "Signed off, version 1" in words(page)

    workspace.go_to(Step.PROGRESS_CHECK)
    assert "a new version begins" in words(workspace.page)
    assert room.stored(child).status is ReviewStatus.SIGNED_OFF  # looking changes nothing
    workspace.page.fields["progress_check, childs_voice"].focus_field()
    room.hands.write("She chose the blue book.")
    workspace.go_to(Step.SIGN_OFF)
    room.until(lambda: page.reason is not None)
    room.until(lambda: "Changed since version 1" in words(page))
    sign(room, workspace)
    assert "Say why" in page.reason.problem()
    page.reason.focus_field()
    room.hands.write("Her own voice was missing.")
    sign(room, workspace)
    room.until(lambda: len(workspace.opened.versions) == 2)
    room.until(lambda: "Changed because: Her own voice was missing." in words(page))
    page.print_paper(1)
    room.until(lambda: page.paper.told.text().startswith("Summary for parents, 1 page")
               or page.paper.told.text().startswith("Summary for parents, 2 pages"))  # fmt: skip


def test_ctrl_enter_goes_to_the_signature_and_never_signs(room: Any) -> None:
    child = room.child("Sign", "Slip")
    write(room, child)
    workspace = checked(room, child)
    for _ in range(3):
        room.hands.key(Qt.Key.Key_Return, ctrl=True)
    assert workspace.primary.hasFocus()
    assert room.stored(child).status is ReviewStatus.IN_PROGRESS


def test_a_practitioner_signs_as_author_and_a_manager_countersigns(
    nursery: DemoMade, qapp: Any, qtbot: QtBot
) -> None:
    names = [each.name for each in nursery.staff]
    with signed_in(nursery, qapp, qtbot, place=0) as manager:
        staff = {each.staff.name: each.staff.id for each in manager.do(list_staff)}
        child = manager.child("Sign", "Both", key_person_id=staff[names[2]])
        write(manager, child)
    with signed_in(nursery, qapp, qtbot, place=2) as author:
        workspace = checked(author, child)
        assert workspace.primary.words() == "Sign as the author"
        sign(author, workspace)
        author.until(lambda: "waiting for a countersignature" in words(workspace.page))
        author.until(lambda: workspace.primary.words() == "Next: share")
    with signed_in(nursery, qapp, qtbot, place=0) as manager:
        workspace = checked(manager, child)
        assert workspace.primary.words() == "Countersign and sign off"
        sign(manager, workspace)
        manager.until(lambda: workspace.opened.signed)
        version = workspace.opened.versions[0]
        assert version.signed_by_name == names[2]
        assert version.countersigned_by_name == names[0]
        manager.until(lambda: "Countersigned by" in words(workspace.page))


def test_sharing_is_told_in_words_and_leads_on(room: Any) -> None:
    child = room.child("Sign", "Share")
    workspace = room.review(child, Step.SHARE)
    assert "Nothing can be shared yet" in words(workspace.page)
    assert workspace.primary.words() == "Go to sharing"
    assert workspace.primary.hasFocus()
    workspace.primary.click()
    room.until(lambda: room.screen is not workspace and room.screen.loaded)


def starts(screen: Any) -> list[Button]:
    found = [each for each in screen.findChildren(Button) if each.isVisible()]
    return [each for each in found if each.words() == "Start the review"]


def test_a_childs_page_leads_to_its_review(room: Any) -> None:
    child = room.child("Sign", "Led")
    for tab in ("Overview", "Reviews"):
        room.shell.show_child(child, tab)
        room.until(lambda: room.screen.loaded and room.screen.tabs is not None)
        wanted = 1 if tab == "Overview" else 2  # at the page's head, and in the tab
        room.until(lambda wanted=wanted: len(starts(room.screen)) == wanted)
        asked = starts(room.screen)
        asked[-1].setFocus()
        room.hands.key(Qt.Key.Key_Space)
        room.until(lambda: room.screen.accessibleName().endswith("two-year review"))


def test_opened_at_the_next_step_and_back_to_the_child(room: Any) -> None:
    child = room.child("Sign", "Next")
    workspace = room.review(child)
    assert workspace.step is Step.INVITE
    write(room, child)
    page = room.do(lambda session: children.child_page(session, child))
    assert page.review is not None
    assert page.review.changed_at.date() <= TODAY
    workspace = room.review(child, Step.INVITE)
    workspace.back.click()
    room.until(lambda: room.screen is not workspace and room.screen.loaded)
    assert room.screen.name == "Sign Next"
