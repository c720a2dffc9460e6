"""What the person signed in may know of their own way in, and a manager of the recovery sheet."""

from dataclasses import dataclass
from datetime import datetime

from ir_desktop.domain.people import Role, Staff
from ir_desktop.domain.roles import Act
from ir_desktop.services.passwords import stands_alone
from ir_desktop.services.session import Session, looking
from ir_desktop.storage import audit

_SHEET = "recovery_code"
_CHOSEN = (Act.SET_UP_STORE.value, Act.CHANGE_PASSWORD.value, Act.RECOVER.value)
_GIVEN, _FIRST, _KEYS = Act.MANAGE_STAFF.value, Act.SET_UP_STORE.value, Act.MANAGE_KEYS.value
"""Events that are read here; none of these is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutYou:
    """Who is signed in, the sign-in before this one, and since when the password is what it is.

    `sheet_since` is when the recovery sheet was made, told to managers only. `alone` is whether
    the password alone protects the records here.
    """

    name: str
    role: Role
    last_sign_in: datetime | None
    password_since: datetime | None
    sheet_since: datetime | None
    alone: bool


def about_you(session: Session) -> AboutYou:
    """Return what the person signed in may know of their own way in."""
    own = session.staff.id
    with looking(session, Act.SEE_LIST) as records:
        staff = records.get(Staff, own)
        events = audit.events_of(records.connection, (*_CHOSEN, _GIVEN, _KEYS))
    password: datetime | None = None
    sheet: datetime | None = None
    for each in events:
        what = each.detail.get("what", "")
        given = each.act == _GIVEN and each.detail.get("staff") == own
        if (each.act in _CHOSEN and each.staff_id == own) or (given and what in ("", "password")):
            password = each.at
        if each.act == _FIRST or (each.act == _KEYS and what == _SHEET):
            sheet = each.at
    return AboutYou(
        name=staff.name,
        role=staff.role,
        last_sign_in=session.last_sign_in,
        password_since=password,
        sheet_since=sheet if staff.role is Role.MANAGER else None,
        alone=stands_alone(session),
    )
