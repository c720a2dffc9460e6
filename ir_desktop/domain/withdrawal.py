"""Consent taken back after a copy left: the health team is to be told, by telephone.

Stopping what still waits here is the gate's; what a team has, or may have, only they can stop
using. The telling is a `Contact` whose `about` is `TOLD`: it is done once there is one written
down after the family's word.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Contact, Decision, Purpose, in_force
from ir_desktop.domain.sharing import Export, ExportState

TOLD = "Health team told that consent was taken back"

_REFUSALS = frozenset({Decision.WITHDRAWN, Decision.DECLINED})
_NOT_KEPT = frozenset({ExportState.REJECTED, ExportState.WITHDRAWN})
_SURELY_THERE = frozenset({ExportState.RECEIVED, ExportState.HANDED_OVER})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """A health team that is to be told.

    `surely` says that the team has a copy, rather than perhaps, because one left and no receipt
    came. `kinds` are what the family took back of what is in it, `whole` that it is all.
    """

    health_team_id: str
    since: date
    by_name: str
    surely: bool
    kinds: tuple[Category, ...]
    whole: bool


def left_here(export: Export) -> bool:
    """Return whether a copy may be at the health team: it left, and was not refused."""
    return bool(export.envelope_sha256 or export.state in _SURELY_THERE) and (
        export.state not in _NOT_KEPT
    )


def to_tell(
    exports: Iterable[Export], consents: Iterable[Consent], contacts: Iterable[Contact]
) -> tuple[ToTell, ...]:
    """Return the health teams that are to be told, in the order in which copies went to them."""
    decisions = tuple(consents)
    told = [each.created_at for each in contacts if each.about == TOLD]
    gone: dict[str, list[Export]] = {}
    for each in exports:
        if left_here(each):
            gone.setdefault(each.health_team_id, []).append(each)
    found: list[ToTell] = []
    for team_id, copies in gone.items():
        inside = {category for each in copies for category in each.categories}
        now = in_force(decisions, health_team_id=team_id, purpose=Purpose.THIS_REVIEW)
        back = {
            category: now[category]
            for category in Category
            if category in inside and category in now and now[category].decision in _REFUSALS
        }
        if not back:
            continue
        last = max(back.values(), key=lambda each: each.created_at)
        if any(moment >= last.created_at for moment in told):
            continue
        found.append(
            ToTell(
                health_team_id=team_id,
                since=last.occurred_on,
                by_name=last.by_name,
                surely=any(e.state in _SURELY_THERE or e.receipt for e in copies),
                kinds=tuple(back),
                whole=len(back) == len(inside),
            )
        )
    return tuple(found)
