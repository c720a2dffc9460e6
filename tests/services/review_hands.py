"""A review as a file's content, taken in or refused."""

import json
from typing import Any

import pytest

from ir_desktop.domain.review import Review
from ir_desktop.errors import Invalid
from ir_desktop.services import reviews
from ir_desktop.services.session import Session
from tests.services.nursery import records_of

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
