"""The back of the parents' summary: questions, the form's scores, signatures and the answer."""

from collections.abc import Iterator
from dataclasses import replace

from ir_desktop.documents.blocks import Block, Stack, para
from ir_desktop.documents.facts import date_words
from ir_desktop.documents.frames import Box, Bullet, Cell, Row, Table, WriteLines
from ir_desktop.documents.shapes import Shape
from ir_desktop.documents.summary_front import Page
from ir_desktop.documents.tokens import (
    ACCENT,
    CONTROL,
    ITEM,
    SMALL,
    SOFT,
    WHITE,
    Style,
    Tone,
)
from ir_desktop.domain.ages import Age
from ir_desktop.domain.asq3 import Area, Zone
from ir_desktop.domain.plain import age_words
from ir_desktop.domain.review import AreaScore, Asq3Scores, PrimeArea

FEWEST_LINES = 3
"""Lines for the health visitor's comments on a full sheet."""

MOST_LINES = 11
LINE_PITCH = 23.0

_COLUMNS = ((0.0, 0.335), (0.345, 0.23), (0.58, 0.11), (0.70, 0.30))
_SIGN_COLUMNS = ((0.0, 0.31), (0.33, 0.15), (0.52, 0.31), (0.85, 0.15))


def questions(page: Page) -> Iterator[Block]:
    """Yield the questions for the health visitor, those we are unsure of first."""
    asked = [each for each in page.facts.content.questions if each.text.strip()]
    if not asked:
        return
    yield page.section("questions")
    body = page.density.body
    asked.sort(key=lambda each: not each.unsure)
    for number, each in enumerate(asked, 1):
        lead = page.say("unsure") if each.unsure else ""
        words = page.text(each.text.strip(), f"question {number}", lead=lead)
        shape = Shape.TRIANGLE if each.unsure else None
        last_but_one = number == len(asked) - 1  # so that no question stands on a page alone
        yield Bullet(words, 20, body, shape, Tone.WATCH, before=4, keep_next=last_but_one)


def scores(page: Page) -> Iterator[Block]:
    """Yield the ASQ-3 scores as a small plain table, the national band first."""
    found = page.facts.scores
    if found is None:
        return
    yield page.section("asq3")
    yield para(_about_form(page, found), SMALL, where="the child’s name", before=3, keep_next=True)
    head = [
        Cell(para(page.say(key), SMALL, where=""), left, share)
        for key, (left, share) in zip(
            ("asq3_area", "asq3_band", "asq3_score", "asq3_zone"), _COLUMNS, strict=True
        )
    ]
    rows = [_score_row(page, area, found.areas[area]) for area in Area if area in found.areas]
    yield Table(Row(head, pad=2.5, ruled=True), rows, before=3, keep_next=True)
    yield para(page.say("asq3_communication_note"), SMALL, where="", before=5)


def _about_form(page: Page, found: Asq3Scores) -> str:
    months = str(found.questionnaire)
    record = page.facts.content.asq3
    if record:
        sentences = [
            page.say(
                "asq3_text",
                months=months,
                day=date_words(record.completed_on),
                age=age_words(Age(found.months, found.days)),
            )
        ]
    else:
        sentences = [page.say("asq3_text_undated", months=months)]
    if found.corrected:
        sentences.append(page.say("asq3_corrected"))
    if not found.in_window:
        sentences.append(page.say("asq3_outside"))
    return " ".join(sentences)


def _score_row(page: Page, area: Area, score: AreaScore) -> Row:
    body = Style(10.5, 14)
    figure = "" if score.score is None else page.say("asq3_of", score=f"{score.score:g}")
    parts = (
        para(page.say(f"asq3_area_{area.value}"), body, where=""),
        para(page.say(f"asq3_band_{score.band.value}"), replace(body, bold=True), where=""),
        para(figure, body, where=""),
        para(_zone(page, area, score), replace(body, colour=SOFT), where=""),
    )
    cells = [Cell(part, left, share) for part, (left, share) in zip(parts, _COLUMNS, strict=True)]
    return Row(cells, pad=3, ruled=True)


def _zone(page: Page, area: Area, score: AreaScore) -> str:
    """Return the zone in words.

    A communication score on schedule never stands for "no concern": scores alone overestimate
    language (DOMAIN "ASQ-3"), so the reader is sent to the practitioner's judgement instead.
    """
    if area is Area.COMMUNICATION and score.zone is Zone.ON_SCHEDULE:
        name = page.say(f"area_{PrimeArea.COMMUNICATION.value}")
        return page.say("asq3_communication_zone", area=name)
    zone = page.say(f"asq3_zone_{score.zone.value}")
    if score.zone_confirmed or score.zone is Zone.NOT_SCORED:
        return zone
    return page.say("asq3_unconfirmed", zone=zone)


def signatures(page: Page) -> Iterator[Block]:
    """Yield who wrote it, and lines for the setting and a parent to sign."""
    facts = page.facts
    yield page.section("signed")
    if author := facts.author.strip():
        if facts.signed_on:
            line = page.say("written_by", author=author, day=date_words(facts.signed_on))
        else:
            line = page.say("written_by_undated", author=author)
        yield page.text(line, "the author’s name", before=2, keep_next=True)
    labels = (
        page.say("sign_setting"),
        page.say("sign_date"),
        page.say("sign_parent"),
        page.say("sign_date"),
    )
    cells = [
        Cell(
            Stack([WriteLines(1, 26), para(label, SMALL, where="", before=2)]),
            left,
            share,
        )
        for label, (left, share) in zip(labels, _SIGN_COLUMNS, strict=True)
    ]
    yield Row(cells)


def comments(page: Page, lines: int) -> Block:
    """Return the box that the health visitor writes in, with that many lines."""
    head = Style(ITEM.size, ITEM.leading, bold=True, colour=ACCENT)
    text = page.say("comments_text", setting=page.facts.setting.name)
    named = [
        Cell(
            Stack([WriteLines(1, LINE_PITCH), para(page.say(key), SMALL, where="", before=2)]),
            left,
            share,
        )
        for key, left, share in (
            ("comments_name", 0.0, 0.42),
            ("comments_phone", 0.46, 0.3),
            ("sign_date", 0.8, 0.2),
        )
    ]
    inside: list[Block] = [
        para(page.say("comments"), head, where="", keep_next=True),
        para(text, SMALL, where="the setting’s name", before=1, keep_next=True),
        WriteLines(lines, LINE_PITCH, keep_next=True),
        Row(named, before=4),
    ]
    gap = page.density.section_gap
    return Box(Stack(inside), WHITE, CONTROL, page.density.box_pad, before=gap)
