"""What Settings shows: gathered in the records' thread, told in words. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from ir_desktop.domain.people import ROLE_WORDS, SETTING_TYPE_WORDS, Role, Setting
from ir_desktop.domain.plain import count, date_words, list_words
from ir_desktop.services import people, profile, rooms, settings
from ir_desktop.services.people import StaffRow
from ir_desktop.services.profile import ShownProfile
from ir_desktop.services.rooms import RoomRow
from ir_desktop.services.session import Session
from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone

SETTING, ROOMS, STAFF = "Your setting", "Rooms", "Staff"
AREA, LOOK, LOCK, ABOUT = "Local area", "How it looks", "Locking", "About"
KEEPING = "Keeping records"
STAFF_COLUMNS = (Column("Name", 3), Column("Role", 2), Column("Rooms and cover", 3), Column(""))
NARROW_COLUMNS = (Column("Name", 1), Column(""))
NOTHING = "Not filled in"


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Everything on the page. `staff` is empty for whoever is not a manager."""

    manager: bool
    setting: Setting
    rooms: tuple[RoomRow, ...]
    staff: tuple[StaffRow, ...]
    profile: ShownProfile

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts this person is shown."""
        staff = (STAFF,) if self.manager else ()
        keeping = (KEEPING,) if self.manager else ()
        return (SETTING, ROOMS, *staff, *keeping, AREA, LOOK, LOCK, ABOUT)


def settings_view(session: Session) -> SettingsView:
    """Read what Settings shows to the person signed in."""
    manager = session.staff.role is Role.MANAGER
    return SettingsView(
        manager=manager,
        setting=settings.get_setting(session),
        rooms=tuple(rooms.list_rooms(session)),
        staff=tuple(people.list_staff(session)) if manager else (),
        profile=profile.shown_profile(session),
    )


def setting_lines(setting: Setting) -> list[tuple[str, str]]:
    """Return the setting's details as questions and answers."""
    address = "\n".join(each for each in (setting.address, setting.postcode) if each)
    found = (
        ("Name", setting.name),
        ("Kind of setting", SETTING_TYPE_WORDS[setting.type]),
        ("Ofsted number", setting.urn),
        ("Address", address),
        ("Telephone", setting.phone),
        ("E-mail", setting.email),
    )
    return [(name, value or NOTHING) for name, value in found]


def room_words(room: RoomRow) -> str:
    """Return how many children are in a room, and who leads it."""
    children = count(room.children, "child", "children") if room.children else "No children"
    if not room.leaders:
        return f"{children}. Nobody leads it yet."
    return f"{children}. Led by {list_words(list(room.leaders))}."


def staff_rows(staff: Sequence[StaffRow]) -> list[Row]:
    """Return the list of staff."""
    return [
        Row(
            each.staff.id,
            (
                Cell(each.staff.name, strong=True),
                Cell(ROLE_WORDS[each.staff.role]),
                Cell(reach(each), soft=True),
                Cell(tag=state(each)),
            ),
        )
        for each in staff
    ]


def narrow_rows(staff: Sequence[StaffRow]) -> list[Row]:
    """Return the list of staff where text is big: the role under the name, the rest inside."""
    return [
        Row(
            each.staff.id,
            (
                Cell(each.staff.name, second=ROLE_WORDS[each.staff.role], strong=True),
                Cell(tag=state(each)),
            ),
        )
        for each in staff
    ]


def reach(row: StaffRow) -> str:
    """Return whose children somebody sees, in words."""
    if not row.staff.active:
        return ""
    if row.staff.role is Role.MANAGER:
        return "All rooms"
    if row.staff.role is Role.ROOM_LEADER:
        return list_words(list(row.rooms)) or "No room"
    cover = [f"{name} until {date_words(each.until_day)}" for each, name in row.covers]
    return f"Cover: {list_words(cover)}" if cover else "Key children"


def state(row: StaffRow) -> Tag:
    """Return whether somebody works here and can sign in."""
    if not row.staff.active:
        return Tag("Stopped", "circle-minus", Tone.CALM)
    if not row.can_sign_in:
        return Tag("No password yet", "triangle-alert", Tone.WATCH)
    return Tag("Works here", "circle-check", Tone.GOOD)
