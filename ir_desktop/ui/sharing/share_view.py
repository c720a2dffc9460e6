"""What the Sharing place shows, as plain words. Knows neither Qt nor services."""

from dataclasses import dataclass

from ir_desktop.ui.looks import Tag, Tone


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the list: a review for a health team, or, with no `key`, a group's heading.

    `act` is what the row's link says; `to` where it leads: a `Place`'s child and part, or the
    name of something this page does.
    """

    key: str
    name: str
    words: str = ""
    icon: str = ""
    colour: str = "ink"
    act: str = ""
    does: str = ""
    child_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """The whole list, headings among the rows. `held`: so many wait for something to be freed."""

    rows: tuple[Item, ...]
    held: int
    agreements: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """A line with a shape before it, and a second line in soft."""

    words: str
    detail: str = ""
    icon: str = "circle-check"
    colour: str = "good"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page with its heading at the left: to whom, why we may, how."""

    title: str
    lines: tuple[Ticked, ...]


@dataclass(frozen=True, slots=True)
class Freed:
    """Why something is held, and the link to what would free it; `does` names the act."""

    words: str
    detail: str = ""
    act: str = ""
    does: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A band over the page: how it stands, and what to do."""

    tone: Tone
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """The health visitor's answer. Until `read` only its heading is shown."""

    reply_id: str
    read: bool
    may_read: bool
    when: str
    outcome: str
    actions: tuple[Ticked, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailView:
    """One review for a health team, whole.

    `does` is the primary act (``send``, ``hold``, ``again``, ``renew`` or none) with its `act` in
    words; `once_more` what is said before it is approved: name, birth and recipient.
    """

    key: str
    child_id: str
    title: str
    state: Tag
    told: Told | None
    holds: tuple[Freed, ...]
    leaves_title: str
    leaves: tuple[str, ...]
    stays: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    reply: ReplyView | None
    act: str
    does: str
    once_more: tuple[str, ...]
