"""Who may do what: DESIGN's table of roles, in one readable place."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from ir_desktop.domain.people import Role, Staff


class Act(StrEnum):
    """Everything a person may do that is checked and written to the audit chain."""

    SET_UP_STORE = "set_up_store"
    SIGN_IN = "sign_in"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - the name of an act
    SEE_CHILD = "see_child"
    SEE_LIST = "see_list"
    ADD_CHILD = "add_child"
    EDIT_CHILD = "edit_child"
    EDIT_FAMILY = "edit_family"
    RECORD_CONSENT = "record_consent"
    RECORD_CONTACT = "record_contact"
    WRITE_REVIEW = "write_review"
    SIGN_REVIEW = "sign_review"
    COUNTERSIGN_REVIEW = "countersign_review"
    PRINT_PAPER = "print_paper"
    APPROVE_EXPORT = "approve_export"
    SEND = "send"
    SEE_LEDGER = "see_ledger"
    READ_REPLY = "read_reply"
    MANAGE_SETTING = "manage_setting"
    MANAGE_STAFF = "manage_staff"
    MANAGE_AGREEMENTS = "manage_agreements"
    IMPORT_CHILDREN = "import_children"
    MANAGE_KEYS = "manage_keys"
    RECOVER = "recover"
    SEE_AUDIT = "see_audit"
    BACK_UP = "back_up"
    RESTORE = "restore"
    REMOVE_CHILD = "remove_child"
    KEEP_DRAFT = "keep_draft"
    SUBJECT_ACCESS = "subject_access"
    RECORD_INCIDENT = "record_incident"


class Scope(StrEnum):
    """How far an act reaches for a role."""

    NONE = "none"
    KEY_CHILDREN = "key_children"
    KEY_AND_COVER = "key_and_cover"
    ROOMS = "rooms"
    ALL = "all"


_NO, _OWN, _COVER = Scope.NONE, Scope.KEY_CHILDREN, Scope.KEY_AND_COVER
_ROOMS, _ALL = Scope.ROOMS, Scope.ALL

_TABLE: dict[Act, tuple[Scope, Scope, Scope]] = {
    #                        practitioner  room leader  manager
    Act.SET_UP_STORE: (_NO, _NO, _ALL),
    Act.SIGN_IN: (_ALL, _ALL, _ALL),
    Act.CHANGE_PASSWORD: (_ALL, _ALL, _ALL),  # one's own
    Act.SEE_LIST: (_ALL, _ALL, _ALL),  # each row is then filtered by SEE_CHILD's scope
    Act.SEE_CHILD: (_COVER, _ROOMS, _ALL),
    Act.ADD_CHILD: (_COVER, _ROOMS, _ALL),
    Act.EDIT_CHILD: (_COVER, _ROOMS, _ALL),
    Act.EDIT_FAMILY: (_COVER, _ROOMS, _ALL),
    Act.RECORD_CONSENT: (_COVER, _ROOMS, _ALL),
    Act.RECORD_CONTACT: (_COVER, _ROOMS, _ALL),
    Act.WRITE_REVIEW: (_COVER, _ROOMS, _ALL),
    Act.PRINT_PAPER: (_COVER, _ROOMS, _ALL),
    Act.READ_REPLY: (_COVER, _ROOMS, _ALL),
    Act.SIGN_REVIEW: (_OWN, _ROOMS, _ALL),
    Act.COUNTERSIGN_REVIEW: (_NO, _ROOMS, _ALL),
    Act.APPROVE_EXPORT: (_NO, _ROOMS, _ALL),  # a room leader only where the profile says so
    Act.SEND: (_NO, _ALL, _ALL),  # sends only what was approved; likewise by the profile
    Act.SEE_LEDGER: (_ALL, _ALL, _ALL),  # filtered likewise
    Act.MANAGE_SETTING: (_NO, _NO, _ALL),
    Act.MANAGE_STAFF: (_NO, _NO, _ALL),
    Act.MANAGE_AGREEMENTS: (_NO, _NO, _ALL),
    Act.IMPORT_CHILDREN: (_NO, _NO, _ALL),
    Act.MANAGE_KEYS: (_NO, _NO, _ALL),
    Act.RECOVER: (_NO, _NO, _ALL),  # with the recovery code
    Act.SEE_AUDIT: (_NO, _NO, _ALL),
    Act.BACK_UP: (_NO, _NO, _ALL),
    Act.RESTORE: (_NO, _NO, _ALL),
    Act.REMOVE_CHILD: (_NO, _NO, _ALL),
    Act.SUBJECT_ACCESS: (_NO, _NO, _ALL),
    Act.RECORD_INCIDENT: (_NO, _NO, _ALL),
    Act.KEEP_DRAFT: (_ALL, _ALL, _ALL),  # of a form, and only one's own
}

_COLUMN = {Role.PRACTITIONER: 0, Role.ROOM_LEADER: 1, Role.MANAGER: 2}
_BY_PROFILE = frozenset({Act.APPROVE_EXPORT, Act.SEND})


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What decides whether a child is within somebody's scope."""

    room_id: str | None
    key_person_id: str | None


def scope_of(role: Role, act: Act, *, room_leader_may_send: bool = False) -> Scope:
    """Return how far an act reaches for a role (DESIGN "Roles")."""
    if act in _BY_PROFILE and role is Role.ROOM_LEADER and not room_leader_may_send:
        return Scope.NONE
    return _TABLE[act][_COLUMN[role]]


def permits(
    staff: Staff,
    act: Act,
    about: About | None,
    *,
    cover_rooms: Collection[str] = (),
    room_leader_may_send: bool = False,
) -> bool:
    """Return whether a member of staff may do an act, to the child described by `about`.

    With no `about` the act is not to one child, and any scope but *none* allows it.
    Someone no longer active may do nothing.
    """
    scope = scope_of(staff.role, act, room_leader_may_send=room_leader_may_send)
    if not staff.active or scope is Scope.NONE:
        return False
    if scope is Scope.ALL or about is None:
        return True
    own = about.key_person_id == staff.id
    if scope is Scope.KEY_CHILDREN:
        return own
    if scope is Scope.KEY_AND_COVER:
        return own or (about.room_id is not None and about.room_id in cover_rooms)
    return about.room_id is not None and about.room_id in staff.room_ids
