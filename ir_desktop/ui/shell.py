"""The frame around every screen of a signed-in person: rail, header, place."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ir_desktop.ui import icons, theme
from ir_desktop.ui.children.child_page import Face
from ir_desktop.ui.context import Context, Place
from ir_desktop.ui.looks import Tag, Tone
from ir_desktop.ui.places import ENTRIES, entry_of
from ir_desktop.ui.plain import Elided, Words
from ir_desktop.ui.shell_presenter import DEMO_MARK, Who
from ir_desktop.ui.theme import Corner, Edge, Size, Space, Type
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import IconWidget, clear, column
from ir_desktop.ui.widgets.screen import Screen
from ir_desktop.ui.widgets.tags import TagWidget


class RailButton(QAbstractButton):
    """An entry of the rail: icon and word; with big text the word stands below."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self._words, self._icon = words, icon
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the entry's size."""
        look = theme.of()
        high = look.size(Size.ROW) * (3 if look.stacked else 2) // 2
        return QSize(look.size(Size.RAIL) // 2, high if look.stacked else look.size(Size.ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, the chosen one with a bar and bold."""
        look = theme.of()
        c = look.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            chosen = self.isChecked()
            if chosen or self.underMouse():
                painter.setPen(QPen(QColor(c.line), Edge.LINE.value))
                painter.setBrush(QColor(c.sheet if chosen else c.hover))
                painter.drawRoundedRect(rect, Corner.ITEM.value, Corner.ITEM.value)
            if chosen:
                bar, gap = Edge.BAR.value, look.space(Space.SMALL)
                painter.fillRect(QRectF(0, gap, bar, self.height() - 2 * gap), QColor(c.accent))
            ink = QColor(c.accent if chosen else c.ink)
            size = look.size(Size.ICON)
            painter.setFont(look.font(Type.STRONG if chosen else Type.BODY))
            painter.setPen(ink)
            if look.stacked:
                icons.draw(painter, self._icon, ink, (self.width() - size) / 2, size / 2, size)
                below = rect.adjusted(0, size * 1.5, 0, 0)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._words)
                return
            left = look.space(Space.NORMAL)
            icons.draw(painter, self._icon, ink, left, (self.height() - size) / 2, size)
            beside = rect.adjusted(left + size + look.space(Space.MEDIUM), 0, 0, 0)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, self._words)


class _Band(QWidget):
    """A coloured ground with a hairline at one side."""

    def __init__(self, colour: str, *, below: bool) -> None:
        super().__init__()
        self._colour, self._below = colour, below

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        look = theme.of()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), look.colour(self._colour))
            one = Edge.LINE.value
            edge = self.rect().adjusted(0, self.height() - one, 0, 0)
            if not self._below:
                edge = self.rect().adjusted(self.width() - one, 0, 0, 0)
            painter.fillRect(edge, look.colour("line"))


class Mark(QWidget):
    """The program's mark."""

    def __init__(self) -> None:
        super().__init__()
        size = theme.of().size(Size.MARK)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        look = theme.of()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawRoundedRect(self.rect(), Corner.ITEM.value, Corner.ITEM.value)
            size = self.width() * 2 // 3
            at = (self.width() - size) / 2
            icons.draw(painter, "sprout", look.colour("on_accent"), at, at, size)


class Shell(QWidget):
    """Rail, header and the screen. `locked` when the person wants to lock."""

    locked = Signal()

    def __init__(self, context: Context, who: Who) -> None:
        super().__init__()
        self._context = context
        self.screen_shown: Screen | None = None
        self._trail: list[Place] = []
        self._at = 0
        look = theme.of()
        self.rail: dict[str, RailButton] = {}
        self._header = QHBoxLayout()
        self._header.setSpacing(look.space(Space.SMALL))
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self._head(who))
        main.addLayout(self._place, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail())
        whole.addLayout(main, 1)
        acts = {"Ctrl+L": self.lock, "Alt+Left": self.back, "Alt+Right": self.forward}
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        for number, entry in enumerate((each for each in ENTRIES if each.in_rail), 1):
            keys = QKeySequence(f"Ctrl+{number}")
            QShortcut(keys, self).activated.connect(partial(self.go, Place(entry.kind)))
        self.show_today()

    def go(self, place: Place) -> None:
        """Show a place and remember the way."""
        if self._trail and self._trail[self._at] == place:
            self._show(place)  # asked for again: read anew
            return
        del self._trail[self._at + 1 :]
        self._trail.append(place)
        self._at = len(self._trail) - 1
        self._show(place)

    def back(self) -> None:
        """Show the place before."""
        if self._at > 0:
            self._at -= 1
            self._show(self._trail[self._at])

    def forward(self) -> None:
        """Show the place that going back came from."""
        if self._at + 1 < len(self._trail):
            self._at += 1
            self._show(self._trail[self._at])

    def show_today(self) -> None:
        """Show Today."""
        self.go(Place("today"))

    def show_children(self) -> None:
        """Show the children's list."""
        self.go(Place("children"))

    def show_child(self, child_id: str, tab: str = "") -> None:
        """Show a child's page."""
        self.go(Place("child", child_id, tab))

    def lock(self) -> None:
        """Lock: what was typed is saved, the store is closed and the sign-in page comes back."""
        if self.screen_shown is not None:
            self.screen_shown.leave()
        self.locked.emit()

    def _rail(self) -> QWidget:
        look = theme.of()
        band = _Band("rail", below=False)
        wide = Size.RAIL_STACKED if look.stacked else Size.RAIL
        band.setFixedWidth(look.size(wide))
        down = QVBoxLayout(band)
        side = look.space(Space.TINY if look.stacked else Space.MEDIUM)
        down.setContentsMargins(side, look.space(Space.NORMAL), side, look.space(Space.NORMAL))
        down.setSpacing(look.space(Space.TINY))
        brand = QHBoxLayout()
        brand.setContentsMargins(0 if look.stacked else look.space(Space.MEDIUM), 0, 0, 0)
        brand.setSpacing(look.space(Space.MEDIUM))
        brand.addWidget(Mark())
        if not look.stacked:
            name = Words("Integrated\nReview", Type.STRONG)
            brand.addWidget(name, 1)
        down.addLayout(brand)
        down.addSpacing(look.space(Space.LARGE))
        for entry in ENTRIES:
            if entry.in_rail:
                button = RailButton(entry.words, entry.icon)
                button.clicked.connect(partial(self.go, Place(entry.kind)))
                self.rail[entry.words] = button
                down.addWidget(button)
        down.addStretch(1)
        return band

    def _head(self, who: Who) -> QWidget:
        look = theme.of()
        band = _Band("paper", below=True)
        band.setFixedHeight(look.size(Size.HEADER))
        line = QHBoxLayout(band)
        line.setContentsMargins(look.space(Space.PAGE), 0, look.space(Space.LARGE), 0)
        line.setSpacing(look.space(Space.MEDIUM))
        line.addLayout(self._header, 1)
        if who.demo:
            # With big text there is no room for every word; the sign-in page says them all.
            mark = TagWidget(Tag("Demo" if look.stacked else DEMO_MARK, "info", Tone.WATCH))
            mark.setAccessibleName(DEMO_MARK)
            line.addWidget(mark)
        line.addWidget(Face(who.initials, look.size(Size.FACE), Type.SMALL_STRONG))
        if look.stacked:
            line.addWidget(Words(who.name, Type.SMALL_STRONG))
        else:
            name, role = Words(who.name, Type.SMALL_STRONG), Words(who.role, Type.SMALL)
            role.set_colour("soft")
            words = column(name, role, gap=Space.TINY)
            words.insertStretch(0, 1)
            words.addStretch(1)
            words.setSpacing(0)
            line.addLayout(words)
        self.lock_button = secondary("Lock", icon="lock", tells="Lock and sign out")
        self.lock_button.clicked.connect(self.lock)
        line.addSpacing(look.space(Space.SMALL))
        line.addWidget(self.lock_button)
        return band

    def _show(self, place: Place) -> None:
        entry = entry_of(place.kind)
        if self.screen_shown is not None:
            self.screen_shown.leave()
        screen = entry.make(self._context, self, place)
        clear(self._place)
        self.screen_shown = screen
        self._place.addWidget(screen, 1)
        above = entry_of(entry.rail_kind)
        self.rail[above.words].setChecked(True)
        clear(self._header)
        if entry.in_rail:
            self._header.addWidget(Words(entry.words, Type.STRONG))
            self._header.addStretch(1)
            return
        back = link(above.words, tells=f"Back to {above.words}")
        back.clicked.connect(partial(self.go, Place(above.kind)))
        self._header.addWidget(back)
        self._header.addWidget(IconWidget("chevron-right", "soft", Size.ICON_SMALL))
        name = Elided(entry.words, Type.STRONG)
        screen.named.connect(name.setText)
        self._header.addWidget(name, 1)
