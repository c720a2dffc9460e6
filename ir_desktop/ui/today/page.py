"""Today, as a page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Elided, Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.today.presenter import COLUMNS, Note, TodayView, today_view
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import Card, IconWidget, ScrollPage, column, empty
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.screen import Screen

_LEAST_ROWS = 6
_TONES = {
    Tone.GOOD: "good",
    Tone.WATCH: "watch",
    Tone.ACT: "act",
    Tone.CALM: "soft",
    Tone.ACCENT: "accent",
}


class TodayPage(Screen):
    """The due list and the small boxes beside it."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Today")
        self._context, self._places = context, places
        self.due: RowList | None = None
        self.load()

    def load(self) -> None:
        """Read what is due now."""
        self._context.ask(
            today_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, view: TodayView) -> None:
        look = theme.of()
        page = ScrollPage()
        title = Words(view.greeting, Type.TITLE)
        sentence = Prose(f"{view.day}. {view.sentence}", colour="soft")
        page.body.addLayout(column(title, sentence, gap=Space.TINY))
        boxes = QVBoxLayout()
        boxes.setSpacing(look.space(Space.NORMAL))
        for box in self._boxes(view):
            boxes.addWidget(box)
        boxes.addStretch(1)
        if look.stacked:
            page.body.addWidget(self._checks(view))
            page.body.addLayout(boxes)
        else:
            side = QHBoxLayout()
            side.setSpacing(look.space(Space.LARGE))
            side.addWidget(self._checks(view), 1)
            beside = QWidget()
            beside.setLayout(boxes)
            boxes.setContentsMargins(0, 0, 0, 0)
            beside.setFixedWidth(look.size(Size.LIST))
            side.addWidget(beside)
            page.body.addLayout(side, 1)
        self.fill(page)
        if self.due is not None:
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    def _checks(self, view: TodayView) -> Card:
        card = Card("Checks due", icon="clipboard-check")
        if not view.rows:
            self.due = None
            card.add(empty("Nobody needs a check just now. Enjoy the day."))
            card.body.addStretch(1)
            return card
        self.due = RowList(COLUMNS, "Checks due")
        self.due.show_rows(view.rows)
        self.due.setMinimumHeight(self.due.height_of(min(len(view.rows), _LEAST_ROWS)))
        self.due.opened.connect(self._places.show_child)
        card.add_wide(self.due)
        return card

    def _boxes(self, view: TodayView) -> list[Card]:
        return [
            self._box(
                "Held, not sent",
                "circle-pause",
                view.held,
                "Nothing is held back.",
                "Sharing",
                Tone.WATCH if view.held else None,
            ),
            self._box(
                "With the health visitor",
                "stethoscope",
                view.answered + view.waiting,
                "Nothing is waiting for an answer.",
                "Sharing",
                None,
            ),
        ]

    def _box(
        self,
        title: str,
        icon: str,
        notes: tuple[Note, ...],
        nothing: str,
        tab: str,
        edge: Tone | None,
    ) -> Card:
        card = Card(title, icon=icon, edge=edge)
        if not notes:
            card.add(empty(nothing))
        for note in notes:
            card.add(self._note(note, tab))
        return card

    def _note(self, note: Note, tab: str) -> QWidget:
        made = QWidget()
        look = theme.of()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, look.space(Space.TINY), 0, look.space(Space.TINY))
        line.setSpacing(look.space(Space.MEDIUM))
        icon = IconWidget(note.shape, _TONES[note.tone], Size.ICON)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = Prose(note.words, Type.SMALL, colour="soft")
        name = Elided(note.name, Type.STRONG)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line.addLayout(column(name, words, gap=Space.TINY), 1)
        go = link("Open", tells=f"Open {note.name}")
        go.clicked.connect(lambda _=False, to=note.child_id: self._places.show_child(to, tab))
        line.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return made
