"""Incidents: the list of them, and one to read, change and print."""

from ir_desktop.services import incident_paper
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.keeping import presenter
from ir_desktop.ui.keeping.frame import answers, back_to_settings, headed, place
from ir_desktop.ui.keeping.presenter import IncidentView, incident_view, incidents_view
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.paper_view import PaperView
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.buttons import primary, secondary
from ir_desktop.ui.widgets.cards import Card, empty, row
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.screen import Screen
from ir_desktop.ui.widgets.tags import TagWidget

_TITLE = "Sent to the wrong person"
_LEAD = (
    "A letter in the wrong bag, an e-mail to the wrong address, a screen that somebody saw. Write "
    "each one down, also where no harm was done."
)


class IncidentsPage(Screen):
    """Every incident, the newest first."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Incidents")
        self._context, self._places = context, places
        self.list: RowList | None = None
        self.load()

    def load(self) -> None:
        """Read them."""
        self._context.ask(
            incidents_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, found: list[IncidentView]) -> None:
        page, _ = headed(_TITLE, _LEAD, *back_to_settings(self._places))
        self.add = primary("Write one down", icon="plus")
        self.add.clicked.connect(lambda: self._places.go(place("incident-form")))
        page.body.addLayout(row(self.add, None))
        card = Card("Written down here", icon="list-checks")
        if not found:
            card.add(empty("Nothing is written down. Good."))
        else:
            narrow = theme.of().stacked
            columns = presenter.NARROW_INCIDENT_COLUMNS if narrow else presenter.INCIDENT_COLUMNS
            self.list = RowList(columns, "Incidents")
            self.list.show_rows(presenter.incident_rows(found, narrow=narrow))
            self.list.setFixedHeight(self.list.height_of(len(found)))
            self.list.opened.connect(self._open)
            card.add_wide(self.list)
        page.body.addWidget(card)
        page.body.addStretch(1)
        self.fill(page)
        self.add.setFocus()

    def _open(self, incident_id: str) -> None:
        self._places.go(place(f"incident:{incident_id}"))


class IncidentPage(Screen):
    """One incident."""

    def __init__(self, context: Context, places: Places, place: Place) -> None:
        super().__init__("An incident")
        self._context, self._places = context, places
        self._id = place.part.partition(":")[2]
        self.load()

    def load(self) -> None:
        """Read it."""
        self._context.ask(
            lambda session: incident_view(session, self._id),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, view: IncidentView) -> None:
        self.named.emit(_TITLE)
        page, _ = headed(_TITLE, "", "All of them", lambda: self._places.go(place("incidents")))
        page.body.addWidget(Flow([TagWidget(view.tag)], Space.NORMAL))
        self.change = primary("Change or add", icon="pencil")
        self.change.clicked.connect(lambda: self._places.go(place(f"incident-form:{self._id}")))
        self.see = secondary("See the paper", icon="printer")
        self.see.clicked.connect(self.show_paper)
        page.body.addWidget(Flow([self.change, self.see], Space.MEDIUM))
        card = Card("What is written down", icon="file-text")
        card.add(answers(presenter.incident_lines(view)))
        page.body.addWidget(card)
        page.body.addWidget(Prose(presenter.authority_words(view.rule), colour="soft"))
        self.paper = PaperView(self._context)
        page.body.addWidget(self.paper)
        page.body.addStretch(1)
        self.fill(page)
        self.change.setFocus()

    def show_paper(self) -> None:
        """Make the paper for the setting's own file, to see and print."""
        self.paper.show_paper(
            "Incident", lambda session: incident_paper.print_incident(session, self._id)
        )
