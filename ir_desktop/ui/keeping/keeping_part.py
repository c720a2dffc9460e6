"""The part of Settings that leads to everything about keeping and removing records."""

from PySide6.QtWidgets import QWidget

from ir_desktop.ui.context import Places
from ir_desktop.ui.keeping.frame import place
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.buttons import Button, secondary
from ir_desktop.ui.widgets.cards import Card, column, row

_WAYS = (
    ("leavers", "Children who have left", "undo-2", "See who has left",
     "How long their records are kept, and whose are ready to be removed. Nothing is removed by "
     "itself."),
    ("check", "Check the history", "history", "Check the history",
     "Every act is written down. A check finds out whether anything was changed behind the "
     "program’s back."),
    ("incidents", "Sent to the wrong person", "triangle-alert", "See or write down one",
     "What to do, what to write down, and whether to tell the ICO."),
    ("closing", "Closing this setting", "house", "See what to do",
     "What to hand over, what to end and what to keep when a setting closes."),
)  # fmt: skip


class KeepingPart(QWidget):
    """A card for each; `ways` are their buttons by where they lead."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self.ways: dict[str, Button] = {}
        cards: list[QWidget] = []
        for part, title, icon, act, words in _WAYS:
            card = Card(title, icon=icon)
            card.add(Prose(words))
            button = self.ways[part] = secondary(act, tells=f"{act}: {title}")
            button.clicked.connect(lambda _=False, to=part: places.go(place(to)))
            card.body.addLayout(row(button, None))
            cards.append(card)
        self.setLayout(column(*cards))
