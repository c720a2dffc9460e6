"""The review part of a child's page: scores, prime areas, needs, questions, actions."""

from collections.abc import Iterator, Mapping

from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.plain import date_words, list_words
from ir_desktop.domain.review import (
    PRIME_AREA_WORDS,
    Action,
    AreaNote,
    AreaScore,
    Asq3Scores,
    Need,
    NeedLevel,
    PrimeArea,
    Review,
    ReviewContent,
    ReviewVersion,
)
from ir_desktop.services.reviews import SignOffCheck
from ir_desktop.ui import shapes
from ir_desktop.ui.children.child_view import AreaText, Fact, Line, ReviewPart, ScoreLine
from ir_desktop.ui.looks import Tag, Tone

Labels = Mapping[NeedLevel, str]

NEED_WORDS = {
    "communication": "Communication",
    "physical": "Physical",
    "personal_social_emotional": "Personal, social and emotional",
    "behaviour": "Behaviour",
    "health": "Health",
    "family": "Family",
    "learning": "Learning",
}


def signed(version: ReviewVersion, labels: Labels) -> ReviewPart:
    """Return a signed-off version."""
    day = date_words(version.signed_at.date())
    about = f"Signed by {version.signed_by_name}, {day}."
    if version.countersigned_by_name not in ("", version.signed_by_name):
        about += f" Countersigned by {version.countersigned_by_name}."
    words = "Signed off" if version.version == 1 else f"Signed off, version {version.version}"
    state = Tag(words, shapes.DONE, Tone.GOOD)
    return _part(version.content, version.scores, labels, state, about, None)


def draft(review: Review, check: SignOffCheck | None, labels: Labels) -> ReviewPart:
    """Return a draft, with what stands before its signature."""
    about = f"Last changed {date_words(review.changed_at.date())}."
    state = Tag("Draft", "contrast", Tone.ACCENT)
    if review.author_signed_by is not None:
        state = Tag("Waiting for a countersignature", shapes.WAITING, Tone.WATCH)
    elif review.latest_version:
        about = f"Changes to version {review.latest_version}, not signed yet. {about}"
    scores = None if check is None else check.scores
    return _part(review.draft, scores, labels, state, about, check)


def _part(
    content: ReviewContent,
    scores: Asq3Scores | None,
    labels: Labels,
    state: Tag,
    about: str,
    check: SignOffCheck | None,
) -> ReviewPart:
    return ReviewPart(
        state=state,
        about=" ".join((about, *_when(content))),
        form=_form(scores),
        scores=tuple(_scores(scores)),
        scores_note=_note(scores),
        areas=tuple(_areas(content)),
        voices=tuple(_voices(content)),
        needs=tuple(_need(each, labels) for each in content.needs),
        questions=tuple(
            Line(each.text, "Not sure" if each.unsure else "") for each in content.questions
        ),
        actions=tuple(_action(each) for each in content.actions),
        to_mend=() if check is None else tuple(each.sentence for each in check.missing),
        to_answer=() if check is None else tuple(each.sentence for each in check.open_questions),
        answered=() if check is None else tuple(_answered(content, check)),
    )


def _answered(content: ReviewContent, check: SignOffCheck) -> Iterator[Fact]:
    for asked in check.asked:
        answer = content.moderation.get(asked.code, "")
        if answer:
            yield Fact(asked.sentence, answer)


def _when(content: ReviewContent) -> Iterator[str]:
    if content.held_on is not None:
        place = f", {content.place}" if content.place else ""
        yield f"Held {date_words(content.held_on)}{place}."
    if content.attended:
        yield f"There: {list_words(content.attended)}."


def _form(scores: Asq3Scores | None) -> str:
    if scores is None:
        return ""
    corrected = ", corrected for an early birth" if scores.corrected else ""
    fits = "fits" if scores.in_window else "does not fit"
    form = f"the {scores.questionnaire}-month form"
    return f"{scores.months} months {scores.days} days{corrected}: {fits} {form}."


def _scores(scores: Asq3Scores | None) -> Iterator[ScoreLine]:
    if scores is None:
        return
    for area in Area:
        found = scores.areas.get(area)
        if found is not None:
            yield _score(area, found)


def _score(area: Area, found: AreaScore) -> ScoreLine:
    shape, tone = shapes.band(found.band, found.zone)
    zone = ""
    if found.zone in (Zone.MONITORING, Zone.ON_SCHEDULE):
        zone = found.zone.label.lower() + ("" if found.zone_confirmed else ", to confirm")
    if found.band is Band.NOT_SCORED:
        zone = f"{found.answered} of 6 answered"
    return ScoreLine(
        area.label,
        "–" if found.score is None else f"{found.score:g}",
        Tag(found.band.label, shape, tone),
        zone,
        found.score,
        found.cutoff,
        found.monitoring_upper,
        found.zone_confirmed,
    )


def _note(scores: Asq3Scores | None) -> str:
    if scores is None:
        return ""
    found = scores.areas.values()
    adjusted = "One or two answers were left out and allowed for. "
    note = adjusted if any(each.adjusted for each in found) else ""
    if any(each.zone is not Zone.NOT_SCORED and not each.zone_confirmed for each in found):
        note += "“To confirm”: the monitoring limit is not yet checked in your licensed guide."
    return note.strip()


def _areas(content: ReviewContent) -> Iterator[AreaText]:
    check = content.progress_check
    for area in PrimeArea:
        note = None if check is None else check.areas.get(area)
        if note is not None:
            judged = None
            if note.judgement is not None:
                judged = Tag(*shapes.JUDGEMENT[note.judgement])
            yield AreaText(PRIME_AREA_WORDS[area], judged, tuple(_paragraphs(note)))


def _paragraphs(note: AreaNote) -> Iterator[Fact]:
    for name, text in (
        ("What the child does", note.strengths),
        ("Learning next", note.next_steps),
        ("Help here", note.support_in_setting),
        ("Help at home", note.support_at_home),
    ):
        if text:
            yield Fact(name, text)


def _voices(content: ReviewContent) -> Iterator[Fact]:
    check = content.progress_check
    if check is None:
        return
    who = f" ({check.parents_view_from})" if check.parents_view_from else ""
    for name, text in (
        (f"The parents’ view{who}", check.parents_view),
        ("The child’s voice", check.childs_voice),
        ("Concern", check.concern),
        ("Targeted plan", check.targeted_plan),
    ):
        if text:
            yield Fact(name, text)


def _need(need: Need, labels: Labels) -> Line:
    shape, tone = shapes.NEED[need.level]
    words = NEED_WORDS.get(need.category, need.category)
    tag = Tag(labels.get(need.level, need.level.value.capitalize()), shape, tone)
    return Line(words, need.note, tag)


def _action(action: Action) -> Line:
    when = action.when or ("" if action.due is None else f"by {date_words(action.due)}")
    done = "" if action.done_on is None else f"done {date_words(action.done_on)}"
    parts = [part for part in (action.owner, when, done, action.result) if part]
    return Line(action.what, ", ".join(parts))
