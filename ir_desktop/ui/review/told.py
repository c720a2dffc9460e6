"""Everything that is written in a review, as lines of question and answer. Knows no Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from ir_desktop.domain.asq3 import ITEMS, Area
from ir_desktop.domain.plain import count, date_words, list_words
from ir_desktop.domain.progress import Step, asq3_answered
from ir_desktop.domain.review import (
    PRIME_AREA_WORDS,
    Action,
    Asq3Scores,
    NeedLevel,
    Place,
    PrimeArea,
    ReviewContent,
)
from ir_desktop.ui import shapes
from ir_desktop.ui.children.review_presenter import NEED_WORDS
from ir_desktop.ui.review.prompts import MODELS, prompt_words

NOTHING = "Nothing written"
PLACE_WORDS = {
    Place.SETTING: "Here",
    Place.HOME: "At home",
    Place.HEALTH: "With health",
    Place.OTHER: "Somewhere else",
}


class Printed(Protocol):
    """A finished paper as the service gives it: its bytes and how many pages."""

    @property
    def pdf(self) -> bytes:
        """The PDF."""
        ...

    @property
    def pages(self) -> int:
        """How many pages it has."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the answers to check: the step it belongs to, its question and its answer."""

    step: Step
    question: str
    answer: str


def told(
    content: ReviewContent, scores: Asq3Scores | None, labels: Mapping[NeedLevel, str]
) -> Iterator[Told]:
    """Return everything that is written, step by step."""
    yield from _asq3(content, scores)
    yield from _check(content)
    yield from _health(content)
    yield from _conclusions(content, labels)
    yield from _plan(content)


def action_words(action: Action) -> str:
    """Return who does an action, where and by when."""
    when = action.when or ("" if action.due is None else f"by {date_words(action.due)}")
    done = "" if action.done_on is None else f"done on {date_words(action.done_on)}"
    parts = (action.owner, PLACE_WORDS[action.place].lower(), when, done, action.result)
    return ", ".join(part for part in parts if part)


def _asq3(content: ReviewContent, scores: Asq3Scores | None) -> Iterator[Told]:
    record = content.asq3
    if record is None:
        yield Told(Step.ASQ3, "ASQ-3", NOTHING)
        return
    who = f" by {record.completed_by}" if record.completed_by else ""
    form = "" if scores is None else f"{scores.questionnaire}-month form, "
    whole = ITEMS * len(Area)
    yield Told(
        Step.ASQ3,
        "ASQ-3",
        f"{form}filled in{who} on {date_words(record.completed_on)}, "
        f"{asq3_answered(record)} of {whole} answered",
    )
    if scores is not None:
        lines = [
            f"{area.label}: {'no score' if each.score is None else f'{each.score:g}'}, "
            f"{each.band.label.lower()}"
            for area, each in scores.areas.items()
        ]
        yield Told(Step.ASQ3, "Scores", "\n".join(lines))


def _check(content: ReviewContent) -> Iterator[Told]:
    check = content.progress_check
    if check is None:
        yield Told(Step.PROGRESS_CHECK, "Progress check", NOTHING)
        return
    for area in PrimeArea:
        note = check.areas.get(area)
        parts: list[str] = []
        if note is not None and note.judgement is not None:
            parts.append(f"{shapes.JUDGEMENT[note.judgement][0]}.")
        if note is not None:
            texts = (note.strengths, note.next_steps, note.support_in_setting, note.support_at_home)
            parts += [text for text in texts if text]
        yield Told(Step.PROGRESS_CHECK, PRIME_AREA_WORDS[area], "\n".join(parts) or NOTHING)
    from_whom = f" ({check.parents_view_from})" if check.parents_view_from else ""
    view = f"{check.parents_view}{from_whom}" if check.parents_view else NOTHING
    yield Told(Step.PROGRESS_CHECK, "The parents’ view", view)
    for name, text in (
        ("The child’s own voice", check.childs_voice),
        ("The concern", check.concern),
        ("The targeted plan", check.targeted_plan),
    ):
        if text:
            yield Told(Step.PROGRESS_CHECK, name, text)
    if check.summary_given_on is not None:
        to = f" to {check.summary_given_to}" if check.summary_given_to else ""
        words = f"{date_words(check.summary_given_on)}{to}"
        yield Told(Step.PROGRESS_CHECK, "Summary given", words)


def _health(content: ReviewContent) -> Iterator[Told]:
    lines = [
        f"{prompt_words(topic)[0]}: {note.note or 'no note'}"
        + (" (follow up)" if note.follow_up else "")
        for topic, note in content.health.items()
    ]
    yield Told(Step.HEALTH, "Health", "\n".join(lines) or NOTHING)


def _conclusions(content: ReviewContent, labels: Mapping[NeedLevel, str]) -> Iterator[Told]:
    parts = [
        "" if content.held_on is None else f"Held on {date_words(content.held_on)}",
        content.place,
        list_words(content.attended),
    ]
    held = ". ".join(part for part in parts if part) or NOTHING
    yield Told(Step.CONCLUSIONS, "Meeting", f"{held}\n{MODELS[content.model][0]}")
    needs = [
        f"{NEED_WORDS.get(each.category, each.category)}: "
        f"{labels.get(each.level, each.level.value.capitalize())}"
        + (f". {each.note}" if each.note else "")
        for each in content.needs
    ]
    yield Told(Step.CONCLUSIONS, "What you found together", "\n".join(needs) or NOTHING)
    if content.discrepancies:
        yield Told(Step.CONCLUSIONS, "Where views differ", content.discrepancies)
    questions = [
        ("We are unsure: " if each.unsure else "") + each.text
        for each in sorted(content.questions, key=lambda each: not each.unsure)
    ]
    words = "\n".join(questions) or NOTHING
    yield Told(Step.CONCLUSIONS, "Questions for the health visitor", words)


def _plan(content: ReviewContent) -> Iterator[Told]:
    actions = [f"{each.what} ({action_words(each)})" for each in content.actions]
    head = count(len(actions), "action")
    yield Told(Step.PLAN, "Plan", "\n".join((f"{head}:", *actions)) if actions else NOTHING)
    if content.follow_up_on is not None:
        yield Told(Step.PLAN, "Look again", date_words(content.follow_up_on))
