"""The tabs of a child's page; with big text they do not fit, and arrows bring the others."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton

from ir_desktop.ui import icons, theme
from ir_desktop.ui.theme import Size
from ir_desktop.ui.widgets.tabs import Tabs

_SHORT_FROM = 1.75
"""The text size from which all the tabs fit only where "Family & consent" is "Family"."""


class ChildTabs(Tabs):
    """Tabs with roomy arrows where they do not all fit; the arrow keys bring them into sight."""

    def __init__(self, names: Sequence[str], tells: str) -> None:
        look = theme.of()
        big = look.scale >= _SHORT_FROM
        super().__init__([each.split(" & ")[0] if big else each for each in names], tells)
        for place, name in enumerate(names):
            self.setAccessibleTabName(place, name)
        self.setStyleSheet(f"QTabBar::scroller {{ width: {look.size(Size.TARGET)}px; }}")
        size = look.size(Size.ICON)
        ink = look.colours.accent
        arrows = (("chevron-left", "Earlier parts"), ("chevron-right", "Later parts"))
        found = self.findChildren(QToolButton)
        for button, (name, words) in zip(found, arrows, strict=False):
            button.setIconSize(QSize(size, size))
            button.setIcon(QIcon(icons.pixmap(name, ink, size)))
            button.setArrowType(Qt.ArrowType.NoArrow)
            button.setAccessibleName(words)
