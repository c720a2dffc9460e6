"""Every place a person can be: its entry in the rail, and how its screen is made.

A new area of the program is one line in `ENTRIES`. Screens are imported when first shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.widgets.screen import Screen

Make = Callable[[Context, Places, Place], Screen]


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of place.

    `words` and `icon` stand in the rail where `in_rail`; `under` is the entry that the rail
    marks and the header leads back to, for places that are not in the rail themselves.
    """

    kind: str
    words: str
    icon: str
    make: Make
    in_rail: bool = True
    under: str = ""

    @property
    def rail_kind(self) -> str:
        """The kind of the rail's entry that is marked here."""
        return self.under or self.kind


def _today(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.today.page import TodayPage

    return TodayPage(context, places)


def _children(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.children.list_page import ChildrenPage

    return ChildrenPage(context, places)


def _child(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.children.child_page import ChildPage

    return ChildPage(context, places, place.child_id, place.part)


def _child_form(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.children.forms import form_screen

    return form_screen(context, places, place)


ENTRIES = (
    Entry("today", "Today", "sun", _today),
    Entry("children", "Children", "baby", _children),
    Entry("child", "", "", _child, in_rail=False, under="children"),
    Entry("child_form", "", "", _child_form, in_rail=False, under="children"),
)


def entry_of(kind: str) -> Entry:
    """Return the entry of a kind of place."""
    return next(each for each in ENTRIES if each.kind == kind)
