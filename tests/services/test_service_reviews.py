"""Reviews: drafts, files written elsewhere, questions before the signature, frozen versions."""

import contextlib
import json
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ir_desktop.documents.text import MissingGlyph
from ir_desktop.domain.people import Role
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    Asq3Record,
    Need,
    ProgressCheck,
    Question,
    Review,
    ReviewContent,
    ReviewStatus,
    ReviewVersion,
)
from ir_desktop.errors import Invalid, IrError, NotFound, Refused
from ir_desktop.services import children, exports, papers, review_file, reviews
from ir_desktop.services.session import Session
from tests.services.nursery import Nursery, child_named, records_of

AREAS = (
    "communication_and_language",
    "physical_development",
    "personal_social_and_emotional_development",
)


def whole(**more: Any) -> dict[str, Any]:
    """A review that can be signed, as a file's content."""
    return {
        "held_on": "2026-11-18",
        "progress_check": {
            "observed_on": "2026-11-18",
            "parents_view": "Loves the park.",
            "areas": {
                area: {"strengths": "Does things.", "judgement": "going_well"} for area in AREAS
            },
        },
        "actions": [{"what": "Read", "owner": "Family", "when": "Daily"}],
        **more,
    }


def write(session: Session, child_id: str, content: dict[str, Any]) -> Review:
    return reviews.import_review(session, json.dumps(content).encode(), child_id=child_id)


def problems(session: Session, data: bytes, child_id: str | None = None) -> dict[str, str]:
    before = records_of(session)
    with pytest.raises(Invalid) as caught:
        reviews.import_review(session, data, child_id=child_id)
    assert records_of(session) == before
    return {each.field: each.sentence for each in caught.value.problems}


@pytest.fixture
def kofi(manager: Session) -> str:
    return child_named(manager, "Kofi").id


def test_a_file_becomes_the_draft_and_is_signed_into_a_version(manager: Session, kofi: str) -> None:
    review = write(manager, kofi, whole(questions=[{"text": "Hearing?", "unsure": True}]))
    assert (review.status, review.latest_version) == (ReviewStatus.IN_PROGRESS, 0)
    found = reviews.check(manager, kofi)
    answers = {each.code: "Talked about." for each in found.open_questions}
    reviews.save_draft(manager, kofi, replace(review.draft, moderation=answers))
    assert reviews.check(manager, kofi).ready
    signed = reviews.sign_off(manager, kofi)
    assert isinstance(signed, ReviewVersion)
    assert (signed.version, signed.signed_by_name, signed.countersigned_by_name) == (
        1,
        "Maureen Halloran",
        "Maureen Halloran",
    )
    assert len(signed.sha256) == 64
    with pytest.raises(Refused, match="signed off already"):
        reviews.sign_off(manager, kofi, reason="Again")


def test_an_amendment_is_a_new_version_and_the_first_stays(manager: Session) -> None:
    zofia = child_named(manager, "Zofia").id
    (first,) = children.child_page(manager, zofia).versions
    page = children.child_page(manager, zofia)
    assert page.review is not None
    reviews.save_draft(manager, zofia, replace(page.review.draft, discrepancies="We agree."))
    with pytest.raises(Invalid, match="reason: Say why"):
        reviews.sign_off(manager, zofia, reason="  ")
    second = reviews.sign_off(manager, zofia, reason=" New facts ")
    assert isinstance(second, ReviewVersion)
    assert (second.version, second.reason) == (2, "New facts")
    versions = children.child_page(manager, zofia).versions
    assert versions == (second, first)
    assert second.sha256 != first.sha256


def test_saving_the_same_again_keeps_the_signature(manager: Session) -> None:
    zofia = child_named(manager, "Zofia").id
    page = children.child_page(manager, zofia)
    assert page.review is not None
    assert reviews.save_draft(manager, zofia, page.review.draft) == page.review


def test_an_author_signs_and_a_leader_countersigns(nursery: Nursery) -> None:
    with nursery.signed_in(Role.PRACTITIONER) as author:
        mine = next(
            each for each in children.list_children(author) if each.key_person_id == author.staff.id
        )
        write(author, mine.id, whole())
        open_ones = reviews.check(author, mine.id).open_questions
        draft = reviews.check(author, mine.id).review.draft
        answered = replace(draft, moderation={each.code: "Yes." for each in open_ones})
        reviews.save_draft(author, mine.id, answered)
        signed = reviews.sign_off(author, mine.id)
        assert isinstance(signed, Review)
        assert signed.author_signed_by == author.staff.id
        assert signed.latest_version == 0
        author_name = author.staff.name
    with nursery.signed_in(Role.MANAGER) as manager:
        # A change takes the author's signature away.
        reviews.save_draft(manager, mine.id, replace(answered, place="Hall"))
        changed = reviews.check(manager, mine.id).review
        assert changed.author_signed_by is None
    with nursery.signed_in(Role.PRACTITIONER) as author:
        reviews.sign_off(author, mine.id)
    with nursery.signed_in(Role.MANAGER) as manager:
        version = reviews.sign_off(manager, mine.id)
        assert isinstance(version, ReviewVersion)
        assert version.signed_by_name == author_name
        assert version.countersigned_by_name == "Maureen Halloran"


def test_a_form_that_fits_no_age_is_asked_about_and_nothing_is_lost(
    manager: Session, kofi: str
) -> None:
    too_early = child_named(manager, "Kofi").date_of_birth + timedelta(days=3)
    write(
        manager,
        kofi,
        whole(asq3={"completed_on": too_early.isoformat(), "totals": {"communication": 45}}),
    )
    found = reviews.check(manager, kofi)
    assert found.scores is None
    assert [(each.code, each.where) for each in found.missing] == [
        ("no_form", "asq3, questionnaire")
    ]
    with pytest.raises(Invalid, match=r"asq3, questionnaire: .*\[no_form\]"):
        reviews.sign_off(manager, kofi)
    assert {each.kind for each in papers.print_all(manager, kofi)} >= {"invitation"}


def test_a_review_that_is_not_there_is_not_found(manager: Session, kofi: str) -> None:
    with pytest.raises(NotFound, match="no review of this child yet"):
        reviews.check(manager, kofi)
    with pytest.raises(NotFound, match="no review of this child yet"):
        reviews.sign_off(manager, kofi)


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


def _words(*kinds: type) -> list[str]:
    return [each.name for kind in kinds for each in fields(kind)]


NAMES = st.sampled_from(
    (
        *_words(ReviewContent, Asq3Record, ProgressCheck, AreaNote, Action, Question, Need),
        *("communication", "hearing", "note", "answer", "child"),
        *AREAS,
    )
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(0, 60),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["Y", "S", "N", "yes", "amber", "red", "going_well", "joint_meeting"]),
    st.sampled_from(["2026-11-18", "2024-02-30", "0001-01-01", "9999-12-31", "2026-11-18T00:00"]),
)
TREES = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=6), st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.dictionaries(NAMES, TREES, max_size=5))
@example(content={"asq3": {"completed_on": "2026-11-18", "questionnaire": 10**29}})
@example(content={"actions": [{"what": "x", "owner": "y", "due": "0001-01-01"}]})
@example(content={"follow_up_on": "9999-12-31"})
def test_any_json_is_a_review_or_refused_in_words(
    content: dict[str, Any], manager: Session, kofi: str
) -> None:
    content = {name: each for name, each in content.items() if name != "child"}
    data = json.dumps(content).encode()
    before = records_of(manager)
    try:
        reviews.import_review(manager, data, child_id=kofi)
    except IrError:
        assert records_of(manager) == before
        return
    # What was taken in can be looked at, printed as a draft, and questioned.
    reviews.check(manager, kofi)
    children.child_page(manager, kofi)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    with contextlib.suppress(IrError):  # most bytes are refused, not all
        review_file.read_review_file(data)


HOSTILE_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
    st.sampled_from(
        [
            "<b>bold</b> &amp; <img src=x onerror=alert(1)>",
            "</div><script>",
            "=HYPERLINK(1)",
            "a\x0bb\x0cc",
            "\u202eright to left",
            "Zoë\u0308 ﬁ ẞ",
            "\ufffe\uffff",
            "]]>",
            "\u0000",
            "{{name}} %s {0}",
            "محمد",
            "王小明",
            "👶🏽",
        ]
    ),
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(texts=st.lists(HOSTILE_TEXT, min_size=6, max_size=6))
def test_whatever_people_write_can_be_signed_looked_at_and_packed(
    texts: list[str], manager: Session, kofi: str
) -> None:
    """Only a glyph that no font has may stop it, and that is said."""
    content = whole(
        discrepancies=texts[0],
        questions=[{"text": f"Q {texts[1]}", "unsure": True}],
        actions=[{"what": f"Do {texts[2]}", "owner": f"Us {texts[3]}", "when": "Daily"}],
        health={"hearing": {"note": texts[4]}},
    )
    content["progress_check"]["parents_view"] = f"View {texts[5]}"
    review = write(manager, kofi, content)
    with manager.store.reading() as records:
        assert records.get(Review, review.id).draft == review.draft
    asked = reviews.check(manager, kofi).asked
    answered = replace(review.draft, moderation={each.code: "Yes." for each in asked})
    reviews.save_draft(manager, kofi, answered)
    if reviews.check(manager, kofi).review.status is not ReviewStatus.SIGNED_OFF:
        reviews.sign_off(manager, kofi, reason="Changed")
    try:
        preview = exports.preview_export(manager, kofi)
    except MissingGlyph:
        return
    assert json.loads(preview.bundle)["type"] == "document"


def test_a_signed_version_stays_as_it_was_whatever_is_written_after(manager: Session) -> None:
    with manager.store.reading() as records:
        before = records.find(ReviewVersion)
    zofia = child_named(manager, "Zofia").id
    page = children.child_page(manager, zofia)
    assert page.review is not None
    reviews.save_draft(manager, zofia, ReviewContent(place="Elsewhere"))
    children.edit_child(manager, zofia, given_name="Sofia")
    with manager.store.reading() as records:
        assert records.find(ReviewVersion) == before


def test_a_day_before_birth_or_to_come_is_refused_in_drafts_too(
    manager: Session, kofi: str
) -> None:
    for day in (date(2001, 1, 1), manager.today + timedelta(days=1)):
        with pytest.raises(Invalid, match="held_on: This is"):
            reviews.save_draft(manager, kofi, ReviewContent(held_on=day))


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
