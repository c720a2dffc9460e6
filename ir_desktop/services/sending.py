"""Sending what was approved, and fetching what came back. Only a verified receipt ends an item.

For each export: one transaction asks the gate, builds and stores the envelope and counts the
attempt; then the network, with no transaction open; then one transaction for what came of it.
A kill in between leaves the export *sending*: the next run sends the same bytes again, which a
receiver answers with the same receipt.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export, ExportBody, ExportState
from ir_desktop.domain.strict_json import read_object
from ir_desktop.errors import EnvironmentProblem, Invalid, IrError
from ir_desktop.ids import new_id
from ir_desktop.services import audits
from ir_desktop.services.authority import agreement_for, facts_of_export, is_for_new_team
from ir_desktop.services.identity import installation_of
from ir_desktop.services.sealing import ENVELOPE_LIFE, seal
from ir_desktop.services.session import Session, Work, acting, by_itself, looking
from ir_desktop.storage.repository import Repository
from ir_desktop.sync import claims, outbox
from ir_desktop.sync.gate import gate
from ir_desktop.sync.problems import EnvelopeError
from ir_desktop.sync.transports.answer import Answer, BadCertificate, Timeout

PACKAGES = "/v1/packages"

_ENDS_AGREEMENT = frozenset(
    {
        claims.RejectReason.NO_AGREEMENT,
        claims.RejectReason.AGREEMENT_NOT_IN_FORCE,
        claims.RejectReason.REVOKED_SETTING,
    }
)
_RECEIPT_STILL_COUNTS = outbox.OPEN_STATES | {ExportState.SET_ASIDE, ExportState.HANDED_OVER}


class Transport(Protocol):
    """What carries bytes to one health team's endpoint and back."""

    def post(self, path: str, body: bytes, jti: str) -> Answer:
        """Send an envelope; raises `EnvironmentProblem` if nothing came back."""
        ...

    def get_replies(self, after: str | None, bearer: str) -> Answer:
        """Ask for replies after a cursor; raises `EnvironmentProblem`."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


Connect = Callable[[Agreement], Transport]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An envelope on its way: the stored bytes, and under which agreement."""

    export: Export
    agreement: Agreement
    envelope: bytes


def connect_https(agreement: Agreement) -> Transport:
    """Return the transport to an agreement's https endpoint."""
    from ir_desktop.sync.transports.https import HttpsTransport

    return HttpsTransport(agreement.endpoint, tls_ca=agreement.tls_ca or None)


def send_approved(
    session: Session,
    *,
    at_once: bool,
    connect: Connect = connect_https,
    stop: Callable[[], bool] = lambda: False,
) -> list[Export]:
    """Try every approved export that is ready, and return how each was left.

    `at_once`: a person asked, so pauses are not waited for. One export that fails never blocks
    the others. Between exports `stop` is asked.
    """
    with looking(session, Act.SEE_LEDGER) as records:
        waiting = [each.id for each in _ready(records, session.clock.now(), at_once)]
    if audits.alarm(session) is not None:
        return []
    left: list[Export] = []
    open_to: dict[str, Transport] = {}
    try:
        for export_id in waiting:
            if stop():
                break
            left.append(_send_one(session, export_id, connect, open_to))
    finally:
        for transport in open_to.values():
            transport.close()
    return left


def sync_once(session: Session, *, connect: Connect = connect_https) -> list[Export]:
    """Try everything that is approved, because a person asked.

    Raises `Refused` by role, or while older records wait for a manager's word.
    """
    with acting(session, Act.SEND):
        pass
    audits.refuse_to_send(session)
    return send_approved(session, at_once=True, connect=connect)


def _ready(records: Repository, now: datetime, at_once: bool) -> list[Export]:
    found = records.find_in(Export, "state", [state.value for state in outbox.OPEN_STATES])
    return [each for each in found if outbox.is_ready(each, now=now, at_once=at_once)]


def _send_one(
    session: Session, export_id: str, connect: Connect, open_to: dict[str, Transport]
) -> Export:
    try:
        prepared = _prepare(session, export_id)
    except (Invalid, EnvelopeError) as problem:
        return _set_aside(session, export_id, problem)
    if isinstance(prepared, Export):
        return prepared
    try:
        transport = open_to.get(prepared.agreement.id)
        if transport is None:
            transport = open_to[prepared.agreement.id] = connect(prepared.agreement)
        answer = transport.post(PACKAGES, prepared.envelope, prepared.export.id)
    except EnvironmentProblem as problem:
        return _settle(session, prepared, _no_answer(problem))
    except Invalid as problem:
        return _settle(session, prepared, _for_a_person(problem))
    return _settle(session, prepared, answer)


def _set_aside(session: Session, export_id: str, problem: IrError) -> Export:
    """Set aside an export that cannot be made ready, so that it never blocks the others."""
    with session.store.reading() as records:
        child_id = records.get(Export, export_id).child_id
    with by_itself(session, "send_end", child_id=child_id) as work:
        export = outbox.start(outbox.release(work.records.get(Export, export_id)))
        settled = outbox.finish(export, _for_a_person(problem), now=work.now)
        work.detail |= {"export": export_id, "state": settled.state.value}
        return work.save(settled)


def _for_a_person(problem: IrError) -> outbox.Verdict:
    return outbox.Verdict(
        state=ExportState.SET_ASIDE,
        outcome=f"It could not be made ready to send. {problem.sentence}",
    )


def _prepare(session: Session, export_id: str) -> Outgoing | Export:
    """Ask the gate and make the export ready to leave, or hold it; in one transaction."""
    with session.store.reading() as records:
        before = records.get(Export, export_id)
    with by_itself(session, "send_begin", child_id=before.child_id) as work:
        work.detail["export"] = export_id
        export = work.records.get(Export, export_id)
        agreement = agreement_for(work.records, export.health_team_id, work.now)
        holds = gate(facts_of_export(work, export, agreement))
        if holds and is_for_new_team(work.records, export):
            return work.save(outbox.move(export, ExportState.SUPERSEDED))
        if holds or agreement is None:
            return work.save(outbox.hold(export, holds))
        export = outbox.release(export)
        body = work.records.get(ExportBody, export.id)
        if body.envelope and _stale(export, body, agreement, work.now):
            export, body = _again(work, export, body)
        if not body.envelope:
            export, body = seal(work, export, body, agreement)
        export = work.save(outbox.start(export))
        return Outgoing(export, agreement, body.envelope)


def _stale(export: Export, body: ExportBody, agreement: Agreement, now: datetime) -> bool:
    """Whether the stored envelope can no longer be used: too old, or made for another key."""
    if export.sent_at is None or now > export.sent_at + ENVELOPE_LIFE - timedelta(hours=1):
        return True
    return export.agreement_id != agreement.id


def _again(work: Work, export: Export, body: ExportBody) -> tuple[Export, ExportBody]:
    """Replace an export whose envelope is stale by one with a new reference, same Bundle."""
    work.save(outbox.move(export, ExportState.SUPERSEDED))
    fresh_id = new_id()
    fresh = work.new(ExportBody, id=fresh_id, bundle=body.bundle)
    return (
        work.records.add(
            replace(
                export,
                id=fresh_id,
                state=ExportState.QUEUED,
                envelope_sha256="",
                seq=None,
                prev="",
                attempts=0,
                sent_at=None,
                supersedes=export.id,
            )
        ),
        fresh,
    )


def _no_answer(problem: EnvironmentProblem) -> outbox.Verdict:
    words = "Waiting for the internet"
    if isinstance(problem, BadCertificate):
        words = "Something answered that is not the health team. Check the internet connection"
    elif isinstance(problem, Timeout):
        words = "The health team’s computer is slow"
    return outbox.Verdict(state=ExportState.WAITING, outcome=words)


def _settle(session: Session, sent: Outgoing, answer: Answer | outbox.Verdict) -> Export:
    """Store what an attempt came to, in one transaction."""
    with by_itself(session, "send_end", child_id=sent.export.child_id) as work:
        export = work.records.get(Export, sent.export.id)
        if not isinstance(answer, outbox.Verdict):
            settled = _judge(work, export, sent, answer)
        elif export.state is ExportState.SENDING:
            settled = outbox.finish(export, answer, now=work.now)
        else:
            settled = export
        work.detail |= {"export": export.id, "state": settled.state.value}
        return export if settled == export else work.save(settled)


def _judge(work: Work, export: Export, sent: Outgoing, answer: Answer) -> Export:
    token = receipt_token(answer)
    receipt = _receipt(work.records, sent, token)
    if export.state is not ExportState.SENDING:
        # Another run, or a person, was here while this one was waiting for its answer.
        if receipt is None or export.state not in _RECEIPT_STILL_COUNTS:
            return export
        export = replace(export, state=ExportState.SENDING)
    if receipt is None:
        pause = None if answer.retry_after is None else timedelta(seconds=answer.retry_after)
        return outbox.finish(
            export, outbox.judge_unsigned(answer.status, pause=pause), now=work.now
        )
    if receipt.reason is not None:
        verdict = outbox.Verdict(
            state=ExportState.REJECTED, outcome=claims.REJECT_WORDS[receipt.reason]
        )
        rejected = outbox.finish(export, verdict, now=work.now)
        if receipt.reason in _ENDS_AGREEMENT and sent.agreement.ended_on is None:
            # Signed by the team itself: approving again under it would only go in circles.
            work.save(replace(sent.agreement, ended_on=work.today))
        return replace(rejected, receipt=token, rejected_reason=receipt.reason.value)
    verdict = outbox.Verdict(state=ExportState.RECEIVED, outcome="Received")
    received = outbox.finish(export, verdict, now=work.now)
    _retire(work, export.supersedes)
    return replace(received, receipt=token, received_at=receipt.received_at.astimezone(UTC))


def _retire(work: Work, earlier_id: str) -> None:
    """Mark the earlier ones as replaced, now that the newer one has arrived."""
    while earlier_id:
        earlier = work.records.get(Export, earlier_id)
        if ExportState.SUPERSEDED in outbox.TRANSITIONS[earlier.state]:
            work.save(outbox.move(earlier, ExportState.SUPERSEDED))
        earlier_id = earlier.supersedes


def receipt_token(answer: Answer) -> str:
    """Return what may be a receipt in an answer: the body itself, or a refusal's `receipt`."""
    text = answer.body.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        return text
    try:
        inside = read_object(text).get("receipt")
    except Invalid:
        return ""
    return inside if isinstance(inside, str) else ""


def _receipt(records: Repository, sent: Outgoing, token: str) -> claims.Receipt | None:
    """Return the receipt in an answer if it counts, else None."""
    try:
        return claims.read_receipt(
            token,
            agreement=claims.read_agreement(sent.agreement.token),
            own_kid=installation_of(records).signing_kid,
            sha256=sent.export.envelope_sha256,
            jti=sent.export.id,
        )
    except EnvelopeError:
        return None
