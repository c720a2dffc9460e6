"""The last page of the first opening: three ways to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.first_run import presenter
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.buttons import Button, primary, secondary
from ir_desktop.ui.widgets.cards import Card, IconWidget, ScrollPage, column, row

_WAYS = (
    ("add", "Add a child", "A name and a date of birth are enough to begin."),
    (
        "import",
        "Import a spreadsheet",
        "Many children at once. You see every row before it counts.",
    ),
    ("look", "Look round", "See Today, the children’s list and Settings first."),
)


class ReadyPage(QWidget):
    """Add a child, import a spreadsheet, or look round. `chosen` gives which."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look = theme.of()
        self.setAccessibleName("Your records are ready")
        self.buttons: dict[str, Button] = {}
        card = Card()
        for key, words, detail in _WAYS:
            button = primary(words) if key == "add" else secondary(words)
            button.clicked.connect(lambda _=False, which=key: self.chosen.emit(which))
            self.buttons[key] = button
            line = column(row(button, None), Prose(detail, colour="soft"), gap=Space.TINY)
            line.setContentsMargins(0, look.space(Space.SMALL), 0, look.space(Space.SMALL))
            card.body.addLayout(line)
        head = row(IconWidget("circle-check", "good", Size.ICON_BOX),
                   Prose("Your records are ready", Type.TITLE), gap=Space.MEDIUM)  # fmt: skip
        head.setStretch(1, 1)
        head.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        inside = QWidget()
        inside.setLayout(
            column(
                Words("Integrated Review   All done", Type.SMALL_STRONG, colour="accent"),
                head,
                Prose(presenter.READY_WORDS),
                card,
            )
        )
        inside.setMaximumWidth(look.size(Size.PAPER) + look.space(Space.PAGE))
        page = ScrollPage()
        across = row(None, inside, None)
        across.setStretch(1, 8)
        page.body.addLayout(across)
        page.body.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(page)

    def enter(self) -> None:
        """Put the focus on the first way."""
        self.buttons["add"].setFocus()
