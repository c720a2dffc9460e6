"""The parts of Settings that are read here and changed on a page of their own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.domain.plain import count
from ir_desktop.ui import theme
from ir_desktop.ui.context import Place, Places
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.settings.presenter import SettingsView
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import link, primary
from ir_desktop.ui.widgets.cards import Card, column, empty, row
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.lines import with_lines
from ir_desktop.ui.widgets.rows import RowList

FORM = "settings_form"
"""The kind of place of the pages that change something."""


def form(part: str) -> Place:
    """Return the place of a page that changes something."""
    return Place(FORM, part=part)


class SettingPart(QWidget):
    """The setting's details."""

    def __init__(self, view: SettingsView, places: Places) -> None:
        super().__init__()
        card = Card("Your setting", icon="house")
        lines = presenter.setting_lines(view.setting)
        card.add(KeyValue(Answered(name, name, value, act="") for name, value in lines))
        parts: list[QWidget] = [card]
        whole = column(*parts)
        if view.manager:
            self.change = primary("Change details", icon="pencil")
            self.change.clicked.connect(lambda: places.go(form("setting")))
            whole.insertLayout(0, row(self.change, None))
        self.setLayout(whole)


class RoomsPart(QWidget):
    """The rooms. `removing` gives the id and the name of one to remove."""

    removing = Signal(str, str)

    def __init__(self, view: SettingsView, places: Places) -> None:
        super().__init__()
        self._view, self._places = view, places
        card = Card(count(len(view.rooms), "room"), icon="users")
        if not view.rooms:
            card.add(empty("There are no rooms yet. A childminder may not need any."))
        for each in with_lines([self._line(place) for place in range(len(view.rooms))]):
            card.add(each)
        whole = column(card)
        if view.manager:
            self.add = primary("Add a room", icon="plus")
            self.add.clicked.connect(lambda: places.go(form("room")))
            whole.insertLayout(0, row(self.add, None))
        self.setLayout(whole)

    def _line(self, place: int) -> QWidget:
        found = self._view.rooms[place]
        name, room_id = found.room.name, found.room.id
        made = QWidget()
        words = column(
            Prose(name, Type.STRONG),
            Prose(presenter.room_words(found), colour="soft"),
            gap=Space.TINY,
        )
        across = row()
        across.addLayout(words, 1)
        if self._view.manager:
            rename = link("Rename", tells=f"Rename {name}")
            rename.clicked.connect(lambda: self._places.go(form(f"room:{room_id}")))
            remove = link("Remove", tells=f"Remove {name}")
            remove.clicked.connect(lambda: self.removing.emit(room_id, name))
            across.addWidget(Flow([rename, remove], Space.LARGE))
        made.setLayout(across)
        return made


class StaffPart(QWidget):
    """Everybody who works or worked here."""

    def __init__(self, view: SettingsView, places: Places) -> None:
        super().__init__()
        self._places = places
        self.add = primary("Add somebody", icon="user-plus")
        self.add.clicked.connect(lambda: places.go(form("staff")))
        narrow = theme.of().stacked
        columns = presenter.NARROW_COLUMNS if narrow else presenter.STAFF_COLUMNS
        rows = presenter.narrow_rows if narrow else presenter.staff_rows
        self.list = RowList(columns, "Staff")
        self.list.show_rows(rows(view.staff))
        self.list.setFixedHeight(self.list.height_of(max(len(view.staff), 1)))
        self.list.opened.connect(self._open)
        card = Card()
        card.add_wide(self.list)
        told = (
            "Practitioners see their key children and rooms they cover. Room leaders see their "
            "rooms. Managers see everything. These are rules of the program, not locks."
        )
        self.setLayout(column(row(self.add, None), card, Prose(told, colour="soft")))

    def _open(self, staff_id: str) -> None:
        self._places.go(form(f"person:{staff_id}"))
