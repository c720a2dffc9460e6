"""The local-area profile: ages, windows, models and labels, as dated data a manager may load."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from ir_desktop.domain.records import Record
from ir_desktop.domain.review import STRICT, NeedLevel, ReviewModel


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeWindow:
    """An age window in months: from the day a child is `from_months` to the day of `to_months`."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    from_months: int
    to_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """Where a figure of the profile comes from, with its certainty (V, S or B)."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    what: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A local area's way of doing the integrated review. A national default ships."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    id: str
    name: str
    in_force_from: date
    sources: tuple[SourceNote, ...]
    review_model: ReviewModel
    progress_check_window: AgeWindow
    health_review_window: AgeWindow
    asq3_forms: tuple[int, ...]
    asq3_follow_up_form: int
    settling_weeks: int  # after starting, before a check is asked for
    coming_weeks: int  # shown as coming this long before the window opens
    due_soon_weeks: int  # shown as "due soon" this long before the window closes
    overdue_months_kept: int  # an overdue item stays on the list this long
    follow_up_weeks: int
    invite_weeks_before: int
    no_answer_days: int
    late_write_up_days: int
    consent_review_months: int
    consent_wording_version: str
    room_leader_may_send: bool
    small_number_threshold: int
    keep_years_after_leaving: int = 3
    keep_until_age_with_support: int = 25  # 0: support makes no difference
    level_labels: Mapping[NeedLevel, str] = field(default_factory=dict[NeedLevel, str])
    health_prompts: tuple[str, ...] = ()
    need_categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProfile(Record):
    """A profile that a manager loaded, as its file's text; empty means the national default."""

    content: str
