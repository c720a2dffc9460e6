"""Gathering what the gate asks: agreement, consents, signature, clocks, endpoint."""

from collections.abc import Collection
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Consent, Purpose, in_force
from ir_desktop.domain.people import Child
from ir_desktop.domain.review import ReviewVersion
from ir_desktop.domain.sharing import Agreement, Export, ExportState
from ir_desktop.services.identity import installation_of
from ir_desktop.services.session import Work
from ir_desktop.storage.repository import Repository
from ir_desktop.sync.gate import GateFacts


def agreement_for(records: Repository, health_team_id: str, now: datetime) -> Agreement | None:
    """Return the team's agreement in force, the one that began last; else the latest there is.

    Of two that began at the same moment it is the one taken in later.
    """
    found = records.find(Agreement, health_team_id=health_team_id)[::-1]
    current = [
        each
        for each in found
        if each.ended_on is None and each.valid_from <= now <= each.valid_until
    ]
    return max(current or found, key=lambda each: each.valid_from, default=None)


def consents_for(
    records: Repository, child_id: str, health_team_id: str
) -> dict[Category, Consent]:
    """Return the decision in force for each category, for sending this review to the team."""
    return dict(
        in_force(
            records.find(Consent, child_id=child_id),
            health_team_id=health_team_id,
            purpose=Purpose.THIS_REVIEW,
        )
    )


def gate_facts(
    work: Work,
    *,
    agreement: Agreement | None,
    child_id: str,
    health_team_id: str,
    categories: Collection[Category],
    signed_off: bool,
    another_team: bool = False,
) -> GateFacts:
    """Return what the gate decides by, read in this very transaction."""
    own_kid = ""
    if agreement is not None:
        own_kid = installation_of(work.records).signing_kid
    return GateFacts(
        agreement=agreement,
        categories=categories,
        consents=consents_for(work.records, child_id, health_team_id),
        signed_off=signed_off,
        own_kid=own_kid,
        today=work.today,
        now=work.now,
        real_endpoint_from_demo=(
            work.session.store.demo
            and agreement is not None
            and not is_this_computer(agreement.endpoint)
        ),
        another_team=another_team,
    )


def facts_of_export(work: Work, export: Export, agreement: Agreement | None) -> GateFacts:
    """Return the gate's facts for an export there is."""
    version = work.records.find_one(
        ReviewVersion, review_id=export.review_id, version=export.review_version
    )
    return gate_facts(
        work,
        agreement=agreement,
        child_id=export.child_id,
        health_team_id=export.health_team_id,
        categories=export.categories,
        signed_off=version is not None,
        another_team=_team_now(work.records, export) not in (None, export.health_team_id),
    )


def is_for_new_team(records: Repository, export: Export) -> bool:
    """Return whether the child has another health team now, and a copy for that one stands."""
    team_id = _team_now(records, export)
    return team_id not in (None, export.health_team_id) and any(
        each.health_team_id == team_id
        and each.review_version >= export.review_version
        and each.state is not ExportState.SUPERSEDED
        for each in records.find(Export, child_id=export.child_id)
    )


def _team_now(records: Repository, export: Export) -> str | None:
    return records.get(Child, export.child_id).health_team_id


def is_this_computer(endpoint: str) -> bool:
    """Return whether an https address is this very computer's."""
    host = urlsplit(endpoint).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
