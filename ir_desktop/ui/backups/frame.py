"""What the pages about backups share: the way back, the title, and room for what is wrong."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.ui.context import Place, Places
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings.tab_names import BACKUPS
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import ScrollPage, row


def page(places: Places, title: str, parts: Sequence[QWidget]) -> ScrollPage:
    """Return a page with its title and the way back to Backups."""
    made = ScrollPage()
    back = link("Backups", tells="Back to Backups")
    back.clicked.connect(lambda: to_backups(places))
    made.body.addLayout(row(back, None))
    made.body.addWidget(Prose(title, Type.TITLE))
    for each in parts:
        made.body.addWidget(each)
    made.body.addStretch(1)
    return made


def to_backups(places: Places) -> None:
    """Show Backups in Settings."""
    places.go(Place("settings", part=BACKUPS))


def problems_of(error: IrError, field: str = "") -> list[Problem]:
    """Return what to show of an error; what is wrong with the `field` stands there too."""
    if not isinstance(error, Invalid):
        return [Problem("", error.sentence)]
    return [Problem(field or each.field, each.sentence) for each in error.problems]
