"""Building an export's envelope, once: what is stored is what every retry sends."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from ir_desktop.domain.categories import Category
from ir_desktop.domain.sharing import Agreement, Export, ExportBody
from ir_desktop.services.authority import consents_for
from ir_desktop.services.identity import installation_of
from ir_desktop.services.session import Work
from ir_desktop.storage.repository import Repository
from ir_desktop.storage.schema import agreement as agreement_table
from ir_desktop.storage.schema import export as export_table
from ir_desktop.sync import claims

ENVELOPE_LIFE = timedelta(days=30)


def seal(
    work: Work, export: Export, body: ExportBody, agreement: Agreement
) -> tuple[Export, ExportBody]:
    """Build the envelope, once; what is stored is what every retry sends."""
    own = installation_of(work.records)
    seq, prev = _place_in_line(work.records, agreement.encryption_kid)
    paper = claims.PackageClaims(
        head=claims.Head(
            jti=export.id,
            issuer=own.signing_kid,
            audience=agreement.encryption_kid,
            issued_at=work.now,
            expires_at=work.now + ENVELOPE_LIFE,
            agreement=claims.AgreementRef(agreement.agreement_id, agreement.version),
        ),
        review=claims.ReviewRef(export.review_id, export.review_version, export.bundle_sha256),
        consent=_consent(work, export),
        categories=export.categories,
        epoch=work.session.store.epoch,
        seq=seq,
        prev=prev or None,
        supersedes=export.supersedes or None,
    )
    envelope = claims.build_package(
        paper,
        body.bundle,
        signing_key=json.loads(own.signing_key),
        recipient=json.loads(agreement.encryption_key),
    )
    body = work.save(replace(body, envelope=envelope))
    sealed = replace(
        export,
        agreement_id=agreement.id,
        envelope_sha256=hashlib.sha256(envelope).hexdigest(),
        seq=seq,
        prev=prev,
        sent_at=work.now,
    )
    return sealed, body


def _place_in_line(records: Repository, encryption_kid: str) -> tuple[int, str]:
    """Return the next running number to a recipient's key, and the envelope before's SHA-256."""
    last = records.connection.execute(
        select(export_table.c.seq, export_table.c.envelope_sha256)
        .join(agreement_table, agreement_table.c.id == export_table.c.agreement_id)
        .where(agreement_table.c.encryption_kid == encryption_kid, export_table.c.seq.is_not(None))
        .order_by(export_table.c.seq.desc())
        .limit(1)
    ).first()
    return (1, "") if last is None else (last.seq + 1, last.envelope_sha256)


def _consent(work: Work, export: Export) -> tuple[claims.ConsentGiven, ...]:
    """Return the decisions that let this export leave, each with the categories it covers."""
    decided = consents_for(work.records, export.child_id, export.health_team_id)
    by_decision: dict[str, list[Category]] = {}
    for category in export.categories:
        by_decision.setdefault(decided[category].id, []).append(category)
    given = {each.id: each for each in decided.values()}
    return tuple(
        claims.ConsentGiven(
            decision=given[consent_id].decision,
            categories=tuple(categories),
            by=given[consent_id].by_name,
            role=given[consent_id].by_relationship or "not said",
            on=given[consent_id].occurred_on,
            how=given[consent_id].how,
            wording=given[consent_id].wording_version,
        )
        for consent_id, categories in by_decision.items()
    )
