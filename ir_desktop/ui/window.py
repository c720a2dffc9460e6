"""The window: one page at a time, and a signal when it has been seen for the first time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.cards import ScrollPage
from ir_desktop.ui.widgets.ring import FocusRing
from ir_desktop.ui.widgets.sheer import sheer

TITLE = "Integrated Review"


class _Frame(QScrollArea):
    """Holds the page. It scrolls only where the window is smaller than any page can be."""

    def __init__(self) -> None:
        super().__init__()
        self.told_as = QAccessible.Role.Pane
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.holder = _Holder()
        self.setWidget(self.holder)
        sheer(self)


class _Holder(QWidget):
    """Gives the page the room there is, and never less than the page's least size.

    A scroll area would give a page that wraps the height it likes best; pages have their own
    scrolling for that, and their bars stay in sight.
    """

    def __init__(self) -> None:
        super().__init__()
        self._page: QWidget | None = None

    def put(self, page: QWidget) -> None:
        """Hold this page; the one before is left to whoever put it."""
        self._page = page
        page.setParent(self)
        page.setGeometry(self.rect())
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Return the page's least size."""
        page = self._page
        return QSize() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())

    def sizeHint(self) -> QSize:
        """Return the page's least size: the window has a size of its own."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page all the room."""
        if self._page is not None:
            self._page.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """Ask for another size where the page's least size is another."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


class Window(QWidget):
    """The program's one window. `painted` once its first picture is out; `closing` at the end.

    `may_close` is asked when somebody closes it; who says no closes it later.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.told_as = QAccessible.Role.Window  # of a bare widget Qt tells only that it is there
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        room = self.screen().availableGeometry()
        self.setMinimumSize(
            min(theme.SMALLEST[0], room.width()), min(theme.SMALLEST[1], room.height())
        )
        self.resize(min(theme.WINDOW[0], room.width()), min(theme.WINDOW[1], room.height()))
        self._seen = False
        self._page: QWidget | None = None
        self.may_close: Callable[[], bool] | None = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(0)
        self._frame = _Frame()
        self._place.addWidget(self._frame)
        self.ring = FocusRing(self)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one there is, which is deleted."""
        before, self._page = self._page, page
        if not isinstance(page, ScrollPage):  # those fit into any width by themselves
            scale = theme.of().scale
            page.setMinimumWidth(min(round(theme.SMALLEST[0] * scale), theme.WINDOW[0]))
        self._frame.holder.put(page)
        page.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    def show_notice(
        self, tone: Tone, title: str, detail: str, act: Button | None = None
    ) -> QWidget:
        """Say something above every page, until the window is closed or what it returns is."""
        from ir_desktop.ui.widgets.banner import Banner

        notice = Banner(tone, title, detail, act)
        around = QWidget()
        down = QVBoxLayout(around)
        side, gap = theme.of().space(Space.LARGE), theme.of().space(Space.SMALL)
        down.setContentsMargins(side, gap, side, gap)
        down.addWidget(notice)
        self._place.insertWidget(0, around)
        around.show()
        announce(notice, f"{notice.accessibleName()}. {detail}")
        return around

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
        """Tell that the window is closing, if it may."""
        if self.may_close is not None and not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
