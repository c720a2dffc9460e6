"""What Settings shows: gathered in the records' thread, told in words. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ir_desktop.domain.people import ROLE_WORDS, SETTING_TYPE_WORDS, Role, Setting
from ir_desktop.domain.plain import count, date_words, list_words, moment_words
from ir_desktop.services import people, profile, rooms, settings
from ir_desktop.services.leaving import InHand
from ir_desktop.services.people import StaffRow
from ir_desktop.services.profile import ShownProfile
from ir_desktop.services.rooms import RoomRow
from ir_desktop.services.session import Session
from ir_desktop.services.yourself import AboutYou
from ir_desktop.ui.looks import Cell, Column, Row, Tag, Tone
from ir_desktop.ui.settings.tab_names import BACKUPS as BACKUPS  # also named here, with the others

SETTING, ROOMS, STAFF = "Your setting", "Rooms", "Staff"
AREA, LOOK, ABOUT = "Local area", "How it looks", "About"
KEEPING = "Keeping records"
YOU, COMPUTER = "You", "This computer"
STAFF_COLUMNS = (Column("Name", 3), Column("Role", 2), Column("Rooms and cover", 3), Column(""))
NARROW_COLUMNS = (Column("Name", 1), Column(""))
NOTHING = "Not filled in"
NOT_YOU = (
    "Was the last time not you? Change your password, and tell a manager: under “History” on a "
    "child’s page stands what was done."
)
SHEET_WHY = (
    "If every manager’s password is forgotten, or this laptop breaks, the code on the sheet is the "
    "only way back to your records. Make a new one if the sheet is lost, or if somebody may have "
    "seen it. The old one then opens nothing that is written from then on."
)
STOP_WORDS = (
    "They can no longer sign in, at once. The records get a new key, so that their password and "
    "any copy of the sign-in file open nothing that is written from now on.",
    "What they wrote and signed stays, with their name. Cover that they have ends. They can start "
    "again later, with a new password.",
)
NEW_SHEET = (
    "This sheet does not count yet. Print it, or copy the code by hand, and then type the code "
    "once. From then on the old sheet opens nothing that is written here.",
    "The sheet is not saved on this laptop, and the code is shown only now.",
    "Cross the old sheet out. Backups made before now still need it: keep it locked away for as "
    "long as you keep those, then destroy it.",
)


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
        own = (SETTING, ROOMS, *staff, *keeping, AREA, YOU, BACKUPS)
        return (*own, COMPUTER, LOOK, ABOUT)


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


def you_lines(found: AboutYou) -> list[tuple[str, str]]:
    """Return what is known of the own way in."""
    alone = "Your password alone, so it needs at least 12 characters"
    helped = "Your password, together with this computer’s password store"
    last = found.last_sign_in
    return [
        ("Name", found.name),
        ("Role", ROLE_WORDS[found.role]),
        ("You last signed in", _moment(last) if last else "This is the first time"),
        ("Your password was set", _moment(found.password_since)),
        ("What protects the records here", alone if found.alone else helped),
    ]


def sheet_lines(found: AboutYou) -> list[tuple[str, str]]:
    """Return since when the recovery sheet counts."""
    return [("The newest sheet was made", _moment(found.sheet_since))]


def _moment(at: datetime | None) -> str:
    return "Not known" if at is None else moment_words(at.astimezone())


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


def in_hand_words(found: InHand) -> list[str]:
    """Return what somebody who leaves has in hand, and what of it nobody can hand over."""
    told: list[str] = []
    if found.children:
        going = "with what goes on for them: reviews, meetings and follow-ups"
        key = "key child" if found.children == 1 else "key children"
        told.append(f"{count(found.children, key, key)} here now, {going}.")
        if found.reviews:
            told.append(f"{count(found.reviews, 'review')} of theirs not signed off yet.")
    if found.actions:
        told.append(f"{count(found.actions, 'agreed action')} to do, in reviews being written.")
    if not told:
        told.append("They have no key children now, and nothing to do in a review being written.")
    for each in found.signed:
        told.append(
            f"The signed plan of {each.name} names them for "
            f"{count(each.actions, 'action')} not done yet. What was signed stays as it is: "
            "agree with the family who does it now."
        )
    return told


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
