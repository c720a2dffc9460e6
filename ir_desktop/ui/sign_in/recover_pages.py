"""The pages on which a manager comes back in with the recovery code."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.ui.first_run import presenter
from ir_desktop.ui.first_run.page import FormPage, StepPage
from ir_desktop.ui.first_run.strength import StrengthMeter
from ir_desktop.ui.first_run.weighing import Weighing
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sign_in import recover_words as words
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, row
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.texts import LineField, PasswordField

if TYPE_CHECKING:
    from ir_desktop.services.recovery import Recovered

CODE = "recovery_code"
"""What problems with the code call its field."""

_LETTERS = 38  # of the code with its dashes, and some room


class CodePage(FormPage):
    """The code from the sheet."""

    def __init__(self) -> None:
        super().__init__(words.FORGOTTEN, "Use your recovery code", "Open the records")
        self.body.addWidget(Prose(words.CODE_INTRO))
        self.code = self.form.add(
            CODE,
            LineField("Recovery code", words.CODE_HINT, letters=_LETTERS),
            need="Type the recovery code from the sheet.",
        )
        self.offer(CODE)
        self.body.addWidget(Prose(words.NOT_A_MANAGER, colour="soft"))


class LockedPage(StepPage):
    """The computer's password store is locked. `submitted` tries again; `without` goes on."""

    without = Signal()

    def __init__(self) -> None:
        super().__init__(words.FORGOTTEN, words.LOCKED_TITLE, "Try again")
        card = Card()
        for each in words.LOCKED:
            card.add(Prose(each))
        self.go_on = secondary("Go on without it")
        self.go_on.clicked.connect(self._go_on)
        card.body.addLayout(row(self.go_on, None))
        self.body.addWidget(card)

    def _go_on(self) -> None:
        if not self.busy:
            self.without.emit()


class ChoosePage(FormPage):
    """A new password for a manager. `weighing` asks how strong one is."""

    weighing = Signal(str)

    def __init__(self, opened: "Recovered") -> None:
        super().__init__(words.FORGOTTEN, "Choose a new password", "Save it and sign in")
        self.opened, self.alone, self.managers = opened, opened.alone, list(opened.managers)
        told = presenter.protects(opened.keyring)
        tone = Tone.GOOD if told.helped else Tone.WATCH
        first = "password"
        if len(self.managers) > 1:
            first = "staff"
            names = [Option(each.id, each.name) for each in self.managers]
            self.form.add("staff", ChoiceField("Who are you?", names), need="Choose who you are.")
        else:
            self.form.add_part(Prose(f"For {self.managers[0].name}, the manager of these records."))
        self.password = self.form.add(
            "password", PasswordField("New password", words.CHOOSE_HINT), need="Type a password."
        )
        self.meter = StrengthMeter()
        self.form.add_part(self.meter)
        self.weighed = Weighing(self.password, self.meter)
        self.weighed.wanted.connect(self.weighing)
        self.body.addWidget(Banner(tone, told.title, told.words))
        self.offer(first)

    @property
    def staff_id(self) -> str:
        """Whose password it is."""
        if len(self.managers) == 1:
            return self.managers[0].id
        return str(self.form.value("staff"))


class DonePage(StepPage):
    """The new password counts; `colleagues` are the names of those who need one too.

    `staff_wanted` to give them one now.
    """

    staff_wanted = Signal()

    def __init__(self, name: str, colleagues: Sequence[str]) -> None:
        super().__init__(words.FORGOTTEN, "Your new password is set", "Go on", first=True)
        banner = Banner(Tone.GOOD, f"You are signed in as {name}", "")
        card = Card("Good to know")
        parts: list[QWidget] = [Prose(each) for each in words.DONE]
        if colleagues:
            parts.insert(1, Prose(words.colleagues_words(colleagues)))
        for each in parts:
            card.add(each)
        if colleagues:
            self.staff = secondary("Give them new passwords", icon="users")
            self.staff.clicked.connect(self.staff_wanted)
            card.body.addLayout(row(self.staff, None))
        self.body.addWidget(banner)
        self.body.addWidget(card)
