"""What the tests of sending do and look at, and the answers that a line can be told to give."""

from dataclasses import replace
from typing import Any

from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Export, ExportBody
from ir_desktop.services import checking, consents, reviews, sending
from ir_desktop.services.session import Session
from ir_desktop.sync import keys
from ir_desktop.sync.transports.answer import Answer
from tests.services.health_team import Exchange, HealthTeam, Line

CAFE = Answer(200, b"<html><h1>Welcome to our wifi</h1></html>", "text/html")
OTHER = keys.new_signing_key()
NOT_THE_TEAM = (
    "An answer came, but no receipt from the health team. Check the internet connection; "
    "if it goes on, ring them"
)


def get(session: Session, export_id: str) -> Export:
    with session.store.reading() as records:
        return records.get(Export, export_id)


def envelope(session: Session, export_id: str) -> bytes:
    with session.store.reading() as records:
        return records.get(ExportBody, export_id).envelope


def sync(session: Session, line: Line) -> list[Export]:
    left = sending.sync_once(session, connect=line)
    assert line.open == 0  # every transport is let go of
    assert checking.verify_audit(session).findings == ()
    return left


def decide(session: Session, child_id: str, decision: Decision, **more: Any) -> None:
    consents.record_consent(
        session,
        child_id,
        **{
            "decision": decision,
            "by_name": "Agnieszka Kowalska",
            "by_relationship": "mother",
            "how": How.IN_PERSON,
            "occurred_on": session.today,
        }
        | more,
    )


def amend(session: Session, child_id: str, words: str) -> None:
    with session.store.reading() as records:
        (review,) = records.find(Review, child_id=child_id)
    reviews.save_draft(session, child_id, replace(review.draft, discrepancies=words))
    reviews.sign_off(session, child_id, reason="New facts")


def unsigned(status: int, **more: Any) -> Exchange:
    return lambda team, body, jti: Answer(
        status, b'{"title": "no"}', "application/problem+json", **more
    )


def answers(answer: Answer) -> Exchange:
    return lambda team, body, jti: answer


def receipt_with(code: int = 201, **changed: Any) -> Exchange:
    """An answer with a receipt that is right but for one thing."""
    return lambda team, body, jti: Answer(code, team.receipt(body, jti, **changed).encode())


def raises(problem: Exception) -> Exchange:
    def exchange(team: HealthTeam, body: bytes, jti: str) -> Answer:
        raise problem

    return exchange
