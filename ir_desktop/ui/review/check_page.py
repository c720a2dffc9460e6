"""Step 3: the progress check at age two, with the parents' view and the child's voice."""

from collections.abc import Iterator
from typing import Any

from ir_desktop.domain.review import PrimeArea, ProgressCheck
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.area_card import AreaCard
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.fields.base import Field
from ir_desktop.ui.widgets.fields.choices import ChecksField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField


class CheckPage(StepPage):
    """What is written here is the law's short summary, so it says in few words what to write."""

    def build(self) -> Iterator[None]:
        """Put the areas, the voices, the concern and the giving on the page."""
        name = self.desk.opened.child.called
        self.body.addWidget(
            Prose(
                "Short and in plain words: the family reads it. Your own judgement counts more "
                "than any score.",
                colour="soft",
            )
        )
        self.areas: dict[PrimeArea, AreaCard] = {}
        for area in PrimeArea:
            self.areas[area] = AreaCard(self, area, name)
            self.body.addWidget(self.areas[area])
            yield
        self._voices(name)
        yield
        self._concern(name)
        yield
        self._given()

    def _put(self, card: Card, name: str, field: Field[Any]) -> None:
        self.add_field(f"progress_check, {name}", field)
        card.add(field)

    def _voices(self, name: str) -> None:
        card = Card("Voices", icon="message-circle")
        self._put(
            card,
            "parents_view",
            AreaField("The parents’ view", "What they see at home, as they say it."),
        )
        self._put(card, "parents_view_from", LineField("Who said so?", optional=True))
        self._put(
            card,
            "childs_voice",
            AreaField(f"{name}’s own voice", f"What {name} shows, likes and chooses.", lines=2),
        )
        self.body.addWidget(card)

    def _concern(self, name: str) -> None:
        card = Card("Is anything worrying you?", icon="triangle-alert", colour="watch")
        words = f"If {name} may be in danger now, ring now. Never write it here and wait."
        detail = (
            "Immediate harm is a telephone call now, never a queued message: nothing "
            "written here reaches anybody by itself."
        )
        card.add(Banner(Tone.ACT, words, detail))
        self._put(
            card,
            "concern",
            AreaField(
                "The concern", "What you see that may point to a delay or a need.", optional=True
            ),
        )
        self._put(
            card,
            "targeted_plan",
            AreaField(
                "The targeted plan",
                "Who else will help, such as your SENCO, and how.",
                optional=True,
            ),
        )
        self.body.addWidget(card)

    def _given(self) -> None:
        card = Card("The day, and the summary for the family", icon="file-text")
        self._put(
            card,
            "observed_on",
            DateField("When was this written or agreed?", "The day it is about."),
        )
        self._put(
            card,
            "summary_given_on",
            DateField("When was the summary given to the family?", optional=True),
        )
        self._put(card, "summary_given_to", LineField("To whom?", optional=True))
        signed = ChecksField("Signature", (Option(True, "They have signed it on paper"),), "")
        signed.label.hide()
        self._put(card, "signed_on_paper", signed)
        self.body.addWidget(card)

    def fill(self) -> None:
        """Show what is written."""
        check = self.desk.draft.content.progress_check or ProgressCheck()
        for area, card in self.areas.items():
            card.fill(check.areas.get(area))
        for name, field in self._plain().items():
            value: Any = getattr(check, name)
            field.set_value(frozenset({True} if value else ()) if value in (True, False) else value)

    def collect(self) -> dict[str, Any]:
        """Return the progress check as it stands, or none where nothing is written."""
        values = {name: field.value() for name, field in self._plain().items()}
        values["signed_on_paper"] = bool(values["signed_on_paper"])
        notes = {area: card.collect() for area, card in self.areas.items()}
        made = ProgressCheck(
            areas={area: note for area, note in notes.items() if note is not None}, **values
        )
        return {"progress_check": None if made == ProgressCheck() else made}

    def _plain(self) -> dict[str, Field[Any]]:
        """Return the fields that stand for the check's own, by its names."""
        return {
            name.removeprefix("progress_check, "): field
            for name, field in self.fields.items()
            if name.count(", ") == 1
        }
