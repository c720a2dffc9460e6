"""After how long a window that nobody uses locks by itself."""

from dataclasses import replace

from ir_desktop import config
from ir_desktop.config import LONGEST_LOCK, SHORTEST_LOCK
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option

MINUTES = (SHORTEST_LOCK, 10, LONGEST_LOCK)
_WHEN = (
    "It counts from the last key, click or turn of the wheel. The window also locks when this "
    "computer sleeps or its screen locks. What you typed is kept, and you come back to the same "
    "page."
)


class LockCard(Card):
    """A choice that takes effect at once."""

    def __init__(self) -> None:
        super().__init__("When you walk away", icon="lock")
        options = [Option(each, f"{each} minutes") for each in MINUTES]
        self.minutes = ChoiceField("Lock when nobody uses it for", options, across=True)
        # What the file may hold besides is shown as the nearest that does not promise too much.
        held = config.load().lock_minutes
        self.minutes.set_value(next(each for each in MINUTES if each >= held))
        self.minutes.changed.connect(self._chosen)
        self.told = Prose("", colour="act")
        self.told.hide()
        self.add(Prose(_WHEN))
        self.add(self.minutes)
        self.add(self.told)
        self.add(Prose("It is kept on this computer for everybody who uses it.", colour="soft"))

    def _chosen(self) -> None:
        minutes = self.minutes.value()
        if minutes is None:
            return
        problem = ""
        try:
            config.save(replace(config.load(), lock_minutes=minutes))
        except EnvironmentProblem:
            problem = "This could not be kept: your settings folder cannot be written."
        self.told.set_text(problem)
        self.told.setVisible(bool(problem))
