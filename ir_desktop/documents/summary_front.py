"""The front of the parents' summary: what you told us, how the child is, and what we will do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ir_desktop.documents.blocks import Block, Rule, Stack, Words, para
from ir_desktop.documents.facts import SummaryFacts, date_words, together
from ir_desktop.documents.frames import Box, Cell, Headed, Row, Table, Tag, WriteLines
from ir_desktop.documents.shapes import Shape
from ir_desktop.documents.tokens import (
    ACCENT,
    CONTENT_WIDTH,
    ITEM,
    LINE,
    LONG_TITLE,
    SECTION,
    SMALL,
    SOFT,
    TAG,
    TINT,
    TINT_LINE,
    TITLE,
    WELL,
    Density,
    Style,
    Tone,
)
from ir_desktop.documents.wording import Wording
from ir_desktop.domain.ages import age_in_months_days
from ir_desktop.domain.people import Sex
from ir_desktop.domain.plain import age_words, possessive
from ir_desktop.domain.review import Action, AreaNote, Judgement, PrimeArea

_TAGS = {
    Judgement.GOING_WELL: (Shape.TICK_CIRCLE, Tone.GOOD),
    Judgement.LITTLE_HELP: (Shape.TRIANGLE, Tone.WATCH),
    Judgement.MORE_HELP: (Shape.DIAMOND, Tone.WATCH),
    Judgement.POSSIBLE_DELAY: (Shape.OCTAGON, Tone.ACT),
}
_COLUMNS = ((0.0, 0.585), (0.622, 0.17), (0.813, 0.187))  # what, who, by when


@dataclass(frozen=True, slots=True)
class Page:
    """What every part needs: the facts, the wording and how closely to set it."""

    facts: SummaryFacts
    words: Wording
    density: Density

    def say(self, key: str, **values: str) -> str:
        """Return a text of the wording; {child}, {childs} and {her} are always known."""
        child = self.facts.child
        her = {Sex.FEMALE: "her_female", Sex.MALE: "her_male"}.get(child.sex, "her_other")
        known = {
            "child": child.called,
            "childs": possessive(child.called),
            "her": self.words.texts[her],
        }
        return self.words.say(key, **{**known, **values})

    def section(self, key: str, **values: str) -> Words:
        """Return a section's heading."""
        return para(
            self.say(key, **values),
            SECTION,
            where="the child’s name",
            before=self.density.section_gap,
            keep_next=True,
        )

    def text(
        self,
        text: str,
        where: str,
        *,
        lead: str = "",
        before: float = 0,
        style: Style | None = None,
        keep_next: bool = False,
    ) -> Words:
        """Return running text, after a lead in bold if there is one."""
        body = style or self.density.body
        return para(
            text,
            body,
            where=where,
            lead=lead,
            lead_style=replace(body, bold=True),
            before=before,
            keep_next=keep_next,
        )


def opening(page: Page) -> Iterator[Block]:
    """Yield the title, when we talked, and the box of what the parents told us."""
    facts = page.facts
    title = para(page.say("title"), TITLE, where="the child’s name")
    if len(title.lines(CONTENT_WIDTH)) > 1:
        title = para(page.say("title"), LONG_TITLE, where="the child’s name")
    yield title
    held = facts.content.held_on
    day = held or facts.signed_on or facts.printed_on
    age = age_words(age_in_months_days(facts.child.date_of_birth, day))
    line = page.say("talked" if held else "wrote", day=date_words(day), age=age)
    soft = replace(page.density.body, colour=SOFT)
    yield para(line, soft, where="the child’s name", before=2)
    yield _told_us(page)


def _told_us(page: Page) -> Block:
    check = page.facts.content.progress_check
    head = Style(ITEM.size, ITEM.leading, bold=True, colour=ACCENT)
    view = check.parents_view.strip() if check else ""
    parts: list[Block] = []
    if check and view:
        parts.append(para(page.say("told_us"), head, where="", keep_next=True))
        parts.append(page.text(view, "the parents’ view", before=2))
        if who := check.parents_view_from.strip():
            told = page.say("told_by", who=who)
            parts.append(para(told, SMALL, where="who gave the parents’ view", before=2))
    else:
        parts.append(para(page.say("tell_us"), head, where="", keep_next=True))
        parts.append(page.text(page.say("tell_us_text"), "", before=2, keep_next=True))
        parts.append(WriteLines(2, after=6))
    if check and (voice := check.childs_voice.strip()):
        lead = page.say("child_shows")
        parts.append(page.text(voice, "the child’s voice", lead=lead, before=6))
    gap = page.density.item_gap + 5
    return Box(Stack(parts), WELL, LINE, page.density.box_pad, before=gap, bar=True)


def getting_on(page: Page) -> Iterator[Block]:
    """Yield the three prime areas, each with its judgement and what comes next."""
    check = page.facts.content.progress_check
    yield page.section("getting_on")
    for number, area in enumerate(PrimeArea):
        note = (check.areas.get(area) if check else None) or AreaNote()
        if number:
            yield Rule(before=page.density.item_gap, keep_next=True)
        yield from _area(page, area, note)


def _area(page: Page, area: PrimeArea, note: AreaNote) -> Iterator[Block]:
    name = page.say(f"area_{area.value}")
    gap = page.density.item_gap
    heading = para(name, ITEM, where="")
    yield Headed(heading, _tag(page, note.judgement), before=gap)
    strengths = note.strengths.strip()
    if strengths:
        yield page.text(strengths, f"what is going well in “{name}”", before=3)
    else:
        soft = replace(page.density.body, colour=SOFT)
        yield page.text(page.say("not_written"), "", before=3, style=soft)
    for heading_text, text in note.aspects.items():
        if text.strip():
            lead = heading_text.replace("_", " ").capitalize() + ":"
            yield page.text(text.strip(), f"the aspects of “{name}”", lead=lead)
    for key, text in (
        ("next", note.next_steps),
        ("here", note.support_in_setting),
        ("home", note.support_at_home),
    ):
        if text.strip():
            yield page.text(text.strip(), f"“{page.say(key)}” in “{name}”", lead=page.say(key))


def _tag(page: Page, judgement: Judgement | None) -> Tag | None:
    if judgement is None:
        return None
    shape, tone = _TAGS[judgement]
    words = para(page.say(f"judgement_{judgement.value}"), replace(TAG, colour=tone.ink), where="")
    return Tag(shape, words, tone)


def concern(page: Page) -> Iterator[Block]:
    """Yield the concern and the targeted plan, nothing if there is neither."""
    check = page.facts.content.progress_check
    if check is None or not (check.concern.strip() or check.targeted_plan.strip()):
        return
    yield page.section("concern")
    gap = 4.0
    if check.concern.strip():
        yield page.text(check.concern.strip(), "the concern", before=gap)
    if check.targeted_plan.strip():
        plan = check.targeted_plan.strip()
        yield page.text(plan, "the targeted plan", lead=page.say("plan"), before=gap)


def plan(page: Page) -> Iterator[Block]:
    """Yield the table of who does what by when, and the follow-up box."""
    actions = page.facts.content.actions
    yield page.section("do")
    if actions:
        cells = [
            Cell(para(page.say(key), SMALL, where=""), left, share)
            for key, (left, share) in zip(("what", "who", "when"), _COLUMNS, strict=True)
        ]
        rows = [_action_row(page, number, each) for number, each in enumerate(actions, 1)]
        yield Table(Row(cells, pad=3, ruled=True), rows, before=1)
    else:
        key = "no_actions_yet" if page.facts.draft else "no_actions"
        soft = replace(page.density.body, colour=SOFT)
        yield page.text(page.say(key), "", before=4, style=soft)
    yield _follow_up(page)


def _action_row(page: Page, number: int, action: Action) -> Row:
    body = page.density.body
    where = f"action {number}"
    what: list[Block] = [page.text(action.what.strip(), where)]
    for key, text in (("aim", action.goal), ("measure", action.measure), ("result", action.result)):
        if text.strip():
            what.append(page.text(text.strip(), where, lead=page.say(key), style=SMALL))
    if action.done_on:
        when = page.say("done", day=date_words(action.done_on))
    else:
        when = date_words(action.due) if action.due else action.when.strip()
    parts: tuple[Block, ...] = (
        Stack(what),
        para(action.owner.strip(), replace(body, bold=True), where=f"who does {where}"),
        para(when, body, where=f"when {where} is due"),
    )
    cells = [Cell(part, left, share) for part, (left, share) in zip(parts, _COLUMNS, strict=True)]
    return Row(cells, pad=page.density.item_gap * 0.7, ruled=True)


def _follow_up(page: Page) -> Block:
    facts = page.facts
    person, phone = facts.key_person.strip(), together(facts.setting.phone)
    day = facts.content.follow_up_on
    whom = "both" if person and phone else "person" if person else "phone" if phone else "us"
    line = page.say(f"worried_{'then_' if day else ''}{whom}", person=person, phone=phone)
    lead = page.say("meet_again", day=date_words(day)) if day else ""
    words = page.text(line, "the key person’s name or the setting’s phone", lead=lead)
    gap = page.density.section_gap * 0.8
    return Box(Stack([words]), TINT, TINT_LINE, page.density.box_pad, before=gap)
