"""Step 5: the meeting, what was found, where views differ, and what to ask health."""

from collections.abc import Iterator
from typing import Any

from ir_desktop.ui.review.needs_card import NeedsCard
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.review.prompts import MODELS
from ir_desktop.ui.review.questions_card import QuestionsCard
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.fields.choices import ChecksField, ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField


class ConclusionsPage(StepPage):
    """Who met and when, then the conclusions."""

    def build(self) -> Iterator[None]:
        """Put the meeting, the needs, the differences and the questions on the page."""
        self._meeting()
        yield
        self.needs = NeedsCard(self)
        self.body.addWidget(self.needs)
        yield
        card = Card("Where views differ", icon="users")
        self.discrepancies = self.add_field(
            "discrepancies",
            AreaField(
                "What was seen differently, and what you agreed",
                "At home and here a child may show different things. Both count.",
                optional=True,
            ),
        )
        card.add(self.discrepancies)
        self.body.addWidget(card)
        yield
        self.questions = QuestionsCard(self)
        self.body.addWidget(self.questions)

    def _meeting(self) -> None:
        opened = self.desk.opened
        card = Card("The meeting", icon="calendar-days")
        self.held_on = self.add_field("held_on", DateField("When was it held?"))
        self.place = self.add_field("place", LineField("Where?", optional=True))
        known = dict.fromkeys(
            name
            for name in (*opened.carers, opened.key_person, opened.child.named_health_visitor)
            if name
        )
        self._known = tuple(known)
        roles = {each.carer.name: each.link.relationship for each in opened.family}
        roles.setdefault(opened.key_person, "key person")
        roles.setdefault(opened.child.named_health_visitor, "health visitor")
        people = [Option(each, f"{each} ({roles[each]})") for each in self._known]
        self.people = self.add_field("attended, known", ChecksField("Who was there?", people))
        if not people:
            self.people.hide()
        label = "Who else?" if people else "Who was there?"
        self.others = self.add_field(
            "attended",
            AreaField(label, "One name a line, with what they do.", optional=True, lines=1),
        )
        models = [Option(each, *words) for each, words in MODELS.items()]
        self.model = self.add_field("model", ChoiceField("How is this review done?", models))
        for field in (self.held_on, self.place, self.people, self.others, self.model):
            card.add(field)
        self.body.addWidget(card)

    def fill(self) -> None:
        """Show what is written; a meeting that was booked and is past is offered as its day."""
        content = self.desk.draft.content
        self.model.set_value(content.model)
        self.held_on.set_value(content.held_on)
        self.place.set_value(content.place)
        there = set(content.attended)
        self.people.set_value(frozenset(there & set(self._known)))
        others = [each for each in content.attended if each not in self._known]
        self.others.set_value("\n".join(others))
        self.needs.fill(content.needs)
        self.discrepancies.set_value(content.discrepancies)
        self.questions.fill(content.questions)
        review = self.desk.opened.review
        planned = None if review is None else review.planned_on
        if content.held_on is None and planned and planned <= self.desk.opened.today:
            self.held_on.set_value(planned)

    def accepted(self) -> None:
        """Take the day that is offered, where nobody chose another."""
        if not self.desk.opened.signed:
            self.write()

    def collect(self) -> dict[str, Any]:
        """Return the meeting and its conclusions."""
        there = [each for each in self._known if each in self.people.value()]
        typed = [line.strip() for line in self.others.value().splitlines() if line.strip()]
        unread = bool(self.held_on.own_problem())
        held_on = self.desk.draft.content.held_on if unread else self.held_on.value()
        return {
            "model": self.model.value() or self.desk.draft.content.model,
            "held_on": held_on,
            "place": self.place.value(),
            "attended": tuple(dict.fromkeys((*there, *typed))),
            "needs": self.needs.collect(),
            "discrepancies": self.discrepancies.value(),
            "questions": self.questions.collect(),
        }
