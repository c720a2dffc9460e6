"""The invitation to a two-year review: one page for a window envelope, or many in one file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ir_desktop.documents.blocks import Words, para
from ir_desktop.documents.chrome import draft_words
from ir_desktop.documents.facts import InvitationFacts, date_words, place_line, together
from ir_desktop.documents.letter_body import Letter, address_words, body
from ir_desktop.documents.pages import Laid, flow
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.shapes import draw_mark
from ir_desktop.documents.tokens import (
    CONTENT_WIDTH,
    CONTROL,
    FOLDS,
    LETTER_DENSITIES,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    SETTING_NAME,
    SMALL,
    WHITE,
    WINDOW_BOTTOM,
    WINDOW_LEFT,
    WINDOW_TOP,
    WINDOW_WIDTH,
    Style,
    Tone,
)
from ir_desktop.documents.wording import Wording, wording
from ir_desktop.errors import Refused

__all__ = ["KIND", "Cancelled", "InvitationFacts", "invitation", "invitations"]

KIND = "invitation"
_TOP = PAGE_HEIGHT - 16 * MM
_BODY = PAGE_HEIGHT - 94 * MM
_NEXT = PAGE_HEIGHT - MARGIN
_BOTTOM = 13 * MM
_MARK = 31.0
_NAMED = _MARK + 12
_ADDRESS = (Style(11.5, 15), Style(10.5, 13), Style(9.5, 11.5))
"""Styles of the address: the first in which it shows whole in the window."""


class Cancelled(Refused):
    """The person stopped the batch; nothing was made."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """One letter laid out: everything is decided, nothing is drawn."""

    name: Words
    place: Words
    draft: Words | None
    address: Words
    day: Words
    pages: Sequence[Laid]
    start: float


def invitation(facts: InvitationFacts) -> Printed:
    """Return one family's invitation, one A4 page.

    Raises `text.MissingGlyph`, naming the field, before anything is made.
    """
    ready = _ready(facts, "")
    pen = _pen()
    _draw(pen, ready)
    return Printed(KIND, pen.finish(), pen.pages)


def invitations(
    many: Iterable[InvitationFacts],
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Printed:
    """Return every family's invitation in one PDF, in the order given.

    `progress` is told how many letters are done, after each; `cancelled` is asked before each.
    A letter that cannot be printed stops the batch and is named by its number. A stopped batch
    leaves nothing: the bytes are put together only at the end. Raises `text.MissingGlyph`,
    `Cancelled`, or `errors.Refused` if there is no letter.
    """
    facts = list(many)
    if not facts:
        raise Refused("There is no letter to print. Choose at least one family.")
    pen = _pen()
    for number, each in enumerate(facts, 1):
        if cancelled is not None and cancelled():
            raise Cancelled("The letters were stopped. Nothing was made.")
        _draw(pen, _ready(each, f"letter {number} of {len(facts)}"))
        if progress is not None:
            progress(number)
    return Printed(KIND, pen.finish(), pen.pages)


def _pen() -> Pen:
    return Pen(wording("invitation").texts["document_title"])


def _ready(facts: InvitationFacts, which: str) -> _Ready:
    words = wording("invitation")
    letter = Letter(facts, words, LETTER_DENSITIES[0], which)
    address = _address(letter)
    start = min(_BODY, PAGE_HEIGHT - WINDOW_TOP - address.height(WINDOW_WIDTH) - 8 * MM)
    pages: list[Laid] = []
    for density in LETTER_DENSITIES:
        set_so = Letter(facts, words, density, which)
        pages = flow(list(body(set_so)), lambda page: (_NEXT if page else start) - _BOTTOM)
        if len(pages) == 1:
            break
    reach = [together(facts.setting.phone), facts.setting.email.strip()]
    contact = [place_line(facts.setting), "   ".join(line for line in reach if line)]
    return _Ready(
        name=para(facts.setting.name, SETTING_NAME, where=letter.where("the setting’s name")),
        place=para(
            "\n".join(line for line in contact if line),
            SMALL,
            where=letter.where("the setting’s address, phone or e-mail"),
        ),
        draft=_mark(facts, words),
        address=address,
        day=para(date_words(facts.sent_on), SMALL, where="", right=True),
        pages=pages,
        start=start,
    )


def _mark(facts: InvitationFacts, words: Wording) -> Words | None:
    if facts.draft:
        return draft_words(words.texts["draft"], words.texts["draft_means"])
    if facts.demo:
        return draft_words(words.texts["demo"], words.texts["demo_means"])
    return None


def _address(letter: Letter) -> Words:
    words = address_words(letter, _ADDRESS[0])
    for style in _ADDRESS[1:]:
        if words.height(WINDOW_WIDTH) <= WINDOW_BOTTOM - WINDOW_TOP:
            break
        words = address_words(letter, style)
    return words


def _draw(pen: Pen, letter: _Ready) -> None:
    for number, page in enumerate(letter.pages):
        _draw_draft(pen, letter.draft)
        if number == 0:
            _draw_head(pen, letter)
        page.draw(pen, MARGIN, _NEXT if number else letter.start)
        pen.end_page()


def _draw_draft(pen: Pen, draft: Words | None) -> None:
    if draft is None:
        return
    top = PAGE_HEIGHT - 6 * MM
    pen.box(
        MARGIN, top - 23, CONTENT_WIDTH, 23, corner=4, fill=WHITE, edge=Tone.WATCH.ink, dashed=True
    )
    draft.draw(pen, MARGIN + 12, top - 4, CONTENT_WIDTH - 24)


def _draw_head(pen: Pen, letter: _Ready) -> None:
    draw_mark(pen, MARGIN, _TOP, _MARK)
    width = CONTENT_WIDTH - _NAMED
    letter.name.draw(pen, MARGIN + _NAMED, _TOP, width)
    letter.place.draw(pen, MARGIN + _NAMED, _TOP - letter.name.height(width), width)
    letter.address.draw(pen, WINDOW_LEFT, PAGE_HEIGHT - WINDOW_TOP, WINDOW_WIDTH)
    letter.day.draw(pen, MARGIN, PAGE_HEIGHT - WINDOW_TOP, CONTENT_WIDTH)
    for fold in FOLDS:
        pen.rule(5 * MM, PAGE_HEIGHT - fold, 4 * MM, CONTROL, 0.5)
