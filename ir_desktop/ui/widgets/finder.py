"""Find a child or a page from anywhere: type a few letters, choose with the arrows, press Enter."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Column, Row, Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.rows import RowList

Deliver = Callable[[Sequence[Row]], None]
Search = Callable[[str, Deliver], None]

_PAUSE_MS = 120
_MOST_ROWS = 6
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}


class Finder(Card):
    """A card over the page. `search` gets the words and gives rows later; late ones are dropped.

    `opened` gives the key of the row chosen; Enter before the answer is there opens its first row.
    Escape, or going elsewhere, closes it; a page that fills itself beneath does not. A finder that
    shows something `at_once` searches for an empty text too.
    """

    opened = Signal(str)

    def __init__(
        self,
        window: QWidget,
        columns: Sequence[Column],
        search: Search,
        *,
        title: str = "Find a child",
        hint: str = "Type a part of a name.",
        nothing: str = "Nobody here is called that.",
        at_once: bool = False,
    ) -> None:
        super().__init__(title, icon="search", edge=Tone.ACCENT)
        self.setParent(window)
        self._over = window
        self._search, self._hint, self._nothing = search, hint, nothing
        self._asked, self._at_once = 0, at_once
        self._before: QWidget | None = None
        self._answered, self._hurried = True, False
        self._why_left = Qt.FocusReason.OtherFocusReason
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.setAccessibleDescription(f"{hint} Arrows choose, Enter opens, Escape closes.")
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.rows = RowList(columns, "What was found", heads=False)
        self.rows.choosing = True
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the line
        self.rows.opened.connect(self._open)
        self._words = Prose(hint, colour="soft")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.add(self.line)
        self.add(self._words)
        self.add_wide(self.rows)
        keys = Prose("Arrows choose, Enter opens, Escape closes.", Type.SMALL, colour="soft")
        side = theme.of().space(Space.CARD)
        keys.setContentsMargins(side, 0, side, 0)
        self.keys = keys
        self.add(keys)
        self.hide()
        self.rows.hide()
        app = cast(QApplication, QApplication.instance())
        app.focusChanged.connect(self._focus_moved)

    def on_shortcut(self, keys: str = "Ctrl+K") -> QShortcut:
        """Open whenever these keys are pressed in the window."""
        made = QShortcut(QKeySequence(keys), self._over)
        made.activated.connect(self.open_up)
        return made

    def open_up(self) -> None:
        """Show the card at the top of the window and put the focus in its line."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
            self.line.clear()
            self._show_rows(())
            self._say(self._hint)
            self.show()
            if self._at_once:
                self._ask()
        self.raise_()
        self._place()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_down(self) -> None:
        """Hide the card and give the focus back."""
        self._asked += 1
        self._answered, self._hurried = True, False
        self._pause.stop()
        before, self._before = self._before, None
        self.hide()
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def text(self) -> str:
        """Return the words under the line."""
        return self._words.text()

    def _typed(self, text: str) -> None:
        self._asked += 1
        self._hurried = False
        self._answered = not (text.strip() or (self._at_once and self.isVisible()))
        if not self._answered:
            self._pause.start()
        else:
            self._pause.stop()
            self._show_rows(())
            self._say(self._hint)

    def _ask(self) -> None:
        asked = self._asked

        def deliver(rows: Sequence[Row]) -> None:
            if asked == self._asked and self.isVisible():
                self._answered = True
                self._show_rows(rows)
                self._say("" if rows and typed else self._nothing if typed else self._hint)
                if self._hurried and rows:
                    self._open(rows[0].key)

        typed = self.line.text().strip()
        self._search(typed, deliver)

    def _show_rows(self, rows: Sequence[Row]) -> None:
        self.rows.show_rows(rows)
        self.rows.setVisible(bool(rows))
        if rows:
            self.rows.choose(rows[0].key)
            self._tell()
        self._place()

    def _say(self, words: str) -> None:
        self._words.set_text(words)
        self._words.setVisible(bool(words))
        announce(self.line, words)
        self._place()

    def _place(self) -> None:
        window, look = self._over, theme.of()
        wide = min(look.size(Size.PAPER), window.width() - 2 * look.space(Space.PAGE))
        top = look.space(Space.LARGE) if look.stacked else look.size(Size.HEADER)
        self.setFixedWidth(wide)
        self._fit_rows(window.height() - top - look.space(Space.LARGE))
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(wide, max(self.heightForWidth(wide), self.sizeHint().height()))
        self.move((window.width() - wide) // 2, top)

    def _fit_rows(self, room: int) -> None:
        """Make the list as high as its rows, a few at most, inside the window."""
        count = len(self.rows.rows_model.rows)
        if count:
            above = (self.line, self._words, self.keys)
            used = sum(each.sizeHint().height() for each in above if not each.isHidden())
            most = (room - used - theme.of().size(Size.BUTTON) * 2) // self.rows.height_of(1)
            self.rows.setFixedHeight(self.rows.height_of(max(1, min(count, most, _MOST_ROWS))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that choose reach the rows while the focus is in the line."""
        if isinstance(event, QFocusEvent) and event.lostFocus():
            self._why_left = event.reason()
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.close_down()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in _STEPS:
            self._step(_STEPS[key])
        else:
            return False
        return True

    def _enter(self) -> None:
        """Open the row moved to; rows of what was typed before are not what is meant."""
        if not self._answered:
            self._hurried = True
            return
        place = self.rows.currentIndex().row()
        if 0 <= place < len(self.rows.rows_model.rows):
            self._open(self.rows.rows_model.rows[place].key)

    def _step(self, by: int) -> None:
        count = len(self.rows.rows_model.rows)
        if count:
            place = min(max(self.rows.currentIndex().row() + by, 0), count - 1)
            self.rows.choose(self.rows.rows_model.rows[place].key)
            self._tell()

    def _tell(self) -> None:
        """Say the row moved to: the focus never leaves the line."""
        place, rows = self.rows.currentIndex().row(), self.rows.rows_model.rows
        words = ", ".join(cell.told for cell in rows[place].cells if cell.told)
        announce(self.line, f"{words}, {place + 1} of {len(rows)}")

    def _open(self, key: str) -> None:
        self.close_down()
        self.opened.emit(key)

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if not self.isVisible() or now is None or self.isAncestorOf(now):
            return
        if self._why_left is Qt.FocusReason.OtherFocusReason:
            # A page that was filled beneath chose its first control; the person is typing here.
            self._before = now
            self.line.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        self._before = None  # the person went there: leave the focus where it is
        self.close_down()
