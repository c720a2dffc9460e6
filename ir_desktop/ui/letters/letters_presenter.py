"""What the place of letters shows: who needs one, in words. Knows no Qt."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.domain.consent import How
from ir_desktop.domain.due import Due, DueItem, DueState
from ir_desktop.domain.plain import count, date_words, list_words
from ir_desktop.services.letters import LetterRow, LettersGiven, to_invite
from ir_desktop.services.session import Session
from ir_desktop.ui import shapes
from ir_desktop.ui.looks import Tag, Tone

MOST = 40
"""Families shown at once: the others follow when these have their letters."""

GIVEN_WORDS = {
    How.IN_PERSON: "Handed over",
    How.LETTER: "Posted",
    How.EMAIL: "Sent by e-mail",
}

_STATES = {
    DueState.OVERDUE: "Overdue",
    DueState.DUE_SOON: "Due soon",
    DueState.DUE: "Due",
    DueState.COMING: "Coming up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One line to choose: the child, what for, and what to mind."""

    child_id: str
    name: str
    words: str
    tags: tuple[Tag, ...]
    reminder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersView:
    """Who is to be invited and who reminded; `more` is how many are not shown."""

    invite: tuple[Family, ...]
    remind: tuple[Family, ...]
    more: int
    today: date
    sentence: str


def letters_view(session: Session) -> LettersView:
    """Return the families who need a letter now."""
    found = to_invite(session)
    shown = [_family(each) for each in found[:MOST]]
    invite = sum(not each.reminder for each in found)
    return LettersView(
        invite=tuple(each for each in shown if not each.reminder),
        remind=tuple(each for each in shown if each.reminder),
        more=max(len(found) - MOST, 0),
        today=session.today,
        sentence=_sentence(invite, len(found) - invite),
    )


def _sentence(invite: int, remind: int) -> str:
    parts: list[str] = []
    if invite:
        parts.append(f"{count(invite, 'family', 'families')} to invite")
    if remind:
        parts.append(f"{count(remind, 'family', 'families')} to remind")
    if not parts:
        return "Every family who is due has been invited."
    return f"{list_words(parts)}. The most pressing come first."


def _family(each: LetterRow) -> Family:
    child = each.child
    tags = [Tag(_STATES[each.due.state], *shapes.DUE[each.due.state])]
    if each.hand_over:
        tags.append(Tag("Hand it over, do not post", "mail", Tone.WATCH))
    if each.interpreter:
        language = child.home_languages[0] if child.home_languages else "language not known"
        tags.append(Tag(f"Interpreter: {language}", "languages", Tone.WATCH))
    words = f"{_item(each.due)}, by {date_words(each.due.closes)}"
    if each.silence is not None:
        words = f"No answer since {date_words(each.silence.since)}. {words}"
    return Family(
        child_id=child.id,
        name=child.full_name,
        words=words,
        tags=tuple(tags),
        reminder=each.reminder,
    )


def _item(due: Due) -> str:
    if due.item is DueItem.ASQ3:
        return f"ASQ-3, {due.form}-month form"
    return "Progress check" if due.item is DueItem.PROGRESS_CHECK else "Health review"


def make_words(number: int) -> str:
    """Return the words of the button that makes the letters."""
    return f"Make {count(number, 'letter')}" if number else "Make the letters"


def given_words(found: LettersGiven) -> tuple[str, str]:
    """Return what was noted, and for whom not and why."""
    done = f"{count(found.done, 'letter is', 'letters are')} marked as given"
    return done, " ".join(f"{name}: {sentence}" for name, sentence in found.refused)
