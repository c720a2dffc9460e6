"""What stands at the head and the foot of every page of a paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from ir_desktop.documents.blocks import Words, para
from ir_desktop.documents.pages import Laid
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.shapes import draw_mark
from ir_desktop.documents.tokens import (
    CONTENT_WIDTH,
    FOOTER,
    LINE,
    MARGIN,
    MM,
    PAGE_HEIGHT,
    SETTING_NAME,
    SMALL,
    WHITE,
    Style,
    Tone,
)

_TOP = PAGE_HEIGHT - 16 * MM
_BOTTOM = 11 * MM
_MARK = 31.0
_UNDER_HEAD = 16.0
_OVER_FOOT = 13.0
_BESIDE = 190.0  # points: the most for the words at the right of the head
_NAMED = _MARK + 12  # from the margin to the setting's name
_DRAFT_PAD = 5.0


@dataclass(frozen=True, slots=True)
class Chrome:
    """The head and foot of a paper.

    `first` and `later` are the words at the right of the head, on page 1 and on the others;
    `draft` the words of the draft mark, or None; `page_words` has places for {page} and {pages}.
    """

    name: Words
    place: Words
    first: Words
    later: Words
    foot: Words
    draft: Words | None
    page_words: str

    def _head(self, page: int) -> float:
        beside = self._beside(page)
        left = self._left(page)
        named = self.name.height(left) + (0 if page else self.place.height(left))
        return max(_MARK, named, beside.height(_BESIDE)) + self._draft_height() + 12

    def _beside(self, page: int) -> Words:
        return self.later if page else self.first

    def _left(self, page: int) -> float:
        return CONTENT_WIDTH - _NAMED - self._beside(page).widest(_BESIDE) - 16

    def _draft_height(self) -> float:
        if self.draft is None:
            return 0
        return self.draft.height(CONTENT_WIDTH - 24) + 2 * _DRAFT_PAD + 8

    def _foot(self) -> float:
        return self.foot.height(CONTENT_WIDTH - 80) + 6

    def top(self, page: int) -> float:
        """Return where the room for parts begins on page 0, 1 and so on."""
        return _TOP - self._head(page) - _UNDER_HEAD

    def room(self, page: int) -> float:
        """Return the height for parts on page 0, 1 and so on."""
        return self.top(page) - (_BOTTOM + self._foot() + _OVER_FOOT)

    def draw(self, pen: Pen, pages: Sequence[Laid]) -> None:
        """Draw every page: head, parts and foot."""
        for number, laid in enumerate(pages):
            self._draw_head(pen, number)
            laid.draw(pen, MARGIN, self.top(number))
            self._draw_foot(pen, number + 1, len(pages))
            pen.end_page()

    def _draw_head(self, pen: Pen, page: int) -> None:
        top = _TOP
        if self.draft is not None:
            high = self._draft_height() - 8
            tint = Tone.WATCH
            pen.box(
                MARGIN,
                top - high,
                CONTENT_WIDTH,
                high,
                corner=4,
                fill=WHITE,
                edge=tint.ink,
                dashed=True,
            )
            self.draft.draw(pen, MARGIN + 12, top - _DRAFT_PAD, CONTENT_WIDTH - 24)
            top -= high + 8
        draw_mark(pen, MARGIN, top, _MARK)
        left = self._left(page)
        self.name.draw(pen, MARGIN + _NAMED, top, left)
        if not page:
            self.place.draw(pen, MARGIN + _NAMED, top - self.name.height(left), left)
        self._beside(page).draw(pen, MARGIN + CONTENT_WIDTH - _BESIDE, top, _BESIDE)
        pen.rule(MARGIN, _TOP - self._head(page), CONTENT_WIDTH, LINE, 1)

    def _draw_foot(self, pen: Pen, page: int, pages: int) -> None:
        top = _BOTTOM + self._foot() - 6
        pen.rule(MARGIN, top + 6, CONTENT_WIDTH, LINE, 1)
        self.foot.draw(pen, MARGIN, top, CONTENT_WIDTH - 80)
        words = self.page_words.replace("{page}", str(page)).replace("{pages}", str(pages))
        line = para(words, FOOTER, where="the page number", right=True)
        line.draw(pen, MARGIN, top, CONTENT_WIDTH)


def name_words(name: str) -> Words:
    """Return a setting's name for the head of a page."""
    return para(name, SETTING_NAME, where="the setting’s name")


def place_words(place: str) -> Words:
    """Return a setting's place for the head of a page."""
    return para(place, SMALL, where="the setting’s address")


def draft_words(mark: str, sentence: str) -> Words:
    """Return the words of the draft mark: the mark in bold and what it means."""
    style = Style(11, 15, colour=Tone.WATCH.ink)
    strong = Style(13, 15, bold=True, colour=Tone.WATCH.ink)
    return para(sentence, style, where="", lead=mark, lead_style=strong)
