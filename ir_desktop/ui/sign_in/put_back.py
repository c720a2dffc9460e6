"""The page for an older sign-in file that somebody put back: what to do about it."""

from ir_desktop.ui.first_run.page import StepPage
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sign_in import recover_words as words
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.cards import Card


class PutBackPage(StepPage):
    """`submitted` to go on with the recovery code, which is the only way on from here."""

    def __init__(self) -> None:
        super().__init__(words.PUT_BACK, words.PUT_BACK_TITLE, "Use the recovery code")
        do = Card("What to do", icon="list-checks")
        for each in words.PUT_BACK_DO:
            do.add(Prose(each))
        self.body.addWidget(Banner(Tone.WATCH, "Nobody can sign in just now", words.PUT_BACK_WHAT))
        self.body.addWidget(do)
