"""The local-area profile in words, each with its source and how certain it is. Knows no Qt."""

from dataclasses import dataclass

from ir_desktop.domain.plain import count, date_words, list_words
from ir_desktop.domain.profile import AgeWindow, Profile
from ir_desktop.domain.profile_rules import CERTAINTY
from ir_desktop.domain.review import NeedLevel, ReviewModel
from ir_desktop.services.profile import ShownProfile

_MODELS = {
    ReviewModel.JOINT_MEETING: "One meeting together with the health visitor",
    ReviewModel.SEPARATE_SHARED: "Separate meetings; what was found is shared",
    ReviewModel.PARENT_CARRIED: "The parents carry the summary from one to the other",
    ReviewModel.EARLY_YEARS_ONLY: "Early years only",
    ReviewModel.HEALTH_ONLY: "Health only",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line: what, its value, and where it comes from."""

    what: str
    value: str
    source: str


def lines(profile: Profile) -> list[Told]:
    """Return every figure of a profile."""
    p = profile
    found = (
        ("progress_check_window", "Progress check", _window(p.progress_check_window)),
        ("health_review_window", "Health review", _window(p.health_review_window)),
        ("review_model", "How the review is done", _MODELS[p.review_model]),
        ("asq3_forms", "ASQ-3 questionnaires", f"{_months(p.asq3_forms)} months"),
        ("asq3_follow_up_form", "ASQ-3 at the follow-up", f"{p.asq3_follow_up_form} months"),
        ("settling_weeks", "Time to settle in first", count(p.settling_weeks, "week")),
        ("coming_weeks", "Shown as coming", f"{count(p.coming_weeks, 'week')} before"),
        ("due_soon_weeks", "Due soon", f"{count(p.due_soon_weeks, 'week')} before it closes"),
        ("overdue_months_kept", "Overdue is shown for", count(p.overdue_months_kept, "month")),
        ("invite_weeks_before", "Invitation", f"{count(p.invite_weeks_before, 'week')} before"),
        ("no_answer_days", "Chase a family after", count(p.no_answer_days, "day")),
        ("late_write_up_days", "Writing up is late after", count(p.late_write_up_days, "day")),
        ("follow_up_weeks", "Follow-up", f"{count(p.follow_up_weeks, 'week')} later"),
        ("consent_review_months", "Ask for consent again", _after(p.consent_review_months)),
        (
            "room_leader_may_send",
            "Room leaders may send",
            _yes(p.room_leader_may_send),
        ),
        ("small_number_threshold", "Numbers hidden in reports", _fewer(p.small_number_threshold)),
        ("keep_years_after_leaving", "Records kept", _kept(p.keep_years_after_leaving)),
        ("keep_until_age_with_support", "With support", _age(p.keep_until_age_with_support)),
    )
    labels = [Told("Levels of need", list_words([p.level_labels[each] for each in NeedLevel]), "")]
    return [*(Told(what, value, source(p, key)) for key, what, value in found), *labels]


def source(profile: Profile, key: str) -> str:
    """Return where a figure comes from, and how certain that is."""
    for note in profile.sources:
        if key in (name.strip() for name in note.what.split(",")):
            return f"{note.source} ({CERTAINTY.get(note.certainty, note.certainty)})"
    return "No source is given."


def standing(shown: ShownProfile) -> str:
    """Return which profile it is and since when."""
    begins = f"It describes the rules from {date_words(shown.profile.in_force_from)}."
    if shown.loaded_on is not None:
        return f"A manager loaded it on {date_words(shown.loaded_on)}. {begins}"
    return begins


def _window(window: AgeWindow) -> str:
    return f"From {window.from_months} to {window.to_months} months"


def _months(forms: tuple[int, ...]) -> str:
    return list_words([str(each) for each in forms])


def _after(months: int) -> str:
    return f"After {count(months, 'month')}"


def _fewer(threshold: int) -> str:
    return f"Fewer than {threshold}"


def _kept(years: int) -> str:
    return f"{count(years, 'year')} after a child has left"


def _age(years: int) -> str:
    return f"Until age {years}, where that is later" if years else "No difference"


def _yes(value: bool) -> str:
    return "Yes" if value else "No"
