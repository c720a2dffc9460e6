"""Step 4: the health prompts: what was told, by whom, and whether to follow it up."""

from collections.abc import Iterator
from typing import Any

from ir_desktop.domain.records import Source
from ir_desktop.domain.review import HealthNote
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.review.prompts import SOURCES, prompt_words
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.cards import Card, column, row
from ir_desktop.ui.widgets.fields.choices import ChecksField, Option
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import AreaField


class _Prompt(Card):
    """One prompt: the note, and with it where it comes from and whether to follow up."""

    def __init__(self, page: StepPage, topic: str) -> None:
        super().__init__()
        label, hint = prompt_words(topic)
        self.setAccessibleName(label)
        self.note = page.add_field(f"health, {topic}", AreaField(label, hint, lines=1))
        sources = [Option(each, words) for each, words in SOURCES.items()]
        self.source = page.add_field(
            f"health, {topic}, source",
            SelectField("Who told you?", sources, none="Not said"),
            told=f"{label}: who told you?",
        )
        self.source.box.setAccessibleName(f"{label}: who told you?")
        self.follow_up = page.add_field(
            f"health, {topic}, follow_up",
            ChecksField("Follow-up", (Option(True, "Follow this up"),), ""),
            told=f"{label}: follow-up",
        )
        self.follow_up.label.hide()
        self.follow_up.buttons[0].setAccessibleName(f"{label}: follow this up")
        self.note.changed.connect(self._show)
        self._kept = Source.PARENT
        if page.desk.in_line:
            line = column(self.note, self.follow_up, self.source, gap=Space.TINY)
        else:
            right = column(self.follow_up, self.source, gap=Space.TINY)
            right.addStretch(1)
            line = row(gap=Space.LARGE)
            line.addWidget(self.note, 3)
            line.addLayout(right, 2)
        self.body.addLayout(line)
        self._show()

    def _show(self) -> None:
        self.source.setVisible(not self.note.is_empty())

    def fill(self, found: HealthNote | None) -> None:
        self.note.set_value("" if found is None else found.note)
        self._kept = Source.PARENT if found is None else found.source
        self.source.set_value(self._kept)
        self.follow_up.set_value(frozenset({True} if found and found.follow_up else ()))
        self._show()

    def collect(self) -> HealthNote | None:
        follow_up = bool(self.follow_up.value())
        if self.note.is_empty() and not follow_up:
            return None
        return HealthNote(
            note=self.note.value(),
            source=self.source.value() or self._kept,
            follow_up=follow_up,
        )


class HealthPage(StepPage):
    """One card for each prompt of the local area's profile. Nothing has to be filled in."""

    def build(self) -> Iterator[None]:
        """Put the prompts on the page."""
        self.body.addWidget(
            Prose(
                "As told, in a few words. Leave out what was not talked about. You record; health "
                "decides.",
                colour="soft",
            )
        )
        self._prompts: dict[str, _Prompt] = {}
        for topic in self.desk.opened.profile.health_prompts:
            self._prompts[topic] = _Prompt(self, topic)
            self.body.addWidget(self._prompts[topic])
            yield

    def fill(self) -> None:
        """Show what is written."""
        health = self.desk.draft.content.health
        self._others = {t: note for t, note in health.items() if t not in self._prompts}
        for topic, card in self._prompts.items():
            card.fill(health.get(topic))

    def collect(self) -> dict[str, Any]:
        """Return the notes that have something in them."""
        found = {topic: card.collect() for topic, card in self._prompts.items()}
        notes = {topic: note for topic, note in found.items() if note is not None}
        return {"health": self._others | notes}
