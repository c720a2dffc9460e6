"""The look in one place: colours, type, spaces, sizes and corners. Nothing else names any of them.

Widgets ask `of()` for the theme in force. Sizes are pixels at 100 % text; `Theme.text` grows with
the person's text size and `Theme.space` about a third as fast, so that big text still has room.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ir_desktop import paths
from ir_desktop.ui.looks import Tone

FAMILY: Final = "Noto Sans"
_FONT_FILES: Final = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_KEY: Final = "ir_theme"


@dataclass(frozen=True, slots=True)
class Tint:
    """The three colours of a state: its words, its ground and its edge."""

    ink: str
    ground: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One set of colours. Each text colour has a contrast of 4.5 or more on every surface."""

    paper: str
    rail: str
    sheet: str
    well: str
    line: str
    control: str
    ink: str
    soft: str
    accent: str
    accent_hover: str
    accent_edge: str
    on_accent: str
    tint: str
    tint_line: str
    fill: str
    hover: str
    good: Tint
    watch: Tint
    act: Tint
    calm: Tint
    z_below: str
    z_mon: str
    z_on: str
    focus: str
    focus_ink: str
    shadow: str
    shadow_near: float
    shadow_far: float

    def tone(self, tone: Tone) -> Tint:
        """Return the colours of a state."""
        if tone is Tone.ACCENT:
            return Tint(self.accent, self.tint, self.tint_line)
        return cast(Tint, getattr(self, tone.value))


LIGHT: Final = Colours(
    paper="#F6F3EB",
    rail="#EDE8DC",
    sheet="#FFFFFF",
    well="#FAF8F3",
    line="#DFD8C9",
    control="#7D776C",
    ink="#1D292D",
    soft="#515B5E",
    accent="#0E5568",
    accent_hover="#0A4453",
    accent_edge="#06323E",
    on_accent="#FFFFFF",
    tint="#E0ECEF",
    tint_line="#A9C8D0",
    fill="#C3DCE2",
    hover="#F3F7F7",
    good=Tint("#17603A", "#E3F1E6", "#A3CFB1"),
    watch=Tint("#774900", "#FCEFCE", "#E2BD6A"),
    act=Tint("#9B2018", "#FBE6E2", "#E6ABA3"),
    calm=Tint("#515B5E", "#F1EEE6", "#CFC8B9"),
    z_below="#F3C9C2",
    z_mon="#F9E2A8",
    z_on="#CBE6D2",
    focus="#FFDD00",
    focus_ink="#0B0C0C",
    shadow="#2A2414",
    shadow_near=0.08,
    shadow_far=0.04,
)
DARK: Final = Colours(
    paper="#181B1C",
    rail="#121516",
    sheet="#222728",
    well="#1C2122",
    line="#3A4142",
    control="#8F9796",
    ink="#EEEAE1",
    soft="#B9BEBA",
    accent="#8ACDDC",
    accent_hover="#A9DEE9",
    accent_edge="#4E93A3",
    on_accent="#07242C",
    tint="#1E3940",
    tint_line="#3C6570",
    fill="#2F5964",
    hover="#283031",
    good=Tint("#93D8AB", "#1C3627", "#3C6A4E"),
    watch=Tint("#F1C76B", "#3B2F13", "#75602C"),
    act=Tint("#F6ABA2", "#46221E", "#83463F"),
    calm=Tint("#B9BEBA", "#2B3132", "#4A5253"),
    z_below="#7A3A33",
    z_mon="#6E5820",
    z_on="#2F5E41",
    focus="#FFDD00",
    focus_ink="#0B0C0C",
    shadow="#000000",
    shadow_near=0.22,
    shadow_far=0.11,
)


class Type(Enum):
    """A role of type: its size and whether it is bold."""

    TITLE = (32, True)
    SECOND_TITLE = (24, True)
    CARD_TITLE = (20, True)
    BESIDE_TITLE = (20, False)
    STRONG = (16, True)
    BODY = (16, False)
    SMALL_STRONG = (14, True)
    SMALL = (14, False)


LINE_HEIGHT: Final = 1.42
TITLE_LINE_HEIGHT: Final = 1.25
"""Lines of running text and of titles, as a multiple of their size."""


class Space(Enum):
    """Spaces and sizes that grow a third as fast as the type."""

    TINY = 4
    SMALL = 8
    MEDIUM = 12
    NORMAL = 16
    CARD = 20
    LARGE = 24
    PAGE = 32


class Size(Enum):
    """Sizes of things that hold text, which grow with it."""

    BUTTON = 44
    TARGET = 40
    ROW = 46
    ROW_TWO = 58
    TAG = 26
    ICON = 20
    ICON_SMALL = 16
    ICON_BOX = 24
    HEADER = 64
    RAIL = 204
    RAIL_STACKED = 84
    MARK = 34
    FACE = 36
    FIELD = 400
    LIST = 300
    PAPER = 620


_WORDS_IN: Final = {
    Size.BUTTON: 22,
    Size.TARGET: 22,
    Size.ROW: 22,
    Size.ROW_TWO: 41,
    Size.TAG: 19,
}
"""The height of the lines of words in a control."""


class Corner(Enum):
    """Radii of corners."""

    CARD = 8
    ITEM = 6
    CONTROL = 5
    TAG = 4


class Edge(Enum):
    """Widths of lines and rings."""

    LINE = 1
    FIRM = 2
    RING = 3
    BAR = 4


WINDOW: Final = (1366, 768)
"""The size the window opens at: the smallest laptop aimed at."""

SMALLEST: Final = (900, 560)
"""The smallest size of the window."""

STACKED_FROM: Final = 1.3
"""The text size from which the rail sets its words under its icons."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours and how much bigger than 100 % the text is."""

    colours: Colours
    scale: float = 1.0

    @property
    def stacked(self) -> bool:
        """Whether the text is so big that the rail stacks icon and word."""
        return self.scale >= STACKED_FROM

    def font(self, role: Type) -> QFont:
        """Return the font of a role of type."""
        size, bold = role.value
        font = QFont(FAMILY)
        font.setPixelSize(round(size * self.scale))
        font.setBold(bold)
        if role is Type.TITLE:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.4 * self.scale)
        return font

    def line(self, role: Type) -> float:
        """Return the height of a line of running text in a role of type."""
        title = role.value[0] >= Type.CARD_TITLE.value[0]
        return role.value[0] * self.scale * (TITLE_LINE_HEIGHT if title else LINE_HEIGHT)

    def space(self, space: Space) -> int:
        """Return a space in pixels."""
        return round(space.value * (1 + (self.scale - 1) / 3))

    def size(self, size: Size) -> int:
        """Return a size in pixels: a control's words grow in full, the air about them a third."""
        words = _WORDS_IN.get(size)
        if words is None:
            return round(size.value * self.scale)
        air = (size.value - words) * (1 + (self.scale - 1) / 3)
        return round(words * self.scale + air)

    def colour(self, name: str) -> QColor:
        """Return a colour by its token's name; a state's name gives the colour of its words."""
        found = getattr(self.colours, name)
        return QColor(found.ink if isinstance(found, Tint) else cast(str, found))


def of() -> Theme:
    """Return the theme in force, which the running application holds."""
    app = QCoreApplication.instance()
    held = None if app is None else app.property(_KEY)
    return held if isinstance(held, Theme) else Theme(LIGHT)


def apply(app: QApplication, theme: Theme) -> None:
    """Give the application a theme: fonts, palette and style sheet."""
    from ir_desktop.ui import accessible, style

    accessible.install(app)
    _load_fonts()
    app.setProperty(_KEY, theme)
    app.setStyle("Fusion")
    app.setFont(theme.font(Type.BODY))
    app.setPalette(_palette(theme.colours))
    app.setStyleSheet(style.sheet(theme))
    _tell_widgets(app)


def _tell_widgets(app: QApplication) -> None:
    """Let the widgets there are take the new colours.

    Most paint with the theme in force; one that keeps a colour takes it anew in `look_changed`.
    """
    for widget in app.allWidgets():
        changed = getattr(widget, "look_changed", None)
        if changed is not None:
            changed()
        widget.update()


def of_system(scale: float = 1.0) -> Theme:
    """Return the theme that the system asks for, light or dark."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Theme(DARK if dark else LIGHT, scale)


def _load_fonts() -> None:
    if FAMILY not in QFontDatabase.families():
        for name in _FONT_FILES:
            QFontDatabase.addApplicationFont(str(paths.resource("fonts", name)))


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: colours.paper,
        role.WindowText: colours.ink,
        role.Base: colours.sheet,
        role.AlternateBase: colours.well,
        role.Text: colours.ink,
        role.Button: colours.sheet,
        role.ButtonText: colours.ink,
        role.BrightText: colours.on_accent,
        role.ToolTipBase: colours.sheet,
        role.ToolTipText: colours.ink,
        role.PlaceholderText: colours.soft,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.Accent: colours.accent,
        role.Light: colours.sheet,
        role.Mid: colours.line,
        role.Dark: colours.control,
    }.items():
        palette.setColor(which, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(disabled, which, QColor(colours.soft))
    return palette
