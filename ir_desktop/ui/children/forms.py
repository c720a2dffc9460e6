"""Which form stands at a place: of the child, of the family, or of what they decided."""

from ir_desktop.ui.children.carer_forms import CarerFormPage, SiblingFormPage
from ir_desktop.ui.children.child_form_page import ChildFormPage
from ir_desktop.ui.children.consent_form import ConsentFormPage, ContactFormPage
from ir_desktop.ui.children.form_screen import FormScreen
from ir_desktop.ui.context import Context, Place, Places

_PARTS: dict[str, tuple[type[FormScreen], str]] = {
    "": (ChildFormPage, "A child’s details"),
    "carer": (CarerFormPage, "A parent or carer"),
    "sibling": (SiblingFormPage, "A parent or carer"),
    "consent": (ConsentFormPage, "What the family decided"),
    "contact": (ContactFormPage, "A contact with the family"),
}


def form_screen(context: Context, places: Places, place: Place) -> FormScreen:
    """Return the form at a place of the kind ``child_form``."""
    kind, name = _PARTS[place.part.partition(":")[0]]
    made = kind(name, context, places, place)
    made.load()
    return made
