"""The parents' summary: the sheet that a family takes home and brings to the health review.

What it must say is EYFS 2025's: where the child is doing well, where more support is needed, any
possible delay, what will be done, and a targeted plan where there is a concern. The back has room
for the health visitor's comments, which come home with the sheet (Integrated Review pilots).
"""

from dataclasses import replace

from ir_desktop.documents import summary_back as back
from ir_desktop.documents import summary_front as front
from ir_desktop.documents.blocks import Block, Words, para
from ir_desktop.documents.chrome import Chrome, draft_words, name_words, place_words
from ir_desktop.documents.facts import SummaryFacts, date_words, place_line, together
from ir_desktop.documents.layout import Run
from ir_desktop.documents.pages import Laid, fits, flow
from ir_desktop.documents.pen import Pen
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.text import clean
from ir_desktop.documents.tokens import DENSITIES, FOOTER, INK, ROOMY, SMALL
from ir_desktop.documents.wording import wording

__all__ = ["KIND", "SummaryFacts", "parents_summary"]

KIND = "parents_summary"


def parents_summary(facts: SummaryFacts) -> Printed:
    """Return the summary: two A4 pages, more only where the content needs them.

    The PDF's title names no child. Raises `text.MissingGlyph`, naming the field, before anything
    is made if a character cannot be printed as typed.
    """
    words = wording("summary")
    page = front.Page(facts, words, ROOMY)
    chrome = _chrome(page)
    laid = _lay_out(page, chrome)
    pen = Pen(words.say("document_title"), author=clean(facts.setting.name, "the setting’s name"))
    chrome.draw(pen, laid)
    return Printed(KIND, pen.finish(), len(laid))


def _chrome(page: front.Page) -> Chrome:
    facts = page.facts
    day = date_words(facts.signed_on or facts.printed_on)
    first = [page.say("head")]
    number = str(facts.version_number)
    if facts.version_number > 1 and facts.signed_on:
        first.append(page.say("version", version=number, day=day))
    elif facts.version_number > 1:
        first += [day, page.say("version_undated", version=number)]
    else:
        first.append(day)
    born = page.say("born", day=date_words(facts.child.date_of_birth))
    named = clean(facts.child.full_name, "the child’s name")
    later = [
        Run(named, replace(SMALL, bold=True, colour=INK)),
        Run(
            clean("\n" + "\n".join([born, *first[1 if facts.version_number > 1 else 2 :]]), ""),
            SMALL,
        ),
    ]
    phone = together(facts.setting.phone)
    return Chrome(
        name=name_words(facts.setting.name),
        place=place_words(place_line(facts.setting)),
        first=para("\n".join(first), SMALL, where="", right=True),
        later=Words(later, SMALL.leading, right=True),
        foot=para(
            page.say("foot_phone", phone=phone) if phone else page.say("foot"),
            FOOTER,
            where="the child’s name or the setting’s phone",
        ),
        draft=_mark(page),
        page_words=page.words.texts["page"],
    )


def _lay_out(page: front.Page, chrome: Chrome) -> list[Laid]:
    """Return the pages: a front and a back, each as roomy as fits it, or else run on.

    What does not fit a front and a back runs on from page to page, closer where that saves a
    page. The room left on the last page is given to lines for the health visitor's comments.
    """
    pages = [replace(page, density=density) for density in DENSITIES]
    rooms = chrome.room(0), chrome.room(1)
    for told, rest in ((_front, _back), (_front_alone, _back_with_worry)):
        fronts = [each for each in pages if fits(told(each), rooms[0])]
        backs = [each for each in pages if fits(rest(each, back.FEWEST_LINES), rooms[1])]
        if fronts and backs:
            first = flow(told(fronts[0]), chrome.room)
            left = flow(rest(backs[0], back.FEWEST_LINES), lambda _: rooms[1])[0].left
            return [*first, *flow(rest(backs[0], _lines(left)), lambda _: rooms[1])]
    run_on = [
        (each, flow([*_front(each), *_back(each, back.FEWEST_LINES)], chrome.room))
        for each in pages
    ]
    best, laid = min(run_on, key=lambda each: len(each[1]))  # of equals the first, the roomiest
    return flow([*_front(best), *_back(best, _lines(laid[-1].left))], chrome.room)


def _lines(left: float) -> int:
    return min(back.FEWEST_LINES + int(left // back.LINE_PITCH), back.MOST_LINES)


def _front(page: front.Page) -> list[Block]:
    """Return the front with the concern, if there is one, in its place before the plan."""
    opening = [*front.opening(page), *front.getting_on(page)]
    return [*opening, *front.concern(page), *front.plan(page)]


def _back(page: front.Page, lines: int) -> list[Block]:
    parts = [*back.questions(page), *back.scores(page), *back.signatures(page)]
    return [*parts, back.comments(page, lines)]


def _front_alone(page: front.Page) -> list[Block]:
    return [*front.opening(page), *front.getting_on(page), *front.plan(page)]


def _back_with_worry(page: front.Page, lines: int) -> list[Block]:
    return [*front.concern(page), *_back(page, lines)]


def _mark(page: front.Page) -> Words | None:
    if page.facts.draft:
        return draft_words(page.say("draft"), page.say("draft_means"))
    if page.facts.demo:
        return draft_words(page.say("demo"), page.say("demo_means"))
    return None
