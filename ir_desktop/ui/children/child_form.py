"""The form of a child: every field that a person fills in, few of them needed."""

from collections.abc import Generator, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal

from ir_desktop.domain.nhs_number import parse_nhs_number
from ir_desktop.domain.people import SendSupport
from ir_desktop.domain.records import Blank
from ir_desktop.errors import Invalid
from ir_desktop.ui import theme
from ir_desktop.ui.children.child_values import (
    SEND_WORDS,
    SEX_WORDS,
    SOURCE_WORDS,
    Choices,
    to_values,
)
from ir_desktop.ui.children.form_screen import SectionForm
from ir_desktop.ui.theme import Size, Space
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.blanks import BlankField
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option, YesNoField
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField
from ir_desktop.ui.widgets.forms import Form

_DATES = (Blank.NOT_ASKED, Blank.NOT_KNOWN)


class TeamField(SelectField[str]):
    """The health team, with a way to add one that is not in the list.

    `adding` gives what is typed of a new team, by the names of `services.health_teams.add_team`.
    """

    adding = Signal(dict)

    def __init__(self, teams: Iterable[tuple[str, str]]) -> None:
        super().__init__(
            "Health team",
            [Option(*each) for each in teams],
            "The team of the child’s home address, not of this setting.",
            none="Not known yet",
        )
        self.more = Disclosure("Add a team that is not in the list")
        self.new = Form("A new health team")
        self.new.add("team_name", LineField("Name of the team"), need="Type the team’s name.")
        self.new.add("team_phone", LineField("Phone", optional=True, letters=16))
        self.new.add("team_email", LineField("E-mail", optional=True))
        self.button = secondary("Add this team")
        self.button.clicked.connect(self._add)
        self.new.add_part(self.button)
        self.more.body.addWidget(self.new)
        self.new.changed.connect(self._new_typed)
        self.take(self.more, roomy=True)

    def state(self) -> tuple[str | None, ...]:
        """Return the team chosen, and what is typed of a new one."""
        return (self.value(), *self.new.values().values())

    def put_back(self, state: tuple[str | None, ...]) -> None:
        """Show again what was chosen and typed."""
        chosen, *typed = state
        self.set_value(chosen)
        for name, words in zip(self.new.values(), typed, strict=True):
            self.new.field(name).set_value(words or "")
        if any(typed):
            self.more.set_open(True)

    def _new_typed(self, _: str) -> None:
        self.changed.emit()

    def _add(self) -> None:
        found = self.new.check()
        self.new.problems(found)
        if not found:
            typed = self.new.values()
            self.adding.emit({name.removeprefix("team_"): typed[name] for name in typed})

    def added(self, team_id: str, name: str) -> None:
        """Put a new team in the list and choose it."""
        self._options = (*self._options, Option(team_id, name))
        self.box.addItem(name)
        look = theme.of()
        wide = self.box.fontMetrics().horizontalAdvance(name) + 2 * look.space(Space.MEDIUM)
        size = QSize(wide, look.size(Size.TARGET))
        self.box.setItemData(self.box.count() - 1, size, Qt.ItemDataRole.SizeHintRole)
        self.set_value(team_id)
        self.new.fill({"team_name": "", "team_phone": "", "team_email": ""})
        self.new.problems(())
        self.more.set_open(False)
        self.focus_field()
        self.changed.emit()


def child_form(found: Choices) -> Generator[None, None, SectionForm]:
    """Make the form in turns, filled in with what is known, and return it."""
    form = SectionForm("Change details" if found.child else "Add a child")
    _who(form)
    yield
    _here(form, found)
    yield
    _background(form, found)
    yield
    _home(form, found)
    form.end_sections()
    yield
    form.fill(to_values(found))
    return form


def _who(form: SectionForm) -> None:
    form.section("The child", "baby")
    form.add("given_name", LineField("First name"), need="Type the child’s first name.")
    hint = "Leave it empty if the child has one name only."
    form.add("family_name", LineField("Family name", hint))
    form.add("known_as", LineField("Known as", "If it is another name.", optional=True))
    form.add(
        "date_of_birth",
        DateField("Date of birth", "For example, 3 5 2024"),
        need="Type the date of birth.",
    )
    hint = "Whole weeks. Leave it empty if the child was born on time."
    form.add("weeks_early", LineField("Weeks born early", hint, optional=True, letters=2))
    sexes = [Option(each, words) for each, words in SEX_WORDS.items()]
    form.add("sex", ChoiceField("Sex", sexes, optional=True, across=True))


def _here(form: SectionForm, found: Choices) -> None:
    form.section("At the setting", "house")
    form.add("room_id", _list("Room", found.rooms, "No room"))
    hint = "You see the children whose key person you are." if found.only_mine else ""
    form.add("key_person_id", _list("Key person", found.staff, "Nobody yet", hint))
    form.add("start_date", DateField("Start date", optional=True))
    form.add("leaving_date", DateField("Leaving date", optional=True))
    hint = "One in a line."
    form.add(
        "other_settings",
        AreaField("Other settings the child goes to", hint, optional=True, lines=2),
    )
    hint = "Its name, if you agreed that it does the check. Leave it empty if you do it."
    form.add("check_elsewhere", LineField("Other setting that does the progress check", hint))


def _background(form: SectionForm, found: Choices) -> None:
    form.section("Languages, background and support", "languages")
    hint = "The one spoken most comes first. Put a comma between them."
    form.add("home_languages", BlankField(LineField("Languages at home", hint), ""))
    interpreter: BlankField[bool | None] = BlankField(
        YesNoField("Does the family need an interpreter?"), None
    )
    form.add("interpreter_needed", interpreter)
    groups: list[Option[Any]] = [Option(code, words) for code, words in found.ethnic_groups]
    groups.append(Option(Blank.NOT_SHARED, "Not shared with us"))
    form.add("ethnic_group", SelectField("Ethnic group", groups, none="Not asked"))
    plans = [Option(each, SEND_WORDS[each]) for each in SendSupport]
    support: BlankField[SendSupport | None] = BlankField(
        ChoiceField("Support for special educational needs or disability", plans), None
    )
    form.add("send_support", support)


def _home(form: SectionForm, found: Choices) -> None:
    form.section("Home and health", "heart-pulse")
    form.add("address", BlankField(AreaField("Address"), ""))
    form.add("postcode", LineField("Postcode", optional=True, letters=8))
    number = LineField("NHS number", "10 digits, on any letter from the doctor.", letters=13)
    number.box.editingFinished.connect(lambda: _check_number(number))
    form.add("nhs_number", BlankField(number, ""))
    sources = [Option(each, words) for each, words in SOURCE_WORDS.items()]
    form.add(
        "nhs_number_source",
        SelectField("Where the NHS number is from", sources, none="The parents told us, if any"),
    )
    form.add("gp", BlankField(LineField("Doctor (GP)"), ""))
    form.add("health_team_id", TeamField(found.teams))
    form.add("named_health_visitor", LineField("Name of the health visitor", optional=True))
    hint = "The day of the health visitor’s own review, if it is agreed or was held."
    day: BlankField[Any] = BlankField(
        DateField("Date of the health review", hint), None, reasons=_DATES
    )
    form.add("health_review_on", day)


def _list(
    label: str, pairs: Sequence[tuple[str, str]], none: str, hint: str = ""
) -> SelectField[str]:
    return SelectField(label, [Option(*each) for each in pairs], hint, none=none)


def _check_number(field: LineField) -> None:
    """Say at once that an NHS number has a mistake: nobody remembers ten digits until the end."""
    try:
        if not field.is_empty():
            parse_nhs_number(field.value())
        field.show_problem("")
    except Invalid as error:
        field.show_problem(error.problems[0].sentence)
