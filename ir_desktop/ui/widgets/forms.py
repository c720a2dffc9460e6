"""A form: a column of labelled fields, what is wrong with them, and what has been changed."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ir_desktop.errors import Problem
from ir_desktop.ui import theme
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.fields.base import ROOM, Field
from ir_desktop.ui.widgets.problems import Summary

_POINTING = ("This is ", "Some characters are ")

F = TypeVar("F", bound=Field[Any])


class Form(QWidget):
    """Fields by name. `changed` gives the name of a field that the person changed."""

    changed = Signal(str)

    def __init__(self, tells: str = "") -> None:
        """Make an empty form; `tells` is its name for a screen reader."""
        super().__init__()
        self.setAccessibleName(tells)
        self._fields: dict[str, Field[Any]] = {}
        self._needs: dict[str, str] = {}
        self._kept: dict[str, object] = {}
        self._targets: dict[str, str] = {}
        self.summary = Summary()
        self.summary.chosen.connect(self._go_to)
        self.summary.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.of().space(Space.MEDIUM))
        self._column.addLayout(_inset(self.summary))

    def add(self, name: str, field: F, *, need: str = "") -> F:
        """Add a field under the others and return it.

        `need` is the sentence to say where it is left empty, such as "Type the child's first
        name."; without one it may stay empty. `name` is what problems call the field.
        """
        self._fields[name] = field
        self._needs[name] = need
        self._kept[name] = field.state()
        field.changed.connect(lambda: self.changed.emit(name))
        self._column.addWidget(field)
        return field

    def add_part(self, part: QWidget) -> None:
        """Add something that is no field: a heading, a banner, the buttons."""
        self._column.addLayout(_inset(part))

    def field(self, name: str) -> Field[Any]:
        """Return a field by its name."""
        return self._fields[name]

    def value(self, name: str) -> Any:
        """Return what is filled in in one field."""
        return self._fields[name].value()

    def values(self) -> dict[str, Any]:
        """Return what is filled in, by the fields' names."""
        return {name: field.value() for name, field in self._fields.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill in values by the fields' names; the form then counts as unchanged."""
        for name, value in values.items():
            self._fields[name].set_value(value)
        self.settle()

    def dirty(self) -> bool:
        """Tell whether anything differs from what was filled in or last saved."""
        return any(field.state() != self._kept[name] for name, field in self._fields.items())

    def settle(self) -> None:
        """Count what stands in the fields as saved."""
        self._kept = {name: field.state() for name, field in self._fields.items()}

    def check(self) -> list[Problem]:
        """Return what the fields themselves can tell is wrong: not readable, or left empty."""
        found: list[Problem] = []
        for name, field in self._fields.items():
            sentence = field.own_problem() or (self._needs[name] if field.is_empty() else "")
            if sentence:
                found.append(Problem(name, sentence))
        return found

    def problems(self, problems: Iterable[Problem]) -> None:
        """Show problems above the form and at their fields, and go to the summary.

        None at all clears what was shown. A problem of no field of this form stands above only.
        """
        at: dict[str, list[str]] = {}
        lines: list[tuple[str, str]] = []
        self._targets = {}
        for problem in sorted(problems, key=self._place):
            field = self._fields.get(problem.field)
            if field is None:
                lines.append(("", problem.sentence))
                continue
            at.setdefault(problem.field, []).append(problem.sentence)
            self._targets[field.name()] = problem.field
            lines.append((field.name(), naming(field.name(), problem.sentence)))
        for name, field in self._fields.items():
            field.show_problem(" ".join(at.get(name, ())))
        self.summary.show_problems(lines)
        if lines:
            self.summary.setFocus()
            # The summary has no place yet where it was hidden a moment ago.
            QTimer.singleShot(0, self.summary, lambda: show_in_page(self.summary))

    def _place(self, problem: Problem) -> int:
        names = list(self._fields)
        return names.index(problem.field) if problem.field in self._fields else -1

    def go_to(self, name: str) -> None:
        """Put the focus on a field and bring it into sight."""
        field = self._fields[name]
        field.focus_field()
        show_in_page(field)

    def _go_to(self, told: str) -> None:
        self.go_to(self._targets[told])


def naming(name: str, sentence: str) -> str:
    """Return a sentence as it stands away from its field: "this" alone would be anything."""
    if not name or not sentence.startswith(_POINTING):
        return sentence
    if name.endswith("?"):
        return f"{name} {sentence}"
    return f"{name}: {sentence[0].lower()}{sentence[1:]}"


def show_in_page(part: QWidget) -> None:
    """Scroll the page that a part stands on, if it does, until the part is in sight."""
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) and above.isAncestorOf(part):
            above.ensureWidgetVisible(part, 0, theme.of().space(Space.LARGE))
            return
        above = above.parentWidget()


def _inset(part: QWidget) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(ROOM, ROOM, ROOM, 0)
    made.addWidget(part)
    return made
