"""What a child's page shows, part by part, as plain words. Knows neither Qt nor services."""

from dataclasses import dataclass
from datetime import date

from ir_desktop.ui.looks import Tag


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact's name and its value in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Event:
    """One point of the timeline. `day` sorts it; `shape` and `colour` say whether it is done."""

    day: date
    when: str
    what: str
    detail: str
    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One ASQ-3 area: the national band first and bold, the zone after it."""

    area: str
    score: str
    tag: Tag
    zone: str
    at: float | None
    cutoff: float
    upper: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class AreaText:
    """What is written about one prime area; `parts` are headed paragraphs."""

    title: str
    judgement: Tag | None
    parts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: words, a second line in soft, and a tag."""

    words: str
    detail: str = ""
    tag: Tag | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPart:
    """The review, signed off or still a draft."""

    state: Tag
    about: str
    form: str
    scores: tuple[ScoreLine, ...]
    scores_note: str
    areas: tuple[AreaText, ...]
    voices: tuple[Fact, ...]
    needs: tuple[Line, ...]
    questions: tuple[Line, ...]
    actions: tuple[Line, ...]
    to_mend: tuple[str, ...]
    to_answer: tuple[str, ...]
    answered: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper there is: its kind for printing, and its title."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPart:
    """One copy for the health team: its state, why it is held, and the answer to it."""

    title: str
    state: Tag
    words: str
    holds: tuple[str, ...]
    leaves: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPart:
    """The health visitor's answer."""

    when: str
    outcome: str
    actions: tuple[Line, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class RingPart:
    """A health team to ring: its name, and why and what to say."""

    team: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Part:
    """Facts under a title with an icon."""

    title: str
    icon: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerPart:
    """A parent or carer: who they are to the child, how to reach them, and what to mind."""

    carer_id: str
    name: str
    relation: str
    facts: tuple[Fact, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What counts now for some kinds of information: a state, who said so, and which kinds."""

    state: Tag
    words: str
    again: Tag | None
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamPart:
    """What is in force for one health team and one purpose."""

    title: str
    groups: tuple[InForce, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPart:
    """The family, what they decided now and over time, and the times they were reached."""

    carers: tuple[CarerPart, ...]
    teams: tuple[TeamPart, ...]
    decisions: tuple[Line, ...]
    contacts: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """The whole page. `manager`: the reader is one; `leaves`: a leaving date is noted."""

    child_id: str
    name: str
    initials: str
    age: str
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    review_act: str
    step: str
    step_hint: str
    events: tuple[Event, ...]
    family: tuple[Fact, ...]
    health: tuple[Fact, ...]
    ask: tuple[str, ...]
    review: ReviewPart | None
    review_problem: str
    papers: tuple[PaperLine, ...]
    exports: tuple[ExportPart, ...]
    replies: tuple[ReplyPart, ...]
    consents: tuple[Line, ...]
    rings: tuple[RingPart, ...]
    details: tuple[Part, ...]
    family_part: FamilyPart
    manager: bool
    leaves: bool
