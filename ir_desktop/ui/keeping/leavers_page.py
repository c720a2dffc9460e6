"""The children who have left, and whose records are ready to be removed."""

from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.keeping import presenter
from ir_desktop.ui.keeping.frame import back_to_settings, headed, place
from ir_desktop.ui.keeping.presenter import LeaversView, leavers_view
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, empty, row
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.screen import Screen

REMOVED = "removed"
"""Stands after the part of its place once somebody's records were removed."""


class LeaversPage(Screen):
    """The list; a row opens what would be removed, and nothing is removed from here."""

    def __init__(self, context: Context, places: Places, place: Place) -> None:
        super().__init__("Children who have left")
        self._context, self._places = context, places
        self._removed = place.part.partition(":")[2] == REMOVED
        self.view: LeaversView | None = None
        self.list: RowList | None = None
        self.load()

    def load(self) -> None:
        """Read them."""
        self._context.ask(
            leavers_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, view: LeaversView) -> None:
        self.view = view
        page, _ = headed("Children who have left", "", *back_to_settings(self._places))
        if self._removed:
            words = "What was sent and that they were here stays in the history, with no name."
            page.body.addWidget(Banner(Tone.GOOD, "The records were removed", words))
        rule = Card("How long records are kept", icon="clock")
        rule.add(Prose(presenter.rule_words(view.rule), Type.STRONG))
        rule.add(Prose(view.rule.source, colour="soft"))
        rule.add(Prose("Nothing is removed by itself: a manager removes records, one child at a "
                       "time.", colour="soft"))  # fmt: skip
        self.change = secondary("Change how long", icon="pencil")
        self.change.clicked.connect(lambda: self._places.go(place("retention")))
        rule.body.addLayout(row(self.change, None))
        page.body.addWidget(self._listed(view))
        page.body.addWidget(rule)
        page.body.addStretch(1)
        self.fill(page)
        target: QWidget = self.change if self.list is None else self.list
        target.setFocus()

    def _listed(self, view: LeaversView) -> Card:
        card = Card(presenter.ready_words(view.ready), icon="undo-2")
        if not view.leavers:
            card.add(empty("Nobody has left. Write it down on a child’s page, under Details."))
            self.list = None
            return card
        narrow = theme.of().stacked
        columns = presenter.NARROW_LEAVER_COLUMNS if narrow else presenter.LEAVER_COLUMNS
        self.list = RowList(columns, "Children who have left")
        self.list.show_rows(presenter.leaver_rows(view.leavers, narrow=narrow))
        self.list.setFixedHeight(self.list.height_of(len(view.leavers)))
        self.list.opened.connect(self._open)
        card.add_wide(self.list)
        return card

    def _open(self, child_id: str) -> None:
        self._places.go(place("remove", child_id))
