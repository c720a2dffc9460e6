"""How background sending stands, in words under the page's title, with a way to try now."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing.sender import Sender
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import Button, link
from ir_desktop.ui.widgets.cards import clear, row
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.flow import Flow

_ALWAYS = "Nothing leaves this laptop until you press Send."


class Standing(QWidget):
    """One line, or as many as big text needs."""

    def __init__(self, sender: Sender) -> None:
        super().__init__()
        self._post = sender
        self.try_now: Button | None = None
        self._line = QVBoxLayout(self)
        # Room for the ring around the link; the words still begin where the title does.
        self._line.setContentsMargins(0, 0, ROOM, ROOM)
        sender.told.connect(self._show)
        self._show(sender.words)

    def text(self) -> str:
        """Return the words shown."""
        return f"{_ALWAYS} {self._post.words}".strip()

    def _show(self, words: str) -> None:
        had_focus = self.try_now is not None and self.try_now.hasFocus()
        clear(self._line)
        told = [each for each in (_ALWAYS, words) if each]
        if theme.of().stacked:
            told = told[-1:]  # there is no room for more than how it stands
        parts: list[QWidget] = [Prose(each, colour="soft") for each in told]
        self.try_now = None
        if words and self._post.may_send and not self._post.busy:
            self.try_now = link("Try now", tells="Try now to send and to look for answers")
            self.try_now.clicked.connect(self._post.try_now)
            parts.append(self.try_now)
        if theme.of().stacked:
            self._line.addWidget(Flow(parts, Space.SMALL))
        else:
            across = QWidget()
            across.setLayout(row(*parts, None, gap=Space.SMALL))
            self._line.addWidget(across)
        if had_focus and self.try_now is not None:
            self.try_now.setFocus()
        if self.isVisible():
            announce(self, words)
