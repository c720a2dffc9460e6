"""The quiet words at the foot of the window before it locks by itself."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.theme import Size, Space
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.banner import Banner

TITLE = "This window is about to lock"
DETAIL = "Nobody has used it for a while. Press any key to go on. What you typed is kept."


class LockNotice(QObject):
    """Lies over the foot of `window`, and moves nothing that is under it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.banner: Banner | None = None
        window.installEventFilter(self)

    def show(self, shown: bool) -> None:
        """Say it, or take it away."""
        if shown and self.banner is None:
            self.banner = Banner(Tone.ACCENT, TITLE, DETAIL)
            self.banner.setParent(self._window)
            self._place()
            self.banner.show()
            self.banner.raise_()
            announce(self.banner, f"{TITLE}. {DETAIL}")
        elif not shown and self.banner is not None:
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None

    def _place(self) -> None:
        if self.banner is None:
            return
        look, room = theme.of(), self._window.rect()
        side = look.space(Space.LARGE)
        wide = min(room.width() - 2 * side, look.size(Size.PAPER))
        high = self.banner.heightForWidth(wide)
        left = room.left() + (room.width() - wide) // 2
        self.banner.setGeometry(left, room.bottom() - side - high, wide, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False
