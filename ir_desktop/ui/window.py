"""The window: one page at a time, and a signal when it has been seen for the first time."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.widgets.ring import FocusRing

TITLE = "Integrated Review"


class Window(QWidget):
    """The program's one window. `painted` once its first picture is out; `closing` at the end."""

    painted = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setMinimumSize(*theme.SMALLEST)
        self.resize(*theme.WINDOW)
        self._seen = False
        self._page: QWidget | None = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.ring = FocusRing(self)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one there is, which is deleted."""
        before, self._page = self._page, page
        self._place.addWidget(page)
        page.show()
        if before is not None:
            self._place.removeWidget(before)
            before.hide()
            before.deleteLater()

    @property
    def page(self) -> QWidget | None:
        """The page shown."""
        return self._page

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper that everything lies on."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.of().colour("paper"))
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self._tell_painted)

    def _tell_painted(self) -> None:
        self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window is closing."""
        self.closing.emit()
        super().closeEvent(event)
