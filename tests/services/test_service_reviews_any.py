"""Any content, any bytes and any words: a review, or a refusal in words."""

import contextlib
import json
from dataclasses import fields, replace
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ir_desktop.documents.text import MissingGlyph
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
)
from ir_desktop.errors import IrError
from ir_desktop.services import children, exports, review_file, reviews
from ir_desktop.services.session import Session
from tests.services.nursery import records_of
from tests.services.review_hands import AREAS, whole, write


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
