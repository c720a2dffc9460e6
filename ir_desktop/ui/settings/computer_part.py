"""This computer: when it locks; what was found out about it, and what to do."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import computer_presenter as presenter
from ir_desktop.ui.settings.computer_presenter import Looked
from ir_desktop.ui.settings.lock_card import LockCard
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, clear, column, row
from ir_desktop.ui.widgets.lines import line, with_lines


class ComputerPart(QWidget):
    """Looks by itself, beside the records' thread; `found` is what it shows, once it is there."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.found: list[Looked] = []
        self.lock = LockCard()
        self._place = QVBoxLayout()
        self._place.setSpacing(theme.of().space(Space.NORMAL))
        layout = column(self.lock)
        layout.addLayout(self._place)
        self.setLayout(layout)
        self._look()

    def _look(self) -> None:
        clear(self._place)
        self._place.addWidget(Prose(presenter.LOOKING, colour="soft"))
        session = self._context.session
        self._context.aside.submit(
            lambda: presenter.look(session), self._show, self._failed, owner=self
        )

    def _show(self, found: list[Looked]) -> None:
        self.found = found
        clear(self._place)
        calm = all(each.good for each in found)
        self._place.addWidget(Banner(Tone.GOOD if calm else Tone.WATCH, presenter.summary(found)))
        for title, icon, some in (
            ("To look at", "triangle-alert", [each for each in found if not each.good]),
            ("In order", "circle-check", [each for each in found if each.good]),
        ):
            if some:
                card = Card(title, icon=icon)
                for each in with_lines([_line(one) for one in some]):
                    card.add(each)
                self._place.addWidget(card)
        if self._context.session.store.demo:
            self._place.addWidget(Prose(presenter.DEMO, colour="soft"))
        self.again = secondary("Look again")
        self.again.clicked.connect(self._look)
        self._place.addLayout(row(self.again, None))

    def _failed(self, error: IrError) -> None:
        clear(self._place)
        self._place.addWidget(Banner(Tone.ACT, "This cannot be shown now", error.sentence))


def _line(each: Looked) -> QWidget:
    what = f"{each.what} {each.do}".strip() if not each.good else each.what
    return line(each.title, what, each.tag, strong=True)
