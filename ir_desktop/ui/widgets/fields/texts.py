"""Fields of words: one line, several lines, and a password."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.plain import Words
from ir_desktop.ui.theme import Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import row
from ir_desktop.ui.widgets.fields.base import Field, LineBox

CAPS_WORDS = "Caps Lock seems to be on."
_LEAST_LINES, _MOST_LINES = 3, 12


class LineField(Field[str]):
    """One line. `letters` makes it as wide as what belongs in it, such as a postcode."""

    def __init__(
        self, label: str, hint: str = "", *, optional: bool = False, letters: int = 0
    ) -> None:
        super().__init__(label, hint, optional=optional)
        self.box = self._made_box(letters)
        self.box.textEdited.connect(self._edited)
        self._place()
        self.tie(self.box)

    def _made_box(self, letters: int) -> LineBox:
        return LineBox(letters)

    def _place(self) -> None:
        self.take(self.box)

    def _edited(self, _: str) -> None:
        self.changed.emit()

    def value(self) -> str:
        """Return the words without space around them."""
        return self.box.text().strip()

    def set_value(self, value: str) -> None:
        """Show these words."""
        self.box.setText(value)

    def is_empty(self) -> bool:
        """Tell whether there are no words."""
        return not self.value()

    def targets(self) -> Sequence[QWidget]:
        """Return the line."""
        return (self.box,)


def caps_lock(event: QKeyEvent) -> bool | None:
    """Return whether Caps Lock seems to be on, from what it made of a key; None if that is open.

    Qt tells of no lock key, and a letter without Shift that comes out as a capital is sure enough.
    """
    if event.key() == Qt.Key.Key_CapsLock:
        return False  # now it is the other way: the next letter tells
    letter = event.text()
    if len(letter) != 1 or not letter.isalpha() or letter.lower() == letter.upper():
        return None
    return letter.isupper() is not bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


class _SecretBox(LineBox):
    """Tells with `caps` whether Caps Lock seems to be on."""

    caps = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at the letter, then take it."""
        found = caps_lock(event)
        if found is not None:
            self.caps.emit(found)
        super().keyPressEvent(event)


class PasswordField(LineField):
    """A password, hidden until asked for. Pasting is welcome: password managers need it.

    `shows` is what the button beside it shows, where a page has two of them.
    """

    secret = True

    def __init__(self, label: str, hint: str = "", *, shows: str = "password") -> None:
        self._shows = shows
        super().__init__(label, hint)

    def _made_box(self, letters: int) -> LineBox:
        made = _SecretBox(letters)
        made.caps.connect(self._caps)
        return made

    def _caps(self, on: bool) -> None:
        self.caps_note.setVisible(on)

    def _place(self) -> None:
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_button = secondary("Show", icon="eye", tells=f"Show {self._shows}")
        self.show_button.clicked.connect(self._show_or_hide)
        self.take(row(self.box, self.show_button, None, gap=Space.MEDIUM))
        self.caps_note = Words(CAPS_WORDS, Type.SMALL_STRONG, colour="watch")
        self.caps_note.hide()
        self.take(self.caps_note)

    def value(self) -> str:
        """Return the password exactly as typed: a space at its end is part of it."""
        return self.box.text()

    def hide_again(self) -> None:
        """Hide the letters, for instance when the window is left."""
        if self.box.echoMode() is QLineEdit.EchoMode.Normal:
            self._show_or_hide()

    def _show_or_hide(self) -> None:
        shown = self.box.echoMode() is QLineEdit.EchoMode.Normal
        modes = QLineEdit.EchoMode
        self.box.setEchoMode(modes.Password if shown else modes.Normal)
        self.show_button.set_words("Show" if shown else "Hide")
        self.show_button.setAccessibleName(f"{'Show' if shown else 'Hide'} {self._shows}")


class AreaBox(QPlainTextEdit):
    """Several lines, always plain. It grows with the words; Tab moves on to the next field."""

    def __init__(self, lines: int = _LEAST_LINES) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def sizeHint(self) -> QSize:
        """Return the width of a comfortable line and the height of the words."""
        return QSize(theme.of().size(Size.PAPER), self.height())

    def minimumSizeHint(self) -> QSize:
        """Return a width that a narrow page still has room for."""
        return QSize(theme.of().size(Size.ROW) * 3, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the lines again: another width wraps the words elsewhere."""
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        # This document's height counts lines, wrapped ones too.
        lines = round(self.document().size().height())
        lines = min(max(lines, self._lines), max(_MOST_LINES, self._lines))
        around = 2 * (theme.of().space(Space.SMALL) + Edge.FIRM.value)
        self.setFixedHeight(lines * QFontMetrics(self.font()).lineSpacing() + around)


class AreaField(Field[str]):
    """Several lines of words."""

    def __init__(
        self, label: str, hint: str = "", *, optional: bool = False, lines: int = _LEAST_LINES
    ) -> None:
        super().__init__(label, hint, optional=optional)
        self.box = AreaBox(lines)
        self.box.setMaximumWidth(theme.of().size(Size.PAPER))
        self.box.textChanged.connect(self._edited)
        self._quiet = False
        across = row(self.box)
        across.setStretch(0, 1)
        across.addStretch(0)
        self.take(across)
        self.tie(self.box)

    def value(self) -> str:
        """Return the words without space around them."""
        return self.box.toPlainText().strip()

    def set_value(self, value: str) -> None:
        """Show these words."""
        self._quiet = True
        self.box.setPlainText(value)
        self._quiet = False

    def is_empty(self) -> bool:
        """Tell whether there are no words."""
        return not self.value()

    def targets(self) -> Sequence[QWidget]:
        """Return the box."""
        return (self.box,)

    def _edited(self) -> None:
        if not self._quiet:
            self.changed.emit()
