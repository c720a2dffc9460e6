"""The page on which somebody chooses the password, with what helps to protect the records."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ir_desktop.ui.first_run import presenter
from ir_desktop.ui.first_run.page import FormPage
from ir_desktop.ui.first_run.presenter import Step, Who
from ir_desktop.ui.first_run.strength import StrengthMeter
from ir_desktop.ui.first_run.weighing import Weighing
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.cards import clear
from ir_desktop.ui.widgets.fields.texts import LineField, PasswordField


class PasswordPage(FormPage):
    """A name where it is not known yet, and a password. `weighing` asks how strong it is."""

    weighing = Signal(str)

    def __init__(self, who: Who) -> None:
        nursery = who is Who.NURSERY
        title = "Your name and a password" if nursery else "Choose a password"
        super().__init__(Step.PASSWORD, title, "Make my records")
        self.protection = QVBoxLayout()
        self.protection.addWidget(Prose(presenter.LOOKING, colour="soft"))
        self.alone = True
        if nursery:
            self.form.add(
                "manager_name",
                LineField("Your name", "You are the manager. You can add the others in Settings."),
                need="Type your name.",
            )
        self.password = self.form.add(
            "password",
            PasswordField("Password", presenter.ADVICE),
            need="Type a password.",
        )
        self.meter = StrengthMeter()
        self.form.add_part(self.meter)
        self._weighing = Weighing(self.password, self.meter)
        self._weighing.wanted.connect(self.weighing)
        self.body.addLayout(self.protection)
        self.offer("manager_name" if nursery else "password")

    def show_protection(self, keyring: str) -> None:
        """Say what protects the records beside the password."""
        told = presenter.protects(keyring)
        self.alone = not told.helped
        clear(self.protection)
        tone = Tone.GOOD if told.helped else Tone.WATCH
        self.protection.addWidget(Banner(tone, told.title, told.words))
        self._weighing.in_sight()
        self._weighing.ask()

    def show_strength(self, password: str, score: int, problem: str) -> None:
        """Show how strong a password is, if it is still the one typed."""
        self._weighing.show(password, score, problem)

    def forget(self) -> None:
        """Empty the password field."""
        self.password.set_value("")
        self.meter.hide()
