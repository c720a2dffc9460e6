"""An export in any state, and two reasons to hold it."""

from dataclasses import replace
from datetime import UTC, datetime

from ir_desktop.domain.categories import Category
from ir_desktop.domain.sharing import Export, ExportState, Hold, HoldReason

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
S = ExportState
NO_AGREEMENT = Hold(reason=HoldReason.NO_AGREEMENT, sentence="There is no agreement.")
NO_CONSENT = Hold(reason=HoldReason.CONSENT_MISSING, sentence="Ask the family.")


def export(state: ExportState = S.QUEUED, **more: object) -> Export:
    plain = Export(
        id="019aa123-4567-7abc-8def-000000000001",
        created_at=NOW,
        created_by="me",
        changed_at=NOW,
        changed_by="me",
        child_id="c1",
        review_id="r1",
        review_version=1,
        health_team_id="t1",
        agreement_id="a1",
        categories=(Category.IDENTITY, Category.PROGRESS_CHECK),
        bundle_sha256="0" * 64,
        state=state,
    )
    return replace(plain, **more)
