"""How the window looks: colours and text size, at once and kept for next time."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ir_desktop.config import Appearance
from ir_desktop.ui import appearance
from ir_desktop.ui.appearance import TEXT_SIZES
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets import sight
from ir_desktop.ui.widgets.cards import Card, column
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option

_COLOURS = (
    Option(Appearance.SYSTEM, "As this computer", "Light or dark, and changes with it."),
    Option(Appearance.LIGHT, "Light"),
    Option(Appearance.DARK, "Dark"),
    Option(
        Appearance.HIGH_CONTRAST,
        "High contrast",
        "This computer’s own contrast colours, or white and yellow on black.",
    ),
)


class LookPart(QWidget):
    """Choices that take effect at once. `sizing` gives a text size, in per cent."""

    sizing = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        look = appearance.of()
        self.colours = ChoiceField("Colours", _COLOURS)
        self.colours.set_value(look.chosen.appearance)
        self.colours.changed.connect(self._coloured)
        sizes = [Option(each, f"{each} %") for each in TEXT_SIZES]
        self.sizes = ChoiceField("Text size", sizes, across=True)
        self.sizes.set_value(look.chosen.text_size)
        self.sizes.changed.connect(self._sized)
        self.told = Prose("", colour="act")
        self.told.hide()
        card = Card("How it looks", icon="contrast")
        for each in (self.colours, self.sizes, self.told):
            card.add(each)
        told = "It changes at once, and is kept on this computer for everybody who uses it."
        card.add(Prose(told, colour="soft"))
        self.setLayout(column(card))

    def show_size(self) -> None:
        """Put the focus on the text size chosen, and bring it into sight."""
        self.sizes.focus_field()
        for part in (self.sizes, self.sizes.targets()[0]):
            sight.keep(part)

    def _coloured(self) -> None:
        chosen = self.colours.value()
        if chosen is not None:
            self._tell(appearance.of().choose(chosen))

    def _sized(self) -> None:
        size = self.sizes.value()
        if size is not None:
            # Everything is made anew, this choice too: not while it is being clicked.
            QTimer.singleShot(0, self, lambda: self.sizing.emit(size))

    def _tell(self, problem: str) -> None:
        self.told.set_text(problem)
        self.told.setVisible(bool(problem))
