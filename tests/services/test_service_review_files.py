"""Reviews written elsewhere: what is wrong in a file is told at once, by its place."""

import json

import pytest

from ir_desktop.errors import Invalid, NotFound
from ir_desktop.services import reviews
from ir_desktop.services.session import Session
from tests.services.nursery import child_named
from tests.services.review_hands import AREAS, problems, whole


def test_every_problem_of_a_file_is_told_at_once_by_its_place(manager: Session, kofi: str) -> None:
    wrong = {
        "held_on": "18/11/2026",
        "place": 5,
        "modle": "joint_meeting",
        "asq3": {"completed_on": "2026-11-18", "answers": {"communication": ["Y", "X"]}},
        "progress_check": {"areas": {"maths": {}, AREAS[0]: {"judgement": "fine"}}},
        "needs": [{"level": "amber"}],
        "questions": [{"text": "Why?", "unsure": "yes"}],
        "actions": "none",
        "child": 7,
    }
    found = problems(manager, json.dumps(wrong).encode(), kofi)
    assert found == {
        "child": "Write the child’s id as text.",
        "held_on": "Write a date as year-month-day, like 2026-09-10.",
        "place": "Write this as text, in quotation marks.",
        "modle": "There is no such field. Check its spelling.",
        "asq3, answers, communication 2": "This is not one of the allowed words.",
        "progress_check, areas, maths": "This is not one of the allowed words.",
        f"progress_check, areas, {AREAS[0]}, judgement": "This is not one of the allowed words.",
        "needs 1, category": "This is missing.",
        "questions 1, unsure": "Write true or false.",
        "actions": "Write this as a list in square brackets.",
    }


def test_what_cannot_be_true_is_told_at_once(manager: Session, kofi: str) -> None:
    wrong = {
        "held_on": "2027-11-18",
        "follow_up_on": "2001-01-01",
        "asq3": {
            "completed_on": "2001-01-01",
            "questionnaire": 25,
            "answers": {"communication": ["Y"]},
            "totals": {"communication": 45, "gross_motor": 61, "fine_motor": -5},
            "overall": {"moon": {"answer": "yes"}},
        },
        "needs": [{"category": "moon", "level": "red"}],
        "health": {"moon": {"note": "x"}},
        "questions": [{"text": " "}],
        "actions": [{"what": "", "owner": " "}],
    }
    found = problems(manager, json.dumps(wrong).encode(), kofi)
    assert set(found) == {
        "held_on",
        "follow_up_on",
        "asq3, completed_on",
        "asq3, questionnaire",
        "asq3, communication",
        "asq3, answers, communication",
        "asq3, totals, gross_motor",
        "asq3, totals, fine_motor",
        "asq3, overall",
        "needs 1, category",
        "health, moon",
        "questions 1, text",
        "actions 1, what",
        "actions 1, owner",
        "actions 1, due",
    }


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        (b"", "file", "This is not JSON: look at line 1"),
        (b"\xff\xfe{\x00", "file", "This is not a text file in UTF-8"),
        (b"[]", "file", "The JSON must be one object"),
        (b'{"place": "a", "place": "b"}', "file", "the same name twice"),
        (b'{"asq3": ' + b"[" * 50_000, "file", "nested too deeply"),
        (b'{"place": NaN}', "file", "a number that cannot be used"),
        (b'{"place": 1e999}', "file", "a number that cannot be used"),
        (b'{"place": "' + b"x" * 2_000_001 + b'"}', "file", "too long"),
        (b'{"place": "' + b"x" * 10_001 + b'"}', "place", "too long: at most 10,000"),
        (b'{"place": "\\ud800"}', "place", "broken"),
        (b'{"attended": ["a", "\\ud800"]}', "attended 2", "broken"),
        (b'{"health": {"diet": 5, "diet ": 6}}', "health, diet", "object in braces"),
        (
            b'{"moderation": {"code": "a", "code ": "b"}}',
            "moderation",
            "Two names here are the same",
        ),
        (b'{"place\\nrow 3, name": "x"}', "place?row 3, name", "no such field"),
        (b'{"child": "a", "place": "x"}', "child", "about another child"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(
    data: bytes, field: str, sentence: str, manager: Session, kofi: str
) -> None:
    found = problems(manager, data, kofi)
    assert sentence in found[field]


def test_a_file_that_names_no_child_needs_one_named(manager: Session, kofi: str) -> None:
    assert problems(manager, b"{}") == {"child": "Say which child this review is of."}
    content = json.dumps(whole(child=kofi)).encode("utf-8-sig")
    assert reviews.import_review(manager, content).child_id == kofi
    with pytest.raises(NotFound):
        reviews.import_review(manager, json.dumps(whole(child="nobody")).encode())
    with pytest.raises(NotFound):
        reviews.import_review(manager, json.dumps(whole()).encode(), child_id="'; DROP TABLE")


def test_a_review_file_is_told_everything_at_once(manager: Session) -> None:
    child = child_named(manager, "Kofi").id
    found = {
        "child": child,
        "foo": 1,
        "actions": [{"what": ""}],
        "asq3": {"completed_on": "2026-11-19", "totals": {"gross_motor": 47}},
        "follow_up_on": "2020-01-01",
        "needs": [{"category": "zzz", "level": "green"}],
    }
    with pytest.raises(Invalid) as told:
        reviews.import_review(manager, json.dumps(found).encode())
    assert {each.field for each in told.value.problems} == {
        "foo",
        "actions 1, owner",
        "asq3, totals, gross_motor",
        "follow_up_on",
        "needs 1, category",
    }


def test_a_child_of_broken_characters_is_named(manager: Session) -> None:
    with pytest.raises(Invalid, match="child: Write the child"):
        reviews.import_review(manager, b'{"child": "\\ud800"}')
