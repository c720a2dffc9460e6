"""The first pages: who works with the program, and the setting's details."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ir_desktop.errors import Problem
from ir_desktop.ui.first_run import presenter
from ir_desktop.ui.first_run.page import FormPage
from ir_desktop.ui.first_run.presenter import Step, Who
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sign_in import elsewhere
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import row
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField

_SHORT, _CODE, _PHONE = 11, 9, 18  # letters that a postcode, an Ofsted number, a phone needs


class WhoPage(FormPage):
    """Somebody alone, or several people.

    `demo_wanted` to look round first; `elsewhere_chosen` gives the folder of records there are;
    `restore_wanted` for who has only a backup of them.
    """

    demo_wanted = Signal()
    restore_wanted = Signal()
    elsewhere_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(Step.WHO, "Set up your records", "Continue", first=True)
        self.who = self.form.add(
            "who",
            ChoiceField(
                "Who will work with them?",
                (
                    Option(
                        Who.JUST_ME,
                        "Just me",
                        "A childminder, or anybody who works alone. You write and sign everything.",
                    ),
                    Option(
                        Who.NURSERY,
                        "A nursery",
                        "Or a pre-school, a school nursery, a children’s centre: several people, "
                        "each with a name and a password of their own.",
                    ),
                ),
            ),
            need="Choose who will work with the records.",
        )
        self.body.addWidget(Prose(presenter.WELCOME))
        self.offer("who")
        self.demo = link("Look round with the demo nursery")
        self.demo.clicked.connect(self.demo_wanted)
        self.body.addWidget(
            Prose("Not ready yet? Everybody in the demo nursery is invented, and it is gone when "
                  "you close the window.", colour="soft")
        )  # fmt: skip
        self.body.addLayout(row(self.demo, None))
        self.elsewhere = Disclosure("My records are in another folder or a backup")
        self.elsewhere.body.addWidget(Prose(elsewhere.WORDS))
        self.choose = secondary("Choose the folder")
        self.choose.clicked.connect(lambda: elsewhere.ask_folder(self, self.elsewhere_chosen.emit))
        self.elsewhere.body.addLayout(row(self.choose, None))
        self.elsewhere.body.addWidget(Prose(presenter.FROM_BACKUP))
        self.restore = secondary("Restore from a backup")
        self.restore.clicked.connect(self.restore_wanted)
        self.elsewhere.body.addLayout(row(self.restore, None))
        self.body.addWidget(self.elsewhere)


class MePage(FormPage):
    """Somebody alone: a name, perhaps another that families know, and a telephone number."""

    def __init__(self) -> None:
        super().__init__(Step.SETTING, "About you", "Continue")
        self.form.add(
            "manager_name",
            LineField("Your name", "As families know it. It stands on letters and summaries."),
            need="Type your name.",
        )
        self.form.add(
            "name",
            LineField("Name of your setting", "Leave it empty to use your own.", optional=True),
        )
        self.form.add(
            "phone",
            LineField(
                "Telephone", "Letters ask families to ring it.", optional=True, letters=_PHONE
            ),
        )
        self.form.add_part(Prose(presenter.LATER, colour="soft"))
        self.offer("manager_name")

    def more_problems(self) -> Sequence[Problem]:
        """Return what is wrong with the details."""
        values = self.form.values()
        values["name"] = values["name"] or values["manager_name"]
        return presenter.check_setting(values)


class SettingPage(FormPage):
    """A nursery's details."""

    def __init__(self) -> None:
        super().__init__(Step.SETTING, "Your setting", "Continue")
        kinds = [Option(value, words) for value, words in presenter.KINDS]
        self.form.add(
            "type",
            ChoiceField("What kind of setting is it?", kinds),
            need="Choose what kind of setting it is.",
        )
        self.form.add(
            "name",
            LineField("Name of the setting", "It stands on letters and summaries."),
            need="Type the name of the setting.",
        )
        self.form.add(
            "urn",
            LineField(
                "Ofsted number",
                "On your registration certificate, such as EY123456. It tells health teams which "
                "setting you are.",
                optional=True,
                letters=_CODE,
            ),
        )
        self.form.add("address", AreaField("Address", optional=True))
        self.form.add("postcode", LineField("Postcode", optional=True, letters=_SHORT))
        self.form.add(
            "phone",
            LineField(
                "Telephone", "Letters ask families to ring it.", optional=True, letters=_PHONE
            ),
        )
        self.form.add("email", LineField("E-mail", optional=True))
        self.offer("type")

    def more_problems(self) -> Sequence[Problem]:
        """Return what is wrong with the details."""
        return presenter.check_setting(self.form.values())
