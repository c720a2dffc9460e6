"""Older records: what happened, what to do, and a manager's word that they may be used."""

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.people import Role
from ir_desktop.domain.plain import count
from ir_desktop.errors import IrError
from ir_desktop.services import audits
from ir_desktop.services.audits import Accepted, Alarm, AlarmKind
from ir_desktop.ui.backups import frame
from ir_desktop.ui.backups.care import Care
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.dialog import Decision
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import ticked
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.screen import Screen

TITLE = "Older records"
_STEPS = {
    AlarmKind.OLDER: (
        "Ask everybody who uses this computer whether they put a copy of the folder back.",
        "If nobody did, write nothing here. Close the window, start the program again, and choose "
        "“Restore from a backup” on the sign-in page. Take the newest backup.",
        "If somebody did on purpose, a manager looks at what is missing and accepts the records.",
    ),
    AlarmKind.PUT_BACK: (
        "Look at the children’s list and at a few reviews. What was written after the backup is "
        "missing: write it again, from paper where you have it.",
        "Look at Sharing. What may have been sent already waits there: ask the health team before "
        "you send it again.",
        "Then a manager accepts the records. From then on things are sent again.",
    ),
}


class AlarmPage(Screen):
    """Tells everybody; only a manager may accept."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__(TITLE)
        self._context, self._places = context, places
        self.accept_button = primary("Accept these records")
        self.load()

    def load(self) -> None:
        """Read whether there is an alarm."""
        self._context.ask(
            audits.alarm, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, alarm: Alarm | None) -> None:
        self.named.emit(TITLE)
        self.problems = Summary()
        self.problems.hide()
        parts: list[QWidget] = [self.problems]
        if alarm is None:
            parts.append(Banner(Tone.GOOD, "These records are as they should be"))
            self.fill(frame.page(self._places, TITLE, parts))
            return
        parts.append(Banner(Tone.ACT, "These records are older than they were", alarm.sentence))
        card = Card("What to do", icon="list-checks")
        for each in _STEPS[alarm.kind]:
            card.add(ticked(each, "arrow-right", "accent"))
        if self._context.session.staff.role is Role.MANAGER:
            self.accept_button = primary("Accept these records")
            self.accept_button.clicked.connect(self._ask)
            card.add(Flow([self.accept_button], Space.MEDIUM))
        else:
            card.add(Prose("Only a manager can accept them. Tell one now.", colour="soft"))
        parts.append(card)
        self.fill(frame.page(self._places, TITLE, parts))

    def _ask(self) -> None:
        asked = Decision(
            self,
            "Accept these records as they are?",
            "Accept them",
            detail="They count as the newest from now on, and what is waiting is sent again. What "
            "may have been sent already is set aside until somebody has asked the health team.",
        )
        asked.decided.connect(self._decided)
        asked.open()

    def _decided(self, yes: bool) -> None:
        if yes:
            self._context.ask(audits.accept, self._accepted, self._failed, owner=self)

    def _accepted(self, done: Accepted) -> None:
        Care.of(self._context).ask_alarm()
        words = "Nothing waits for a question to the health team."
        if done.set_aside:
            many = count(done.set_aside, "copy waits", "copies wait")
            words = f"{many} in Sharing: ask the health team before you send again."
        on = secondary("Go to Today")
        on.clicked.connect(self._places.show_today)
        card = Card()
        card.add(Banner(Tone.GOOD, "The records are accepted", words))
        card.add(Flow([on], Space.MEDIUM))
        self.fill(frame.page(self._places, TITLE, [card]))
        on.setFocus()

    def _failed(self, error: IrError) -> None:
        self.problems.show_problems([("", error.sentence)])
        self.problems.setFocus()
