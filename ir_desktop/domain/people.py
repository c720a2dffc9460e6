"""The setting, its staff, the children and their families."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ir_desktop.domain.records import Blank, Record, Source


class SettingType(StrEnum):
    """Kinds of early years provider (DESIGN "Records")."""

    CHILDMINDER = "childminder"
    PRIVATE_NURSERY = "private_nursery"
    VOLUNTARY_PRE_SCHOOL = "voluntary_pre_school"
    INDEPENDENT = "independent"
    SCHOOL_NURSERY = "school_nursery"
    CHILDRENS_CENTRE = "childrens_centre"


SETTING_TYPE_WORDS = {
    SettingType.CHILDMINDER: "Childminder",
    SettingType.PRIVATE_NURSERY: "Private nursery",
    SettingType.VOLUNTARY_PRE_SCHOOL: "Voluntary pre-school",
    SettingType.INDEPENDENT: "Independent nursery",
    SettingType.SCHOOL_NURSERY: "School nursery",
    SettingType.CHILDRENS_CENTRE: "Children’s centre",
}


class Role(StrEnum):
    """Roles are rules of the program, not cryptography (DESIGN "Roles")."""

    PRACTITIONER = "practitioner"
    ROOM_LEADER = "room_leader"
    MANAGER = "manager"


ROLE_WORDS = {
    Role.PRACTITIONER: "Practitioner",
    Role.ROOM_LEADER: "Room leader",
    Role.MANAGER: "Manager",
}


class Sex(StrEnum):
    """As FHIR's administrative gender."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class SendSupport(StrEnum):
    """Special educational needs and disability support now in place."""

    NONE = "none"
    SEND_SUPPORT = "send_support"
    EHC_PLAN = "ehc_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Record):
    """The provider. There is one in a store."""

    name: str
    type: SettingType
    urn: str = ""  # Ofsted unique reference number
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Record):
    """A room or group that children belong to."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff(Record):
    """A member of staff; the id is also the id of their key slot."""

    name: str
    role: Role
    active: bool = True
    room_ids: tuple[str, ...] = ()  # a room leader's rooms


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Record):
    """Dated access of a member of staff to the children of a room."""

    staff_id: str
    room_id: str
    from_day: date
    until_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Child(Record):
    """A child at the setting.

    `blanks` gives, for an empty field, why it is empty; a field not named there is *not asked*.
    `family_name` may be empty: some children have one name. `check_elsewhere` names the other
    setting when that one does the progress check (EYFS: agree which).
    """

    given_name: str
    family_name: str
    date_of_birth: date
    known_as: str = ""
    weeks_early: int = 0
    sex: Sex = Sex.UNKNOWN
    ethnic_group: str = ""  # NHS category code, or empty
    home_languages: tuple[str, ...] = ()
    interpreter_needed: bool | None = None
    nhs_number: str = ""  # ten digits, or empty
    nhs_number_source: Source | None = None
    address: str = ""
    postcode: str = ""
    room_id: str | None = None
    key_person_id: str | None = None
    start_date: date | None = None
    leaving_date: date | None = None
    other_settings: tuple[str, ...] = ()
    check_elsewhere: str = ""
    send_support: SendSupport | None = None
    gp: str = ""
    health_team_id: str | None = None  # by the child's home address, not the setting's
    named_health_visitor: str = ""
    health_review_on: date | None = None
    blanks: Mapping[str, Blank] = field(default_factory=dict[str, Blank])

    @property
    def full_name(self) -> str:
        """Given and family name, as written on papers."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def called(self) -> str:
        """The name the child goes by."""
        return self.known_as or self.given_name


REMOVED_NAME = ("Removed", "child")
"""Given and family name of a row that only stands for what was sent about a removed child."""


def is_removed(child: Child) -> bool:
    """Return whether a child's row only stands for what was sent."""
    return (child.given_name, child.family_name) == REMOVED_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer(Record):
    """A parent or carer. One carer may belong to several children (twins, siblings)."""

    name: str
    phone: str = ""
    email: str = ""
    address: str = ""  # when it is not the child's
    preferred_language: str = ""
    preferred_format: str = ""
    preferred_contact: str = ""
    safe_to_post: bool | None = None
    safe_to_phone: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLink(Record):
    """That a carer belongs to a child, and as what."""

    child_id: str
    carer_id: str
    relationship: str
    parental_responsibility: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthTeam(Record):
    """A health visiting team. Children are assigned by home address."""

    name: str
    phone: str = ""
    email: str = ""
    ods_code: str = ""
