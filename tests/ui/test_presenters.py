"""What the screens show, from the records alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.due import Due, DueItem, DueState
from ir_desktop.errors import EnvironmentProblem, NotFound, Refused
from ir_desktop.services import children, exports
from ir_desktop.services.session import Session
from ir_desktop.ui.children.child_presenter import child_view, initials, spaced
from ir_desktop.ui.children.list_presenter import ChildrenView, children_view, search_key
from ir_desktop.ui.looks import Cell, Row, Tone
from ir_desktop.ui.sign_in import presenter
from ir_desktop.ui.today.presenter import today_view
from ir_desktop.ui.today.rows import state_tag

TODAY = date(2026, 9, 15)


def due(state: DueState, *, opens: int = -30, closes: int = 30) -> Due:
    day = timedelta(days=1)
    return Due(
        child_id="c", name="Kofi", item=DueItem.PROGRESS_CHECK, state=state,
        opens=TODAY + opens * day, closes=TODAY + closes * day,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("each", "words", "tone"),
    [
        (due(DueState.OVERDUE, closes=-6), "Overdue 6 days", Tone.ACT),
        (due(DueState.OVERDUE, closes=-1), "Overdue 1 day", Tone.ACT),
        (due(DueState.OVERDUE, closes=-100), "Overdue 3 months", Tone.ACT),
        (due(DueState.DUE_SOON, closes=0), "Due today", Tone.WATCH),
        (due(DueState.DUE_SOON, closes=3), "Due Friday", Tone.WATCH),
        (due(DueState.DUE, closes=60), "Due in 8 weeks", Tone.CALM),
        (due(DueState.COMING, opens=10), "Opens in 10 days", Tone.CALM),
    ],
)
def test_how_pressing_something_is_in_words(each: Due, words: str, tone: Tone) -> None:
    tag = state_tag(each, TODAY)
    assert (tag.words, tag.tone) == (words, tone)
    assert tag.shape


@given(st.lists(st.text(), max_size=20), st.text(max_size=5))
def test_a_search_finds_exactly_the_names_that_hold_every_word(
    names: list[str], typed: str
) -> None:
    rows = tuple(Row(str(place), (Cell(name),)) for place, name in enumerate(names))
    view = ChildrenView(rows, tuple(search_key(name) for name in names))
    words = search_key(typed).split()
    expected = [
        row
        for row, name in zip(rows, names, strict=True)
        if all(w in search_key(name) for w in words)
    ]
    assert list(view.search(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zoe", "Zoë Łuk"),
        ("ZOË", "zoe"),
        ("nguyen", "Nguyễn Thị"),
        ("σ", "Σ"),
        ("محمد", "محمد العلي"),
    ],
)
def test_accents_and_capitals_do_not_matter(typed: str, name: str) -> None:
    assert search_key(typed) in search_key(name)


def test_initials_and_numbers() -> None:
    assert initials("Amina Rahman") == "AR"
    assert initials("Sukarno") == "S"
    assert initials("María José García") == "MG"
    assert initials("") == ""
    assert spaced("9990000018") == "999 000 0018"


def test_where_a_sign_in_problem_belongs() -> None:
    assert presenter.wrong(Refused("no")).field == "password"
    assert presenter.wrong(NotFound("who")).field == "name"
    assert presenter.wrong(EnvironmentProblem("disk")).field == ""
    assert [each.field for each in presenter.check("", "")] == ["name", "password"]
    assert presenter.check("slot", "word") == []


def find(session: Session, name: str) -> str:
    return next(c.id for c in children.list_children(session) if c.full_name == name)


def test_a_signed_review_on_the_childs_page(session: Session) -> None:
    view = child_view(session, find(session, "Zofia Kowalska"))
    assert view.review is not None
    assert view.review.state.words == "Signed off"
    assert view.review.scores[0].area == "Communication"
    assert view.review.scores[0].tag.words == "Below cut-off"
    assert view.review.scores[0].score == "20"
    assert view.ask == ("Few words so far, in either language. Would a hearing check help?",)
    assert [paper.kind for paper in view.papers] == ["invitation", "summary"]
    assert [event.day for event in view.events] == sorted(event.day for event in view.events)
    assert "Sharing agreed" in [tag.words for tag in view.tags]


def test_a_draft_on_the_childs_page_says_what_is_missing(session: Session) -> None:
    view = child_view(session, find(session, "Amina Rahman"))
    assert view.review is not None
    assert view.review.state.words == "Draft"
    assert view.review.to_mend
    assert view.step == "Type in the rest of the ASQ-3"
    assert "Interpreter: Bengali (Sylheti)" in [tag.words for tag in view.tags]


def test_a_held_copy_is_told_on_today_and_on_the_childs_page(session: Session) -> None:
    child_id = find(session, "Zofia Kowalska")
    if not child_view(session, child_id).exports:
        exports.approve(session, child_id)
    view = child_view(session, child_id)
    assert view.exports[0].state.words == "Held"
    assert view.exports[0].holds
    assert view.step == "Free the copy that is held back"
    today = today_view(session)
    held = next(box for box in today.boxes if box.kind == "held")
    assert [note.name for note in held.notes] == ["Zofia Kowalska"]
    assert held.notes[0].words == view.exports[0].holds[0]
    assert "ne copy is held back" in today.sentence


def test_the_list_has_every_child(session: Session) -> None:
    view = children_view(session)
    assert len(view.rows) == len(view.keys) == len(children.list_children(session))
    assert view.told(len(view.rows)).endswith("children")
