"""What a local-area profile must make sense as, beside having every field."""

from collections.abc import Collection

from ir_desktop.domain.profile import AgeWindow, Profile
from ir_desktop.domain.review import NeedLevel
from ir_desktop.errors import Problem

CERTAINTY = {
    "V": "checked against the source",
    "S": "from one source, not checked against a second",
    "B": "this program’s own default",
}
"""What the letters of a source note mean."""

_OLDEST_MONTHS = 72  # the questionnaires end before school age
_WEEKS = {
    "settling_weeks": 26,
    "coming_weeks": 52,
    "due_soon_weeks": 52,
    "follow_up_weeks": 52,
    "invite_weeks_before": 26,
}
_OTHERS = {
    "overdue_months_kept": 60,
    "no_answer_days": 90,
    "late_write_up_days": 365,
    "consent_review_months": 60,
    "keep_years_after_leaving": 25,
    "keep_until_age_with_support": 30,
}
_SMALLEST_THRESHOLD, _LARGEST_THRESHOLD = 3, 100


def problems_of(profile: Profile, *, forms: Collection[int]) -> list[Problem]:
    """Return everything that makes no sense; `forms` are the questionnaires there are, in months.

    A problem's field is the name of the profile's field.
    """
    found = [*_names(profile), *_windows(profile), *_numbers(profile), *_forms(profile, forms)]
    missing = [
        level.value for level in NeedLevel if not profile.level_labels.get(level, "").strip()
    ]
    if missing:
        words = f"Give a label for each level of need. Missing: {', '.join(missing)}."
        found.append(Problem("level_labels", words))
    for number, note in enumerate(profile.sources, 1):
        if note.certainty not in CERTAINTY:
            letters = ", ".join(CERTAINTY)
            found.append(Problem(f"sources {number}", f"The certainty is one of {letters}."))
        if not note.what.strip() or not note.source.strip():
            found.append(
                Problem(f"sources {number}", "Say what the note is about, and its source.")
            )
    return found


def _names(profile: Profile) -> list[Problem]:
    named = {
        "id": profile.id,
        "name": profile.name,
        "consent_wording_version": profile.consent_wording_version,
    }
    return [
        Problem(field, "This is empty. Write a few words.")
        for field, text in named.items()
        if not text.strip()
    ]


def _windows(profile: Profile) -> list[Problem]:
    windows = {
        "progress_check_window": profile.progress_check_window,
        "health_review_window": profile.health_review_window,
    }
    return [
        Problem(field, "The window begins before it ends, between 0 and 72 months.")
        for field, window in windows.items()
        if not _makes_sense(window)
    ]


def _makes_sense(window: AgeWindow) -> bool:
    return 0 <= window.from_months < window.to_months <= _OLDEST_MONTHS


def _numbers(profile: Profile) -> list[Problem]:
    found = [
        Problem(field, f"This is a number from 0 to {most}.")
        for field, most in (_WEEKS | _OTHERS).items()
        if not 0 <= getattr(profile, field) <= most
    ]
    if not _SMALLEST_THRESHOLD <= profile.small_number_threshold <= _LARGEST_THRESHOLD:
        words = f"This is a number from {_SMALLEST_THRESHOLD} to {_LARGEST_THRESHOLD}."
        found.append(Problem("small_number_threshold", words))
    return found


def _forms(profile: Profile, forms: Collection[int]) -> list[Problem]:
    found: list[Problem] = []
    known = ", ".join(map(str, sorted(forms)))
    if not profile.asq3_forms or any(each not in forms for each in profile.asq3_forms):
        found.append(Problem("asq3_forms", f"Choose questionnaires from: {known}."))
    if profile.asq3_follow_up_form not in forms:
        found.append(Problem("asq3_follow_up_form", f"Choose a questionnaire from: {known}."))
    return found
