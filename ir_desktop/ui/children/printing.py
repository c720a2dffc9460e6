"""Printing a PDF that is in memory, page for page, without stopping the window."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ui.worker import Worker

RESOLUTION = 300
"""Dots an inch that the pages are drawn at: as fine as office printers print."""


def ask_and_print(
    parent: QWidget, pdf: bytes, worker: Worker, tell: Callable[[str], None]
) -> QPrintDialog:
    """Ask which printer, then print in the other thread. `tell` gets how it goes, in words."""
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
                lambda pages: tell("Sent to the printer." if pages else "Nothing to print."),
                lambda error: tell(error.sentence),
                owner=parent,
            )

    dialog.finished.connect(chosen)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog


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
        for place, number in enumerate(range(first - 1, min(last, document.pageCount()))):
            if place:
                printer.newPage()
            points = document.pagePointSize(number)
            dots = printer.resolution() / 72
            size = QSize(round(points.width() * dots), round(points.height() * dots))
            painter.drawImage(0, 0, document.render(number, size))
        return document.pageCount()
    finally:
        painter.end()
