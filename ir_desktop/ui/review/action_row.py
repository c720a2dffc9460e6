"""One agreed action: a line that says it, and the fields that open under it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.domain.review import Action, Place
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.page import StepPage, roomy
from ir_desktop.ui.review.told import PLACE_WORDS, action_words
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import Line, column, row
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.base import ROOM, Field
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField

PLACES = tuple(Option(each, words) for each, words in PLACE_WORDS.items())


class ActionRow(QWidget):
    """An action, closed or open. `removed` is asked for with its link."""

    removed = Signal()

    def __init__(self, page: StepPage, place: int, action: Action, *, opened: bool) -> None:
        super().__init__()
        self._action = action
        self.key = f"action {place}"
        name = f"Action {place}"
        self.setAccessibleName(name)
        self.what_words, self.who_words = Prose("", Type.STRONG), Prose("", Type.SMALL)
        self.edit = link("Change", tells=f"Change {name.lower()}")
        self.edit.clicked.connect(lambda: self.set_open(True))
        self.remove = link("Remove", tells=f"Remove {name.lower()}")
        self.remove.clicked.connect(self.removed)
        closed = row(
            column(self.what_words, self.who_words, gap=Space.TINY), self.edit, gap=Space.LARGE
        )
        closed.setStretch(0, 1)
        closed.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        self._closed = QWidget()
        self._closed.setLayout(closed)
        self.fields = self._fields(page, self.key, name)
        self.done = secondary("Close this action")
        self.done.clicked.connect(lambda: self.set_open(False))
        self._open = QWidget()
        self._open.setLayout(self._form())
        self.line = Line()
        self.setLayout(column(self.line, self._closed, self._open, gap=Space.TINY))
        self._fill(action)
        self.set_open(opened)

    def _fields(self, page: StepPage, key: str, name: str) -> dict[str, Field[Any]]:
        made: dict[str, Field[Any]] = {
            "what": AreaField("What will be done?", "One thing, in plain words.", lines=1),
            "owner": LineField("Who does it?", "A name, or “Family”."),
            "place": ChoiceField("Where?", PLACES, across=True),
            "when": LineField(
                "When, in words", "Such as “Every day”. Or give a day below.", optional=True
            ),
            "due": DateField("By which day?", optional=True),
            "goal": LineField("What is it for?", optional=True),
            "measure": LineField("How will you know it works?", optional=True),
            "done_on": DateField("When was it done?", optional=True),
            "result": LineField("How did it go?", optional=True),
        }
        for field, each in made.items():
            page.add_field(f"{key}, {field}", each, told=f"{name}: {each.name()}")
        return made

    def _form(self) -> Any:
        self.more = Disclosure("Aim, and how it went")
        for name in ("goal", "measure", "done_on", "result"):
            self.more.body.addWidget(self.fields[name])
        first = [self.fields[name] for name in ("what", "owner", "place", "when", "due")]
        form = column(*first, self.more, gap=Space.SMALL)
        buttons = roomy(self.done)
        buttons.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignVCenter)
        form.addLayout(buttons)
        return form

    def set_open(self, opened: bool) -> None:
        """Show the fields, or the line that says what they hold."""
        if not opened:
            self._action = self.action()
            self.what_words.set_text(self._action.what or "Nothing written yet")
            self.who_words.set_text(action_words(self._action))
        self._closed.setVisible(not opened)
        self._open.setVisible(opened)
        if self.isVisible():
            self.focus()

    def focus(self) -> None:
        """Put the focus on the first field, or on the link that opens them."""
        if self.is_open():
            self.fields["what"].focus_field()
        else:
            self.edit.setFocus()

    def is_open(self) -> bool:
        """Tell whether the fields are shown."""
        return self._open.isVisibleTo(self)

    def _fill(self, action: Action) -> None:
        for name, field in self.fields.items():
            field.set_value(getattr(action, name))
        told = (action.goal, action.measure, action.done_on, action.result)
        self.more.set_open(any(told))

    def action(self) -> Action:
        """Return the action as it stands; a date that cannot be read leaves the one there was."""
        values: dict[str, Any] = {name: field.value() for name, field in self.fields.items()}
        for name in ("due", "done_on"):
            if self.fields[name].own_problem():
                values[name] = getattr(self._action, name)
        values["place"] = values["place"] or Place.SETTING
        self._action = Action(**values)
        return self._action

    def is_empty(self) -> bool:
        """Tell whether nothing at all was typed."""
        return all(each.is_empty() for name, each in self.fields.items() if name != "place")
