"""Where inviting a family stands, in words. Knows no Qt."""

from ir_desktop.domain.consent import HOW_WORDS
from ir_desktop.domain.inviting import ANSWER, INVITATION, MEETING, REMINDER, Answer, silence
from ir_desktop.domain.plain import count, date_words, list_words, weekday_date
from ir_desktop.domain.review import Review
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.review.opened import Opened

_ABOUT = (INVITATION, REMINDER, ANSWER, MEETING)


def standing_words(opened: Opened) -> tuple[Tone, str, str]:
    """Return the tone, the words and the second line of where inviting stands."""
    review, inviting = opened.review, opened.inviting
    if opened.signed:
        return Tone.GOOD, "The review is signed off", "There is no meeting to invite to any more."
    if opened.declined:
        return _declined(opened)
    if review is not None and review.draft.held_on is not None:
        words = f"The meeting was held on {date_words(review.draft.held_on)}"
        return Tone.GOOD, words, "What came of it is under Meeting & conclusions."
    if review is not None and review.planned_on is not None:
        return _booked(opened, review)
    waiting = silence(
        inviting, review, on=opened.today, no_answer_days=opened.profile.no_answer_days
    )
    if waiting is not None and inviting.answer is Answer.ANOTHER_DATE:
        return Tone.WATCH, "The family asked for another date", "Offer one, then book it below."
    if waiting is not None:
        days = count(waiting.days, "day")
        return Tone.WATCH, f"No answer for {days}", f"{_reach(opened)} A friendly call helps most."
    if inviting.answer is Answer.YES:
        return Tone.GOOD, "The family said yes", "Now agree on a day and book the meeting."
    if inviting.tried_on is not None:
        asked = f"Asked on {date_words(inviting.tried_on)}"
        wait = count(opened.profile.no_answer_days, "day")
        return Tone.CALM, asked, f"With no answer after {wait}, they are on Today’s list to ring."
    weeks = count(opened.profile.invite_weeks_before, "week")
    return Tone.CALM, "Nobody has been asked yet", f"Ask about {weeks} before the meeting."


def _declined(opened: Opened) -> tuple[Tone, str, str]:
    day = opened.inviting.answered_on
    when = "" if day is None else f" on {date_words(day)}"
    return (
        Tone.CALM,
        f"The family said no to the review{when}",
        "That is their right. The progress check is still written, as the law asks, and the "
        "family still gets its summary. Nothing is shared.",
    )


def _booked(opened: Opened, review: Review) -> tuple[Tone, str, str]:
    day = review.planned_on
    if day is None:
        raise AssertionError("asked of a booked meeting")
    told = next((each.outcome for each in reversed(opened.contacts) if each.about == MEETING), "")
    place = told.partition(", ")[2]
    words = f"Meeting on {weekday_date(day)}"
    if day < opened.today and review.draft.held_on is None:
        return Tone.WATCH, f"{words}: was it held?", "Write it down under Meeting & conclusions."
    return Tone.GOOD, words, place


def cautions(opened: Opened) -> list[str]:
    """Return what to mind when this family is written to or rung."""
    found: list[str] = []
    for each in opened.family:
        if each.carer.safe_to_post is False:
            found.append(f"Do not post to {each.carer.name}: hand the letter over.")
        if each.carer.safe_to_phone is False:
            found.append(f"Do not ring {each.carer.name}.")
    if opened.child.interpreter_needed:
        tongue = opened.child.home_languages[0] if opened.child.home_languages else ""
        found.append(
            f"Book an interpreter{f' for {tongue}' if tongue else ''} early, and twice the time."
        )
    return found


def _reach(opened: Opened) -> str:
    safe = [
        f"{each.carer.name} on {each.carer.phone}"
        for each in opened.family
        if each.carer.phone and each.carer.safe_to_phone is not False
    ]
    return f"Ring {list_words(safe, 'or')}." if safe else "Ask in person at drop-off or pick-up."


def so_far(opened: Opened) -> list[tuple[str, str]]:
    """Return what happened about the invitation, oldest first: words and their second line."""
    found = [each for each in opened.contacts if each.about in _ABOUT]
    found.sort(key=lambda each: (each.occurred_on, each.created_at))
    names = {each.carer.id: each.carer.name for each in opened.family}
    return [
        (
            f"{date_words(each.occurred_on)}: {each.about}",
            ", ".join(
                part
                for part in (each.outcome, names.get(each.carer_id or "", ""), HOW_WORDS[each.how])
                if part
            ),
        )
        for each in found
    ]
