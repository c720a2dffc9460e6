"""The lines of Today's small boxes: who, what there is to tell, and the act. Knows no Qt."""

from dataclasses import dataclass
from datetime import date, datetime

from ir_desktop.domain.plain import WEEKDAYS, count, day_month
from ir_desktop.domain.progress import Step
from ir_desktop.services.calendar import Meeting
from ir_desktop.services.today import AtHealth, News, Outgoing
from ir_desktop.services.withdrawals import Ring
from ir_desktop.ui import shapes
from ir_desktop.ui.links import link_to
from ir_desktop.ui.looks import Tone

_REMIND_AFTER = 14
"""Days after which the health team may be reminded of a copy that it has not answered."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line: `key` is where its `act` leads. `day` is a date's weekday and number, or none."""

    key: str
    name: str
    words: str
    act: str
    shape: str = ""
    tone: Tone = Tone.CALM
    day: tuple[str, str] = ("", "")

    @property
    def told(self) -> str:
        """The words a screen reader says."""
        when = " ".join(part for part in self.day if part)
        return ". ".join(part for part in (self.act, when, self.name, self.words) if part)


def meeting_note(each: Meeting) -> Note:
    """Return the line of a meeting: its day in a box, its time beside the name."""
    at, _, where = each.words.partition(", ")
    timed = at[:1].isdigit()
    name = f"{each.name}, {at}" if timed else each.name
    words = where if timed else each.words
    if each.past:
        words = "It is over: write down how it went"
    return Note(
        link_to("review", each.child_id, Step.CONCLUSIONS.value),
        name,
        words[:1].upper() + words[1:] or "No time or place noted",
        "Write it down" if each.past else "Get ready",
        day=(WEEKDAYS[each.on.weekday()][:3], str(each.on.day)),
    )


def news_note(each: News, today: date) -> Note:
    """Return the line of an answer that nobody has read."""
    when = "today" if each.replied_on == today else day_month(each.replied_on)
    words = f"Replied {when}"
    if each.actions:
        words += f": {count(each.actions, 'action')}"
    return _sharing(each.child_id, each.name, words, "Read reply", "inbox", Tone.ACCENT)


def ring_note(each: Ring) -> Note:
    """Return the line of a health team to ring; it leads to the words to say and to note."""
    key = link_to("child", each.child_id, "Sharing")
    return Note(key, each.name, each.words, "Ring team", "phone", Tone.WATCH)


def waiting_note(each: AtHealth) -> Note:
    """Return the line of a copy that the health team has and has not answered."""
    words = f"Received {day_month(each.received_on)}, no reply yet"
    act = "Remind" if each.days >= _REMIND_AFTER else "See copy"
    return _sharing(each.child_id, each.name, words, act, shapes.WAITING, Tone.CALM)


def ready_note(number: int) -> Note:
    """Return the line of children whose records are ready to be removed."""
    who = count(number, "child", "children")
    key = link_to("keeping", part="leavers")
    return Note(key, who, "Records kept as long as your rule says", "See whose", shapes.CLOCK)


def undecided_note(by: datetime) -> Note:
    """Return the line of an incident about which nothing is decided."""
    key = link_to("keeping", part="incidents")
    words = f"Consider the ICO by {day_month(by.date())}, {by:%H:%M}"
    return Note(key, "An incident", words, "Look at it", "triangle-alert", Tone.WATCH)


def moving_note(each: Outgoing) -> Note:
    """Return the line of a copy that leaves by itself when it can."""
    shape, tone = shapes.EXPORT[each.state]
    return _sharing(each.child_id, each.name, each.words, "See copy", shape, tone)


def held_note(each: Outgoing) -> Note:
    """Return the line of a copy that waits for a person."""
    shape, tone = shapes.EXPORT[each.state]
    words = each.words.removeprefix("Held: ")
    return _sharing(each.child_id, each.name, words[:1].upper() + words[1:], "See why", shape, tone)


def _sharing(child_id: str, name: str, words: str, act: str, shape: str, tone: Tone) -> Note:
    return Note(link_to("sharing", child_id), name, words, act, shape, tone)
