"""Which page stands at a place of the kind ``settings_form``."""

from ir_desktop.ui.children.form_screen import FormScreen
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.settings.own_password import OwnPasswordPage
from ir_desktop.ui.settings.person_page import PersonPage
from ir_desktop.ui.settings.setting_forms import RoomFormPage, SettingFormPage
from ir_desktop.ui.settings.sheet_screen import SheetScreen
from ir_desktop.ui.settings.staff_forms import (
    CoverFormPage,
    FirstPasswordPage,
    MemberFormPage,
    ResetPasswordPage,
    StopFormPage,
)
from ir_desktop.ui.widgets.screen import Screen

_PARTS: dict[str, tuple[type[FormScreen], str]] = {
    "setting": (SettingFormPage, "Your setting"),
    "room": (RoomFormPage, "A room"),
    "staff": (MemberFormPage, "A member of staff"),
    "member": (MemberFormPage, "A member of staff"),
    "cover": (CoverFormPage, "Cover"),
    "password": (FirstPasswordPage, "A first password"),
    "reset": (ResetPasswordPage, "A new password"),
    "own-password": (OwnPasswordPage, "Change your password"),
    "stop": (StopFormPage, "Stop working here"),
}


def screen(context: Context, places: Places, place: Place) -> Screen:
    """Return the page at a place."""
    part = place.part.partition(":")[0]
    if part == "person":
        return PersonPage(context, places, place)
    if part == "sheet":
        return SheetScreen(context, places)
    kind, name = _PARTS[part]
    made = kind(name, context, places, place)
    made.load()
    return made
