"""Which screen of Sharing a place is: `part` names it, or the row to show first."""

from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.widgets.screen import Screen

_PAGES, _ADDED = "pages:", "added:"


def make(context: Context, places: Places, place: Place) -> Screen:
    """Return the screen of a place of kind ``sharing``.

    Its parts are ``agreements``, ``introduce``, ``add``, and ``pages:`` with a row's key for all
    that is in a copy. Any other part is the key of a row; `child_id` chooses that child's row.
    """
    part = place.part
    if part == "introduce":
        from ir_desktop.ui.sharing.introduce_page import IntroducePage

        return IntroducePage(context, places)
    if part == "add":
        from ir_desktop.ui.sharing.add_page import AddPage

        return AddPage(context, places)
    if part == "agreements" or part.startswith(_ADDED):
        from ir_desktop.ui.sharing.agreements_page import AgreementsPage

        team = part.removeprefix(_ADDED) if part.startswith(_ADDED) else ""
        told = f"The agreement with {team} was added. You can send reviews now." if team else ""
        return AgreementsPage(context, places, told)
    if part.startswith(_PAGES):
        from ir_desktop.ui.sharing.contents_page import ContentsPage

        return ContentsPage(context, places, part.removeprefix(_PAGES))
    from ir_desktop.ui.sharing.page import SharingPage

    return SharingPage(context, places, place.child_id, part)
