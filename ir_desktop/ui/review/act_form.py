"""A small form for something that happened, saved with its own button: a letter, an answer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ir_desktop.domain.consent import HOW_WORDS, How
from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Context
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.forms import Form

Service = Callable[[Session, dict[str, Any]], object]

_WAYS = (How.IN_PERSON, How.PHONE, How.LETTER, How.TEXT, How.EMAIL)


def how_field(label: str) -> ChoiceField[How]:
    """Return the field for how a family was reached."""
    ways = [Option(each, HOW_WORDS[each].capitalize()) for each in _WAYS]
    return ChoiceField(label, ways, across=True)


class ActForm(Disclosure):
    """Words that open a form, whose button has a service do it. `done` comes when it is done."""

    done = Signal()

    def __init__(self, words: str, button: str, context: Context, service: Service) -> None:
        super().__init__(words)
        self._context, self._service = context, service
        self._busy = False
        self.form = Form(words)
        self.button = secondary(button)
        self.button.clicked.connect(self.save)
        self.body.addWidget(self.form)

    def end(self) -> None:
        """Put the button under the fields, once they are all there. Enter in a line saves too."""
        self.form.add_part(self.button)
        for box in self.form.findChildren(QLineEdit):
            box.returnPressed.connect(self.save)

    def focus(self) -> None:
        """Put the focus where work begins: on the first field when open, else on the words."""
        target: QWidget = self.head
        if self.is_open():
            first = next(iter(self.form.values()))
            self.form.field(first).focus_field()
            return
        target.setFocus()

    def save(self) -> None:
        """Check what is filled in, and have it saved."""
        found = self.form.check()
        self.form.problems(found)
        if found or self._busy:
            return
        self._busy = True
        values = self.form.values()
        self._context.ask(
            lambda session: self._service(session, values), self._saved, self._failed, owner=self
        )

    def _saved(self, _: object) -> None:
        self._busy = False
        self.form.settle()
        self.set_open(False)
        self.done.emit()

    def _failed(self, error: IrError) -> None:
        self._busy = False
        problems = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        self.form.problems(problems)
