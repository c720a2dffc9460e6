"""Writing down what a family decided about sharing, and a contact with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ir_desktop.domain.categories import CATEGORY_WORDS, Category
from ir_desktop.domain.consent import HOW_WORDS, Decision, How, Purpose
from ir_desktop.services import children, consents, teams, withdrawals
from ir_desktop.services.children import ChildPage
from ir_desktop.services.session import Session
from ir_desktop.ui.children.carer_forms import FamilyFormPage
from ir_desktop.ui.children.family_presenter import PURPOSE_WORDS, capital
from ir_desktop.ui.children.form_screen import SectionForm
from ir_desktop.ui.context import Place
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.fields.choices import ChecksField, ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField

_DECISIONS = (
    Option(Decision.GIVEN, "They agreed"),
    Option(Decision.DECLINED, "They said no"),
    Option(Decision.WITHDRAWN, "They took back what they agreed to"),
    Option(
        Decision.TOLD,
        "They were told, and did not object",
        "Enough only where the agreement says so, and never for the progress check.",
    ),
)
_SOMEBODY = ""


@dataclass(frozen=True, slots=True)
class _Found:
    page: ChildPage
    teams: tuple[tuple[str, str], ...]
    today: date
    months: int


def _read(session: Session, child_id: str) -> _Found:
    return _Found(
        children.child_page(session, child_id),
        tuple((team.id, team.name) for team, _ in teams.list_teams(session)),
        session.today,
        session.profile.consent_review_months,
    )


class ConsentFormPage(FamilyFormPage):
    """What the family decided, for a team, a purpose and some kinds of information."""

    def load(self) -> None:
        """Read the family and the teams."""
        self._context.ask(
            lambda session: _read(session, self._place.child_id),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: _Found) -> None:
        page = found.page
        self.named.emit(f"{page.child.full_name}: what the family decided")
        form = SectionForm("What the family decided")
        form.section("The decision", "shield-check")
        form.add("decision", ChoiceField("What did they decide?", _DECISIONS), need="Choose one.")
        if len(found.teams) > 1:
            options = [Option(*each) for each in found.teams]
            need = "Choose the health team."
            form.add("team", SelectField("Health team", options), need=need)
            if page.health_team is not None:
                form.field("team").set_value(page.health_team.id)
        purposes = [Option(each, words) for each, words in PURPOSE_WORDS.items()]
        form.add("purpose", ChoiceField("What is it about?", purposes)).set_value(
            Purpose.THIS_REVIEW
        )
        kinds = [Option(each, CATEGORY_WORDS[each]) for each in Category]
        form.add(
            "categories",
            ChecksField("Which kinds of information?", kinds, "Untick what it is not about."),
            need="Say what it is about: at least one kind.",
        ).set_value(frozenset(Category))
        form.section("Who, how and when", "users")
        self._who(form, page)
        form.add("how", how_field(), need="Choose how they told you.")
        form.add("on", DateField("When"), need="Type the day.").set_value(found.today)
        hint = f"Leave it empty for {found.months} months after they agreed."
        form.add("review_by", DateField("Ask again by", hint, optional=True))
        form.end_sections()
        form.settle()
        note = Banner(Tone.CALM, "Saying no never stops the check or the paper")
        self.offer("What did the family decide?", form, "Save the decision", note)

    def _who(self, form: SectionForm, page: ChildPage) -> None:
        self._family = {
            each.carer.id: (each.carer.name, each.link.relationship) for each in page.family
        }
        if self._family:
            people = [Option(key, f"{name}, {what}") for key, (name, what) in self._family.items()]
            people.append(Option(_SOMEBODY, "Somebody else"))
            form.add("by_carer", ChoiceField("Who decided?", people), need="Choose who decided.")
            form.changed.connect(self._who_chosen)
        form.add("by", LineField("Name of who decided"))
        form.add("relationship", LineField("What they are to the child", "For example: mother"))
        self._show_names(form, not self._family)

    def _who_chosen(self, name: str) -> None:
        if name == "by_carer" and self.form is not None:
            self._show_names(self.form, self.form.value("by_carer") == _SOMEBODY)

    def _show_names(self, form: SectionForm, shown: bool) -> None:
        for name in ("by", "relationship"):
            form.field(name).setVisible(shown)

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Write the decision down."""
        chosen = values.get("by_carer") or _SOMEBODY
        name, relationship = self._family.get(chosen, (values["by"], values["relationship"]))
        consents.record_consent(
            session,
            self._place.child_id,
            decision=values["decision"],
            by_name=name,
            by_relationship=relationship,
            how=values["how"],
            occurred_on=values["on"],
            health_team_id=values.get("team"),
            purpose=values["purpose"],
            categories=values["categories"],
            review_by=values["review_by"],
        )
        refused = values["decision"] in (Decision.WITHDRAWN, Decision.DECLINED)
        return refused and bool(withdrawals.of_child(session, self._place.child_id))

    def after(self, saved: Any) -> Place:
        """Go to the child's family; or, where a health team is to be rung, to what to tell them."""
        if saved:
            return Place("child", self._place.child_id, "Sharing")
        return super().after(saved)


class ContactFormPage(FamilyFormPage):
    """A contact with the family, or a try that reached nobody."""

    def load(self) -> None:
        """Read the family."""
        self._context.ask(
            lambda session: _read(session, self._place.child_id),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: _Found) -> None:
        page = found.page
        self.named.emit(f"{page.child.full_name}: add a contact")
        form = SectionForm("A contact with the family")
        form.section("The contact", "phone")
        form.add("about", LineField("What was it about?"), need="Say what it was about.")
        people = [Option(each.carer.id, each.carer.name) for each in page.family]
        if people:
            form.add("carer_id", SelectField("With whom", people, none="Nobody in particular"))
        form.add("how", how_field(), need="Choose how.")
        form.add("on", DateField("When"), need="Type the day.").set_value(found.today)
        hint = "For example: left a message, will ring back on Monday"
        form.add("outcome", AreaField("What came of it?", hint, optional=True, lines=2))
        form.end_sections()
        form.settle()
        self.offer("Add a contact", form, "Save the contact")

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Write the contact down."""
        return consents.record_contact(
            session,
            self._place.child_id,
            how=values["how"],
            about=values["about"],
            outcome=values["outcome"],
            occurred_on=values["on"],
            carer_id=values.get("carer_id"),
        )


def how_field() -> ChoiceField[How]:
    """Return the field for how a family was reached or answered."""
    ways: Sequence[Option[How]] = [Option(each, capital(HOW_WORDS[each])) for each in How]
    return ChoiceField("How", ways, across=True)
