"""A form in sections: what stands in its fields can be taken out and put back."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.forms import Form


class SectionForm(Form):
    """A form whose fields stand in cards with a title each."""

    _column: QVBoxLayout

    def __init__(self, tells: str) -> None:
        super().__init__(tells)
        self._outer = self._column
        self._outer.setSpacing(theme.of().space(Space.NORMAL))

    def section(self, title: str, icon: str = "") -> Card:
        """Put the fields that follow in a card."""
        card = Card(title, icon=icon)
        self._outer.addWidget(card)
        self._column = card.body
        return card

    def end_sections(self) -> None:
        """Put what follows under the cards."""
        self._column = self._outer

    def holds(self, part: QWidget) -> bool:
        """Tell whether a part is this form's own, not one of a form that stands in it."""
        above = part.parentWidget()
        while above is not None and not isinstance(above, Form):
            above = above.parentWidget()
        return above is self

    def names(self) -> Sequence[str]:
        """Return the fields' names."""
        return tuple(self._fields)

    @property
    def secretive(self) -> bool:
        """Whether any field is secret."""
        return any(field.secret for field in self._fields.values())

    def states(self) -> dict[str, object]:
        """Return what stands in the fields, also where it cannot be read, but no secret."""
        return {name: field.state() for name, field in self._fields.items() if not field.secret}

    def changes(self) -> dict[str, tuple[object, object]]:
        """Return what stood in the fields that differ from that now, and what stands in them."""
        return {
            name: (self._kept[name], state)
            for name, state in self.states().items()
            if state != self._kept[name]
        }

    def put_back(self, states: Mapping[str, object]) -> None:
        """Show again what stood in the fields; they still count as changed."""
        for name, field in self._fields.items():
            if name in states and not field.secret:
                field.put_back(states[name])
                self.changed.emit(name)  # other fields show or hide by it
