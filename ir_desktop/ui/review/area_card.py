"""One prime area of the progress check: what is seen, what comes next, and the judgement."""

from ir_desktop.domain.review import PRIME_AREA_WORDS, AreaNote, Judgement, PrimeArea
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.page import StepPage, beside
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.texts import AreaField

ASPECTS = {
    PrimeArea.COMMUNICATION: ("Listening, attention and understanding", "Speaking"),
    PrimeArea.PHYSICAL: ("Gross motor skills", "Fine motor skills"),
    PrimeArea.PERSONAL: ("Self-regulation", "Managing self", "Building relationships"),
}
"""The aspects of each prime area (EYFS 2025); at two they are headings only."""

JUDGEMENTS = (
    Option(Judgement.GOING_WELL, "Going well", "As you would hope at this age."),
    Option(Judgement.LITTLE_HELP, "A little extra help", "You and the family can give it."),
    Option(Judgement.MORE_HELP, "More help", "Ask your SENCO or another person to plan it."),
    Option(
        Judgement.POSSIBLE_DELAY,
        "Possible delay",
        "Somebody with health or special needs knowledge should look.",
    ),
)

_TEXTS = (
    ("strengths", "What {name} does well", "What you see {name} do, in a few plain sentences."),
    ("next_steps", "What comes next", "What {name} is learning next."),
    ("support_in_setting", "How you will help here", "What you will do, and when."),
    ("support_at_home", "What helps at home", "What you agreed with the family."),
)


class AreaCard(Card):
    """The fields of one area, which write with their page."""

    def __init__(self, page: StepPage, area: PrimeArea, name: str) -> None:
        words = PRIME_AREA_WORDS[area]
        super().__init__("")
        self.setAccessibleName(words)
        self.area = area
        self.add(Prose(words, Type.CARD_TITLE))
        key = f"progress_check, {area}"
        self.texts = {
            field: page.add_field(
                f"{key}, {field}",
                AreaField(label.format(name=name), hint.format(name=name), lines=3),
                told=f"{words}: {label.format(name=name)}",
            )
            for field, label, hint in _TEXTS
        }
        for field in self.texts.values():
            field.box.setAccessibleName(f"{words}: {field.name()}")
        does, then, here, home = self.texts.values()
        for pair in ((does, then), (here, home)):
            self.body.addLayout(beside(*pair, in_line=page.desk.in_line))
        self.judgement = page.add_field(
            f"{key}, judgement",
            ChoiceField("Your judgement", JUDGEMENTS),
            told=f"{words}: your judgement",
        )
        self.judgement.group.setAccessibleName(f"{words}: your judgement")
        self.add(self.judgement)
        self.more = Disclosure("Write by aspect as well")
        self.more.head.setAccessibleName(f"{words}: write by aspect as well")
        self._aspects = {
            aspect: page.add_field(
                f"{key}, aspects, {aspect}", AreaField(aspect, optional=True, lines=2)
            )
            for aspect in ASPECTS[area]
        }
        for field in self._aspects.values():
            self.more.body.addWidget(field)
        self._others: dict[str, str] = {}
        self.add(self.more)

    def fill(self, note: AreaNote | None) -> None:
        """Show what is written."""
        found = note or AreaNote()
        for name, field in self.texts.items():
            field.set_value(getattr(found, name))
        self.judgement.set_value(found.judgement)
        for aspect, field in self._aspects.items():
            field.set_value(found.aspects.get(aspect, ""))
        # Aspects that another program named stay as they are.
        self._others = {
            name: text for name, text in found.aspects.items() if name not in self._aspects
        }
        self.more.set_open(any(found.aspects.get(each) for each in self._aspects))

    def collect(self) -> AreaNote | None:
        """Return what stands here, or None for nothing at all."""
        aspects = {name: field.value() for name, field in self._aspects.items() if field.value()}
        made = AreaNote(
            **{name: field.value() for name, field in self.texts.items()},
            judgement=self.judgement.value(),
            aspects=self._others | aspects,
        )
        return None if made == AreaNote() else made
