"""The forms of a family: a parent or carer, new, changed, or from another child's family."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ir_desktop.domain.plain import list_words
from ir_desktop.errors import Invalid, Problem
from ir_desktop.services import children, families
from ir_desktop.services.children import FamilyMember
from ir_desktop.services.families import KnownCarer
from ir_desktop.services.session import Session
from ir_desktop.ui.children.form_screen import FormScreen, SectionForm
from ir_desktop.ui.context import Place
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.cards import empty
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option, YesNoField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField

FAMILY = "Family & consent"
_RELATION = "Say what they are to the child, such as mother."
_MANY = 12


@dataclass(frozen=True, slots=True)
class _Found:
    child: str
    member: FamilyMember | None
    shared: tuple[str, ...]


class FamilyFormPage(FormScreen):
    """What the forms of a family share: they begin and end at the child's family."""

    def after(self, saved: Any) -> Place:
        """Go to the child's family."""
        return self.before()

    def before(self) -> Place:
        """Go back to the child's family."""
        return Place("child", self._place.child_id, FAMILY)


class CarerFormPage(FamilyFormPage):
    """Adding a parent or carer, or changing one (``carer:ID`` in the place)."""

    def load(self) -> None:
        """Read the child's name, and the carer to change."""
        self._context.ask(
            self._read, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    @property
    def _carer_id(self) -> str:
        return self._place.part.partition(":")[2]

    def _read(self, session: Session) -> _Found:
        child_id, carer_id = self._place.child_id, self._carer_id
        name = children.child_page(session, child_id).child.full_name
        if not carer_id:
            return _Found(name, None, ())
        member = families.family_member(session, child_id, carer_id)
        return _Found(name, member, families.shared_with(session, child_id, carer_id))

    def _show(self, found: _Found) -> None:
        form = carer_form(found.member)
        if found.member is None:
            self.named.emit(f"{found.child}: add a parent or carer")
            self.offer("Add a parent or carer", form, "Add them")
            return
        name = found.member.carer.name
        self.named.emit(f"{found.child}: change {name}")
        above: list[Prose] = []
        if found.shared:
            words = f"What you change here is changed for {list_words(found.shared)} too."
            above.append(Prose(words, colour="soft"))
        self.offer(f"Change {name}", form, "Save the changes", *above)

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Add or change the carer."""
        if self._carer_id:
            return families.edit_carer(session, self._place.child_id, self._carer_id, **values)
        problems: list[Problem] = []
        details = dict(values)
        families.checked_relationship(details["relationship"], problems)
        if problems:
            raise Invalid(problems)
        return children.add_carer(session, self._place.child_id, **details)


def carer_form(member: FamilyMember | None) -> SectionForm:
    """Return the form of a parent or carer, filled in with what is known."""
    form = SectionForm("A parent or carer")
    form.section("Who they are", "user")
    form.add("name", LineField("Name"), need="Type the parent’s or carer’s name.")
    form.add(
        "relationship",
        LineField("What they are to the child", "For example: mother, foster carer"),
        need=_RELATION,
    )
    held = YesNoField("Do they have parental responsibility?", optional=True)
    form.add("parental_responsibility", held)
    form.section("How to reach them", "phone")
    form.add("phone", LineField("Phone", optional=True, letters=18))
    form.add("email", LineField("E-mail", optional=True))
    form.add("preferred_contact", LineField("Best way to reach them", optional=True))
    form.add("preferred_language", LineField("Language they prefer", optional=True))
    hint = "For example: large print, read aloud"
    form.add("preferred_format", LineField("How they need letters", hint, optional=True))
    form.add("address", AreaField("Address, if it is not the child’s", optional=True, lines=2))
    form.section("Is it safe?", "shield-check")
    hint = "Nobody else should hear or read it. With “No”, letters carry no address."
    form.add("safe_to_phone", YesNoField("Is it safe to ring them?", optional=True))
    form.add("safe_to_post", YesNoField("Is it safe to post to them?", hint, optional=True))
    form.end_sections()
    if member is not None:
        own = {"relationship", "parental_responsibility"}
        values = {
            name: getattr(member.link if name in own else member.carer, name)
            for name in form.names()
        }
        form.fill(values)
    return form


class SiblingFormPage(FamilyFormPage):
    """Adding somebody who is in another child's family already."""

    def load(self) -> None:
        """Read whom there is to choose from."""
        self._context.ask(
            self._read, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _read(self, session: Session) -> tuple[str, Sequence[KnownCarer]]:
        name = children.child_page(session, self._place.child_id).child.full_name
        return name, families.known_carers(session, self._place.child_id)

    def _show(self, found: tuple[str, Sequence[KnownCarer]]) -> None:
        name, known = found
        self.named.emit(f"{name}: add from another child’s family")
        form = SectionForm("Add from another child’s family")
        form.section("Who is it?", "users")
        likely = [each for each in known if each.same_family_name] or list(known)
        options = [Option(each.carer_id, _told(each)) for each in known]
        need = "Choose the parent or carer."
        if likely and len(likely) == len(known) <= _MANY:
            form.add("carer_id", ChoiceField("Parent or carer", options), need=need)
        else:
            hint = "Those with the same family name or address come first."
            form.add("carer_id", SelectField("Parent or carer", options, hint), need=need)
        hint = "For example: mother, foster carer"
        form.add("relationship", LineField("What they are to this child", hint), need=_RELATION)
        held = YesNoField("Do they have parental responsibility?", optional=True)
        form.add("parental_responsibility", held)
        form.end_sections()
        self._relations = {each.carer_id: each.relationship for each in known}
        form.changed.connect(self._fill_relation)
        lead = Prose(
            "Twins, brothers and sisters share their parents: nothing is typed twice, and what "
            "is changed for one child is changed for all.",
            colour="soft",
        )
        nobody = [] if known else [empty("There is no other family here to choose from.")]
        self.offer("Add from another child’s family", form, "Add them", lead, *nobody)

    def _fill_relation(self, name: str) -> None:
        """Offer what they are to the brother or sister: it is most often the same."""
        if name == "carer_id" and self.form is not None:
            relation = self.form.field("relationship")
            known = set(self._relations.values())
            if relation.is_empty() or relation.value() in known:
                relation.set_value(self._relations.get(self.form.value("carer_id"), ""))

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Add the carer to this child."""
        return children.add_carer(session, self._place.child_id, **values)


def _told(known: KnownCarer) -> str:
    return f"{known.name}, {known.relationship} of {list_words(known.children)}"
