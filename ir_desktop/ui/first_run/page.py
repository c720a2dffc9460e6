"""What the pages of the first opening share: where one is, the title, and the bar at the foot."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from ir_desktop.errors import Problem
from ir_desktop.ui import theme
from ir_desktop.ui.first_run.presenter import Step, step_words
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.forms import Form


class StepPage(QWidget):
    """One page. `submitted` when the person wants to go on; `back` to the page before.

    Pages like these elsewhere in the program give words for `step`, which stand above the title.
    """

    submitted = Signal()
    back = Signal()

    def __init__(
        self, step: str, title: str, act: str, *, first: bool = False, wide: bool = False
    ) -> None:
        """Make a page; a `first` one has no way back, a `wide` one takes the whole width."""
        super().__init__()
        self.step, self.busy = step, False
        look = theme.of()
        self.setAccessibleName(f"{step_words(step)}: {title}")
        self.note = Prose("", colour="soft")
        self.act = primary(act)
        self.act.clicked.connect(self.submit)
        self.back_button = secondary("Back", icon="arrow-left")
        self.back_button.setParent(self)
        self.back_button.setVisible(not first)
        self.back_button.clicked.connect(self.go_back)
        self.body = QVBoxLayout()
        self.body.setSpacing(look.space(Space.NORMAL))
        self.paper = ScrollPage()
        first_run = "Integrated Review   " if isinstance(step, Step) else ""
        where = first_run + step_words(step)
        head = column(
            Words(where, Type.SMALL_STRONG, colour="accent"),
            Prose(title, Type.TITLE),
            gap=Space.TINY,
        )
        inside = QWidget()
        whole = column(head, self.body)
        inside.setLayout(whole)
        if wide:
            self.paper.body.addWidget(inside, 1)
        else:
            inside.setMaximumWidth(look.size(Size.PAPER) + look.space(Space.PAGE))
            across = row(None, inside, None)
            across.setStretch(1, 8)
            self.paper.body.addLayout(across)
            self.paper.body.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.paper, 1)
        self.bar = BottomBar(self.act, back=None if first else self.back_button, note=self.note)
        down.addWidget(self.bar)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.submit)

    def submit(self) -> None:
        """Go on, if what is there allows it."""
        if not self.busy:
            self.submitted.emit()

    def go_back(self) -> None:
        """Go to the page before; what was typed stays."""
        if not self.busy:
            self.back.emit()

    def enter(self) -> None:
        """Take the focus: the page is shown."""
        self.act.setFocus()

    def set_busy(self, words: str) -> None:
        """Say what is being done; empty words end it."""
        self.busy = bool(words)
        self.note.set_text(words)
        announce(self.note, words)


class CardForm(Form):
    """A form on a card, with the summary of what is wrong above it."""

    _column: QVBoxLayout

    def __init__(self, tells: str) -> None:
        super().__init__(tells)
        self.card = Card()
        self.card.body.setSpacing(theme.of().space(Space.SMALL))
        self._column.addWidget(self.card)
        self._column = self.card.body


class FormPage(StepPage):
    """A page with a form. Enter in a line, or on a choice, goes on."""

    def __init__(self, step: str, title: str, act: str, *, first: bool = False) -> None:
        super().__init__(step, title, act, first=first)
        self.form = CardForm(title)

    def offer(self, first_field: str) -> None:
        """Show the form, whose fields are added by now."""
        self.body.addWidget(self.form)
        self._first = first_field
        for box in self.form.findChildren(QLineEdit):
            box.returnPressed.connect(self.submit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter on a choice too, which takes no Enter itself."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(QApplication.focusWidget(), QRadioButton):
            self.submit()
        else:
            super().keyPressEvent(event)

    def enter(self) -> None:
        """Put the focus on the first field."""
        self.form.go_to(self._first)

    def submit(self) -> None:
        """Go on if the fields themselves have nothing against it; else say everything at once."""
        if self.busy:
            return
        found = self.form.check()
        told = {each.field for each in found}
        found += [each for each in self.more_problems() if each.field not in told]
        self.form.problems(found)
        if not found:
            self.submitted.emit()

    def more_problems(self) -> Sequence[Problem]:
        """Return what else is wrong."""
        return ()
