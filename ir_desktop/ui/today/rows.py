"""The rows of Today's lists: who, what, how pressing, and the act. Knows no Qt."""

from datetime import date

from ir_desktop.domain.due import Due, DueItem, DueState
from ir_desktop.domain.next_step import NextStep
from ir_desktop.domain.plain import WEEKDAYS, count, date_words, day_month
from ir_desktop.domain.progress import Step
from ir_desktop.services.calendar import Chase, FollowUp
from ir_desktop.ui import shapes
from ir_desktop.ui.links import link_to
from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone

COLUMNS = (Column("Child", 42), Column("What", 58), Column("State"), Column("", right=True))
"""The two first columns share what the tags and the acts leave."""

FOLDED_COLUMNS = (Column("Child, and what", 100), Column("State"), Column("", right=True))
FOLDED_FROM = 1.75
"""The text size from which what is due stands under the name, and the columns for that."""

_LONG_SILENCE = 14
"""Days of silence from which a family is marked to look at (DOMAIN: a call after two weeks)."""


def folded(row: Row) -> Row:
    """Return a row with what is due, and by when, under the child's name."""
    name, what, *others = row.cells
    second = ". ".join(part for part in (what.words, what.second) if part)
    return Row(row.key, (Cell(name.words, second, strong=True), *others))


def due_row(each: Due, do: NextStep, today: date, *, when: bool = False) -> Row:
    """Return a row of the checks due, with what to do about it; `when` adds by which day."""
    second = f"By {date_words(each.closes)}" if when else ""
    what = Cell(item_words(each, inviting=do.step is Step.INVITE), second)
    tag, step = state_tag(each, today), do.step or Step.PROGRESS_CHECK
    return _row(each.child_id, each.name, what, tag, do.act, step)


def chase_row(each: Chase) -> Row:
    """Return a row of the families to chase."""
    silence = each.silence
    waits = silence.words != "No answer"  # asked for another date: they wait for us
    words = silence.words if waits else f"No reply since {day_month(silence.since)}"
    tone = Tone.WATCH if silence.days >= _LONG_SILENCE else Tone.CALM
    tag = Tag(count(silence.days, "day"), shapes.CLOCK, tone)
    act = "Offer dates" if waits else "Ring family"
    return _row(each.child_id, each.name, Cell(words), tag, act, Step.INVITE)


def follow_up_row(each: FollowUp) -> Row:
    """Return a row of the follow-ups."""
    if each.days < 0:
        tag = Tag(f"Overdue {span(-each.days)}", shapes.OVER, Tone.ACT)
    elif each.days == 0:
        tag = Tag("Today", shapes.CLOCK, Tone.WATCH)
    else:
        tag = Tag(f"Due in {span(each.days)}", shapes.LATER, Tone.CALM)
    return _row(each.child_id, each.name, Cell("Follow-up"), tag, "Plan it", Step.PLAN)


def item_words(each: Due, *, inviting: bool = True) -> str:
    """Return what is due, in the field's words; `inviting` is what a check that comes needs."""
    if each.item is DueItem.ASQ3:
        return f"ASQ-3, {each.form}-month form"
    if each.item is DueItem.HEALTH_REVIEW:
        return "Health review"
    # The check cannot be written yet, but the family is asked three or four weeks ahead.
    coming = inviting and each.state is DueState.COMING
    return "Invite to two-year review" if coming else "Progress check"


def state_tag(each: Due, today: date) -> Tag:
    """Return how pressing something is, with its shape and in words."""
    shape, tone = shapes.DUE[each.state]
    if each.state is DueState.OVERDUE:
        words = f"Overdue {span((today - each.closes).days)}"
    elif each.state is DueState.COMING:
        words = f"Opens in {span((each.opens - today).days)}"
    else:
        left = (each.closes - today).days
        if left == 0:
            words = "Due today"
        elif left < 7:
            words = f"Due {WEEKDAYS[each.closes.weekday()]}"
        else:
            words = f"Due in {span(left)}"
    return Tag(words, shape, tone)


def span(days: int) -> str:
    """Return a number of days as people say it: days, then weeks, then months."""
    if days < 14:
        return count(days, "day")
    return count(days // 7, "week") if days < 84 else count(days // 30, "month")


def _row(child_id: str, name: str, what: Cell, tag: Tag, act: str, step: Step) -> Row:
    return Row(
        link_to("review", child_id, step.value),
        (Cell(name, strong=True), what, Cell(tag=tag), Cell(act, act=True)),
    )
