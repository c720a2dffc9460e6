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
    marks and the header leads back to, for places that are not in the rail themselves. `title`
    says in the window's title and the header where the person is, if `words` do not. `find` are
    the words under which the finder offers it. A place that is `over` the others, such as help,
    leaves the screen beneath as it is.
    """

    kind: str
    words: str
    icon: str
    make: Make
    in_rail: bool = True
    under: str = ""
    title: str = ""
    find: str = ""
    over: bool = False

    @property
    def rail_kind(self) -> str:
        """The kind of the rail's entry that is marked here."""
        return entry_of(self.under).rail_kind if self.under else self.kind


def _today(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.today.page import TodayPage

    return TodayPage(context, places)


def _children(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.children.list_page import ChildrenPage

    return ChildrenPage(context, places)


def _child(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.children.child_page import ChildPage

    return ChildPage(context, places, place.child_id, place.part)


def _review(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.review.workspace import ReviewWorkspace

    return ReviewWorkspace(context, places, place.child_id, place.part)


def _child_form(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.children.forms import form_screen

    return form_screen(context, places, place)


def _due(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.today.list_page import ListPage

    return ListPage(context, places, place.part)


def _help(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.help.page import HelpPage

    return HelpPage(context, places, place.part)


def _import(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.importing.page import ImportPage

    return ImportPage(context, places)


def _letters(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.letters.page import LettersPage

    return LettersPage(context, places)


def _sharing(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.sharing import screens

    return screens.make(context, places, place)


def _settings(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.settings.page import SettingsPage

    return SettingsPage(context, places, place.part)


def _settings_form(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.settings import forms

    return forms.screen(context, places, place)


def _backup(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.backups import screens

    return screens.make(context, places, place)


def _keeping(context: Context, places: Places, place: Place) -> Screen:
    from ir_desktop.ui.keeping import screens

    return screens.make(context, places, place)


ENTRIES = (
    Entry("today", "Today", "sun", _today),
    Entry("due", "", "", _due, in_rail=False, under="today", title="All of a list"),
    Entry("help", "Help", "life-buoy", _help, in_rail=False, over=True),
    Entry("children", "Children", "baby", _children),
    Entry("letters", "Letters", "mail", _letters),
    Entry("sharing", "Sharing", "share-2", _sharing, find="Share a review with the health team"),
    Entry("settings", "Settings", "settings", _settings),
    Entry("settings_form", "", "", _settings_form, in_rail=False, under="settings", title="A form"),
    Entry("backup", "", "", _backup, in_rail=False, under="settings", title="Backups"),
    Entry("keeping", "", "", _keeping, in_rail=False, under="settings", title="Keeping records"),
    Entry("child", "", "", _child, in_rail=False, under="children", title="A child’s page"),
    Entry(
        "child_form",
        "",
        "",
        _child_form,
        in_rail=False,
        under="children",
        title="A form",
        find="Add a child",
    ),
    Entry(
        "import",
        "",
        "",
        _import,
        in_rail=False,
        under="children",
        title="Import",
        find="Import children",
    ),
    Entry("review", "", "", _review, in_rail=False, under="child", title="Two-year review"),
)


def has(kind: str) -> bool:
    """Return whether there is such a kind of place."""
    return any(each.kind == kind for each in ENTRIES)


def nearest(place: Place) -> Place:
    """Return a place that there is: itself, or what stands in for it in this program."""
    if has(place.kind):
        return place
    tab = {"sharing": "Sharing", "review": "Reviews"}.get(place.kind, "")
    return Place("child", place.child_id, tab) if place.child_id else Place("today")


def entry_of(kind: str) -> Entry:
    """Return the entry of a kind of place."""
    return next(each for each in ENTRIES if each.kind == kind)
