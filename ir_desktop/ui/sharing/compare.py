"""Comparing the key of an agreement: two groups of its fingerprint, typed as they are heard.

The fingerprint is never shown: who could read it here would have nothing to compare.
"""

from collections.abc import Iterable

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from ir_desktop.errors import Problem
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing.agreement_presenter import OfferView
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.texts import LineField
from ir_desktop.ui.widgets.forms import Form

_LONGEST = 12  # characters: four letters, and the spaces or hyphens somebody puts between
_NEW_TEAM = ""


class CompareForm(Card):
    """Asks for the two groups and who read them out. `wanted` when all is filled in."""

    wanted = Signal()

    def __init__(self, view: OfferView) -> None:
        super().__init__("3. Compare the key by phone", icon="phone")
        self.typed_groups = view.groups
        first, second = view.groups
        self.add(
            Prose(
                f"Ring {view.team} on a number that you know from elsewhere, not one from this "
                f"file. Ask them to read out groups {first} and {second} of their fingerprint, "
                "and type what you hear."
            )
        )
        self.form = Form("Compare the key")
        hint = "Four letters and figures. Capitals or not does not matter."
        self.boxes = (
            self.form.add(
                "fingerprint",
                LineField(f"Group {first}", hint, letters=_LONGEST),
                need=f"Type group {first} as they read it out.",
            ),
            self.form.add(
                "second",
                LineField(f"Group {second}", letters=_LONGEST),
                need=f"Type group {second} as they read it out.",
            ),
        )
        short = QRegularExpression(f".{{0,{_LONGEST}}}")
        for each in self.boxes:
            each.box.setValidator(QRegularExpressionValidator(short, each))
            each.box.returnPressed.connect(self._submit)
        self.who = self.form.add(
            "confirmed_by",
            LineField("Who read it out", "The name of the person at the health team."),
            need="Type the name of the person at the health team who read it out.",
        )
        self.who.box.returnPressed.connect(self._submit)
        self.teams: ChoiceField[str] | None = None
        if view.teams:
            self.teams = self.form.add(
                "team",
                ChoiceField(
                    "Which health team is this?",
                    (
                        *(Option(key, name) for key, name in view.teams),
                        Option(_NEW_TEAM, f"Another one: {view.team}"),
                    ),
                ),
                need="Say which health team this agreement is with.",
            )
        self.refusal = Banner(Tone.ACT, "")
        self.refusal.hide()
        self.add(self.refusal)
        self.add(self.form)
        # It stands in the bar at the page's foot, in sight while the form scrolls.
        self.add_button = primary("Add this agreement")
        self.add_button.clicked.connect(self._submit)

    def first(self) -> QWidget:
        """Return the first box to type in."""
        return self.boxes[0].box

    def typed(self) -> dict[int, str]:
        """Return what was typed, by the groups' numbers."""
        return {
            number: box.value() for number, box in zip(self.typed_groups, self.boxes, strict=True)
        }

    def name(self) -> str:
        """Return who read it out."""
        return self.who.value()

    def team(self) -> str | None:
        """Return the id of the health team here that it belongs to; None where its name tells."""
        return (self.teams.value() or None) if self.teams is not None else None

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Say why it was not taken in. What was typed stays."""
        found = list(problems)
        wrong = any(each.field == "fingerprint" for each in found)
        self.refusal.setVisible(wrong)
        if wrong:
            self.refusal.set_words(
                "The key does not fit. The agreement was not added.",
                "Ask them to read both groups out once more. If they still do not fit, do not use "
                "this file: it may not be theirs. Ask for the agreement again by another way.",
            )
        first, second = self.typed_groups
        told = f"Groups {first} and {second} are not those of this agreement. Check both."
        self.form.problems(
            Problem(each.field, told) if each.field == "fingerprint" else each for each in found
        )

    def _submit(self) -> None:
        found = self.form.check()
        self.refusal.hide()
        self.form.problems(found)
        if not found:
            self.wanted.emit()
