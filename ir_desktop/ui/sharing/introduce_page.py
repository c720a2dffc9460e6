"""Introducing this setting to a health team: the card to send, the fingerprint to read out."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.services import identity, introductions
from ir_desktop.services.identity import Card as SettingCard
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.sharing import files
from ir_desktop.ui.sharing.boxes import Box
from ir_desktop.ui.sharing.paper import paper
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button, primary
from ir_desktop.ui.widgets.cards import Card, row
from ir_desktop.ui.widgets.screen import Screen

FILE_NAME = "setting-card.jwt"
_KINDS = "Setting cards (*.jwt)"
_LEAD = "The health team needs two things from you: the card, and to hear that it is yours."


class IntroducePage(Screen):
    """Two steps: save the card, and read the fingerprint out when they ring."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Introduce this setting")
        self._context, self._places = context, places
        self.save: Button | None = None
        self.dialog: QFileDialog | None = None
        self.card: SettingCard | None = None
        self._told = QVBoxLayout()
        self.load()

    def load(self) -> None:
        """Make the card, and this laptop's keys the first time."""
        self._context.ask(
            identity.setting_card,
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, card: SettingCard) -> None:
        self.card = card
        back = partial(self._places.go, Place("sharing", part="agreements"))
        page, _ = paper("Introduce this setting", _LEAD, "Back to Agreements", back)
        self.save = primary("Save the setting card", icon="file-text")
        self.save.clicked.connect(self._ask_where)
        first = Card("1. Send them the card", icon="mail")
        first.add(
            Prose(
                "It holds the name and contact of this setting and its public keys: nothing "
                "secret, and nothing about any child. Save it, and send it by e-mail or take it "
                "on a stick."
            )
        )
        first.body.addSpacing(theme.of().space(Space.SMALL))
        first.body.addLayout(row(self.save, None))
        first.body.addSpacing(theme.of().space(Space.TINY))
        self._told = QVBoxLayout()
        first.body.addLayout(self._told)
        second = Card("2. Read this out when they ring", icon="phone")
        second.add(
            Prose(
                "They type what they hear. If it fits, they know that the card is yours and was "
                "not changed on the way."
            )
        )
        second.add(Fingerprint(card.fingerprint))
        third = Card("3. Then they send you an agreement", icon="inbox")
        third.add(Prose("It comes as a file. Add it under Agreements."))
        for each in (first, second, third):
            page.body.addWidget(each)
        page.body.addStretch(1)
        self.fill(page)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_where(self) -> None:
        title = "Save the setting card"
        self.dialog = files.to_save(self, title, _KINDS, FILE_NAME, self.save_to)

    def save_to(self, file: Path) -> None:
        """Write the card to a file."""
        if self.card is None:
            return
        token = self.card.token
        target = file if file.suffix else file.with_suffix(".jwt")
        self._context.ask(
            lambda _: introductions.save_card(token, target),
            lambda _: self._tell(Tone.GOOD, f"Saved as {target.name}."),
            self._failed,
            owner=self,
        )

    def _failed(self, error: IrError) -> None:
        self._tell(Tone.ACT, error.sentence)

    def _tell(self, tone: Tone, words: str) -> None:
        while (item := self._told.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.told = Banner(tone, words)
        self._told.addWidget(self.told)


class Fingerprint(QWidget):
    """A fingerprint in eight numbered groups, big enough to read out."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__()
        look = theme.of()
        across = 2 if look.stacked else 4
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.space(Space.MEDIUM))
        groups = fingerprint.split()
        for number, group in enumerate(groups):
            box = Box(f"Group {number + 1}", leaves=False)
            words = Words(group, Type.SECOND_TITLE)
            # Letter by letter, as it is to be said.
            words.setAccessibleName(f"Group {number + 1}: {' '.join(group)}")
            box.body.addWidget(words)
            grid.addWidget(box, number // across, number % across)
        self.setAccessibleName("Fingerprint of this setting")
