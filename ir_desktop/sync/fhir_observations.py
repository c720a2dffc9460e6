"""Observations: the parents' view, the progress check, health points and conclusions."""

from collections.abc import Iterable

from ir_desktop.domain.plain import date_words
from ir_desktop.domain.review import (
    PRIME_AREA_WORDS,
    AreaNote,
    PrimeArea,
    ProgressCheck,
    ReviewContent,
)
from ir_desktop.sync.fhir_codes import (
    CATEGORY_OF_OBSERVATION,
    DATA_ABSENT,
    Own,
    Part,
    in_order,
    own,
    public,
    words,
)
from ir_desktop.sync.fhir_facts import Section
from ir_desktop.sync.fhir_narrative import Line, line
from ir_desktop.sync.fhir_parts import Entry, Frame, day, instant, is_code, string


def observation(frame: Frame, *name: str | int, code: Part, **fields: object) -> Entry:
    """Return an Observation about the child, recorded by whoever signed."""
    return frame.entry(
        "Observation",
        *name,
        status="final",
        category=[public(CATEGORY_OF_OBSERVATION, "survey", "Survey")],
        code=code,
        subject=frame.ref("patient"),
        issued=instant(frame.issued),
        performer=[frame.ref("author", "role")],
        **fields,
    )


def said(item: str, text: str) -> list[Part]:
    """Return a component with what somebody wrote, in a list, or none if nothing was written."""
    return [{"code": own(Own.ITEM, item), "valueString": string(text)}] if string(text) else []


def fact(item: str, **value: object) -> list[Part]:
    """Return a component with one value, such as ``valueBoolean=True``, in a list."""
    return [{"code": own(Own.ITEM, item), **value}]


def concept(system: Own, text: str) -> Part:
    """Return a local area's own code or words as a CodeableConcept."""
    return own(system, text) if is_code(text) else {"text": string(text) or "Not named"}


def spoken(system: Own, text: str) -> str:
    """Return a local area's own code or words as a person reads them."""
    return words(system, text) if is_code(text) else text


def parents_view(frame: Frame, check: ProgressCheck | None) -> Section:
    """Return what the parents said."""
    if check is None or not check.parents_view.strip():
        return Section("parents_view", ())
    entry = observation(
        frame,
        "parents-view",
        code=own(Own.ITEM, "parents_view"),
        effectiveDateTime=day(check.observed_on),
        valueString=string(check.parents_view),
        component=said("parents_view_from", check.parents_view_from),
    )
    lines = (*line(check.parents_view), *line(check.parents_view_from, "From"))
    return Section("parents_view", lines, (entry,))


def progress_check(frame: Frame, check: ProgressCheck | None) -> Section:
    """Return the progress check: one Observation an area, and one that holds them together."""
    if check is None:
        return Section("progress_check", ())
    found = [(area, check.areas[area]) for area in PrimeArea if area in check.areas]
    areas = [_area(frame, check, area, note) for area, note in found]
    handed = check.summary_given_on
    whole = observation(
        frame,
        "progress-check",
        code=own(Own.ITEM, "progress_check"),
        effectiveDateTime=day(check.observed_on),
        hasMember=[each.ref for each in areas],
        component=[
            *said("concern", check.concern),
            *said("targeted_plan", check.targeted_plan),
            *said("childs_voice", check.childs_voice),
            *(fact("summary_given_on", valueDateTime=day(handed)) if handed else ()),
            *said("summary_given_to", check.summary_given_to),
            *fact("signed_on_paper", valueBoolean=check.signed_on_paper),
        ],
    )
    lines = [
        *(line(date_words(check.observed_on), "Observed on") if check.observed_on else ()),
        *(each for area, note in found for each in _area_lines(area, note)),
        *line(check.concern, words(Own.ITEM, "concern")),
        *line(check.targeted_plan, words(Own.ITEM, "targeted_plan")),
        *line(check.childs_voice, words(Own.ITEM, "childs_voice")),
        *(line(date_words(handed), words(Own.ITEM, "summary_given_on")) if handed else ()),
        *line(check.summary_given_to, words(Own.ITEM, "summary_given_to")),
        Line("Yes" if check.signed_on_paper else "No", words(Own.ITEM, "signed_on_paper")),
    ]
    return Section("progress_check", tuple(lines), (whole, *areas))


def _area(frame: Frame, check: ProgressCheck, area: PrimeArea, note: AreaNote) -> Entry:
    judged: Part = (
        {"valueCodeableConcept": own(Own.JUDGEMENT, note.judgement)}
        if note.judgement
        else {"dataAbsentReason": public(DATA_ABSENT, "not-performed", "Not judged")}
    )
    return observation(
        frame,
        "prime-area",
        area,
        code=own(Own.PRIME_AREA, area),
        effectiveDateTime=day(check.observed_on),
        **judged,
        component=[
            *(each for item, text in _texts(note) for each in said(item, text)),
            *(
                {
                    "code": own(Own.ITEM, "aspect") | {"text": string(name) or "Aspect"},
                    "valueString": string(text),
                }
                for name, text in sorted(note.aspects.items())
                if string(text)
            ),
        ],
    )


def _area_lines(area: PrimeArea, note: AreaNote) -> Iterable[Line]:
    judged = words(Own.JUDGEMENT, note.judgement) if note.judgement else "Not judged"
    yield Line(judged, PRIME_AREA_WORDS[area])
    for item, text in _texts(note):
        yield from line(text, words(Own.ITEM, item))
    for name, text in sorted(note.aspects.items()):
        yield from line(text, name.replace("_", " ").capitalize() if is_code(name) else name)


def _texts(note: AreaNote) -> tuple[tuple[str, str], ...]:
    return (
        ("strengths", note.strengths),
        ("next_steps", note.next_steps),
        ("support_in_setting", note.support_in_setting),
        ("support_at_home", note.support_at_home),
    )


def health(frame: Frame, content: ReviewContent) -> Section:
    """Return the health points talked about, as told, in their published order."""
    entries: list[Entry] = []
    lines: list[Line] = []
    for place, topic in enumerate(in_order(Own.HEALTH_TOPIC, content.health)):
        note = content.health[topic]
        flag = [own(Own.FLAG, "needs_follow_up")] if note.follow_up else []
        entries.append(
            observation(
                frame,
                "health",
                place,
                code=concept(Own.HEALTH_TOPIC, topic),
                interpretation=flag,
                component=fact("source", valueCodeableConcept=own(Own.SOURCE, note.source)),
                **_value(note.note),
            )
        )
        marks = [words(Own.SOURCE, note.source).lower()] + ["to follow up"] * note.follow_up
        label = f"{spoken(Own.HEALTH_TOPIC, topic)} ({', '.join(marks)})"
        lines.append(Line(note.note if note.note.strip() else "Nothing written", label))
    return Section("health_prompts", tuple(lines), tuple(entries))


def conclusions(frame: Frame, content: ReviewContent) -> Section:
    """Return the meeting, the needs with their levels, and where views differ."""
    meeting = observation(
        frame,
        "meeting",
        code=own(Own.ITEM, "meeting"),
        effectiveDateTime=day(content.held_on),
        component=[
            *fact("review_model", valueCodeableConcept=own(Own.REVIEW_MODEL, content.model)),
            *said("meeting_place", content.place),
            *(each for name in content.attended for each in said("attended", name)),
        ],
    )
    entries = [meeting]
    lines: list[Line] = []
    for place, need in enumerate(content.needs):
        entries.append(
            observation(
                frame,
                "need",
                place,
                code=concept(Own.NEED_CATEGORY, need.category),
                valueCodeableConcept=own(Own.NEED_LEVEL, need.level),
                note=[{"text": string(need.note)}] if string(need.note) else [],
            )
        )
        level = words(Own.NEED_LEVEL, need.level)
        label = spoken(Own.NEED_CATEGORY, need.category)
        lines += line(need.note, f"{label}, {level.lower()}") or line(level, label)
    if string(content.discrepancies):
        entries.append(
            observation(
                frame,
                "views-differ",
                code=own(Own.ITEM, "views_differ"),
                valueString=string(content.discrepancies),
            )
        )
    lines += line(content.discrepancies, words(Own.ITEM, "views_differ"))
    if content.held_on:
        lines += line(date_words(content.held_on), words(Own.ITEM, "meeting"))
    lines += line(words(Own.REVIEW_MODEL, content.model), words(Own.ITEM, "review_model"))
    lines += line(content.place, words(Own.ITEM, "meeting_place"))
    for name in content.attended:
        lines += line(name, words(Own.ITEM, "attended"))
    return Section("conclusions", tuple(lines), tuple(entries))


def _value(text: str) -> Part:
    absent = {"dataAbsentReason": public(DATA_ABSENT, "unknown", "Nothing written")}
    return {"valueString": string(text)} if string(text) else absent
