"""Every page of a PDF, as it will be printed. The PDF stays in memory: nothing goes to the disk."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.theme import Size


class PdfPages(QPdfView):
    """The pages, fitted to the width.

    `pdf` is what is shown, and so what is to be printed; `shown` is the same as a document.
    """

    def __init__(self, parent: QWidget, tells: str, high: Size = Size.PAPER) -> None:
        """Make it empty; `tells` is its name for a screen reader, `high` its least height."""
        super().__init__(parent)
        self.pdf = b""
        # The page's, not this view's: a document that ends tells the view that shows it.
        self.shown = QPdfDocument(parent)
        self._buffer = QBuffer(parent)
        self.setDocument(self.shown)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setAccessibleName(tells)
        self.setMinimumHeight(theme.of().size(high))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.look_changed()

    def look_changed(self) -> None:
        """Colour what lies around the pages."""
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Dark, theme.of().colour("well"))
        self.setPalette(ground)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF in place of what is there."""
        self.clear()
        self.pdf = pdf
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.shown.load(self._buffer)

    def clear(self) -> None:
        """Show nothing: never the pages, nor the print, of the paper shown before."""
        self.pdf = b""
        self.shown.close()
        self._buffer.close()
