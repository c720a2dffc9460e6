"""The parts of the invitation, in the order in which they are read."""

from collections.abc import Iterator
from dataclasses import dataclass

from ir_desktop.documents.blocks import Block, Stack, Words, para
from ir_desktop.documents.facts import InvitationFacts, together
from ir_desktop.documents.frames import Box, Bullet, Cell, Row
from ir_desktop.documents.tokens import (
    ACCENT,
    CONTENT_WIDTH,
    ITEM,
    LONG_TITLE,
    LONGER_TITLE,
    TINT,
    TINT_LINE,
    Density,
    Style,
)
from ir_desktop.documents.wording import Wording
from ir_desktop.domain.plain import list_words, possessive, weekday_date

_NAME = "the child’s name"
_HEAD = Style(ITEM.size, ITEM.leading, bold=True, colour=ACCENT)


@dataclass(frozen=True, slots=True)
class Letter:
    """What every part needs: the facts, the wording, how closely to set it, and `which`.

    `which` names the letter among many (``letter 3 of 50``), empty for one alone.
    """

    facts: InvitationFacts
    words: Wording
    density: Density
    which: str = ""

    def say(self, key: str, **values: str) -> str:
        """Return a text of the wording; {child}, {childs} and {person} are always known."""
        called = self.facts.child.called
        known = {
            "child": called,
            "childs": possessive(called),
            "person": self.facts.key_person.strip(),
        }
        return self.words.say(key, **{**known, **values})

    def where(self, field: str) -> str:
        """Return a field's name in words, with the letter it is in."""
        return f"{self.which}, {field}" if self.which else field

    def text(self, text: str, field: str, *, lead: str = "", before: float = 0) -> Words:
        """Return running text, after a lead in bold if there is one."""
        body = self.density.body
        strong = self.density.strong
        where = self.where(field)
        return para(text, body, where=where, lead=lead, lead_style=strong, before=before)

    def heading(self, key: str) -> Words:
        """Return the heading of a part."""
        gap = self.density.item_gap + 3
        return para(self.say(key), _HEAD, where="", before=gap, keep_next=True)


def address_words(letter: Letter, style: Style) -> Words:
    """Return what shows in the envelope's window: the carers and the address, nothing else."""
    facts = letter.facts
    names = list(facts.carer_names) or [letter.say("family_of", child_full=facts.child.full_name)]
    lines = [line.strip() for line in (*names, *facts.address_lines) if line.strip()]
    return para("\n".join(lines), style, where=letter.where("the name or address"))


def body(letter: Letter) -> Iterator[Block]:
    """Yield the letter from its greeting to its signature."""
    facts = letter.facts
    names = list_words([name.strip() for name in facts.carer_names if name.strip()])
    gap = letter.density.item_gap
    dear = letter.say("dear", names=names) if names else letter.say("dear_family")
    yield letter.text(dear, "the carers’ names")
    yield _title(letter, LONG_TITLE)
    yield letter.text(letter.say("why"), _NAME, before=gap * 0.6)
    yield _meeting(letter)
    yield letter.heading("happens")
    happens = [letter.say(f"happens_{number}") for number in (1, 2, 3)]
    if team := facts.health_team.strip():
        happens.append(letter.say("happens_share", team=team))
    yield from _bullets(letter, happens, "the child’s name or the health team’s")
    yield letter.heading("form")
    yield letter.text(letter.say("form_text"), _NAME, before=1)
    yield from _bring(letter)
    yield letter.heading("answer")
    yield _answer(letter)
    yield letter.text(letter.say("close"), "", before=gap)
    yield _signed(letter)


def _title(letter: Letter, style: Style) -> Words:
    gap = letter.density.item_gap
    words = para(letter.say("title"), style, where=letter.where(_NAME), before=gap)
    if style is LONG_TITLE and len(words.lines(CONTENT_WIDTH)) > 1:
        return _title(letter, LONGER_TITLE)
    return words


def _bullets(letter: Letter, items: list[str], field: str) -> Iterator[Block]:
    for number, item in enumerate(items):
        yield Bullet(letter.text(item, field), 14, letter.density.body, before=1 if number else 2)


def _bring(letter: Letter) -> Iterator[Block]:
    """Yield what to bring, with the offer of an interpreter beside it."""
    items = [letter.say(f"bring_{number}") for number in (1, 2, 3)]
    heading = letter.heading("bring")
    bring = [heading, *_bullets(letter, items, _NAME)]
    if not letter.facts.interpreter_offer:
        yield from bring
        return
    offer = [
        letter.heading("interpreter"),
        letter.text(letter.say("interpreter_text"), "", before=1),
    ]
    cells = (Cell(Stack(bring), 0, 0.52), Cell(Stack(offer), 0.57, 0.43))
    yield Row(cells, before=heading.before)


def _meeting(letter: Letter) -> Block:
    day = letter.facts.planned_on
    if day:
        together_day = weekday_date(day).replace(" ", "\u00a0")
        lead = letter.say("when_day", day=together_day)
        line = letter.say("when_other")
    else:
        lead, line = letter.say("when_ask"), letter.say("when_ask_text")
    parts: list[Block] = [letter.text(line, "", lead=lead)]
    if letter.facts.key_person.strip():
        parts.append(letter.text(letter.say("with"), "the key person’s name", before=2))
    gap = letter.density.item_gap + 2
    return Box(Stack(parts), TINT, TINT_LINE, letter.density.box_pad * 0.8, before=gap)


def _answer(letter: Letter) -> Block:
    setting = letter.facts.setting
    phone = together(setting.phone)
    person = letter.facts.key_person.strip()
    whom = "both" if phone and person else "phone" if phone else "person" if person else "us"
    line = letter.say(f"answer_{whom}", phone=phone)
    if setting.email.strip():
        line = f"{line} {letter.say('answer_email')}"
    return letter.text(line, "the setting’s phone", before=1)


def _signed(letter: Letter) -> Block:
    strong = letter.density.strong
    gap = letter.density.item_gap * 0.5
    name = letter.facts.setting.name
    person = letter.facts.key_person.strip()
    where = letter.where("the key person’s name or the setting’s")
    return para(f"{person}, {name}" if person else name, strong, where=where, before=gap)
