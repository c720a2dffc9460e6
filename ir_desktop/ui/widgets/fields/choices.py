"""Fields that are answered by choosing: one of a few, several of a few, yes or no."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.across import Across
from ir_desktop.ui.widgets.fields.base import ROOM, Field, Group
from ir_desktop.ui.widgets.fields.options import Check, Radio

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Option(Generic[V]):
    """What can be chosen: the value kept, the words shown, and perhaps a hint under them."""

    value: V
    words: str
    hint: str = ""


def _stand(group: Group, options: Sequence[QWidget], *, across: bool) -> None:
    """Put the options in their group, with room for the focus ring."""
    inside = QVBoxLayout(group)
    inside.setContentsMargins(0, 0, 0, 0)
    if across:
        inside.addWidget(Across(options))
        return
    inside.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
    inside.setSpacing(theme.of().space(Space.TINY))
    for option in options:
        inside.addWidget(option, 0, Qt.AlignmentFlag.AlignLeft)


class ChoiceField(Field[V | None]):
    """One of a few. Radio buttons under one another, or `across` where the words are short."""

    def __init__(
        self,
        label: str,
        options: Iterable[Option[V]],
        hint: str = "",
        *,
        optional: bool = False,
        across: bool = False,
    ) -> None:
        super().__init__(label, hint, optional=optional)
        self._options = tuple(options)
        self.group = Group()
        self.buttons = tuple(Radio(each.words, each.hint) for each in self._options)
        for button in self.buttons:
            button.clicked.connect(self._clicked)
        _stand(self.group, self.buttons, across=across)
        self.take(self.group, roomy=True)
        self.tie(self.group)

    def value(self) -> V | None:
        """Return the value chosen, or None."""
        for option, button in zip(self._options, self.buttons, strict=True):
            if button.isChecked():
                return option.value
        return None

    def set_value(self, value: V | None) -> None:
        """Choose a value, or none."""
        for button in self.buttons:  # an exclusive button cannot be let go of while it is so
            button.setAutoExclusive(False)
        for option, button in zip(self._options, self.buttons, strict=True):
            button.setChecked(value is not None and option.value == value)
        for button in self.buttons:
            button.setAutoExclusive(True)

    def is_empty(self) -> bool:
        """Tell whether nothing is chosen."""
        return not any(button.isChecked() for button in self.buttons)

    def targets(self) -> Sequence[QWidget]:
        """Return the buttons, first the chosen one."""
        chosen = [button for button in self.buttons if button.isChecked()]
        return (*chosen, *(button for button in self.buttons if button not in chosen))

    def _described(self) -> Sequence[QWidget]:
        return (self.group,)

    def _clicked(self) -> None:
        self.changed.emit()


class YesNoField(ChoiceField[bool]):
    """Yes or no; unanswered is neither."""

    def __init__(self, label: str, hint: str = "", *, optional: bool = False) -> None:
        options = (Option(True, "Yes"), Option(False, "No"))
        super().__init__(label, options, hint, optional=optional, across=True)


class ChecksField(Field[frozenset[V]], Generic[V]):
    """Several of a few. Check boxes."""

    def __init__(
        self,
        label: str,
        options: Iterable[Option[V]],
        hint: str = "Choose all that apply.",
        *,
        optional: bool = False,
        across: bool = False,
    ) -> None:
        super().__init__(label, hint, optional=optional)
        self._options = tuple(options)
        self.group = Group()
        self.buttons = tuple(Check(each.words, each.hint) for each in self._options)
        for button in self.buttons:
            button.clicked.connect(self._clicked)
        _stand(self.group, self.buttons, across=across)
        self.take(self.group, roomy=True)
        self.tie(self.group)

    def value(self) -> frozenset[V]:
        """Return the values chosen."""
        pairs = zip(self._options, self.buttons, strict=True)
        return frozenset(option.value for option, button in pairs if button.isChecked())

    def set_value(self, value: frozenset[V]) -> None:
        """Choose exactly these values."""
        for option, button in zip(self._options, self.buttons, strict=True):
            button.setChecked(option.value in value)

    def is_empty(self) -> bool:
        """Tell whether nothing is chosen."""
        return not self.value()

    def targets(self) -> Sequence[QWidget]:
        """Return the boxes."""
        return self.buttons

    def _described(self) -> Sequence[QWidget]:
        return (self.group,)

    def _clicked(self) -> None:
        self.changed.emit()
