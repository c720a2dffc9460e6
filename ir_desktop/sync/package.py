"""The FHIR R4 document Bundle of one signed-off review (EXCHANGE "The Bundle").

`build_bundle` writes it; `contents_words` and `stays_words` say what leaves and what stays.
`fhir_check.check_bundle` and `fhir_read.read_bundle` are for the other end.
"""

from collections.abc import Iterator

from ir_desktop.domain.categories import Category
from ir_desktop.domain.plain import date_words
from ir_desktop.sync import fhir_asq3, fhir_consent, fhir_observations, fhir_plan
from ir_desktop.sync.fhir_check import MAX_BUNDLE_BYTES, check_bundle
from ir_desktop.sync.fhir_codes import REVIEW, REVIEW_VERSION, VERSION_NUMBER, Own, Part, own, words
from ir_desktop.sync.fhir_facts import BundleFacts, Section
from ir_desktop.sync.fhir_narrative import Line, line, narrative
from ir_desktop.sync.fhir_papers import summary
from ir_desktop.sync.fhir_parts import Entry, Frame, canonical, instant, part
from ir_desktop.sync.fhir_people import organisations, patient, relatives, signer
from ir_desktop.sync.fhir_read import BundleView, read_bundle
from ir_desktop.sync.fhir_words import words_of_contents, words_of_what_stays

__all__ = [
    "MAX_BUNDLE_BYTES",
    "BundleFacts",
    "BundleView",
    "build_bundle",
    "check_bundle",
    "contents_words",
    "read_bundle",
    "stays_words",
]

_NOTHING = Line("Nothing was written here.")


def build_bundle(facts: BundleFacts) -> bytes:
    """Return the Bundle as canonical JSON in UTF-8: the same facts always give the same bytes.

    Only what `facts.categories` names goes in. What the bytes are is checked with `check_bundle`
    by whoever freezes them.

    Raises:
        ValueError: the Bundle id is not a UUID, a time has no zone, or the summary is not a PDF.
    """
    frame = Frame(facts.bundle_id, facts.version.signed_at)
    child, about = patient(frame, facts.child, facts.categories)
    sender, team = organisations(frame, facts.setting, facts.health_team)
    author = signer(frame, facts.author_name, facts.author_role, "author")
    second = _second_signature(frame, facts)
    sections = [*_sections(frame, facts, about), fhir_consent.sharing(frame, facts, team)]
    if Category.SUMMARY_PDF in facts.categories and facts.summary_pdf is not None:
        sections.append(summary(frame, facts.summary_pdf))
    entries = [_composition(frame, facts, sections, second), child, *author, *second, sender]
    for section in sections:
        entries += [*section.entries, *section.beside]
    once = {entry.url: entry.resource for entry in entries}
    bundle: Part = {
        "resourceType": "Bundle",
        "id": facts.bundle_id,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{facts.bundle_id}"},
        "type": "document",
        "timestamp": instant(facts.made_at),
        "entry": [{"fullUrl": url, "resource": resource} for url, resource in once.items()],
    }
    return canonical(bundle)


def contents_words(source: BundleFacts | bytes) -> list[str]:
    """Return plain sentences of what will leave, read from the very bytes that would.

    `source` is a Bundle, or the facts it would be built from. Raises `errors.Invalid` for bytes
    that are no sound Bundle.
    """
    data = source if isinstance(source, bytes) else build_bundle(source)
    return words_of_contents(read_bundle(data))


def stays_words(facts: BundleFacts) -> list[str]:
    """Return plain sentences of what will not leave, and why."""
    return words_of_what_stays(facts)


def _sections(frame: Frame, facts: BundleFacts, about: Section) -> Iterator[Section]:
    """Yield the sections of the categories that go in, in the published order."""
    content, categories = facts.version.content, facts.categories
    if Category.QUESTIONS in categories:
        yield fhir_plan.questions(frame, content.questions)
    if Category.PARENTS_VIEW in categories:
        yield fhir_observations.parents_view(frame, content.progress_check)
    if Category.PROGRESS_CHECK in categories:
        yield fhir_observations.progress_check(frame, content.progress_check)
    if Category.ASQ3 in categories:
        yield fhir_asq3.asq3(frame, facts)
    if Category.HEALTH_PROMPTS in categories:
        yield fhir_observations.health(frame, content)
    if Category.CONCLUSIONS in categories:
        yield fhir_observations.conclusions(frame, content)
    if Category.PLAN in categories:
        yield fhir_plan.plan(frame, content)
    if Category.IDENTITY in categories:
        people, lines = relatives(frame, facts.family)
        yield Section("identity", (*about.blocks, *lines), (*about.entries, *people))
    elif about.blocks:
        yield about


def _second_signature(frame: Frame, facts: BundleFacts) -> tuple[Entry, ...]:
    name = facts.version.countersigned_by_name
    if not name.strip() or name == facts.author_name:
        return ()
    return signer(frame, name, "", "countersigner")


def _composition(
    frame: Frame, facts: BundleFacts, sections: list[Section], second: tuple[Entry, ...]
) -> Entry:
    version = facts.version
    signed = instant(version.signed_at)
    attesters = [{"mode": "professional", "time": signed, "party": frame.ref("author", "role")}]
    attesters += [{"mode": "official", "time": signed, "party": each.ref} for each in second[:1]]
    title = words(Own.DOCUMENT_TYPE, "integrated-review")
    before = f"{version.review_id}/{version.version - 1}"
    lines = (
        *line(f"{title}, version {version.version}"),
        *line(facts.setting.name, "From"),
        *line(facts.author_name, "Written by"),
        *line(version.countersigned_by_name, "Countersigned by"),
        *line(date_words(version.signed_at.date()), "Signed on"),
    )
    return frame.entry(
        "Composition",
        "composition",
        language="en-GB",
        text=narrative(lines),
        extension=[{"url": VERSION_NUMBER, "valueString": str(version.version)}],
        identifier={"system": REVIEW, "value": version.review_id},
        status="final" if version.version == 1 else "amended",
        type=own(Own.DOCUMENT_TYPE, "integrated-review"),
        subject=frame.ref("patient"),
        date=signed,
        author=[frame.ref("author", "role")],
        title=title,
        attester=attesters,
        custodian=frame.ref("setting"),
        relatesTo=[]
        if version.version == 1
        else [
            {"code": "replaces", "targetIdentifier": {"system": REVIEW_VERSION, "value": before}}
        ],
        section=[_section(each) for each in sections],
    )


def _section(section: Section) -> Part:
    written = bool(section.blocks)
    return part(
        title=words(Own.SECTION, section.code),
        code=own(Own.SECTION, section.code),
        text=narrative(section.blocks if written else (_NOTHING,)),
        entry=[each.ref for each in section.entries],
        emptyReason={}
        if section.entries
        else {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/list-empty-reason",
                    "code": "unavailable",
                }
            ]
        },
    )
