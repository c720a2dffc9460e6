"""The end of an import: how many were added, what to look at, and where to go on."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ir_desktop.services.importing import ImportReport
from ir_desktop.ui.context import Places
from ir_desktop.ui.importing.import_presenter import COLUMNS, done_words, noted_rows
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.across import Across
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage
from ir_desktop.ui.widgets.rows import RowList

_HIGH = 8


def done_page(report: ImportReport, places: Places, again: Callable[[], None]) -> QWidget:
    """Return the page; the focus goes to what most people do next."""
    page = ScrollPage()
    title, detail = done_words(report)
    page.body.addWidget(Prose("Import children from a spreadsheet", Type.TITLE))
    page.body.addWidget(Banner(Tone.GOOD, title, detail))
    noted = noted_rows(report)
    if noted:
        card = Card("Please look at these", icon="triangle-alert", colour="watch", edge=Tone.WATCH)
        card.add(Prose("They were added. Open a child to put something right.", colour="soft"))
        rows = RowList(COLUMNS, "Children to look at")
        rows.show_rows(noted)
        rows.setFixedHeight(rows.height_of(min(len(noted), _HIGH)))
        rows.opened.connect(places.show_child)
        card.add_wide(rows)
        page.body.addWidget(card)
    due = primary("See who is due", icon="arrow-right")
    due.clicked.connect(places.show_today)
    everyone = secondary("See the children")
    everyone.clicked.connect(places.show_children)
    more = secondary("Import another file")
    more.clicked.connect(lambda: again())
    page.body.addWidget(Across([due, everyone, more], Space.MEDIUM))
    page.body.addStretch(1)
    QTimer.singleShot(0, due, due.setFocus)
    return page
