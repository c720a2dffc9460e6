"""A window with every widget in every state, to look at in each theme and text size."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ir_desktop.ui import gallery_forms, gallery_parts, high_contrast, theme
from ir_desktop.ui.plain import Words
from ir_desktop.ui.theme import DARK, LIGHT, Colours, Size, Space, Theme, Type
from ir_desktop.ui.widgets.across import Across
from ir_desktop.ui.widgets.cards import ScrollPage, clear
from ir_desktop.ui.widgets.fields.base import ROOM, Label
from ir_desktop.ui.widgets.fields.selects import SelectBox
from ir_desktop.ui.widgets.ring import FocusRing

SCALES = (1.0, 1.25, 1.5, 2.0)


def _contrast() -> Colours:
    """Return what a usual high-contrast setting of a desktop gives: white on black."""
    palette, role = QPalette(), QPalette.ColorRole
    for which, colour in (
        (role.Window, Qt.GlobalColor.black),
        (role.WindowText, Qt.GlobalColor.white),
        (role.Link, Qt.GlobalColor.yellow),
        (role.Highlight, Qt.GlobalColor.cyan),
        (role.HighlightedText, Qt.GlobalColor.black),
    ):
        palette.setColor(which, colour)
    return high_contrast.of_palette(palette)


THEMES: Mapping[str, Colours] = MappingProxyType(
    {"Light": LIGHT, "Dark": DARK, "High contrast": _contrast()}
)


class Gallery(QWidget):
    """The window. It is built anew with each theme and text size."""

    def __init__(self, colours: str = "Light", scale: float = 1.0) -> None:
        super().__init__()
        self.setWindowTitle("Gallery")
        self.setAccessibleName("Gallery")
        self.resize(*theme.WINDOW)
        self._colours, self._scale = colours, scale
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self.sections: dict[str, QWidget] = {}
        self.ring = FocusRing(self)
        self.show_in(colours, scale)

    def show_in(self, colours: str, scale: float) -> None:
        """Show everything in a theme, by its name, and a text size."""
        self._colours, self._scale = colours, scale
        self.ring.setParent(self)
        clear(self._whole)
        app = cast(QApplication, QApplication.instance())
        theme.apply(app, Theme(THEMES[colours], scale))
        self.page = ScrollPage()
        self.sections = {}
        for title, part in (*gallery_parts.sections(), *gallery_forms.sections()):
            self.page.body.addWidget(Words(title, Type.SECOND_TITLE))
            self.page.body.addWidget(part)
            self.sections[title] = part
        self.page.body.addStretch(1)
        self._whole.addWidget(self._bar())
        self._whole.addWidget(self.page, 1)
        # After the form with problems has had its way, which is to show its summary.
        QTimer.singleShot(0, self.page, lambda: self.page.verticalScrollBar().setValue(0))

    def go_to(self, title: str) -> None:
        """Scroll to a section."""
        part = self.sections[title]
        self.page.verticalScrollBar().setValue(
            max(part.pos().y() - theme.of().size(Size.BUTTON), 0)
        )

    def _bar(self) -> QWidget:
        look = theme.of()
        made = QWidget()
        parts: list[QWidget] = []
        self.themes = SelectBox(THEMES)
        self.themes.setCurrentText(self._colours)
        self.themes.textActivated.connect(self._theme_chosen)
        self.sizes = SelectBox([f"{scale:.0%}" for scale in SCALES])
        self.sizes.setCurrentText(f"{self._scale:.0%}")
        self.sizes.activated.connect(self._size_chosen)
        self.jump = SelectBox(("Choose one", *self.sections), first_is_none=True)
        self.jump.textActivated.connect(self._jump)
        for words, box in (("Theme", self.themes), ("Text", self.sizes), ("Section", self.jump)):
            label = Label(words)
            label.setWordWrap(False)
            label.setBuddy(box)
            box.setAccessibleName(words)
            parts += (label, box)
        whole = QVBoxLayout(made)
        side = look.space(Space.LARGE)
        whole.setContentsMargins(side, ROOM, side, ROOM)
        whole.addWidget(Across(parts, Space.NORMAL))
        return made

    def _theme_chosen(self, name: str) -> None:
        self.show_in(name, self._scale)

    def _size_chosen(self, place: int) -> None:
        self.show_in(self._colours, SCALES[place])

    def _jump(self, title: str) -> None:
        if title in self.sections:
            self.go_to(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper."""
        QPainter(self).fillRect(self.rect(), theme.of().colour("paper"))
