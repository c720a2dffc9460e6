"""Five totals in place of thirty answers, where only the totals are known."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ir_desktop.domain.asq3 import ITEMS, Area
from ir_desktop.domain.asq3_data import Instrument, Limits
from ir_desktop.ui import theme
from ir_desktop.ui.plain import Words
from ir_desktop.ui.review.asq3_letters import letters_for_total, total_problem
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.asq3_judge import judge
from ir_desktop.ui.widgets.cards import Card, Line
from ir_desktop.ui.widgets.fields.base import ROOM, LineBox, mark_wrong
from ir_desktop.ui.widgets.problems import FieldError
from ir_desktop.ui.widgets.score_zone import ScoreZone


def limits_of(instrument: Instrument, month: int) -> list[Limits]:
    """Return the figures of a form's five areas, in order."""
    return [instrument.limits[month, area] for area in Area]


class TotalsGrid(Card):
    """A line to type in for each area, with its score and zone. `changed` comes with each key."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Totals", icon="chart-column")
        look = theme.of()
        self._limits: dict[Area, Limits] = {}
        self.boxes = {area: LineBox(2) for area in Area}
        self._zones: dict[Area, ScoreZone] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(ROOM, ROOM, 0, ROOM)
        self._grid.setHorizontalSpacing(look.space(Space.LARGE))
        self._grid.setVerticalSpacing(look.space(Space.SMALL))
        self._grid.setColumnStretch(2, 1)
        self._errors = {area: FieldError() for area in Area}
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, (area, box) in enumerate(self.boxes.items()):
            at = 4 * place
            label = Words(area.label, Type.STRONG)
            label.setBuddy(box)
            box.setAccessibleName(f"{area.label}, total")
            box.textEdited.connect(self._edited)
            self._grid.addWidget(label, at, 0, middle)
            self._grid.addWidget(box, at, 1, middle)
            self._grid.addWidget(self._errors[area], at + 2, 0, 1, 3)
            self._grid.addWidget(Line(), at + 3, 0, 1, 3)
        inside = QWidget()
        inside.setLayout(self._grid)
        self.add(inside)

    def show_limits(self, limits: list[Limits]) -> None:
        """Show the bars of a form."""
        for place, each in enumerate(limits):
            old = self._zones.pop(each.area, None)
            if old is not None:
                self._grid.removeWidget(old)
                old.deleteLater()
            zone = ScoreZone(
                each.area.label,
                float(each.cutoff),
                float(each.monitoring_upper),
                each.confirmed,
            )
            self._zones[each.area] = zone
            self._limits[each.area] = each
            if theme.of().stacked:
                self._grid.addWidget(zone, 4 * place + 1, 0, 1, 3)
            else:
                self._grid.addWidget(zone, 4 * place, 2)
        self._judge()

    def fill(self, totals: Mapping[Area, int]) -> None:
        """Show totals."""
        for area, box in self.boxes.items():
            box.setText(str(totals[area]) if area in totals else "")
        self._judge()

    def totals(self) -> dict[Area, int]:
        """Return the totals that can be right."""
        return {
            area: int(box.text())
            for area, box in self.boxes.items()
            if box.text().strip() and not total_problem(box.text())
        }

    def _edited(self, _: str) -> None:
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        found = self.totals()
        for area, zone in self._zones.items():
            letters = letters_for_total(found[area]) if area in found else ("",) * ITEMS
            zone.show_look(judge(self._limits[area], letters))
            box = self.boxes[area]
            # While the first of two figures is typed it is no multiple of 5 yet.
            problem = total_problem(box.text()) if len(box.text().strip()) != 1 else ""
            mark_wrong(box, bool(problem))
            box.setAccessibleDescription(problem)
            self._errors[area].show_words(problem)
