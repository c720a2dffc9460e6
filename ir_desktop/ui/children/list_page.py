"""The children's list: search, filters, orders, and the ways to add somebody."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.children import list_presenter
from ir_desktop.ui.children.list_presenter import (
    COLUMNS,
    EVERY_ROOM,
    FEW_COLUMNS,
    ORDERS,
    ChildrenView,
    children_view,
)
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.fields.base import ROOM, Label
from ir_desktop.ui.widgets.fields.options import Check
from ir_desktop.ui.widgets.fields.selects import SelectBox
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.screen import Screen

NOBODY_YET = "There are no children yet. Add one, or import the whole list from a spreadsheet."
_NO_MATCH = "No child here has a name like this. Check the spelling, or clear the search."
_NOBODY_SO = "Nobody is in this choice. Choose every room, or untick “Only my key children”."


class SearchField(QLineEdit):
    """A search field from which the down arrow goes into the list."""

    def __init__(self, into: RowList) -> None:
        super().__init__()
        self._into = into
        self.setAccessibleName("Search by name")
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName("Clear the search")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the list on the down arrow."""
        if event.key() == Qt.Key.Key_Down:
            self._into.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)


class ChildrenPage(Screen):
    """Every child this person may see."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Children")
        self._context, self._places = context, places
        self._view = ChildrenView((), ())
        self.list: RowList | None = None
        self.search: SearchField | None = None
        self.left = Check("Show children who have left")
        self.load()

    def load(self) -> None:
        """Read the children."""
        self._context.ask(
            children_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, view: ChildrenView) -> None:
        look = theme.of()
        self._view = view
        content, body = _page()
        body.setSpacing(look.space(Space.MEDIUM))
        self.list = RowList(FEW_COLUMNS if look.stacked else COLUMNS, "Children")
        self.list.setMinimumHeight(look.size(Size.ROW_TWO) * 4)
        self.list.opened.connect(self._places.show_child)
        heads = self.list.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.setCursor(Qt.CursorShape.PointingHandCursor)
        heads.sectionClicked.connect(self._head_clicked)
        self.search = SearchField(self.list)
        self.search.textChanged.connect(self.filter)
        self.search.returnPressed.connect(self._open_first)
        self.told = Words("", colour="soft")
        body.addLayout(self._head(view))
        tools = column(self._tools(view, self.search))
        tools.setContentsMargins(-ROOM, 0, -ROOM, 0)  # in line with the title
        body.addLayout(tools)
        body.addLayout(row(self.told, None))
        card = Card()
        self.nobody = Prose("", colour="soft")
        card.add(self.nobody)
        card.body.addStretch(1)
        card.add_wide(self.list)
        body.addWidget(card, 1)
        self.fill(content)
        self._refresh()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, view: ChildrenView) -> QVBoxLayout:
        self.add = primary("Add a child", icon="plus")
        self.add.clicked.connect(lambda: self._places.go(Place("child_form")))
        line = row(Words("Children", Type.TITLE), None, gap=Space.MEDIUM)
        if view.may_import:
            self.importing = secondary("Import a spreadsheet", icon="file-spreadsheet")
            self.importing.clicked.connect(lambda: self._places.go(Place("import")))
            line.addWidget(self.importing)
        line.addWidget(self.add)
        return column(line)

    def _tools(self, view: ChildrenView, search: SearchField) -> QWidget:
        look = theme.of()
        search.setFixedWidth(look.size(Size.LIST))
        self._rooms = [EVERY_ROOM, *(key for key, _ in view.rooms)]
        self.room = SelectBox(("Every room", *(name for _, name in view.rooms)))
        self.order = SelectBox(ORDERS)
        self.mine = Check("Only my key children")
        self.room.activated.connect(self._chosen)
        self.order.activated.connect(self._ordered)
        self.mine.clicked.connect(self._chosen)
        self.left.clicked.connect(self._left_wanted)
        items = [_labelled("Search by name", search)]
        if view.rooms:
            items.append(_labelled("Room", self.room))
        items.append(_labelled("Order by", self.order))
        checks = column(*([self.mine] if view.any_mine else []), self.left, gap=Space.TINY)
        beside = QWidget()
        checks.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        beside.setLayout(checks)
        items.append(beside)
        return Flow(items, Space.NORMAL)

    def filter(self, typed: str) -> None:
        """Show the children whose names hold what is typed."""
        self._refresh(aloud=True)

    def _chosen(self) -> None:
        self._refresh(aloud=True)

    def _ordered(self) -> None:
        self._refresh()

    def _refresh(self, *, aloud: bool = False) -> None:
        if self.list is None or self.search is None:
            return
        typed = self.search.text()
        found = self._view.search(
            typed,
            room_id=self._rooms[self.room.currentIndex()],
            mine=self.mine.isChecked(),
            order=self.order.currentIndex(),
        )
        few = theme.of().stacked
        self.list.show_rows([list_presenter.narrow(each) for each in found] if few else found)
        self.told.setText(self._view.told(len(found)))
        nobody = _NO_MATCH if typed.strip() else _NOBODY_SO
        if not self._view.rows:
            nobody = NOBODY_YET
        self.nobody.set_text("" if found else nobody)
        self.nobody.setVisible(not found)
        self.list.setVisible(bool(found))
        if aloud:
            announce(self.search, self.told.text() if found else nobody)

    def _head_clicked(self, place: int) -> None:
        if theme.of().stacked and place:
            return
        order = list_presenter.next_order(place, self.order.currentIndex())
        self.order.setCurrentIndex(order)
        self._refresh()

    def _left_wanted(self, wanted: bool) -> None:
        self._context.ask(
            lambda session: children_view(session, include_left=wanted),
            self._again,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _again(self, view: ChildrenView) -> None:
        self._view = view
        self._refresh(aloud=True)

    def _open_first(self) -> None:
        if self.list is not None and len(self.list.rows_model.rows) == 1:
            self._places.show_child(self.list.rows_model.rows[0].key)


def _page() -> tuple[QWidget, QVBoxLayout]:
    """Return the page: with big text all of it scrolls, else the list alone does."""
    look = theme.of()
    if look.stacked:
        page = ScrollPage()
        return page, page.body
    content = QWidget()
    body = QVBoxLayout(content)
    side = look.space(Space.PAGE)
    body.setContentsMargins(side, look.space(Space.LARGE), side, look.space(Space.LARGE))
    return content, body


def _labelled(words: str, control: QWidget) -> QWidget:
    """Return a control under its label."""
    made = QWidget()
    label = Label(words)
    label.setWordWrap(False)
    label.setBuddy(control)
    control.setAccessibleName(words)
    inside = column(label, control, gap=Space.TINY)
    inside.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
    made.setLayout(inside)
    return made
