"""Step 8: where sharing with health stands, in words, and the way to the place for it."""

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout

from ir_desktop.domain.plain import date_words
from ir_desktop.domain.progress import Step, StepState
from ir_desktop.domain.sharing import Export, ExportState, hold_words
from ir_desktop.ui.context import Place
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.cards import Card, clear
from ir_desktop.ui.widgets.lines import ticked

_TONES = {
    StepState.DONE: Tone.GOOD,
    StepState.NEEDS_A_LOOK: Tone.WATCH,
    StepState.IN_PROGRESS: Tone.ACCENT,
    StepState.NOT_STARTED: Tone.CALM,
}


class SharePage(StepPage):
    """Says how it stands. Approving and sending have a place of their own."""

    def build(self) -> Iterator[None]:
        """Keep a place for the state; say what sharing means."""
        self._banner = QVBoxLayout()
        self.body.addLayout(self._banner)
        yield
        card = Card("Before a copy leaves this laptop", icon="shield-check")
        team = self.desk.opened.health_team or "the health visiting team"
        for words in (
            "The review is signed off.",
            f"A sharing agreement with {team} is in force.",
            "The family has agreed, and you see exactly what will leave.",
        ):
            card.add(ticked(words, "minus", "soft"))  # conditions: a tick would say "met"
        card.add(
            Prose("Sharing is never needed for the check or for the family’s paper.", colour="soft")
        )
        self.body.addWidget(card)

    def refresh(self) -> None:
        """Say how it stands now."""
        clear(self._banner)
        found = next(each for each in self.desk.opened.progress.steps if each.step is Step.SHARE)
        words, detail, tone = found.words, "", _TONES[found.state]
        export = self._newest()
        if not words and not self.desk.opened.signed:
            words, detail = "Nothing can be shared yet", "The review is not signed off."
        elif not words:
            words, detail = (
                "Nothing has been shared",
                "No copy was approved. Nothing leaves by itself.",
            )
        elif export is not None:
            detail = _detail(export)
        self._banner.addWidget(Banner(tone, words, detail))
        self.desk.act_changed()

    def entered(self) -> None:
        """Put the focus on the button that leads on: there is nothing to fill in."""
        self.desk.focus_primary()

    def primary(self) -> str:
        """Return the words that lead to the place for sharing."""
        return "Go to sharing"

    def press(self) -> None:
        """Go to the place for sharing, or to the child's own part of it."""
        from ir_desktop.ui.places import ENTRIES

        if any(each.kind == "sharing" for each in ENTRIES):
            self.desk.places.go(Place("sharing", self.desk.child_id))
        else:
            self.desk.places.show_child(self.desk.child_id, "Sharing")

    def _newest(self) -> Export | None:
        exports = self.desk.opened.exports
        return next((e for e in exports if e.state is not ExportState.SUPERSEDED), None)


def _detail(export: Export) -> str:
    if export.state is ExportState.HELD and export.holds:
        return " ".join(hold_words(export))
    if export.received_at is not None:
        return f"Received on {date_words(export.received_at.date())}."
    if export.approved_at is not None:
        return f"Approved on {date_words(export.approved_at.date())}."
    return export.last_outcome
