"""Backups, as a part of Settings: how they stand, where they go, what is kept, what for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import Invalid, IrError
from ir_desktop.services import backups
from ir_desktop.services.backups import BackedUp
from ir_desktop.ui.backups import words
from ir_desktop.ui.backups.care import Care
from ir_desktop.ui.backups.folder_choice import ask_folder, banners
from ir_desktop.ui.backups.words import BackupsView, Told, backups_view
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.importing.long_work import Stopped
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.buttons import Button, primary, secondary
from ir_desktop.ui.widgets.cards import Card, clear, column, empty
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.progress import Progress

_STOPPED = Told(Tone.CALM, "Stopped. No backup was made.", "The ones made before are as they were.")


class BackupsPart(QWidget):
    """Reads how backups stand by itself; `filled` each time it shows it."""

    filled = Signal()

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__()
        self._context, self._places = context, places
        self.view: BackupsView | None = None
        self.progress: Progress | None = None
        self.buttons: dict[str, Button] = {}
        self.problems = Summary()
        self.problems.hide()
        self._place = QVBoxLayout()
        self._place.addWidget(Prose("Opening…", colour="soft"))
        self.setLayout(column(self.problems, self._place))
        self._care = Care.of(context)
        self._care.made.connect(self._made)
        self._care.not_made.connect(self._not_made)
        self._care.stepped.connect(self._step)
        if self._care.busy:
            self._show_progress()
        else:
            self.load()

    def load(self, said: Told | None = None) -> None:
        """Read anew how backups stand; `said` is what to say of what was just done."""
        self._context.ask(backups_view, lambda view: self._show(view, said), self._tell, owner=self)

    def _show(self, view: BackupsView, said: Told | None) -> None:
        if self.progress is not None:
            return
        self.view = view
        self.buttons.clear()
        clear(self._place)
        for each in (self._standing(view, said), self._where(view), *self._more(view)):
            self._place.addWidget(each)
        if said is not None:
            announce(self, f"{said.title} {said.detail}")
            self._focus("now")
        self.filled.emit()

    def _standing(self, view: BackupsView, said: Told | None) -> Card:
        card = Card("How they stand", icon="shield-check")
        now = words.standing(view.state, view.today)
        for each in banners(_told(said, now)):
            card.add(each)
        if not view.manager:
            card.add(Prose(words.ASK, colour="soft"))
        elif view.folder is None:
            card.add(Prose(words.WHY))
            self._offer(card, "choose", primary("Choose a folder or a stick"), self.ask_folder)
        else:
            self._offer(card, "now", primary("Back up now"), self.back_up)
        return card

    def _where(self, view: BackupsView) -> Card:
        card = Card("Where they go", icon="house")
        if view.folder is None:
            card.add(empty("No folder is chosen yet. A stick that you take home is best."))
            return card
        card.add(Prose(str(view.folder), Type.STRONG))
        card.add(Prose(words.BY_ITSELF))
        for each in banners(words.note_of(each) for each in view.notes):
            card.add(each)
        if view.manager:
            self._offer(card, "choose", secondary("Choose another folder"), self.ask_folder)
        return card

    def _more(self, view: BackupsView) -> list[QWidget]:
        if not view.manager:
            return []
        kept = Card("What is kept", icon="history")
        lines = words.kept_words(view)
        if lines:
            kept.add(KeyValue(Answered(name, name, told, act="") for name, told in lines))
        else:
            kept.add(empty("There are no backups of these records in the folder."))
        kept.add(Prose(words.WHICH_STAY, colour="soft"))
        use = Card("What they are good for", icon="undo-2")
        use.add(Prose(words.tried_words(view)))
        tries, one = secondary("Check that a backup opens"), secondary("Bring back one child")
        for key, button, part in (("try", tries, "try"), ("child", one, "child")):
            self.buttons[key] = button
            button.clicked.connect(lambda _=False, to=part: self._go(to))
        use.add(Flow([tries, one], Space.MEDIUM))
        use.add(Prose(words.WHOLE))
        return [kept, use]

    def _offer(self, card: Card, key: str, button: Button, act: Callable[[], object]) -> None:
        self.buttons[key] = button
        button.clicked.connect(act)
        card.add(Flow([button], Space.MEDIUM))

    def _go(self, part: str) -> None:
        self._places.go(Place("backup", part=part))

    def ask_folder(self) -> None:
        """Open the dialog that chooses a folder."""
        view = self.view
        start = view.folder if view is not None and view.state.there else None
        ask_folder(self, self.choose, start)

    def choose(self, folder: str) -> None:
        """Have backups go to a folder from now on."""
        self.problems.show_problems([])
        self._context.ask(
            lambda session: backups.change_settings(session, folder=Path(folder)),
            lambda _: self._chosen(),
            self._failed,
            owner=self,
        )

    def _chosen(self) -> None:
        self.load(Told(Tone.GOOD, "Backups go there from now on", "Make the first one now."))

    def back_up(self) -> None:
        """Make a backup now, with a way to stop it."""
        self.problems.show_problems([])
        self._show_progress()
        self._care.back_up()

    def _show_progress(self) -> None:
        progress = self.progress = Progress("Making a backup")
        progress.cancelled.connect(self._care.cancel)
        clear(self._place)
        self.buttons.clear()
        card = Card()
        card.add(progress)
        self._place.addWidget(card)
        progress.cancel.setFocus()

    def _step(self, done: int, whole: int) -> None:
        if self.progress is not None:
            self.progress.show_step(done, whole, words.STEPS[done])

    def _made(self, made: BackedUp | None) -> None:
        self.progress = None
        today = self._context.session.today
        self.load(None if made is None else words.made_words(made, today))

    def _not_made(self, error: IrError) -> None:
        self.progress = None
        if isinstance(error, Stopped):
            self.load(_STOPPED)
        else:
            self._failed(error)

    def _failed(self, error: IrError) -> None:
        self._tell(error)
        self.load()

    def _tell(self, error: IrError) -> None:
        found = error.problems if isinstance(error, Invalid) else None
        told = [error.sentence] if found is None else [each.sentence for each in found]
        self.problems.show_problems([("", each) for each in told])
        self.problems.setFocus()

    def _focus(self, key: str) -> None:
        button = self.buttons.get(key)
        if button is not None:
            button.setFocus()


def _told(said: Told | None, now: Told) -> list[Told]:
    """Return what to say: what was just done, and how backups stand unless that says the same."""
    if said is None:
        return [now]
    return [said] if said.title == now.title else [said, now]
