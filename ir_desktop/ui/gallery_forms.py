"""The gallery's form fields, each normal, filled in, wrong, disabled and with odd texts."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.date_boxes import DateBoxes
from ir_desktop.domain.records import Blank
from ir_desktop.errors import Problem
from ir_desktop.ui.gallery_frames import (
    LONG,
    MARKUP,
    RIGHT,
    disabled,
    focused,
    hovered,
    one_by_one,
)
from ir_desktop.ui.widgets.buttons import primary
from ir_desktop.ui.widgets.cards import Card
from ir_desktop.ui.widgets.fields.base import LineBox
from ir_desktop.ui.widgets.fields.blanks import BlankField
from ir_desktop.ui.widgets.fields.choices import ChecksField, ChoiceField, Option, YesNoField
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.options import Check, Radio
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField, PasswordField
from ir_desktop.ui.widgets.forms import Form

WAYS = (
    Option("letter", "By letter"),
    Option("phone", "By phone", "We ring between 9 and 5, and never leave a message."),
    Option("text", LONG),
)
TONGUES = tuple(
    Option(name.lower(), name)
    for name in ("Arabic", "Bengali", "English", "Polish", "Sylheti", "Urdu", "Welsh")
)


def sections() -> Iterator[tuple[str, QWidget]]:
    """Give each section's title and its widgets."""
    yield "A form with problems", form()
    yield "Lines and areas", _lines()
    yield "Dates", _dates()
    yield "Choices", _choices()
    yield "Lists", _lists()
    yield "Fields that may have no answer", _blanks()


def form() -> QWidget:
    """Return a form as it stands after a first try to save it."""
    made = Form("Add a child")
    made.add(
        "first_name",
        LineField("First name"),
        need="Type the child\u2019s first name.",
    )
    born = made.add("born", DateField("Date of birth", "For example, 27 3 2024"))
    born.set_typed(DateBoxes("31", "Feb", "24"))
    made.add("yes", YesNoField("Was the child born early?"), need="Choose yes or no.")
    made.add("note", AreaField("Anything else", optional=True))
    made.add_part(primary("Add the child"))
    made.problems((*made.check(), Problem("", "The list of rooms could not be read.")))
    card = Card()
    card.add(made)
    return card


def _lines() -> QWidget:
    filled, right, wrong = (LineField("Known as", "What you call her here") for _ in range(3))
    filled.set_value(MARKUP)
    right.set_value(RIGHT)
    wrong.set_value("Amina 2")
    wrong.show_problem("A name has no figures in it. Take out the 2.")
    code = LineField("Postcode", optional=True, letters=8)
    words, area_wrong = AreaField("What she said", LONG), AreaField("What she said")
    words.set_value(f"{MARKUP}\n{LONG}\n{RIGHT}\nand more")
    area_wrong.show_problem("Write at least one sentence.")
    secret, shown = PasswordField("Password"), PasswordField("New password", "12 letters or more")
    shown.set_value("correct horse")
    shown.show_button.click()
    return one_by_one(
        ("empty", LineField("Known as", "What you call her here", optional=True)),
        ("filled, as typed", filled),
        ("from the right", right),
        ("wrong", wrong),
        ("disabled", disabled(LineField("Room"))),
        ("focus", focused(LineBox())),
        ("short", code),
        ("long label", LineField(LONG)),
        ("area", words),
        ("area wrong", area_wrong),
        ("password", secret),
        ("password shown", shown),
    )


def _dates() -> QWidget:
    filled, wrong, missing = (DateField("Date of birth", "For example, 27 3 2024") for _ in "abc")
    filled.set_value(date(2024, 6, 1))
    for field, typed in ((wrong, DateBoxes("31", "April", "2026")), (missing, DateBoxes("3"))):
        field.set_typed(typed)
        field.show_problem(field.own_problem())
    return one_by_one(
        ("empty", DateField("Date given")),
        ("filled", filled),
        ("wrong day", wrong),
        ("month and year missing", missing),
    )


def _choices() -> QWidget:
    chosen = ChoiceField("How shall we write to you?", WAYS)
    chosen.set_value("phone")
    wrong = YesNoField("Is an interpreter needed?", "For the meeting")
    wrong.show_problem("Choose yes or no.")
    checks = ChecksField("Languages at home", TONGUES, across=True)
    checks.set_value(frozenset({"sylheti", "english"}))
    on, off = Check("Chosen, and cannot be changed"), Radio("Not chosen, and cannot be")
    on.setChecked(True)
    return one_by_one(
        ("one of a few", chosen),
        ("yes or no, wrong", wrong),
        ("several", checks),
        ("hover", hovered(Radio("Under the pointer"))),
        ("focus", focused(Check("With the keyboard"))),
        ("disabled", disabled(on)),
        ("disabled", disabled(off)),
    )


def _lists() -> QWidget:
    chosen, wrong = (SelectField("First language", TONGUES) for _ in range(2))
    chosen.set_value("sylheti")
    wrong.show_problem("Choose a language.")
    long = SelectField("Health team", (Option("a", LONG), Option("b", MARKUP)))
    long.set_value("a")
    return one_by_one(
        ("empty", SelectField("First language", TONGUES, "The one spoken most at home")),
        ("chosen", chosen),
        ("wrong", wrong),
        ("long", long),
        ("disabled", disabled(SelectField("First language", TONGUES))),
    )


def _blanks() -> QWidget:
    asked = BlankField(LineField("NHS number", "On letters from the doctor", letters=12), "")
    declined = BlankField(LineField("GP"), "")
    declined.set_value(Blank.DECLINED)
    born = BlankField(DateField("Date of the health review"), None)
    born.set_value(Blank.NOT_KNOWN)
    return one_by_one(("not asked", asked), ("declined", declined), ("a date not known", born))
