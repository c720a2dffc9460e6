"""The papers of a child: choose one, see every page of it, print it.

The PDF stays in memory: the page seen is the page printed, and nothing is written to the disk.
"""

from typing import Protocol

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.services import papers
from ir_desktop.ui import theme
from ir_desktop.ui.children import printing
from ir_desktop.ui.children.child_view import ChildView
from ir_desktop.ui.context import Context
from ir_desktop.ui.looks import Cell, Column, Row
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, row
from ir_desktop.ui.widgets.pdf_pages import PdfPages
from ir_desktop.ui.widgets.rows import RowList


class Printed(Protocol):
    """A finished paper as the service gives it: its bytes and how many pages."""

    @property
    def pdf(self) -> bytes:
        """The PDF."""
        ...

    @property
    def pages(self) -> int:
        """How many pages it has."""
        ...


class PapersTab(QWidget):
    """The list of papers and the preview of the chosen one."""

    def __init__(self, context: Context, view: ChildView) -> None:
        super().__init__()
        self._context, self._view = context, view
        self._asked = self._says = ""
        look = theme.of()
        self.preview = PdfPages(self, "Preview of the paper")
        self.document = self.preview.shown
        self.told = Prose("Choose a paper to see it.", colour="soft")
        self.print_button = secondary("Print", icon="printer", tells="Print this paper")
        self.print_button.clicked.connect(self._print)
        self.print_button.hide()
        self.list = RowList((Column("Paper", 1),), "Papers", heads=False, wide=False)
        self.list.choosing = True
        self.list.show_rows([Row(p.kind, (Cell(p.title, strong=True),)) for p in view.papers])
        self.list.setFixedHeight(self.list.height_of(max(len(view.papers), 1)))
        self.list.current.connect(self.show_paper)

        card = Card("Papers", icon="file-text")
        card.add(self.list)
        card.body.addStretch(1)
        pages = Card()
        pages.body.addLayout(row(self.told, None, self.print_button))
        pages.add(self.preview, 1)
        line: QBoxLayout = QVBoxLayout(self) if look.stacked else QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.space(Space.NORMAL if look.stacked else Space.LARGE))
        line.addWidget(card, 30)
        line.addWidget(pages, 70)

    def choose_first(self) -> None:
        """Show the newest paper, unless one is shown already."""
        if not self._asked and self._view.papers:
            self.list.choose(self._view.papers[-1].kind)

    def show_paper(self, kind: str) -> None:
        """Make a paper and show its pages."""
        if kind == self._asked:
            return
        self._asked = kind
        self.preview.clear()
        self.print_button.hide()
        self.told.set_text("Making the pages…")
        self._context.ask(
            lambda session: papers.print_paper(session, self._view.child_id, kind),
            lambda printed: self._show(kind, printed),
            self._fail,
            owner=self,
        )

    def _show(self, kind: str, printed: Printed) -> None:
        if kind != self._asked:
            return  # another paper was chosen meanwhile
        self.preview.show_pdf(printed.pdf)
        title = next(each.title for each in self._view.papers if each.kind == kind)
        pages = "1 page" if printed.pages == 1 else f"{printed.pages} pages"
        self._says = f"{title}, {pages}. What you see is what is printed."
        self.told.set_text(self._says)
        self.preview.setAccessibleName(f"Preview: {title}, {pages}")
        self.print_button.show()

    def _fail(self, error: IrError) -> None:
        self._asked = ""
        self.preview.clear()
        self.print_button.hide()
        self.told.set_text(error.sentence)

    def _print(self) -> None:
        if not self.preview.pdf:
            return
        asked, says = self._asked, self._says

        def tell(words: str) -> None:
            if asked == self._asked:  # else another paper is shown meanwhile
                self.told.set_text(f"{says} {words}".strip())
                announce(self.print_button, words)

        printing.ask_and_print(self, self.preview.pdf, self._context.aside, tell)
