"""Families to choose, each with a box to tick, and links that tick all or none."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.letters.letters_presenter import Family
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import Card, column, empty, row
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.fields.options import Check
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import with_lines
from ir_desktop.ui.widgets.tags import TagWidget


class FamilyChoices(Card):
    """A card of families. `changed` when a box was ticked or unticked."""

    changed = Signal()

    def __init__(
        self, title: str, icon: str, families: Sequence[Family], nothing: str, *, ticked: bool
    ) -> None:
        super().__init__(title, icon=icon)
        self.boxes: dict[str, Check] = {}
        if not families:
            self.add(empty(nothing))
            return
        every, none = link("Choose all", tells=f"Choose all: {title}"), link("Choose none")
        none.setAccessibleName(f"Choose none: {title}")
        every.clicked.connect(lambda: self._tick(True))
        none.clicked.connect(lambda: self._tick(False))
        self.body.addLayout(row(every, none, None, gap=Space.LARGE))
        lines = column(*with_lines([self._line(family, ticked) for family in families]))
        lines.setSpacing(0)
        lines.setContentsMargins(-ROOM, 0, -ROOM, 0)  # in line with the title
        self.body.addLayout(lines)

    def _line(self, family: Family, ticked: bool) -> QWidget:
        made = QWidget()
        box = Check(family.name, family.words)
        told = ". ".join(each.words for each in family.tags)
        box.setAccessibleDescription(f"{family.words}. {told}")
        box.setChecked(ticked)
        box.toggled.connect(lambda: self.changed.emit())
        self.boxes[family.child_id] = box
        tags = [TagWidget(tag) for tag in family.tags]
        if theme.of().stacked:
            inside: QBoxLayout = column(box, Flow(tags, Space.SMALL), gap=Space.TINY)
        else:
            inside = row(box, None, *tags, gap=Space.SMALL)
        inside.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        made.setLayout(inside)
        return made

    def _tick(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(on)

    def chosen(self) -> list[str]:
        """Return the ids of the children whose families are chosen, in their order."""
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def choose(self, child_ids: Iterable[str]) -> None:
        """Tick exactly these."""
        wanted = set(child_ids)
        for key, box in self.boxes.items():
            box.setChecked(key in wanted)
