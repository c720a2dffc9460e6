"""The setting's own details."""

import pytest

from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import checking, settings
from ir_desktop.services.session import Session
from tests.services.nursery import acts


def test_a_manager_changes_them_and_everybody_sees_them(manager: Session) -> None:
    before = settings.get_setting(manager)
    seen = len(acts(manager))
    after = settings.edit_setting(manager, name=" Willow  Lane ", postcode="ea19zz", phone="")
    assert settings.get_setting(manager) == after
    assert (after.name, after.postcode, after.phone) == ("Willow Lane", "EA1 9ZZ", "")
    assert (after.id, after.type, after.urn) == (before.id, before.type, before.urn)
    assert acts(manager, seen) == ["manage_setting"]
    assert not checking.verify_audit(manager).findings


def test_all_problems_come_at_once_and_nothing_is_changed(manager: Session) -> None:
    before = settings.get_setting(manager)
    with pytest.raises(Invalid) as caught:
        settings.edit_setting(manager, name="7", postcode="??", phone="1", email="x", urn="?")
    fields = {each.field for each in caught.value.problems}
    assert fields == {"name", "postcode", "phone", "email", "urn"}
    assert settings.get_setting(manager) == before


@pytest.mark.parametrize("field", ["id", "created_by", "nonsense"])
def test_only_its_own_fields_can_be_changed(manager: Session, field: str) -> None:
    with pytest.raises(TypeError, match=field):
        settings.edit_setting(manager, **{field: "x"})


def test_nobody_else_changes_them(practitioner: Session) -> None:
    assert settings.get_setting(practitioner).name
    with pytest.raises(Refused):
        settings.edit_setting(practitioner, name="Mine")
    assert acts(practitioner)[-1] == "refused:manage_setting"
