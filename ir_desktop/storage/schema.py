"""The schema, declared once. Every change here needs a migration beside it.

Columns hold plain values: dates and times as ISO text, enums as their text, yes and no as 1 and
0, nested values as JSON; `mapping` turns rows into domain records and back.
"""

from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, index: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=False, index=index)


def _maybe(name: str) -> Column[Any]:
    return Column(name, Text, nullable=True)


def _number(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


def _maybe_number(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=True)


def _to(name: str, target: str, *, needed: bool = True) -> Column[Any]:
    return Column(name, Text, ForeignKey(f"{target}.id"), nullable=not needed, index=True)


def _record(name: str, *items: Column[Any] | UniqueConstraint) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        _text("created_at"),
        _text("created_by"),
        _text("changed_at"),
        _text("changed_by"),
        *items,
    )


store_info = Table("store_info", metadata, Column("name", Text, primary_key=True), _text("value"))

setting = _record(
    "setting",
    _text("name"),
    _text("type"),
    _text("urn"),
    _text("address"),
    _text("postcode"),
    _text("phone"),
    _text("email"),
)
room = _record("room", _text("name"))
staff = _record("staff", _text("name"), _text("role"), _number("active"), _text("room_ids"))
cover = _record(
    "cover",
    _to("staff_id", "staff"),
    _to("room_id", "room"),
    _text("from_day"),
    _text("until_day"),
)
health_team = _record(
    "health_team", _text("name"), _text("phone"), _text("email"), _text("ods_code")
)
child = _record(
    "child",
    _text("given_name"),
    _text("family_name"),
    _text("date_of_birth", index=True),
    _text("known_as"),
    _number("weeks_early"),
    _text("sex"),
    _text("ethnic_group"),
    _text("home_languages"),
    _maybe_number("interpreter_needed"),
    _text("nhs_number"),
    _maybe("nhs_number_source"),
    _text("address"),
    _text("postcode"),
    _to("room_id", "room", needed=False),
    _to("key_person_id", "staff", needed=False),
    _maybe("start_date"),
    _maybe("leaving_date"),
    _text("other_settings"),
    _text("check_elsewhere"),
    _maybe("send_support"),
    _text("gp"),
    _to("health_team_id", "health_team", needed=False),
    _text("named_health_visitor"),
    _maybe("health_review_on"),
    _text("blanks"),
)
carer = _record(
    "carer",
    _text("name"),
    _text("phone"),
    _text("email"),
    _text("address"),
    _text("preferred_language"),
    _text("preferred_format"),
    _text("preferred_contact"),
    _maybe_number("safe_to_post"),
    _maybe_number("safe_to_phone"),
)
family_link = _record(
    "family_link",
    _to("child_id", "child"),
    _to("carer_id", "carer"),
    _text("relationship"),
    _maybe_number("parental_responsibility"),
    UniqueConstraint("child_id", "carer_id"),
)
consent = _record(
    "consent",
    _to("child_id", "child"),
    _to("health_team_id", "health_team"),
    _text("purpose"),
    _text("categories"),
    _text("decision"),
    _text("by_name"),
    _text("by_relationship"),
    _text("how"),
    _text("occurred_on"),
    _text("wording_version"),
    _maybe("review_by"),
)
contact = _record(
    "contact",
    _to("child_id", "child"),
    _to("carer_id", "carer", needed=False),
    _text("how"),
    _text("about"),
    _text("outcome"),
    _text("occurred_on"),
)
review = _record(
    "review",
    _to("child_id", "child"),
    _text("age_point"),
    _text("status"),
    _text("draft"),
    _maybe("planned_on"),
    _number("latest_version"),
    _to("author_signed_by", "staff", needed=False),
    _maybe("author_signed_at"),
    UniqueConstraint("child_id", "age_point"),
)
review_version = _record(
    "review_version",
    _to("review_id", "review"),
    _to("child_id", "child"),
    _number("version"),
    _text("content"),
    _maybe("scores"),
    _text("signed_by"),
    _text("signed_by_name"),
    _text("signed_at"),
    _text("countersigned_by_name"),
    _text("reason"),
    _text("sha256"),
    UniqueConstraint("review_id", "version"),
)
installation = _record(
    "installation",
    _text("signing_key"),
    _text("encryption_key"),
    _text("signing_kid"),
    _text("encryption_kid"),
)
agreement = _record(
    "agreement",
    _text("agreement_id"),
    _text("version"),
    _to("health_team_id", "health_team"),
    _text("token"),
    _text("recipient_name"),
    _text("signing_key"),
    _text("encryption_key"),
    _text("signing_kid"),
    _text("encryption_kid"),
    _text("purpose"),
    _text("lawful_basis"),
    _text("valid_from"),
    _text("valid_until"),
    _text("categories"),
    _text("consent_modes"),
    _text("endpoint_kind"),
    _text("endpoint"),
    _text("tls_ca"),
    _text("own_kid"),
    _text("fingerprint"),
    _text("confirmed_by"),
    _text("confirmed_on"),
    _maybe("ended_on"),
    UniqueConstraint("agreement_id", "version"),
)
export = _record(
    "export",
    _to("child_id", "child"),
    _to("review_id", "review"),
    _number("review_version"),
    _to("health_team_id", "health_team"),
    _to("agreement_id", "agreement", needed=False),
    _text("categories"),
    _text("bundle_sha256"),
    _text("state", index=True),
    _text("holds"),
    _text("envelope_sha256"),
    _maybe_number("seq"),
    _text("prev"),
    _number("attempts"),
    _maybe("next_try_at"),
    _text("last_outcome"),
    _text("approved_by"),
    _maybe("approved_at"),
    _maybe("sent_at"),
    _maybe("received_at"),
    _text("receipt"),
    _text("rejected_reason"),
    _text("supersedes"),
)
export_body = _record(
    "export_body",
    Column("bundle", LargeBinary, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
)
reply = _record(
    "reply",
    _to("about", "export"),
    _to("child_id", "child"),
    _to("health_team_id", "health_team"),
    Column("token_sha256", Text, nullable=False, unique=True),
    _text("token"),
    _maybe("review_on"),
    _text("outcome"),
    _text("actions"),
    _text("follow_up_by"),
    _text("contact"),
    _text("replied_at"),
)
stored_profile = _record("stored_profile", _text("content"))
form_draft = _record(
    "form_draft",
    _to("child_id", "child", needed=False),
    _text("form"),
    _text("content"),
    UniqueConstraint("created_by", "form"),
)
incident = _record(
    "incident",
    _text("what"),
    _maybe("occurred_on"),
    _text("noticed_on"),
    _text("noticed_at"),
    _text("child_ids"),
    _text("reached"),
    _text("done"),
    _text("families_told"),
    _text("authority"),
    _text("authority_why"),
    _text("learned"),
    _maybe("closed_on"),
)
reply_cursor = Table(
    "reply_cursor",
    metadata,
    Column("agreement_id", Text, ForeignKey("agreement.id"), primary_key=True),
    _text("cursor"),
)
audit_event = Table(
    "audit_event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _number("epoch"),
    _text("at"),
    _text("staff_id"),
    _text("act"),
    Column("child_id", Text, nullable=True, index=True),
    _text("detail"),
    _text("rows"),
    _text("prev"),
    _text("hash"),
)
