"""The header: where the person is, who is signed in, and the way out."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.band import Band
from ir_desktop.ui.context import Place
from ir_desktop.ui.crumbs import Crumbs
from ir_desktop.ui.face import Face
from ir_desktop.ui.looks import Tag, Tone
from ir_desktop.ui.plain import Elided
from ir_desktop.ui.shell_presenter import DEMO_MARK, Who
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import column
from ir_desktop.ui.widgets.tags import TagWidget


class Header(Band):
    """The header. `went` gives the place of a crumb, `locked` comes with the Lock button."""

    went = Signal(Place)
    locked = Signal()

    def __init__(self, who: Who) -> None:
        super().__init__("paper", below=True)
        look = theme.of()
        # The button needs its height whatever the text size; the air about it need not grow.
        self.setFixedHeight(look.size(Size.BUTTON) + round(Space.CARD.value / look.scale))
        self.crumbs = Crumbs()
        self.crumbs.went.connect(self.went)
        line = QHBoxLayout(self)
        line.setContentsMargins(look.space(Space.PAGE), 0, look.space(Space.LARGE), 0)
        line.setSpacing(look.space(Space.MEDIUM))
        line.addWidget(self.crumbs, 1)
        if who.demo:
            # With big text there is no room for every word; the sign-in page says them all.
            mark = TagWidget(Tag("Demo" if look.stacked else DEMO_MARK, "info", Tone.WATCH))
            mark.setAccessibleName(DEMO_MARK)
            line.addWidget(mark)
        line.addWidget(Face(who.initials, look.size(Size.FACE), Type.SMALL_STRONG))
        line.addWidget(_Person(who))
        self.lock_button = secondary("Lock", icon="lock", tells="Lock and sign out")
        self.lock_button.clicked.connect(self.locked)
        line.addSpacing(look.space(Space.SMALL))
        line.addWidget(self.lock_button)


class _Person(QWidget):
    """Name, and role with workplace below where there is room."""

    def __init__(self, who: Who) -> None:
        super().__init__()
        look = theme.of()
        name = Elided(who.name, Type.SMALL_STRONG)
        lines: list[QWidget] = [name]
        if not look.stacked:
            lines.append(Elided(who.role, Type.SMALL, colour="soft"))
        words = column(*lines, gap=Space.TINY)
        words.setSpacing(0)
        words.insertStretch(0, 1)
        words.addStretch(1)
        self.setLayout(words)
        self._wide = min(
            max(each.sizeHint().width() for each in lines),
            look.size(Size.LIST) if not look.stacked else look.size(Size.RAIL) * 3 // 4,
        )
        self.setFixedWidth(self._wide + 1)

    def sizeHint(self) -> QSize:
        """Return the size that shows name and role, up to a modest width."""
        return QSize(self._wide, super().sizeHint().height())
