"""Reading a Bundle back: all that a recipient prints or shows, from the Bundle alone."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.asq3 import Band, Zone
from ir_desktop.errors import Invalid
from ir_desktop.sync.fhir_check import problems_of, version_of
from ir_desktop.sync.fhir_check_parts import pdf_of
from ir_desktop.sync.fhir_codes import NHS_NUMBER, SNOMED, Own, Part, words
from ir_desktop.sync.fhir_json import code_in, items, load, number_of, object_of, text_of
from ir_desktop.sync.fhir_narrative import plain_lines


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section as a person reads it. `code` is of the own system `section`."""

    code: str
    title: str
    lines: tuple[str, ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One area's score. `score` is None when the area was not scored.

    `zone_confirmed` is false where the zone rests on a figure nobody has confirmed: say so.
    """

    area: str
    questionnaire: str
    score: float | None
    cutoff: float
    band: str
    zone: str
    snomed: str
    adjusted: bool
    zone_confirmed: bool


@dataclass(frozen=True, slots=True)
class ActionView:
    """One step of the plan; `when` is a date as ``2026-05-03``, or words."""

    what: str
    owner: str
    place: str
    when: str
    done: bool
    result: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question for the health visitor."""

    text: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class BundleView:
    """All that a Bundle says to a person. Text is plain: never treat it as mark-up.

    `relatives` counts the parents and carers named, `phones` those with a telephone number.
    `child_name`, `date_of_birth` and `nhs_number` are empty where they were not shared; `flags`
    are the overall answers of the ASQ-3 that need following up.
    """

    bundle_id: str
    made_at: str
    child_name: str
    date_of_birth: date | None
    nhs_number: str
    setting: str
    author: str
    version: int
    amended: bool
    signed_at: str
    relatives: int
    phones: int
    sections: tuple[SectionView, ...]
    scores: tuple[ScoreView, ...]
    flags: tuple[str, ...]
    actions: tuple[ActionView, ...]
    follow_up_on: date | None
    questions: tuple[QuestionView, ...]
    summary_pdf: bytes | None


def read_bundle(data: bytes) -> BundleView:
    """Return what a Bundle says. Raises `errors.Invalid`, with every problem, if it is unsound."""
    bundle = load(data)
    problems = problems_of(bundle)
    if problems:
        raise Invalid(problems)
    resources = {
        text_of(each, "fullUrl"): object_of(each, "resource") for each in items(bundle, "entry")
    }
    composition = next(iter(resources.values()))
    child = resources[text_of(composition, "subject", "reference")]
    setting = resources.get(text_of(composition, "custodian", "reference"), {})
    relatives = [each for each in resources.values() if _is(each, "RelatedPerson")]
    observations = [each for each in resources.values() if _is(each, "Observation")]
    steps = [
        activity
        for plan in resources.values()
        if _is(plan, "CarePlan")
        for activity in items(plan, "activity")
    ]
    pdfs = [pdf_of(each) for each in resources.values() if _is(each, "Binary")]
    return BundleView(
        bundle_id=text_of(bundle, "identifier", "value").removeprefix("urn:uuid:"),
        made_at=text_of(bundle, "timestamp"),
        child_name=_first(items(child, "name"), "text"),
        date_of_birth=_date(text_of(child, "birthDate")),
        nhs_number=next(
            (
                text_of(each, "value")
                for each in items(child, "identifier")
                if each.get("system") == NHS_NUMBER
            ),
            "",
        ),
        setting=text_of(setting, "name"),
        author=_author(composition, resources),
        version=version_of(composition),
        amended=composition.get("status") == "amended",
        signed_at=text_of(composition, "date"),
        relatives=len(relatives),
        phones=sum(bool(items(each, "telecom")) for each in relatives),
        sections=tuple(_section(each) for each in items(composition, "section")),
        scores=tuple(_score(each) for each in observations if _area(each)),
        flags=tuple(_words(each, "code") for each in observations if _is_flag(each)),
        actions=tuple(_action(each, resources) for each in steps if not _is_follow_up(each)),
        follow_up_on=next(
            (
                _date(text_of(each, "detail", "scheduledPeriod", "end"))
                for each in steps
                if _is_follow_up(each)
            ),
            None,
        ),
        questions=tuple(
            QuestionView(
                text_of(payload, "contentString"),
                any(
                    code_in(each, Own.QUESTION_KIND.url) == "unsure"
                    for each in items(request, "category")
                ),
            )
            for request in resources.values()
            if _is(request, "CommunicationRequest")
            for payload in items(request, "payload")
        ),
        summary_pdf=next((each for each in pdfs if each is not None), None),
    )


def _is(resource: Part, kind: str) -> bool:
    return resource.get("resourceType") == kind


def _first(found: list[Part], *path: str) -> str:
    return text_of(found[0], *path) if found else ""


def _words(value: Part, *path: str) -> str:
    concept = object_of(value, *path)
    return text_of(concept, "text") or _first(items(concept, "coding"), "display")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _author(composition: Part, resources: dict[str, Part]) -> str:
    found = resources.get(_first(items(composition, "author"), "reference"), {})
    person = resources.get(text_of(found, "practitioner", "reference"), found)
    return _first(items(person, "name"), "text")


def _section(section: Part) -> SectionView:
    return SectionView(
        code=code_in(section, Own.SECTION.url, "code"),
        title=text_of(section, "title"),
        lines=plain_lines(text_of(section, "text", "div")),
        empty="emptyReason" in section,
    )


def _area(observation: Part) -> str:
    return code_in(observation, Own.AREA.url, "code")


def _is_flag(observation: Part) -> bool:
    return code_in(observation, Own.OVERALL.url, "code") != ""


def _score(observation: Part) -> ScoreView:
    def marked(system: Own) -> str:
        codes = (code_in(each, system.url) for each in items(observation, "interpretation"))
        return next((each for each in codes if each), "")

    return ScoreView(
        area=words(Own.AREA, _area(observation)),
        questionnaire=_words(observation, "method"),
        score=number_of(observation, "valueQuantity", "value"),
        cutoff=number_of(items(observation, "referenceRange")[0], "low", "value") or 0,
        band=words(Own.BAND, marked(Own.BAND) or Band.NOT_SCORED),
        zone=words(Own.ZONE, marked(Own.ZONE) or Zone.NOT_SCORED),
        snomed=code_in(observation, SNOMED, "code"),
        adjusted=any(
            each.get("valueBoolean") is True and code_in(each, Own.ITEM.url, "code") == "adjusted"
            for each in items(observation, "component")
        ),
        zone_confirmed=not items(observation, "note"),
    )


def _is_follow_up(activity: Part) -> bool:
    return code_in(activity, Own.ACTION_KIND.url, "detail", "code") == "follow_up"


def _action(activity: Part, resources: dict[str, Part]) -> ActionView:
    request = resources.get(text_of(activity, "reference", "reference"))
    step = object_of(activity, "detail") if request is None else request
    if request is None:
        what, place = text_of(step, "description"), _words(step, "code")
        when = text_of(step, "scheduledPeriod", "end") or text_of(step, "scheduledString")
    else:
        what, place = _words(step, "code"), _first(items(step, "category"), "text")
        when = text_of(step, "occurrencePeriod", "end") or _words(step, "occurrenceTiming", "code")
    return ActionView(
        what=what,
        owner=_first(items(step, "performer"), "display"),
        place=place,
        when=when,
        done=step.get("status") == "completed",
        result=_first(items(activity, "outcomeCodeableConcept"), "text"),
    )
