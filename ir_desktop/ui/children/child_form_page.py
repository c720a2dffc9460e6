"""Adding a child, and changing a child's details."""

from collections.abc import Mapping, Sequence
from typing import Any

from ir_desktop.domain.people import Child, HealthTeam
from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services import children, health_teams
from ir_desktop.services.session import Session
from ir_desktop.ui.children.child_form import TeamField, child_form
from ir_desktop.ui.children.child_values import Choices, choices, problems, to_details
from ir_desktop.ui.children.form_screen import FormScreen, SectionForm
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.turns import in_turns


class ChildFormPage(FormScreen):
    """The form as a page. With no child in its place it adds one."""

    def __init__(self, name: str, context: Context, places: Places, place: Place) -> None:
        super().__init__(name, context, places, place)
        self._found: Choices | None = None

    def load(self) -> None:
        """Read what the lists offer."""
        self._context.ask(
            lambda session: choices(session, self._place.child_id),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: Choices) -> None:
        self._found = found
        # So many fields take a while to make, and then to lay out.
        in_turns(self, child_form(found), lambda form: self._offer(found, form))

    def _offer(self, found: Choices, form: SectionForm) -> None:
        _teams(form).adding.connect(self._add_team)
        if found.child is None:
            self.named.emit("Add a child")
            lead = Prose(
                "Only the first name and the date of birth are needed now. You can fill in the "
                "rest later.",
                colour="soft",
            )
            self.offer("Add a child", form, "Add the child", lead)
        else:
            name = found.child.full_name
            self.named.emit(f"{name}: change details")
            self.offer(f"Change details of {name}", form, "Save the details")

    def problems_of(self, values: Mapping[str, Any]) -> Sequence[Problem]:
        """Return what is wrong with the fields."""
        if self._found is None:
            return ()
        return problems(values, self._found.child, self._found.today)

    def save(self, session: Session, values: Mapping[str, Any]) -> Child:
        """Add or change the child."""
        details = to_details(values)
        if self._place.child_id:
            return children.edit_child(session, self._place.child_id, **details)
        return children.add_child(session, **details)

    def after(self, saved: Any) -> Place:
        """Go to the child's page: a new one at its overview."""
        return Place("child", saved.id, "Details" if self._place.child_id else "")

    def before(self) -> Place:
        """Go back to the child's page, or to the list."""
        if self._place.child_id:
            return Place("child", self._place.child_id, "Details")
        return Place("children")

    def _add_team(self, typed: dict[str, str]) -> None:
        self._context.ask(
            lambda session: health_teams.add_team(session, **typed),
            self._team_added,
            self._team_refused,
            owner=self,
        )

    def _team_added(self, team: HealthTeam) -> None:
        if self.form is not None:
            _teams(self.form).added(team.id, team.name)

    def _team_refused(self, error: IrError) -> None:
        found = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        if self.form is not None:
            _teams(self.form).new.problems(found)


def _teams(form: SectionForm) -> TeamField:
    field = form.field("health_team_id")
    if not isinstance(field, TeamField):
        raise TypeError("the form has a field for the health team")
    return field
