"""The cards of the page that is signed: what is missing, what is asked, versions and answers."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.plain import date_words
from ir_desktop.domain.progress import STEP_WORDS, Step
from ir_desktop.domain.review import ReviewVersion
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.check_presenter import Ask
from ir_desktop.ui.review.opened import Opened
from ir_desktop.ui.review.page import Desk, StepPage
from ir_desktop.ui.review.told import Told
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import Button, link
from ir_desktop.ui.widgets.cards import Card, Line, row
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.fields.texts import AreaField
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.lines import line


def missing(desk: Desk, asks: Iterable[Ask]) -> Card:
    """Return what must be written, each with the way to where it is written."""
    card = Card("Still to write", icon="circle-dashed", colour="soft")
    for each in asks:
        go = _way(desk, each.step, f"Go to {_low(each.step)}", f"Mend: {each.sentence}")
        _put(card, Prose(each.sentence), go)
    return card


def moderation(page: StepPage, asks: Sequence[Ask]) -> tuple[Card, dict[str, AreaField]]:
    """Return the questions, each to answer here or to mend elsewhere, and their fields by code."""
    card = Card("Questions before you sign", icon="triangle-alert", colour="watch")
    fields: dict[str, AreaField] = {}
    card.add(
        Prose(
            "The program asks; it never decides. Mend what a question is about, or answer it in a "
            "sentence. Your answers are kept here and never sent.",
            Type.SMALL,
            colour="soft",
        )
    )
    for place, each in enumerate(asks, 1):
        if place > 1:
            card.add(Line())
        field = AreaField(f"{place}. {each.sentence}", "Your answer, in a sentence.", lines=1)
        field.set_value(each.answer)
        told = f"question {place}"
        fields[each.code] = page.add_field(f"moderation, {each.code}", field, told=told)
        card.add(field)
        words = f"Or mend it under {_low(each.step)}"
        _put(card, _way(page.desk, each.step, words, f"{words}: {each.sentence}"), None)
    return card, fields


def versions(opened: Opened, see: Callable[[int], None]) -> Card:
    """Return the signed versions, newest first, each to see and print."""
    card = Card("Signed versions", icon="history")
    for place, each in enumerate(opened.versions):
        if place:
            card.add(Line())
        told = signatures(each) + (f" Changed because: {each.reason}" if each.reason else "")
        go = link("See and print", tells=f"See and print version {each.version}")
        go.clicked.connect(lambda _=False, number=each.version: see(number))
        _put(card, line(f"Version {each.version}", told), go)
    return card


def answers(lines: Iterable[Told], change: Callable[[str], None]) -> Card:
    """Return everything that is written, each line with the way back to change it."""
    card = Card("Your answers", icon="list-checks")
    made = KeyValue([Answered(each.step, each.question, each.answer) for each in lines])
    made.chosen.connect(change)
    card.add(made)
    return card


def signatures(version: ReviewVersion) -> str:
    """Return who signed a version, and when."""
    signed = f"Signed by {version.signed_by_name} on {date_words(version.signed_at.date())}."
    if version.countersigned_by_name not in ("", version.signed_by_name):
        signed += f" Countersigned by {version.countersigned_by_name}."
    return signed


def _low(step: Step) -> str:
    words = STEP_WORDS[step]
    return words if step is Step.ASQ3 else words[:1].lower() + words[1:]


def _way(desk: Desk, step: Step, words: str, tells: str) -> Button:
    go = link(words, tells=tells)
    go.clicked.connect(lambda: desk.go_to(step))
    return go


def _put(card: Card, first: QWidget, go: QWidget | None) -> None:
    across = row(first, go, gap=Space.LARGE)
    if go is not None:
        across.setStretch(0, 1)
    across.setContentsMargins(ROOM, 0, ROOM, 0)
    card.body.addLayout(across)
