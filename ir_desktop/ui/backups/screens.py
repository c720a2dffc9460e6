"""Which page stands at a place of the kind ``backup``."""

from ir_desktop.ui.backups.alarm_page import AlarmPage
from ir_desktop.ui.backups.one_child_page import OneChildPage
from ir_desktop.ui.backups.try_page import TryPage
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.widgets.screen import Screen

_PARTS: dict[str, type[TryPage] | type[OneChildPage] | type[AlarmPage]] = {
    "try": TryPage,
    "child": OneChildPage,
    "alarm": AlarmPage,
}


def make(context: Context, places: Places, place: Place) -> Screen:
    """Return the page at a place; that of the alarm where it is none of the others."""
    return _PARTS.get(place.part, AlarmPage)(context, places)
