"""Today and the child's page say the same of a child, on the real store, month after month."""

from ir_desktop.domain.due import DueState
from ir_desktop.domain.progress import Step
from ir_desktop.services import children, due, first_steps, reviews
from ir_desktop.services.session import Session
from ir_desktop.services.today import today
from ir_desktop.ui.children.child_presenter import child_view
from ir_desktop.ui.links import parts_of
from ir_desktop.ui.today.list_presenter import list_view
from ir_desktop.ui.today.presenter import today_view
from tests.services.nursery import Clock
from tests.services.test_service_sharing_lists import add_many, statements


def test_todays_first_row_of_a_child_is_what_the_childs_page_says(
    manager: Session, clock: Clock
) -> None:
    compared = overdue = 0
    for _ in range(10):
        every = due.list_due(manager)
        acts = first_steps.of_due(manager, every)
        seen: set[str] = set()
        for each, act in zip(every, acts, strict=True):
            if each.child_id in seen:
                continue
            seen.add(each.child_id)
            view = child_view(manager, each.child_id)
            signed = view.review_act == "Open the review"
            if each.state is DueState.OVERDUE or (not signed and each.item != "health_review"):
                assert view.step == act.words, each
                compared += 1
                overdue += each.state is DueState.OVERDUE
        clock.forward(days=45)
    assert compared > 30
    assert overdue > 5


def test_an_overdue_health_review_is_the_next_step_and_one_click_from_its_date(
    manager: Session, clock: Clock
) -> None:
    clock.forward(days=200)
    late = [e for e in due.list_due(manager) if e.state is DueState.OVERDUE]
    health = next(
        e
        for e in late
        if e.item == "health_review" and next(x for x in late if x.child_id == e.child_id) is e
    )
    view = child_view(manager, health.child_id)
    assert view.step == "Note the date of the health review"
    assert view.step_hint.startswith("It was wanted by ")
    listed = list_view(manager, "due")
    row = next(
        row
        for row in listed.rows
        if parts_of(row.key)[1] == health.child_id and row.cells[1].words == "Health review"
    )
    assert parts_of(row.key) == ("review", health.child_id, Step.HEALTH.value)
    assert row.cells[-1].words == "Note date"


def test_todays_rows_follow_what_was_written(manager: Session) -> None:
    for each, act in zip(
        (every := due.list_due(manager)), first_steps.of_due(manager, every), strict=True
    ):
        if each.item == "progress_check" and children.child_page(manager, each.child_id).review:
            said = reviews.check(manager, each.child_id)
            assert (act.words == "Sign the review off") is said.ready
    found = today(manager, most=5)
    view = today_view(manager)
    assert [row.cells[-1].words for row in view.lists[0].rows] == [e.act for e in found.acts]


def test_the_whole_list_is_read_in_few_statements(manager: Session) -> None:
    def read() -> None:
        first_steps.of_due(manager, due.list_due(manager))

    with statements(manager) as few:
        read()
    add_many(manager, 300)
    with statements(manager) as many:
        read()
    assert len(many) == len(few)
    assert len(few) < 20
