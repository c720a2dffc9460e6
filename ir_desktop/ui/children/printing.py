"""Printing a PDF that is in memory, page for page, without stopping the window."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QObject,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from ir_desktop.domain.plain import count
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ui.worker import Worker

RESOLUTION = 300
"""Dots an inch that the pages are drawn at: as fine as office printers print."""

_STRIP = 220  # dots: to draw a whole page takes a sixth of a second, such a strip a hundredth
_BREATH = 0.002  # seconds after each, in which the window's thread has the lock for certain

NO_PRINTER = (
    "This computer has no printer yet. Add one in the computer’s own settings and press Print "
    "again, or save the paper as a file in the box that is open now."
)


def ask_and_print(
    parent: QWidget, pdf: bytes, worker: Worker, tell: Callable[[str], None]
) -> QPrintDialog:
    """Ask which printer, then print in the other thread. `tell` gets how it goes, in words.

    They say when, for they stay until the paper is printed again; where nothing is printed after
    all they are empty.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(RESOLUTION)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(),
        )
    )
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)

    def chosen(result: int) -> None:
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted.value:
            tell("Printing…")
            worker.submit(
                lambda: print_pages(pdf, printer),
                lambda pages: tell(_went(printer, pages)),
                lambda error: tell(error.sentence),
                owner=parent,
            )
        else:
            tell("")

    tell("" if QPrinterInfo.availablePrinters() else NO_PRINTER)
    dialog.finished.connect(chosen)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog


def _strips(size: QSize) -> Iterator[QRect]:
    """Cut a page across: to draw holds Python's lock, so the window waits for each strip."""
    for top in range(0, size.height(), _STRIP):
        yield QRect(0, top, size.width(), min(_STRIP, size.height() - top))


def _went(printer: QPrinter, pages: int) -> str:
    if not pages:
        return "No page was chosen, so nothing was printed."
    where = "saved as a file" if printer.outputFileName() else "sent to the printer"
    return f"{count(pages, 'page')} {where} at {datetime.now().astimezone():%H:%M}."


def print_pages(pdf: bytes, printer: QPrinter) -> int:
    """Draw each page of a PDF on a printer's page and return how many. Runs in any thread."""
    owner, buffer = QObject(), QBuffer()
    document = QPdfDocument(owner)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    painter = QPainter()
    if not painter.begin(printer):
        raise EnvironmentProblem("The printer does not answer. Check that it is on, and try again.")
    try:
        first = max(printer.fromPage(), 1)
        last = printer.toPage() or document.pageCount()
        wanted = range(first - 1, min(last, document.pageCount()))
        for place, number in enumerate(wanted):
            if place:
                printer.newPage()
            points = document.pagePointSize(number)
            dots = printer.resolution() / 72
            size = QSize(round(points.width() * dots), round(points.height() * dots))
            asked = QPdfDocumentRenderOptions()
            asked.setScaledSize(size)
            for strip in _strips(size):
                # Qt takes the last line of dots for the end, and would shrink each strip by one.
                asked.setScaledClipRect(strip.adjusted(0, 0, 1, 1))
                drawn = document.render(number, strip.size(), asked)
                painter.drawImage(strip.topLeft(), drawn)
                time.sleep(_BREATH)
        return len(wanted)
    finally:
        painter.end()
