"""Closing the setting: what to hand over, what to end, what to keep, one step after another."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from ir_desktop.domain.plain import count
from ir_desktop.errors import IrError
from ir_desktop.services import closing
from ir_desktop.services.closing import Closing
from ir_desktop.ui.backups.words import standing
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.importing.long_work import LongWork
from ir_desktop.ui.keeping.frame import back_to_settings, headed, place
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button, secondary
from ir_desktop.ui.widgets.cards import Card, clear, row
from ir_desktop.ui.widgets.dialog import Decision
from ir_desktop.ui.widgets.progress import Progress
from ir_desktop.ui.widgets.screen import Screen

_LEAD = (
    "Do these in order. Nothing is removed by itself, and you can come back to this page at any "
    "time."
)
_KEEP = (
    "Somebody has to keep the records for as long as your rule says, also after you have closed. "
    "Keep this computer or a backup in a safe place, and the recovery sheet in another. Your "
    "council and your insurer can tell you who may keep them in your place."
)


class ClosingPage(Screen):
    """The steps, with how far each has come."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Closing this setting")
        self._context, self._places = context, places
        self.work: LongWork | None = None
        self.dialog: QFileDialog | None = None
        self.acts: dict[str, Button] = {}
        self.load()

    def load(self, note: Banner | None = None) -> None:
        """Read how far it has come."""
        self._context.ask(
            closing.standing,
            lambda found: self._show(found, note),
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: Closing, note: Banner | None) -> None:
        self.acts = {}
        page, _ = headed("Closing this setting", _LEAD, *back_to_settings(self._places))
        self._told = QVBoxLayout()
        if note is not None:
            self._told.addWidget(note)
        page.body.addLayout(self._told)
        go = self._places.go
        waiting = (
            f"{count(found.waiting, 'copy is', 'copies are')} still on the way to a health team."
            if found.waiting
            else "Nothing waits to be sent."
        )
        here = count(found.here, "child is", "children are")
        every = count(found.here + found.left, "child", "children")
        signed = count(found.colleagues, "colleague", "colleagues")
        ended = count(found.agreements, "sharing agreement is", "sharing agreements are")
        page.body.addWidget(self._step("1. Finish sharing", waiting, "send", "share",
                                       "See Sharing", lambda: go(Place("sharing"))))  # fmt: skip
        page.body.addWidget(self._step(
            "2. Hand over the records",
            f"Everything about {every} goes into a folder that you choose, each as a paper and as "
            "a file for computers. The files are not locked. Choose a stick that you hand over "
            "yourself.",
            "file-text", "hand_over", "Write the folder", self.ask_where,
        ))  # fmt: skip
        page.body.addWidget(self._step(
            "3. End sharing", f"{ended} in force. Nothing more is sent once they have ended.",
            "share-2", "end", "End every agreement", self.ask_end, off=not found.agreements,
        ))  # fmt: skip
        page.body.addWidget(self._step(
            "4. The children leave",
            f"{here} here. Write it down on each child’s page, under Details.",
            "baby", "children", "See the children", lambda: go(Place("children")),
        ))  # fmt: skip
        page.body.addWidget(self._step(
            "5. Colleagues stop", f"{signed} can still sign in.",
            "users", "staff", "See the staff", lambda: go(Place("settings", part="Staff")),
        ))  # fmt: skip
        kept = f"{standing(found.backup, self._context.session.today).title}."
        page.body.addWidget(self._step(
            "6. Keep the records safe", f"{kept} {_KEEP}", "shield-check", "keep",
            "See how long", lambda: go(place("leavers")),
        ))  # fmt: skip
        page.body.addStretch(1)
        self.fill(page)
        self.acts["hand_over"].setFocus()

    def _step(
        self,
        title: str,
        words: str,
        icon: str,
        key: str,
        act: str,
        do: Callable[[], None],
        *,
        off: bool = False,
    ) -> Card:
        card = Card(title, icon=icon)
        card.add(Prose(words))
        button = self.acts[key] = secondary(act)
        button.clicked.connect(lambda: do())
        button.setEnabled(not off)
        card.body.addLayout(row(button, None))
        return card

    def ask_where(self) -> None:
        """Ask for the folder of the hand-over."""
        dialog = self.dialog = QFileDialog(self, "Choose where the folder goes")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, name: str) -> None:
        self.hand_over(Path(name))

    def hand_over(self, folder: Path) -> None:
        """Write everything about every child, telling how far it is."""
        if self.work is not None:
            return
        work = self.work = LongWork(self)
        progress = Progress("Writing the folder", cancel="Stop")
        progress.cancelled.connect(work.stop)
        work.stepped.connect(progress.show_step)
        clear(self._told)
        card = Card()
        card.add(progress)
        self._told.addWidget(card)
        progress.cancel.setFocus()
        self._context.ask(
            partial(closing.hand_over, folder=folder, progress=work.step),
            self._handed_over,
            self._failed,
            owner=self,
        )

    def _handed_over(self, children: int) -> None:
        self.work = None
        told = count(children, "child", "children")
        words = "Look into it before you hand it over. It is not locked."
        self._tell(Tone.GOOD, f"The folder holds everything about {told}", words)

    def ask_end(self) -> None:
        """Ask once whether to end every agreement."""
        asked = Decision(
            self, "End every sharing agreement?", "End them all", safe="Keep them",
            detail="Nothing more is sent to any health team. To share again you need a new one.",
            danger=True,
        )  # fmt: skip
        asked.decided.connect(self._end)
        asked.open()

    def _end(self, yes: bool) -> None:
        if yes:
            self._context.ask(
                closing.end_agreements,
                lambda ended: self.load(
                    Banner(Tone.GOOD, f"{count(ended, 'agreement')} ended today")
                ),
                self._failed,
                owner=self,
            )

    def _failed(self, error: IrError) -> None:
        stopped = self.work is not None and self.work.stopping()
        self.work = None
        if stopped:
            words = "What was written until then is still in the folder: remove it if you do not "
            self._tell(Tone.CALM, "It was stopped", f"{words}need it.")
        else:
            self._tell(Tone.ACT, "It did not work", error.sentence)

    def _tell(self, tone: Tone, title: str, words: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(tone, title, words))
        self.acts["hand_over"].setFocus()
