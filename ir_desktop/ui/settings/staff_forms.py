"""Adding somebody, changing their role, giving cover or a password, and stopping."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.people import ROLE_WORDS, Role
from ir_desktop.errors import NotFound, present
from ir_desktop.services import leaving, passwords, people, rooms
from ir_desktop.services.leaving import InHand
from ir_desktop.services.people import NewPerson, StaffRow
from ir_desktop.services.rooms import RoomRow
from ir_desktop.services.session import Session
from ir_desktop.ui.children.form_screen import FormScreen, SectionForm
from ir_desktop.ui.context import Place
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.settings.parts import form as place_of
from ir_desktop.ui.settings.weighed import add_password
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.fields.choices import ChecksField, ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import LineField, PasswordField

Found = tuple[list[StaffRow], list[RoomRow]]

_ROLES = {
    Role.PRACTITIONER: "Sees key children, and rooms they cover. Signs key children’s checks.",
    Role.ROOM_LEADER: "Sees and signs for the children of their rooms.",
    Role.MANAGER: "Sees everything, and manages staff, sharing and settings.",
}
_FIRST = "They can sign in with it. Give it to them in person."


class StaffFormPage(FormScreen):
    """What the forms about staff share: who it is about, and where to go afterwards."""

    @property
    def staff_id(self) -> str:
        """The id of whom it is about; empty for somebody new."""
        return self._place.part.partition(":")[2]

    def load(self) -> None:
        """Read the staff and the rooms."""
        self._context.ask(
            self.found, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def found(self, session: Session) -> Found:
        """Return the staff and the rooms; raises `NotFound` where it is about nobody there is."""
        found = people.list_staff(session), rooms.list_rooms(session)
        if self.staff_id and not any(r.staff.id == self.staff_id for r in found[0]):
            raise NotFound("There is no such member of staff.")
        return found

    def _show(self, found: Found) -> None:
        person = next((each for each in found[0] if each.staff.id == self.staff_id), None)
        self.ask(person, found)

    @abstractmethod
    def ask(self, person: StaffRow | None, found: Found) -> None:
        """Offer the form."""
        raise NotImplementedError

    def after(self, saved: Any) -> Place:
        """Go back to the person."""
        return self.before()

    def before(self) -> Place:
        """Go back to the person, or to the list."""
        if self.staff_id:
            return place_of(f"person:{self.staff_id}")
        return Place("settings", part=presenter.STAFF)


class MemberFormPage(StaffFormPage):
    """Somebody's name, role and rooms; for somebody new a first password too."""

    CHANGES_KEYS = True  # a name stands in the sign-in file as well

    def ask(self, person: StaffRow | None, found: Found) -> None:
        """Offer the form."""
        form = SectionForm("A member of staff")
        form.section("Who they are", "user")
        form.add("name", LineField("Name", "They sign in by it."), need="Type the person’s name.")
        roles = [Option(each, ROLE_WORDS[each], words) for each, words in _ROLES.items()]
        form.add("role", ChoiceField("Role", roles), need="Choose a role.")
        places = [Option(each.room.id, each.room.name) for each in found[1]]
        form.add("room_ids", ChecksField("Rooms they lead", places))
        form.changed.connect(self._changed)
        if person is None:
            self.meter = add_password(
                form,
                PasswordField("First password", _FIRST),
                self._context,
                self,
                name=lambda: str(form.value("name")),
            )
        form.end_sections()
        if person is not None:
            staff = person.staff
            form.fill({"name": staff.name, "role": staff.role,
                       "room_ids": frozenset(staff.room_ids)})  # fmt: skip
        title = "Add somebody" if person is None else f"Change {person.staff.name}"
        self.named.emit(title)
        self.offer(title, form, "Add them" if person is None else "Save")
        self._changed("role")

    def _changed(self, name: str) -> None:
        if name == "role" and self.form is not None:
            leads = self.form.value("role") is Role.ROOM_LEADER
            self.form.field("room_ids").setVisible(leads)

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Add or change them."""
        places: Sequence[str] = tuple(values["room_ids"])
        if not self.staff_id:
            return people.add_staff(
                session,
                NewPerson(
                    name=values["name"],
                    role=values["role"],
                    room_ids=places,
                    password=values["password"],
                ),
            )
        before = next(r for r in people.list_staff(session) if r.staff.id == self.staff_id).staff
        if before.role is not values["role"] or set(before.room_ids) != set(places):
            before = people.change_role(session, self.staff_id, values["role"], room_ids=places)
        if before.name != values["name"]:
            before = people.rename_staff(session, self.staff_id, values["name"])
        return before


class CoverFormPage(StaffFormPage):
    """Access to the children of a room from one day to another."""

    def ask(self, person: StaffRow | None, found: Found) -> None:
        """Offer the form."""
        title = f"Cover for {present(person).staff.name}"
        self.named.emit(title)
        form = SectionForm("Cover")
        form.section("Which room, and when", "calendar")
        places = [Option(each.room.id, each.room.name) for each in found[1]]
        form.add("room_id", SelectField("Room", places), need="Choose a room.")
        form.add("from_day", DateField("First day"), need="Type the first day.")
        form.add("until_day", DateField("Last day"), need="Type the last day.")
        form.end_sections()
        note = Banner(Tone.CALM, "Cover ends by itself after its last day")
        self.offer(title, form, "Give cover", note)

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Give the cover."""
        return people.add_cover(
            session,
            self.staff_id,
            values["room_id"],
            from_day=values["from_day"],
            until_day=values["until_day"],
        )


class FirstPasswordPage(StaffFormPage):
    """A first password for somebody who has none."""

    ACT, HEADING, HINT = "Let them sign in", "First password", _FIRST
    DOING = "Letting them sign in…"
    CHANGES_KEYS = True

    def ask(self, person: StaffRow | None, found: Found) -> None:
        """Offer the form."""
        name = present(person).staff.name
        title = f"A password for {name}"
        self.named.emit(title)
        form = SectionForm(title)
        form.section(self.HEADING, "lock")
        self.meter = add_password(
            form,
            PasswordField(self.HEADING, self.HINT),
            self._context,
            self,
            name=lambda: name,
        )
        form.end_sections()
        self.offer(title, form, self.ACT, *self.notes())

    def notes(self) -> Sequence[QWidget]:
        """Return what stands above the form."""
        return ()

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Give them the password."""
        return people.give_password(session, self.staff_id, values["password"])


class ResetPasswordPage(FirstPasswordPage):
    """A new password for somebody who forgot theirs."""

    ACT, HEADING = "Give the new password", "New password"
    HINT = "Give it to them in person. They can change it under Settings, You."
    DOING = "Giving the new password… This can take a minute."

    def notes(self) -> Sequence[QWidget]:
        """Return what happens to the password they have now."""
        words = "Ask them to come and see you: whoever asks by telephone could be anybody."
        return (Banner(Tone.CALM, "Their old password will no longer open the records", words),)

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Give them the password."""
        return passwords.reset_password(session, self.staff_id, values["password"])


class StopFormPage(StaffFormPage):
    """Somebody works here no more; what they have in hand goes to somebody else."""

    DOING = "Putting the records under a new key… This can take a minute."
    CHANGES_KEYS = True

    def load(self) -> None:
        """Read the staff, and what the person has in hand."""

        def work(session: Session) -> tuple[Found, InHand]:
            return self.found(session), leaving.in_hand(session, self.staff_id)

        self._context.ask(work, self._read, lambda error: self.fail(error, self.load), owner=self)

    def _read(self, found: tuple[Found, InHand]) -> None:
        self._in_hand = found[1]
        self._show(found[0])

    def ask(self, person: StaffRow | None, found: Found) -> None:
        """Offer the form."""
        title = f"{present(person).staff.name} stops working here"
        self.named.emit(title)
        form = SectionForm(title)
        form.section("What happens", "circle-minus")
        for each in presenter.STOP_WORDS:
            form.add_part(Prose(each))
        form.section("Who takes over", "users")
        for each in presenter.in_hand_words(self._in_hand):
            form.add_part(Prose(each))
        others = [
            Option(each.staff.id, each.staff.name)
            for each in found[0]
            if each.staff.active and each.staff.id != self.staff_id
        ]
        form.add(
            "hand_over_to",
            SelectField("Who takes over from them", others, "They become the new key person.",
                        optional=not self._in_hand.needs_somebody),
        )  # fmt: skip
        form.end_sections()
        self.offer(title, form, "Stop their sign-in")

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Stop them."""
        return people.stop_staff(session, self.staff_id, hand_over_to=values["hand_over_to"])
