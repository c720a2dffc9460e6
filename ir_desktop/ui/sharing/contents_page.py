"""Every page of a copy: the parents' summary as it goes along, and all that can be read in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.services import export_look
from ir_desktop.services.contents import Contents
from ir_desktop.services.export_look import Look
from ir_desktop.services.session import Session
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.sharing.list_presenter import CHILD, EXPORT
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets import ring
from ir_desktop.ui.widgets.buttons import Button, link
from ir_desktop.ui.widgets.cards import Card, Line, ScrollPage, column, empty
from ir_desktop.ui.widgets.pdf_pages import PdfPages
from ir_desktop.ui.widgets.screen import Screen


class ContentsPage(Screen):
    """All of one copy, for reading only. `key` is that of the row it belongs to."""

    def __init__(self, context: Context, places: Places, key: str) -> None:
        super().__init__("Every page of the copy")
        self._context, self._places, self._key = context, places, key
        self.back: Button | None = None
        self.load()

    def load(self) -> None:
        """Read the copy, from the very bytes that leave."""
        self._context.ask(
            lambda session: _look(session, self._key),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: Look) -> None:
        look = theme.of()
        whole = QWidget()
        down = QVBoxLayout(whole)
        side, top = look.space(Space.PAGE), look.space(Space.MEDIUM)
        down.setContentsMargins(side, top, side, top)
        down.setSpacing(look.space(Space.MEDIUM))
        self.back = link("Back to Sharing")
        self.back.clicked.connect(self._back)
        title = Prose(f"Every page for {found.team.name}", Type.SECOND_TITLE)
        told = f"{found.child.full_name}. This is read from the copy itself, and is all there is."
        down.addLayout(column(self.back, title, Prose(told, colour="soft"), gap=Space.TINY))
        line: QBoxLayout = QVBoxLayout() if look.stacked else QHBoxLayout()
        line.setSpacing(look.space(Space.LARGE))
        line.addWidget(self._readable(found.contents), 1)
        if found.contents.summary_pdf is not None and not look.stacked:
            line.addWidget(self._pages(found.contents.summary_pdf), 1)
        down.addLayout(line, 1)
        self.fill(whole)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _readable(self, contents: Contents) -> QWidget:
        look = theme.of()
        card = _Sheet()
        page = ScrollPage(Space.CARD)
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page.setAccessibleName("What it says. Scroll with the arrow keys")
        ring.inset(page)
        page.body.setSpacing(look.space(Space.SMALL))
        page.body.setContentsMargins(*(look.space(Space.NORMAL),) * 4)
        for number, part in enumerate(contents.parts):
            if number:
                page.body.addWidget(Line())
            page.body.addWidget(Prose(part.title, Type.CARD_TITLE))
            if not part.lines:
                page.body.addWidget(empty("Nothing was written here."))
            for words in part.lines:
                page.body.addWidget(Prose(words, colour="soft" if part.empty else "ink"))
        if contents.summary_pdf is not None and look.stacked:
            page.body.addWidget(Line())
            page.body.addWidget(self._pages(contents.summary_pdf))
        page.body.addStretch(1)
        card.add_wide(page)
        return card

    def _pages(self, pdf: bytes) -> QWidget:
        preview = PdfPages(self, "The parents’ summary that goes along", Size.LIST)
        preview.show_pdf(pdf)
        made = QWidget()
        words = Words("The parents’ summary", Type.CARD_TITLE)
        inside = column(words, gap=Space.SMALL)
        inside.addWidget(preview, 1)
        made.setLayout(inside)
        return made

    def _back(self) -> None:
        self._places.go(Place("sharing", part=self._key))


class _Sheet(Card):
    """A card that its page fills to the edges."""

    def __init__(self) -> None:
        super().__init__()
        edge = theme.of().space(Space.TINY)
        self._whole.setContentsMargins(edge, edge, edge, edge)


def _look(session: Session, key: str) -> Look:
    if key.startswith(CHILD):
        return export_look.before(session, key.removeprefix(CHILD))
    return export_look.after(session, key.removeprefix(EXPORT))
