"""The review and all that it holds. Scores only: no questionnaire wording (copyright).

`ReviewContent` is the whole of what people write; it is saved as a draft while they do, and
frozen, with its scores, as a `ReviewVersion` when it is signed off.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from ir_desktop.domain.asq3 import Answer, Area, Band, Zone
from ir_desktop.domain.records import Record, Source

STRICT: dict[str, object] = {"extra": "forbid"}


class ReviewModel(StrEnum):
    """How the review is done (DOMAIN "The Integrated Review")."""

    JOINT_MEETING = "joint_meeting"
    SEPARATE_SHARED = "separate_shared"
    PARENT_CARRIED = "parent_carried"
    EARLY_YEARS_ONLY = "early_years_only"
    HEALTH_ONLY = "health_only"


class ReviewStatus(StrEnum):
    """Where a review stands."""

    NOT_STARTED = "not_started"
    INVITED = "invited"
    BOOKED = "booked"
    IN_PROGRESS = "in_progress"
    SIGNED_OFF = "signed_off"
    DECLINED = "declined"
    CHILD_LEFT = "child_left"


class PrimeArea(StrEnum):
    """The prime areas of learning (EYFS 2025)."""

    COMMUNICATION = "communication_and_language"
    PHYSICAL = "physical_development"
    PERSONAL = "personal_social_and_emotional_development"


PRIME_AREA_WORDS = {
    PrimeArea.COMMUNICATION: "Communication and language",
    PrimeArea.PHYSICAL: "Physical development",
    PrimeArea.PERSONAL: "Personal, social and emotional development",
}


class Judgement(StrEnum):
    """The practitioner's judgement of one prime area."""

    GOING_WELL = "going_well"
    LITTLE_HELP = "a_little_extra_help"
    MORE_HELP = "more_help"
    POSSIBLE_DELAY = "possible_delay"


class NeedLevel(StrEnum):
    """Green, amber, red: always shown with a word and a shape."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Place(StrEnum):
    """Where an action happens."""

    HOME = "home"
    SETTING = "setting"
    HEALTH = "health"
    OTHER = "other"


class YesNo(StrEnum):
    """An overall question's answer."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaNote:
    """What is written about one prime area of the progress check."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    strengths: str = ""
    next_steps: str = ""
    support_in_setting: str = ""
    support_at_home: str = ""
    judgement: Judgement | None = None
    aspects: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressCheck:
    """The EYFS progress check at age two."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    observed_on: date | None = None
    areas: Mapping[PrimeArea, AreaNote] = field(default_factory=dict[PrimeArea, AreaNote])
    parents_view: str = ""
    parents_view_from: str = ""
    childs_voice: str = ""
    concern: str = ""
    targeted_plan: str = ""
    summary_given_on: date | None = None
    summary_given_to: str = ""
    signed_on_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallAnswer:
    """An unscored overall question: answer and comment, by neutral topic."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    answer: YesNo
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asq3Record:
    """What was copied from the family's completed ASQ-3: answers (or totals), never wording."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    completed_on: date
    questionnaire: int | None = None  # months; None: the one whose window holds the age
    completed_by: str = ""
    helped_by: str = ""
    interpreter: bool = False
    answers: Mapping[Area, tuple[Answer | None, ...]] = field(
        default_factory=dict[Area, tuple[Answer | None, ...]]
    )
    totals: Mapping[Area, int] = field(default_factory=dict[Area, int])
    overall: Mapping[str, OverallAnswer] = field(default_factory=dict[str, OverallAnswer])


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthNote:
    """One health prompt, as told."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    note: str
    source: Source = Source.PARENT
    follow_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A conclusion: one category of need and its level."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    category: str
    level: NeedLevel
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question for the health visitor. "Unsure" is a first-class answer."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    text: str
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One agreed action. `due` is a day; `when` is in words ("Every day") when there is none."""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    what: str
    owner: str
    place: Place = Place.SETTING
    goal: str = ""
    measure: str = ""
    due: date | None = None
    when: str = ""
    done_on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContent:
    """Everything written in one review.

    `moderation` holds the sentence that answers each of moderation's questions, by its code.
    """

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    model: ReviewModel = ReviewModel.SEPARATE_SHARED
    held_on: date | None = None
    place: str = ""
    attended: tuple[str, ...] = ()
    asq3: Asq3Record | None = None
    progress_check: ProgressCheck | None = None
    health: Mapping[str, HealthNote] = field(default_factory=dict[str, HealthNote])
    needs: tuple[Need, ...] = ()
    discrepancies: str = ""
    questions: tuple[Question, ...] = ()
    actions: tuple[Action, ...] = ()
    follow_up_on: date | None = None
    moderation: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaScore:
    """One area's frozen score. `score` is None when three or more items are missing."""

    score: float | None
    answered: int
    adjusted: bool
    band: Band
    zone: Zone
    zone_confirmed: bool
    cutoff: float
    monitoring_upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asq3Scores:
    """The scores as they stood at sign-off, with the age they were read at."""

    questionnaire: int
    months: int
    days: int
    corrected: bool
    in_window: bool
    areas: Mapping[Area, AreaScore]
    follow_up_topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """One review of a child at one age point; `draft` is what is being written now."""

    child_id: str
    age_point: str
    status: ReviewStatus
    draft: ReviewContent
    planned_on: date | None = None
    latest_version: int = 0  # 0: never signed off
    author_signed_by: str | None = None  # signed by its author, waiting for a countersignature
    author_signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewVersion(Record):
    """A signed-off version, frozen. Version 1 is the first; later ones have a reason."""

    review_id: str
    child_id: str
    version: int
    content: ReviewContent
    scores: Asq3Scores | None
    signed_by: str
    signed_by_name: str
    signed_at: datetime
    countersigned_by_name: str
    reason: str
    sha256: str
