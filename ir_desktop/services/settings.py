"""The setting's own details."""

from dataclasses import fields, replace
from typing import Any

from ir_desktop.domain.child_rules import checked_setting
from ir_desktop.domain.people import Setting
from ir_desktop.domain.records import Record
from ir_desktop.domain.roles import Act
from ir_desktop.services.identity import the_setting
from ir_desktop.services.session import Session, acting, looking

_EDITABLE = {each.name for each in fields(Setting)} - {each.name for each in fields(Record)}


def get_setting(session: Session) -> Setting:
    """Return the setting's details; everybody who is signed in may see them."""
    with looking(session, Act.SEE_LIST) as records:
        return the_setting(records)


def edit_setting(session: Session, **changes: Any) -> Setting:
    """Change some of the setting's fields (`Setting`'s own, by name).

    Raises:
        Invalid: with every problem, each naming its field.
        TypeError: there is no such field.
    """
    if unknown := changes.keys() - _EDITABLE:
        raise TypeError(f"a setting has no field {', '.join(sorted(unknown))} to change")
    with acting(session, Act.MANAGE_SETTING) as work:
        return work.save(checked_setting(replace(the_setting(work.records), **changes)))
