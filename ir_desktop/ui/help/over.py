"""Help before anybody is signed in: a page of it lies over what is shown, which stays as it is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from ir_desktop.ui import keys
from ir_desktop.ui.context import Place

FIRST = "start"
"""The page on the first ten minutes."""


class HelpOver(QObject):
    """F1 opens the page on the first ten minutes over `host`, and closes it again."""

    def __init__(self, host: QWidget, under: Callable[[], QWidget | None]) -> None:
        """Serve a host; `under` returns what it shows, which is hidden meanwhile."""
        super().__init__(host)
        self._host, self._find_under = host, under
        self._under: QWidget | None = None
        self._before: QWidget | None = None
        self.page: QWidget | None = None
        host.installEventFilter(self)
        QShortcut(QKeySequence(keys.HELP), host).activated.connect(self._toggle)

    def go(self, place: Place) -> None:
        """Show another page of help."""
        from ir_desktop.ui.help.page import HelpPage  # slow to load, and seldom wanted

        if self.page is None:
            self._before, self._under = QApplication.focusWidget(), self._find_under()
        old, self.page = self.page, HelpPage(None, self, place.part)
        self.page.setParent(self._host)
        self.page.setGeometry(self._host.rect())
        self.page.show()
        self.page.raise_()
        self.page.heading.setFocus()
        for each in (old, self._under):
            if each is not None:
                each.hide()
        if old is not None:
            old.deleteLater()

    def back(self) -> None:
        """Close help; the focus goes back to where it was."""
        before, self._before = self._before, None
        self.close()
        if before is not None and self._host.isAncestorOf(before):
            before.setFocus()

    def close(self) -> None:
        """Take help away, if it is there."""
        page, self.page = self.page, None
        under, self._under = self._under, None
        if page is not None:
            page.hide()
            page.deleteLater()
        if under is not None:
            under.show()

    def _toggle(self) -> None:
        if self.page is None:
            self.go(Place("help", part=FIRST))
        else:
            self.back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep help as large as what it lies over."""
        if event.type() is QEvent.Type.Resize and self.page is not None:
            self.page.setGeometry(self._host.rect())
        return False
