"""A consent of Kofi's family, and the fields that a refusal names."""

from ir_desktop.domain.consent import Consent, Decision, How
from ir_desktop.errors import Invalid
from ir_desktop.services import consents
from ir_desktop.services.session import Session
from tests.services.nursery import TODAY


def fields(error: Invalid) -> list[str]:
    return [each.field for each in error.problems]


def decide(session: Session, child_id: str, **more: object) -> Consent:
    return consents.record_consent(
        session,
        child_id,
        **(
            {
                "decision": Decision.GIVEN,
                "by_name": "Abena Mensah",
                "by_relationship": "mother",
                "how": How.PHONE,
                "occurred_on": TODAY,
            }
            | more
        ),  # pyright: ignore[reportArgumentType] - one of many shapes
    )
