"""The frame of the workspace: the steps, the place for a page, and the bar at its foot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ir_desktop.domain.progress import Step
from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tag
from ir_desktop.ui.plain import Elided, Prose
from ir_desktop.ui.review import steps
from ir_desktop.ui.review.next_button import NextButton
from ir_desktop.ui.review.opened import Opened
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import link, secondary
from ir_desktop.ui.widgets.cards import IconWidget, clear, row
from ir_desktop.ui.widgets.saved_note import SavedNote
from ir_desktop.ui.widgets.stepper import StepLine, Stepper, stepper
from ir_desktop.ui.widgets.tags import TagWidget

_LONG = 60  # letters of a name that would fill the side; then it is cut with …


class Frame(QWidget):
    """Steps at the side, or in one line where text is big. `check` asks for the last look."""

    check = Signal()

    def __init__(self, opened: Opened, current: Step, note: SavedNote) -> None:
        super().__init__()
        self.stepper: Stepper | StepLine = stepper(steps.looks(opened.progress.steps), current)
        self.in_line = isinstance(self.stepper, StepLine)
        self.stack = QStackedWidget()
        self.primary = NextButton("")
        self.back = secondary("", icon="arrow-left")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(BottomBar(self.primary, back=self.back, note=note))
        way = QBoxLayout.Direction.LeftToRight
        if isinstance(self.stepper, StepLine):
            way = QBoxLayout.Direction.TopToBottom
        else:
            self._head(opened, self.stepper)
        whole = QBoxLayout(way, self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.stepper)
        whole.addLayout(right, 1)

    def show_tag(self, tag: Tag | None) -> None:
        """Show a page's tag in the line of the steps; beside the steps the page has it itself."""
        if not isinstance(self.stepper, StepLine):
            return
        clear(self.stepper.extra)
        if tag is not None:
            self.stepper.extra.addWidget(TagWidget(tag), 0, Qt.AlignmentFlag.AlignVCenter)

    def _head(self, opened: Opened, beside: Stepper) -> None:
        name = opened.child.full_name
        short = len(name) <= _LONG and " " in name
        title = Prose(name, Type.CARD_TITLE) if short else Elided(name, Type.CARD_TITLE)
        title.told_as = QAccessible.Role.StaticText  # the page's title comes after it
        beside.head.addWidget(title)
        beside.head.addWidget(Prose(opened.age, colour="soft"))
        go = link("Check your answers")
        go.clicked.connect(self.check)
        look = theme.of()
        line = row(IconWidget("list-checks", "accent", Size.ICON_SMALL), go, None)
        line.setSpacing(look.space(Space.SMALL))
        line.setContentsMargins(0, 0, 0, look.space(Space.SMALL))
        beside.foot.addLayout(line)
