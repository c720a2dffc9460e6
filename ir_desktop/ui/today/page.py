"""Today, as a page: what needs this person, each row one click from its act."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.links import parts_of
from ir_desktop.ui.looks import Row, Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.today.around import Around
from ir_desktop.ui.today.note_row import NoteRow
from ir_desktop.ui.today.presenter import Box, List, TodayView, today_view
from ir_desktop.ui.today.rows import COLUMNS, FOLDED_COLUMNS, FOLDED_FROM, folded
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import link, primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, clear, column, empty, row
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.screen import Screen

_AGAIN_MS = 60_000
"""How often Today looks whether something has changed meanwhile."""


class TodayRows(RowList):
    """A list whose columns line up with those of the lists under it."""

    def __init__(self, name: str, alike: Sequence[Row]) -> None:
        self._folds = theme.of().scale >= FOLDED_FROM
        super().__init__(FOLDED_COLUMNS if self._folds else COLUMNS, name, heads=False)
        self._alike = tuple(folded(each) for each in alike) if self._folds else tuple(alike)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, as the text size asks."""
        super().show_rows([folded(each) for each in rows] if self._folds else rows)

    def _fit(self, rows: Sequence[Row]) -> list[int]:
        return super()._fit([*rows, *self._alike])


class TodayPage(Screen):
    """The lists and, beside them, the small boxes."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Today")
        self._context, self._places = context, places
        self._view: TodayView | None = None
        self._notices: QVBoxLayout | None = None
        self.lists: dict[str, RowList] = {}
        self._around = Around.of(context)
        self._around.found.connect(self._show_around)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.load)
        self._again.start()
        self.load()

    @property
    def due(self) -> RowList | None:
        """The list of checks due, if any is."""
        return self.lists.get("due")

    def load(self) -> None:
        """Read what needs this person now; nothing moves on the page where nothing has changed."""
        self._context.ask(
            today_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, view: TodayView) -> None:
        if view == self._view:
            return
        again, self._view = self._view is not None, view
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        page = ScrollPage()
        page.body.addLayout(self._head(view))
        self._notices = QVBoxLayout()
        self._notices.setSpacing(theme.of().space(Space.SMALL))
        page.body.addLayout(self._notices)
        self.lists.clear()
        left = QVBoxLayout()
        right = QVBoxLayout()
        if view.first_use:
            left.addWidget(self._first_use())
        alike = [each for part in view.lists for each in part.rows]
        for part in view.lists:
            left.addWidget(self._list(part, alike))
        for box in view.boxes:
            right.addWidget(self._box(box))
        page.body.addLayout(_beside(left, right))
        if view.last:
            page.body.addWidget(Prose(view.last, Type.SMALL, colour="soft"))
        page.body.addStretch(1)
        self.fill(page)
        self._show_around()
        if not again or had_focus:
            self._focus()

    def _show_around(self) -> None:
        if self._notices is None or not self.loaded:
            return
        focus = self.focusWidget()
        had_focus = isinstance(focus.parentWidget(), Banner) if focus else False
        clear(self._notices)
        for each in self._around.banners():
            self._notices.addWidget(each)
        if had_focus:  # its link may be gone
            self._focus()

    def _focus(self) -> None:
        target: QWidget = next(iter(self.lists.values()), self.start)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, view: TodayView) -> QHBoxLayout:
        self.start = primary("Start a review", icon="plus")
        self.start.clicked.connect(self._places.start_review)
        title = Prose(view.greeting, Type.TITLE)
        said = Prose(f"{view.day}.  {view.sentence}", colour="soft")
        head = row(column(title, said, gap=Space.TINY), self.start, gap=Space.LARGE)
        head.setStretch(0, 1)
        head.setAlignment(self.start, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _first_use(self) -> Card:
        card = Card("There are no children here yet", icon="baby", bar=Tone.ACCENT)
        card.add(Prose("Add the first child, or bring in the whole list from a spreadsheet."))
        add, bring = secondary("Add a child", icon="plus"), secondary("Import a spreadsheet")
        add.clicked.connect(lambda: self._places.go(Place("child_form")))
        bring.clicked.connect(lambda: self._places.go(Place("import")))
        card.body.addLayout(row(add, bring, None, gap=Space.MEDIUM))
        return card

    def _list(self, part: List, alike: Sequence[Row]) -> Card:
        card = Card(part.title, icon=part.icon)
        if not part.rows:
            card.add(empty(part.nothing))
            return card
        if part.total > len(part.rows):
            self._see_all(card, part.kind, part.title, part.total)
        made = TodayRows(part.title, alike)
        made.show_rows(part.rows)
        made.setFixedHeight(made.height_of(len(part.rows)))
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.opened.connect(self._go)
        self.lists[part.kind] = made
        card.add_wide(made)
        return card

    def _box(self, box: Box) -> Card:
        card = Card(box.title, icon=box.icon, edge=Tone.WATCH if box.held and box.notes else None)
        if not box.notes:
            card.add(empty(box.nothing))
            return card
        if box.total > len(box.notes):
            self._see_all(card, box.kind, box.title, box.total)
        for place, note in enumerate(box.notes, 1):
            line = NoteRow(note, last=place == len(box.notes))
            line.clicked.connect(partial(self._go, note.key))
            card.add_wide(line)
        return card

    def _see_all(self, card: Card, kind: str, title: str, total: int) -> None:
        made = link(f"See all {total}", tells=f"See all {total}: {title}")
        made.clicked.connect(lambda: self._places.go(Place("due", part=kind)))
        card.head.addWidget(made)

    def _go(self, key: str) -> None:
        self._places.go(Place(*parts_of(key)))


def _beside(left: QVBoxLayout, right: QVBoxLayout) -> QBoxLayout:
    """Return both columns side by side, or with big text one under the other."""
    look = theme.of()
    for part in (left, right):
        part.setSpacing(look.space(Space.NORMAL))
        if not look.stacked:
            part.addStretch(1)
    whole: QBoxLayout = QVBoxLayout() if look.stacked else QHBoxLayout()
    whole.setSpacing(look.space(Space.NORMAL if look.stacked else Space.LARGE))
    # As the page is drawn: the lists 674 wide, the boxes 400.
    whole.addLayout(left, 0 if look.stacked else 63)
    whole.addLayout(right, 0 if look.stacked else 37)
    return whole
