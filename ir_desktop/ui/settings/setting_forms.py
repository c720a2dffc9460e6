"""Changing the setting's details, and adding or renaming a room."""

from collections.abc import Mapping
from typing import Any

from ir_desktop.domain.people import SETTING_TYPE_WORDS, Room, Setting, SettingType
from ir_desktop.services import rooms, settings
from ir_desktop.services.session import Session
from ir_desktop.ui.children.form_screen import FormScreen, SectionForm
from ir_desktop.ui.context import Place
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField


class SettingFormPage(FormScreen):
    """The setting's details."""

    def load(self) -> None:
        """Read them."""
        self._context.ask(
            settings.get_setting,
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: Setting) -> None:
        self.named.emit("Your setting")
        form = SectionForm("Your setting")
        form.section("Your setting", "house")
        form.add("name", LineField("Name"), need="Type the name of the setting.")
        kinds = [Option(each, SETTING_TYPE_WORDS[each]) for each in SettingType]
        form.add("type", ChoiceField("Kind of setting", kinds), need="Choose one.")
        urn = "On your registration certificate, such as EY123456."
        form.add("urn", LineField("Ofsted number", urn, optional=True, letters=9))
        form.end_sections()
        form.section("How families reach you", "phone")
        form.add("address", AreaField("Address", optional=True))
        form.add("postcode", LineField("Postcode", optional=True, letters=11))
        form.add("phone", LineField("Telephone", optional=True, letters=18))
        form.add("email", LineField("E-mail", optional=True))
        form.end_sections()
        form.fill({name: getattr(found, name) for name in form.names()})
        self.offer("Change your setting", form, "Save the details")

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Save them."""
        return settings.edit_setting(session, **values)

    def after(self, saved: Any) -> Place:
        """Go back to Settings."""
        return self.before()

    def before(self) -> Place:
        """Go back to Settings."""
        return Place("settings", part=presenter.SETTING)


class RoomFormPage(FormScreen):
    """A room's name. With no room in its place it adds one."""

    @property
    def _room_id(self) -> str:
        return self._place.part.partition(":")[2]

    def load(self) -> None:
        """Read the rooms there are."""
        self._context.ask(
            rooms.list_rooms, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, found: list[rooms.RoomRow]) -> None:
        form = SectionForm("A room")
        form.section("The room", "users")
        hint = "For example: Acorns, or Two-year-olds"
        form.add("name", LineField("Name of the room", hint), need="Type the name of the room.")
        form.end_sections()
        room: Room | None = next((r.room for r in found if r.room.id == self._room_id), None)
        title = "Add a room" if room is None else f"Rename {room.name}"
        self.named.emit(title)
        form.fill({"name": "" if room is None else room.name})
        self.offer(title, form, "Add the room" if room is None else "Save the name")

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Add or rename the room."""
        if self._room_id:
            return rooms.rename_room(session, self._room_id, values["name"])
        return rooms.add_room(session, values["name"])

    def after(self, saved: Any) -> Place:
        """Go back to the rooms."""
        return self.before()

    def before(self) -> Place:
        """Go back to the rooms."""
        return Place("settings", part=presenter.ROOMS)
