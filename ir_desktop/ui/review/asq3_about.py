"""About the form that came back: when it was filled in, by whom, and which form it is."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.domain.date_boxes import DateBoxes
from ir_desktop.domain.review import Asq3Record
from ir_desktop.ui.review.asq3_age import AgeLook
from ir_desktop.ui.review.opened import Opened
from ir_desktop.ui.review.page import StepPage, roomy
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.fields.choices import ChecksField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import LineField
from ir_desktop.ui.widgets.flow import Flow


class About(Card):
    """The facts above the answers. `finished` asks for the answers: Enter, or the button."""

    finished = Signal()

    def __init__(self, page: StepPage, opened: Opened) -> None:
        super().__init__("About the form", icon="file-text")
        self._today = opened.today
        self._page = page
        self.day = page.add_field(
            "asq3, completed_on",
            DateField(
                "When did the family fill it in?",
                "The date on the form. Enter goes on to the answers.",
            ),
        )
        self.by = page.add_field(
            "asq3, completed_by", LineField("Who filled it in?", optional=True)
        )
        self.helped = page.add_field(
            "asq3, helped_by", LineField("Did anybody help them?", optional=True)
        )
        self.interpreter = page.add_field(
            "asq3, interpreter",
            ChecksField("Interpreter", (Option(True, "An interpreter helped"),), ""),
        )
        self.interpreter.label.hide()
        forms = [Option(each, f"{each}-month form") for each in opened.instrument.months]
        self.form = page.add_field(
            "asq3, questionnaire",
            SelectField(
                "Which form is it?",
                forms,
                "Only if another form than the one that fits was filled in.",
                none="The form that fits the age",
            ),
        )
        self.reason = page.add_field(
            "moderation, outside_window",
            LineField("Why was this form used?", "It does not fit the age on that day."),
        )
        self.go = secondary("Go to the answers")
        self.go.clicked.connect(self.finished)
        for box in (*self.day.boxes.values(), self.by.box, self.helped.box, self.reason.box):
            box.returnPressed.connect(self.finished)
        self.add(self.day)
        self.add(self.by)
        self._names(opened)
        for part in (self.helped, self.interpreter, self.form, self.reason):
            self.add(part)
        self.body.addLayout(roomy(self.go))

    def _names(self, opened: Opened) -> None:
        """Offer the carers' names, so that nobody types them again."""
        found: list[QWidget] = []
        for each in opened.family:
            words = f"{each.carer.name} ({each.link.relationship})"
            offer = link(words, tells=f"Filled in by {words}")
            offer.clicked.connect(lambda _=False, name=each.carer.name: self._take(name))
            found.append(offer)
        if found:
            names = Flow(found, Space.LARGE)
            names.setContentsMargins(ROOM, 0, ROOM, 0)
            self.add(names)

    def _take(self, name: str) -> None:
        self.by.set_value(name)
        self._page.write()
        self.by.focus_field()

    def fill(self, record: Asq3Record | None, reason: str) -> None:
        """Show what is written; without a date the year of today is offered."""
        if record is None:
            self.day.set_typed(DateBoxes("", "", str(self._today.year)))
            return
        self.day.set_value(record.completed_on)
        self.by.set_value(record.completed_by)
        self.helped.set_value(record.helped_by)
        self.interpreter.set_value(frozenset({True} if record.interpreter else ()))
        self.form.set_value(record.questionnaire)
        self.reason.set_value(reason)

    def completed_on(self) -> date | None:
        """Return the date, or None where there is none that can be read."""
        return self.day.value()

    def show_look(self, look: AgeLook | None) -> None:
        """Show what the date comes to: a wrong date at the field, the reason where it is asked."""
        self.day.show_problem("" if look is None else look.problem)
        outside = look is not None and look.month is not None and not look.fits
        self.reason.setVisible(outside or not self.reason.is_empty())
