"""The children's list, with its search."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.children.list_presenter import COLUMNS, ChildrenView, children_view
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.cards import Card, column, row
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.screen import Screen


class SearchField(QLineEdit):
    """A search field from which the down arrow goes into the list."""

    def __init__(self, into: RowList) -> None:
        super().__init__()
        self._into = into
        self.setAccessibleName("Search by name")
        self.setClearButtonEnabled(True)

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
        self.load()

    def load(self) -> None:
        """Read the children."""
        self._context.ask(
            children_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, view: ChildrenView) -> None:
        look = theme.of()
        self._view = view
        content = QWidget()
        body = QVBoxLayout(content)
        side = look.space(Space.PAGE)
        body.setContentsMargins(side, look.space(Space.LARGE), side, look.space(Space.LARGE))
        body.setSpacing(look.space(Space.NORMAL))
        self.list = RowList(COLUMNS, "Children")
        self.list.opened.connect(self._places.show_child)
        self.search = SearchField(self.list)
        self.search.setMaximumWidth(look.size(Size.FIELD))
        self.search.textChanged.connect(self.filter)
        self.search.returnPressed.connect(self._open_first)
        self.told = Words("", colour="soft")
        label = Words("Search by name", Type.STRONG)
        body.addWidget(Words("Children", Type.TITLE))
        field = column(label, self.search, gap=Space.TINY)
        body.addLayout(field)
        body.addLayout(row(self.told, None))
        card = Card()
        self.nobody = Prose("", colour="soft")
        card.add(self.nobody)
        card.body.addStretch(1)
        card.add_wide(self.list)
        body.addWidget(card, 1)
        self.fill(content)
        self.filter("")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def filter(self, typed: str) -> None:
        """Show the children whose names hold what is typed."""
        if self.list is None:
            return
        found = self._view.search(typed)
        self.list.show_rows(found)
        self.told.setText(self._view.told(len(found)))
        nobody = "No child here has a name like this. Check the spelling, or clear the search."
        if not self._view.rows:
            nobody = "There are no children yet."
        self.nobody.set_text("" if found else nobody)
        self.nobody.setVisible(not found)
        self.list.setVisible(bool(found))

    def _open_first(self) -> None:
        if self.list is not None and len(self.list.rows_model.rows) == 1:
            self._places.show_child(self.list.rows_model.rows[0].key)
