"""Exports: seeing beforehand what will leave, approving it, and the ledger."""

import hashlib
from dataclasses import dataclass, replace

from ir_desktop.documents.text import MissingGlyph
from ir_desktop.domain.categories import Category
from ir_desktop.domain.people import Child, HealthTeam, Staff
from ir_desktop.domain.review import ReviewContent, ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export, ExportBody, ExportState, Hold
from ir_desktop.errors import Refused
from ir_desktop.ids import new_id
from ir_desktop.services import papers
from ir_desktop.services.authority import agreement_for, consents_for, gate_facts
from ir_desktop.services.children import family_of
from ir_desktop.services.identity import the_setting
from ir_desktop.services.reviews import latest_version
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.services.teams import team_to_be
from ir_desktop.services.visible import visible_names
from ir_desktop.storage.repository import Repository
from ir_desktop.sync import outbox
from ir_desktop.sync.fhir_check import check_bundle
from ir_desktop.sync.gate import Stay, choose_categories, gate
from ir_desktop.sync.package import BundleFacts, build_bundle, contents_words

_UNDECIDED = frozenset(
    {ExportState.HELD, ExportState.QUEUED, ExportState.WAITING, ExportState.SET_ASIDE}
)

_NOT_THERE = frozenset({ExportState.REJECTED, ExportState.WITHDRAWN})
"""The team does not have it, or was told not to use it: the same version may go once more."""

_NOT_PRINTABLE = "It has a letter that this version cannot print yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what would leave, to whom and why it may or may not (the person sees it first)."""

    child: Child
    team: HealthTeam
    agreement: Agreement | None
    version: ReviewVersion
    leaves: tuple[str, ...]
    stays: tuple[Stay, ...]
    holds: tuple[Hold, ...]
    categories: tuple[Category, ...]
    bundle: bytes
    summary_pdf: bytes | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One export with the child's name and its state in words."""

    export: Export
    child_name: str
    team_name: str
    words: str


def preview_export(session: Session, child_id: str, *, agreement_id: str | None = None) -> Preview:
    """Return what approving would send. Raises as `approve`."""
    with acting(session, Act.SEE_CHILD, child_id=child_id) as work:
        return _prepare(work, agreement_id, new_id())


def approve(session: Session, child_id: str, *, agreement_id: str | None = None) -> Export:
    """Queue the child's newest signed-off version, its Bundle frozen; held if it may not leave.

    `agreement_id` names the recipient; without one it is the child's own health team. A child
    whose team is not known yet gets the agreement's.

    Raises:
        Refused: nothing is signed off; it was sent already; it is another team's child.
        Invalid: nobody said which health team.
    """
    with acting(session, Act.APPROVE_EXPORT, child_id=child_id) as work:
        export_id = new_id()
        ready = _prepare(work, agreement_id, export_id)
        supersedes = _replace_earlier(work, ready)
        if ready.child.health_team_id is None and ready.agreement is not None:
            work.child = work.save(replace(ready.child, health_team_id=ready.team.id))
        work.new(ExportBody, id=export_id, bundle=ready.bundle)
        work.detail["export"] = export_id
        return work.new(
            Export,
            id=export_id,
            child_id=child_id,
            review_id=ready.version.review_id,
            review_version=ready.version.version,
            health_team_id=ready.team.id,
            agreement_id=None if ready.agreement is None else ready.agreement.id,
            categories=ready.categories,
            bundle_sha256=hashlib.sha256(ready.bundle).hexdigest(),
            state=ExportState.HELD if ready.holds else ExportState.QUEUED,
            holds=ready.holds,
            last_outcome="Held" if ready.holds else "Ready to send",
            approved_by=session.staff.id,
            approved_at=work.now,
            supersedes=supersedes,
        )


def _replace_earlier(work: Work, ready: Preview) -> str:
    """Set aside what this approval replaces; return the id of one that may have arrived, or ""."""
    sent = ""
    for earlier in work.records.find(Export, child_id=ready.child.id):
        if earlier.state in _UNDECIDED:
            work.save(outbox.move(earlier, ExportState.SUPERSEDED))
        if earlier.health_team_id != ready.team.id:
            continue  # what another team has, or may have, is not this team's to hear of
        if earlier.state in _UNDECIDED or earlier.state is ExportState.SUPERSEDED:
            # With an envelope it was tried, and may be there although no receipt came; without
            # one, what it was to replace is still to be replaced.
            sent = earlier.id if earlier.envelope_sha256 else earlier.supersedes or sent
        else:
            same = earlier.review_version == ready.version.version
            if same and earlier.state not in _NOT_THERE:
                raise Refused(
                    "This version was approved already: " + outbox.state_words(earlier) + "."
                )
            sent = earlier.id
    return sent


def _prepare(work: Work, agreement_id: str | None, export_id: str) -> Preview:
    child = work.the_child
    version = latest_version(work.records, child.id)
    if version is None:
        raise Refused("The review is not signed off. Sign it off first.")
    team, agreement = _recipient(work, child, agreement_id)
    consents = consents_for(work.records, child.id, team.id)
    present = present_categories(child, version.content)
    categories, stays = choose_categories(present, agreement, consents)
    pdf = None
    if Category.SUMMARY_PDF in categories:
        try:
            pdf = papers.summary(work.records, child, version, work).pdf
        except MissingGlyph:
            # A letter that cannot be printed yet must not keep the review itself from leaving.
            categories = tuple(each for each in categories if each is not Category.SUMMARY_PDF)
            stays = (*stays, Stay(category=Category.SUMMARY_PDF, sentence=_NOT_PRINTABLE))
    facts = BundleFacts(
        bundle_id=export_id,
        made_at=work.now,
        setting=the_setting(work.records),
        child=child,
        family=tuple((each.carer, each.link) for each in family_of(work.records, child.id)),
        version=version,
        author_name=version.signed_by_name,
        author_role=_role(work.records, version),
        health_team=team,
        categories=frozenset(categories),
        consents=consents,
        snomed=work.session.instrument.codes,
        summary_pdf=pdf,
    )
    bundle = build_bundle(facts)
    problems = check_bundle(bundle)
    if problems:
        raise AssertionError(f"the Bundle breaks its own rules in {len(problems)} places")
    return Preview(
        child=child,
        team=team,
        agreement=agreement,
        version=version,
        leaves=tuple(contents_words(facts)),
        stays=stays,
        holds=gate(
            gate_facts(
                work,
                agreement=agreement,
                child_id=child.id,
                health_team_id=team.id,
                categories=categories,
                signed_off=True,
            )
        ),
        categories=categories,
        bundle=bundle,
        summary_pdf=pdf,
    )


def _role(records: Repository, version: ReviewVersion) -> str:
    staff = records.find_one(Staff, id=version.signed_by)
    return "" if staff is None else staff.role.value


def _recipient(
    work: Work, child: Child, agreement_id: str | None
) -> tuple[HealthTeam, Agreement | None]:
    if agreement_id is not None:
        agreement = work.records.get(Agreement, agreement_id)
        if child.health_team_id not in (None, agreement.health_team_id):
            raise Refused(
                "This child’s home address belongs to another health team than this agreement. "
                "Check the child’s details."
            )
        team = work.records.get(HealthTeam, agreement.health_team_id)
        # A newer version of the same team's agreement counts, if there is one in force.
        return team, agreement_for(work.records, team.id, work.now)
    team = team_to_be(work, child)
    return team, agreement_for(work.records, team.id, work.now)


def present_categories(child: Child, content: ReviewContent) -> frozenset[Category]:
    """Return the categories that this child's signed-off review has something in."""
    check = content.progress_check
    has = {
        Category.IDENTITY: True,
        Category.NHS_NUMBER: bool(child.nhs_number),
        Category.PROGRESS_CHECK: True,
        Category.PARENTS_VIEW: check is not None and bool(check.parents_view),
        Category.ASQ3: content.asq3 is not None,
        Category.HEALTH_PROMPTS: bool(content.health),
        Category.CONCLUSIONS: bool(content.needs or content.discrepancies),
        Category.PLAN: bool(content.actions) or content.follow_up_on is not None,
        Category.QUESTIONS: bool(content.questions),
        Category.SUMMARY_PDF: True,
    }
    return frozenset(category for category, there in has.items() if there)


def ledger(session: Session) -> list[LedgerRow]:
    """Return every export of the children this person may see, newest first."""
    with looking(session, Act.SEE_LEDGER) as records:
        found = records.find(Export)
        names = visible_names(session, records, (each.child_id for each in found))
        teams = {team.id: team.name for team in records.find(HealthTeam)}
        return [
            LedgerRow(
                export,
                names[export.child_id],
                teams.get(export.health_team_id, ""),
                outbox.state_words(export),
            )
            for export in reversed(found)
            if export.child_id in names
        ]


def try_again(session: Session, export_id: str) -> Export:
    """Put an export that was set aside back in the queue, after a person looked at it.

    Raises `NotFound`, or `Refused` if it is not set aside.
    """
    with looking(session, Act.SEE_LEDGER) as records:
        child_id = records.get(Export, export_id).child_id
    with acting(session, Act.APPROVE_EXPORT, child_id=child_id) as work:
        export = work.records.get(Export, export_id)
        if export.state is not ExportState.SET_ASIDE:
            raise Refused("Only what was set aside can be tried again. The rest is by itself.")
        work.detail["export"] = export_id
        return work.save(
            replace(outbox.move(export, ExportState.QUEUED), last_outcome="Ready to send")
        )
