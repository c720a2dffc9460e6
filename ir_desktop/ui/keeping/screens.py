"""Which page about keeping records a place is: `part` names it."""

from collections.abc import Callable

from ir_desktop.ui.children.form_screen import FormScreen
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.keeping.check_page import CheckPage
from ir_desktop.ui.keeping.closing_page import ClosingPage
from ir_desktop.ui.keeping.everything_page import EverythingPage
from ir_desktop.ui.keeping.incident_form import IncidentFormPage
from ir_desktop.ui.keeping.incidents_page import IncidentPage, IncidentsPage
from ir_desktop.ui.keeping.leavers_page import LeaversPage
from ir_desktop.ui.keeping.leaving_forms import LeavingFormPage, RetentionFormPage
from ir_desktop.ui.keeping.remove_page import RemovePage
from ir_desktop.ui.widgets.screen import Screen

_FORMS: dict[str, tuple[type[FormScreen], str]] = {
    "leaving": (LeavingFormPage, "This child leaves"),
    "retention": (RetentionFormPage, "How long records are kept"),
    "incident-form": (IncidentFormPage, "An incident"),
}
_PAGES: dict[str, Callable[[Context, Places, Place], Screen]] = {
    "leavers": LeaversPage,
    "remove": RemovePage,
    "everything": EverythingPage,
    "check": lambda context, places, _: CheckPage(context, places),
    "incidents": lambda context, places, _: IncidentsPage(context, places),
    "incident": IncidentPage,
    "closing": lambda context, places, _: ClosingPage(context, places),
}
PARTS = (*_FORMS, *_PAGES)
"""Every part; some have the id of a record after a colon."""


def make(context: Context, places: Places, place: Place) -> Screen:
    """Return the page at a place of the kind ``keeping``."""
    part = place.part.partition(":")[0] or "leavers"
    if part in _PAGES:
        return _PAGES[part](context, places, place)
    kind, name = _FORMS[part]
    made = kind(name, context, places, place)
    made.load()
    return made
