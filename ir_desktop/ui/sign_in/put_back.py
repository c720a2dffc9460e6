"""The page for a sign-in file that lets nobody in, because it is an older one or another's."""

from PySide6.QtCore import Signal, SignalInstance

from ir_desktop.ui.first_run.page import StepPage
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sign_in import file_words as words
from ir_desktop.ui.sign_in.file_words import Trouble
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button, secondary
from ir_desktop.ui.widgets.cards import Card, row


class PutBackPage(StepPage):
    """What to do about it.

    `code_wanted` to go on with the recovery code, `file_wanted` to put the sign-in file back from
    a backup, `restore_wanted` to put everything back from one.
    """

    code_wanted = Signal()
    file_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, trouble: Trouble = words.OLDER) -> None:
        super().__init__(words.STEP, trouble.title, trouble.act)
        self.submitted.connect(self._signal_of(trouble.act))
        self.buttons: dict[str, Button] = {}
        do = Card("What to do", icon="list-checks")
        for each, act in trouble.do:
            do.add(Prose(each))
            if act:
                button = self.buttons[act] = secondary(act)
                button.clicked.connect(self._signal_of(act))
                do.body.addLayout(row(button, None))
        self.body.addWidget(Banner(Tone.WATCH, "Nobody can sign in just now", trouble.what))
        self.body.addWidget(do)

    def _signal_of(self, act: str) -> SignalInstance:
        if act == words.CODE:
            return self.code_wanted
        return self.restore_wanted if act == words.RESTORE else self.file_wanted
