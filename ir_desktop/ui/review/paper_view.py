"""A paper on the page: every page of it as it will be printed, and the button that prints it.

The PDF stays in memory: the page seen is the page printed, and nothing is written to the disk.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal

from ir_desktop.domain.plain import count
from ir_desktop.errors import IrError
from ir_desktop.services.session import Session
from ir_desktop.ui.children import printing
from ir_desktop.ui.context import Context
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.told import Printed
from ir_desktop.ui.widgets import sight
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, row
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.pdf_pages import PdfPages

Make = Callable[[Session], Printed]


class PaperView(Card):
    """The preview, hidden until `show_paper`. `ready` comes when the pages are there."""

    ready = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked: object = None
        self._says = ""
        self.preview = PdfPages(self, "Preview of the paper")
        self.document = self.preview.shown
        self.told = Prose("", colour="soft")
        self.print_button = secondary("Print", icon="printer", tells="Print this paper")
        self.print_button.clicked.connect(self._print)
        self.close_button = secondary("Close", tells="Close the preview")
        self.close_button.clicked.connect(self.hide)
        line = row(self.told, self.print_button, self.close_button)
        line.setStretch(0, 1)
        line.setContentsMargins(0, ROOM, ROOM, ROOM)
        self.body.addLayout(line)
        self.add(self.preview, 1)
        self.hide()

    def show_paper(self, title: str, make: Make) -> None:
        """Have a paper made and show its pages."""
        asked = self._asked = object()
        self.preview.clear()
        self.preview.show()
        self.show()
        self.told.set_text("Making the pages…")
        self.print_button.hide()
        self._context.ask(
            make,
            lambda printed: self._show(asked, title, printed),
            self._fail,
            owner=self,
        )

    def _show(self, asked: object, title: str, printed: Printed) -> None:
        if asked is not self._asked:
            return  # another paper was chosen meanwhile
        self.preview.show_pdf(printed.pdf)
        pages = count(printed.pages, "page")
        self._says = f"{title}, {pages}. What you see is what is printed."
        self.told.set_text(self._says)
        self.preview.setAccessibleName(f"Preview: {title}, {pages}")
        self.print_button.show()
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._in_sight)  # once the buttons have their place
        self.ready.emit()

    def _in_sight(self) -> None:
        """Scroll to the paper's head: the pages are higher than what a screen shows of them."""
        sight.keep(self)
        sight.keep(self.print_button)

    def _fail(self, error: IrError) -> None:
        self.preview.clear()
        self.preview.hide()
        self.told.set_text(error.sentence)

    def _print(self) -> None:
        asked, says = self._asked, self._says

        def tell(words: str) -> None:
            if asked == self._asked:  # else another paper is shown meanwhile
                self.told.set_text(f"{says} {words}".strip())
                announce(self.print_button, words)

        printing.ask_and_print(self, self.preview.pdf, self._context.aside, tell)
