"""The person signed in: the last sign-in, their password, and for a manager the recovery sheet."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.services import yourself
from ir_desktop.services.yourself import AboutYou
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.settings.parts import form
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, clear, row
from ir_desktop.ui.widgets.key_value import Answered, KeyValue


class YouPart(QWidget):
    """Reads by itself what it shows; `found` is that, once it is there."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__()
        self._places = places
        self.found: AboutYou | None = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(theme.of().space(Space.NORMAL))
        self._place.addWidget(Prose("Opening…", colour="soft"))
        context.ask(yourself.about_you, self._show, self._failed, owner=self)

    def _show(self, found: AboutYou) -> None:
        self.found = found
        clear(self._place)
        own = Card("Your sign-in", icon="user")
        lines = presenter.you_lines(found)
        own.add(KeyValue(Answered(name, name, value, act="") for name, value in lines))
        own.add(Prose(presenter.NOT_YOU, colour="soft"))
        self.change = primary("Change your password", icon="lock")
        self.change.clicked.connect(lambda: self._places.go(form("own-password")))
        own.body.addLayout(row(self.change, None))
        self._place.addWidget(own)
        if found.sheet_since is not None:
            self._place.addWidget(self._sheet(found))

    def _sheet(self, found: AboutYou) -> Card:
        card = Card("Recovery sheet", icon="file-text")
        lines = presenter.sheet_lines(found)
        card.add(KeyValue(Answered(name, name, value, act="") for name, value in lines))
        card.add(Prose(presenter.SHEET_WHY))
        self.sheet = secondary("Make a new recovery sheet", icon="printer")
        self.sheet.clicked.connect(lambda: self._places.go(form("sheet")))
        card.body.addLayout(row(self.sheet, None))
        return card

    def _failed(self, error: IrError) -> None:
        clear(self._place)
        self._place.addWidget(Banner(Tone.ACT, "This cannot be shown now", error.sentence))
