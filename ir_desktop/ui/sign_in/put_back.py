"""The page for an older sign-in file that somebody put back: what to do, and a manager's way on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ir_desktop.ui.first_run.page import FormPage
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sign_in import recover_words as words
from ir_desktop.ui.sign_in.presenter import Person
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import Card, row
from ir_desktop.ui.widgets.fields.choices import Option
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import PasswordField


class PutBackPage(FormPage):
    """`submitted` when a manager accepts the file; `forgotten` to use the recovery code instead."""

    forgotten = Signal()

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__(words.PUT_BACK, words.PUT_BACK_TITLE, "Accept this sign-in file")
        what = Banner(Tone.WATCH, "Nobody can sign in just now", words.PUT_BACK_WHAT)
        do = Card("What to do", icon="list-checks")
        for each in words.PUT_BACK_DO:
            do.add(Prose(each))
        self.use_code = link("Use the recovery code instead")
        self.use_code.clicked.connect(self.forgotten)
        do.body.addLayout(row(self.use_code, None))
        self.body.addWidget(what)
        self.body.addWidget(do)
        names = [Option(each.slot_id, each.name) for each in people]
        self.form.add("name", SelectField("Manager", names), need="Choose your name.")
        self.password = self.form.add(
            "password",
            PasswordField("Password", "The one that is in this older file."),
            need="Type your password.",
        )
        self.offer("name")

    @property
    def slot_id(self) -> str:
        """Who accepts it."""
        return str(self.form.value("name"))
