"""What stands on the sharing page where there is nothing to list."""

from collections.abc import Callable

from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing.share_view import ListView
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, empty, row

_NOTHING = "Nothing to share just now. When a review is signed off, it waits here for you."
_NOT_SET_UP = (
    "You can use this program without sharing: print the summary for the family, who can give it "
    "to the health visitor themselves. To send copies by internet, you need an agreement with "
    "your health visiting team first."
)


def nothing(view: ListView, agreements: Callable[[], None]) -> Card:
    """Return the friendly sentence, or how to begin where no agreement is there yet."""
    if view.agreements:
        card = Card()
        card.add(empty(_NOTHING))
        return card
    card = Card("Sharing is not set up", icon="share-2")
    card.add(Prose(_NOT_SET_UP))
    begin = secondary("Set up sharing")
    begin.clicked.connect(agreements)
    card.body.addLayout(row(begin, None))
    return card
