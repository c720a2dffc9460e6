"""What leads up to sending a review: it is written and signed, and there is authority for it."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.e2e.commands import Receiver, Store

AREAS = {
    "communication_and_language": "Wren tells us what she sees and asks for more.",
    "physical_development": "Wren climbs the steps with one hand on the rail.",
    "personal_social_and_emotional_development": "Wren waves to her friends.",
}


def review(child: str, **more: Any) -> dict[str, Any]:
    day = (date.today() - timedelta(days=2)).isoformat()
    return {
        "child": child,
        "held_on": day,
        "asq3": {
            "completed_on": day,
            "completed_by": "Her mother",
            "questionnaire": None,
            "answers": {
                "communication": ["N", "N", "S", "S", "N", "N"],
                "gross_motor": ["Y", "Y", "Y", "Y", "Y", "Y"],
                "fine_motor": ["Y", "S", "Y", "S", "Y", "Y"],
                "problem_solving": ["Y", "S", "S", "Y", None, "Y"],
            },
            "totals": {"personal_social": 45},
        },
        "progress_check": {
            "observed_on": day,
            "parents_view": "She loves the park.",
            "areas": {
                name: {
                    "strengths": text,
                    "next_steps": "A little more each day.",
                    "support_in_setting": "We show and wait.",
                    "judgement": "a_little_extra_help" if name.startswith("comm") else "going_well",
                }
                for name, text in AREAS.items()
            },
        },
        "needs": [{"category": "communication", "level": "amber", "note": "Few words"}],
        "questions": [{"text": "Should her hearing be looked at?", "unsure": True}],
        "actions": [
            {"what": "Share a book each day", "owner": "Family", "due": "2027-01-15"},
        ],
        **more,
    }


def introduce(store: Store, receiver: Receiver, folder: Path, *more: object) -> str:
    """Setting card out, agreement signed, agreement in; return its id."""
    card = store.value("setting-card", "--out", folder / "card.jwt")
    receiver.agree(folder / "card.jwt", card["fingerprint"], folder / "agreement.jwt", *more)
    shown = store.runs("agreement", "show", folder / "agreement.jwt").value
    return store.value(
        *("agreement", "import", folder / "agreement.jwt"),
        *("--fingerprint", shown["fingerprint"], "--confirmed-by", "Hannah Whitlock"),
    )["id"]


def consent(store: Store, child: str, agreement: str, decision: str = "given", *more: object):
    return store.value(
        *("consent", "record", "--child", child, "--decision", decision, "--by", "Her mother"),
        *("--agreement", agreement, *more),
    )


def sign(store: Store, child: str, folder: Path, **more: Any) -> dict[str, Any]:
    file = folder / "review.json"
    file.write_text(json.dumps(review(child, **more)), "utf-8")
    store.value("review", "import", file)
    return store.value("review", "sign-off", "--child", child)
