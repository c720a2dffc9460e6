"""Changing one's own password, a new one for a colleague, and an old sign-in file put back."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from ir_desktop.domain.people import Role, Staff
from ir_desktop.domain.sharing import Installation
from ir_desktop.errors import Invalid, Refused
from ir_desktop.services import checking, identity, passwords, people, recovery, sign_in
from ir_desktop.services.session import Session
from ir_desktop.storage import audit, device_secret, key_edits, keys, slots
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.database import open_database
from ir_desktop.storage.problems import (
    KeyringLocked,
    KeysPutBack,
    TooManyTries,
    UnknownSlot,
    WrongKey,
    WrongPassword,
)
from tests.services.nursery import Nursery, acts, records_of

NEW = "saffron pebble kite"


def person(session: Session, role: Role) -> Staff:
    with session.store.reading() as records:
        return records.find(Staff, role=role)[0]


def test_everybody_changes_their_own_password_with_the_old_one(nursery: Nursery) -> None:
    for role in Role:
        with nursery.signed_in(role) as session:
            before = len(acts(session))
            passwords.change_password(session, nursery.passwords[role], NEW + role, cost=WEAK_COST)
            assert acts(session, before) == ["change_password"]
    for role in Role:
        slot = sign_in.find_slot(nursery.folder, nursery.names[role])
        with pytest.raises(WrongPassword):
            nursery.sign_in(role)
        sign_in.sign_in(nursery.folder, slot, NEW + role).close()


def test_a_wrong_old_password_is_told_counted_and_changes_nothing(
    practitioner: Session, nursery: Nursery
) -> None:
    old, before = nursery.passwords[Role.PRACTITIONER], records_of(practitioner)
    file = (nursery.folder / "keys.json").read_bytes()
    for _ in range(10):
        with pytest.raises(Invalid) as caught:
            passwords.change_password(practitioner, "guess", NEW, cost=WEAK_COST)
        assert [each.field for each in caught.value.problems] == ["old_password"]
    with pytest.raises(TooManyTries):
        passwords.change_password(practitioner, old, NEW, cost=WEAK_COST)
    assert records_of(practitioner) == before
    assert (nursery.folder / "keys.json").read_bytes() == file
    assert not (nursery.folder / slots.NEXT_FILE).exists()


def test_a_new_password_is_strong_and_another(
    manager: Session, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = nursery.passwords[Role.MANAGER]
    with pytest.raises(Invalid, match="Choose another"):
        passwords.change_password(manager, old, old)
    with pytest.raises(Invalid, match="Type a new"):
        passwords.change_password(manager, old, "")
    monkeypatch.setattr(manager.store, "demo", False)
    helper = person(manager, Role.PRACTITIONER)
    for weak in ("", "short", "password1234", manager.staff.name, helper.name.lower(), "x" * 1001):
        with pytest.raises(Invalid) as caught:
            passwords.change_password(manager, old, weak)
        assert "password" in {each.field for each in caught.value.problems}
        with pytest.raises(Invalid):
            passwords.reset_password(manager, helper.id, weak)


def test_a_manager_gives_a_colleague_a_new_password(manager: Session, nursery: Nursery) -> None:
    leader, before = person(manager, Role.ROOM_LEADER), len(acts(manager))
    passwords.reset_password(manager, leader.id, NEW, cost=WEAK_COST)
    assert acts(manager, before) == ["manage_staff"]
    with pytest.raises(Refused, match="your own"):
        passwords.reset_password(manager, manager.staff.id, NEW, cost=WEAK_COST)
    helper = person(manager, Role.PRACTITIONER)
    people.stop_staff(manager, helper.id, hand_over_to=leader.id)
    with pytest.raises(Refused, match="not work here"):
        passwords.reset_password(manager, helper.id, NEW, cost=WEAK_COST)
    assert not checking.verify_audit(manager).findings
    manager.close()
    with pytest.raises(WrongPassword):
        nursery.sign_in(Role.ROOM_LEADER)
    session = sign_in.sign_in(nursery.folder, leader.id, NEW, clock=nursery.clock)
    with closing(session):
        with pytest.raises(Refused, match="role"):
            passwords.reset_password(session, manager.staff.id, NEW, cost=WEAK_COST)
        assert acts(session)[-1] == "refused:manage_staff"


def test_who_leaves_takes_no_key_along(nursery: Nursery) -> None:
    """The old sign-in file, the old password and the new records do not go together."""
    with nursery.signed_in() as manager:
        identity.setting_card(manager)
        with manager.store.reading() as records:
            mine = records.find(Installation)
        old_key = keys.unlock(
            nursery.folder,
            person(manager, Role.PRACTITIONER).id,
            nursery.passwords[Role.PRACTITIONER],
            None,
        ).data_key
        helper, leader = person(manager, Role.PRACTITIONER), person(manager, Role.ROOM_LEADER)
        old_file = (nursery.folder / "keys.json").read_bytes()
        people.stop_staff(manager, helper.id, hand_over_to=leader.id)
        before = len(acts(manager))
        people.add_staff(  # the session goes on in the records under the new key
            manager,
            people.NewPerson(name="Bola Ade", role=Role.PRACTITIONER, password=NEW),
            cost=WEAK_COST,
        )
        assert len(acts(manager)) == before + 1
        with manager.store.reading() as records:
            assert records.find(Installation) == mine
    with pytest.raises(WrongKey):
        open_database(nursery.folder / "records.db", old_key)
    with pytest.raises(UnknownSlot):
        sign_in.sign_in(nursery.folder, helper.id, nursery.passwords[Role.PRACTITIONER])
    (nursery.folder / "keys.json").write_bytes(old_file)
    with pytest.raises(WrongKey):
        sign_in.sign_in(nursery.folder, helper.id, nursery.passwords[Role.PRACTITIONER])


def test_what_is_refused_while_somebody_leaves_is_in_the_records(leader: Session) -> None:
    helper = person(leader, Role.PRACTITIONER)
    with pytest.raises(Refused, match="role"):
        people.stop_staff(leader, helper.id)
    assert acts(leader)[-1] == "refused:manage_staff"
    assert not (leader.store.folder / "records.next").exists()


def own(nursery: Nursery, role: Role) -> None:
    with nursery.signed_in(role) as session:
        passwords.change_password(session, nursery.passwords[role], NEW, cost=WEAK_COST)


def reset(nursery: Nursery, role: Role) -> None:
    with nursery.signed_in() as session:
        passwords.reset_password(session, person(session, role).id, NEW, cost=WEAK_COST)


def recover(nursery: Nursery, role: Role) -> None:
    opened = recovery.open_with_code(nursery.folder, nursery.recovery_code)
    slot = sign_in.find_slot(nursery.folder, nursery.names[role])
    recovery.choose_password(opened, slot, NEW, clock=nursery.clock, cost=WEAK_COST).close()


@pytest.mark.parametrize(
    ("change", "role"),
    [(own, Role.MANAGER), (own, Role.PRACTITIONER), (reset, Role.ROOM_LEADER),
     (recover, Role.MANAGER)],
)  # fmt: skip
def test_a_password_that_was_changed_opens_nothing_of_today_with_the_sign_in_file_of_before(
    change: Callable[[Nursery, Role], None], role: Role, nursery: Nursery
) -> None:
    file, word = nursery.folder / "keys.json", nursery.passwords[role]
    slot = sign_in.find_slot(nursery.folder, nursery.names[role])
    before = file.read_bytes()
    old_key = keys.unlock(nursery.folder, slot, word, None).data_key
    change(nursery, role)
    with pytest.raises(WrongKey):
        open_database(nursery.folder / "records.db", old_key)
    for other in set(Role) - {role}:  # nobody else has to choose another
        nursery.sign_in(other).close()
    with pytest.raises(WrongPassword):
        nursery.sign_in(role)
    sign_in.sign_in(nursery.folder, slot, NEW).close()
    file.write_bytes(before)
    for way_in in (
        lambda: nursery.sign_in(role),
        lambda: recovery.open_with_code(nursery.folder, nursery.recovery_code),
    ):
        with pytest.raises(WrongKey):
            way_in()


def test_who_is_given_a_password_for_another_computers_has_that_one_no_more(
    nursery: Nursery,
) -> None:
    with nursery.signed_in() as session:
        helper = person(session, Role.PRACTITIONER)
        found = session.store.changing_keys()
        with found as change, session.store.transaction() as records:
            moved = tuple(
                replace(each, device=b"f" * 16) if each.id == helper.id else each
                for each in change.keys.staff
            )
            change.stage(records.connection, replace(change.keys, staff=moved))
        before = slots.read(nursery.folder)[0].generation
        people.give_password(session, helper.id, NEW, cost=WEAK_COST)
        assert slots.read(nursery.folder)[0].generation == before + 1
    sign_in.sign_in(nursery.folder, helper.id, NEW).close()


def test_a_first_password_takes_nothing_away_and_needs_no_new_key(manager: Session) -> None:
    staff = people.add_staff(
        manager,
        people.NewPerson(name="Bola Ade", role=Role.PRACTITIONER, password=NEW),
        cost=WEAK_COST,
    )
    people.stop_staff(manager, staff.id)
    people.start_staff_again(manager, staff.id)
    before = slots.read(manager.store.folder)[0].generation
    passwords.reset_password(manager, staff.id, NEW, cost=WEAK_COST)
    assert slots.read(manager.store.folder)[0].generation == before
    assert staff.id in {each.id for each in keys.staff_slots(manager.store.folder)}


@pytest.fixture
def put_back(nursery: Nursery) -> bytes:
    """The sign-in file of before somebody was added, put back; returns the newest one."""
    file = nursery.folder / "keys.json"
    before = file.read_bytes()
    with nursery.signed_in() as session:
        people.add_staff(
            session,
            people.NewPerson(name="Bola Ade", role=Role.MANAGER, password=NEW),
            cost=WEAK_COST,
        )
    newest = file.read_bytes()
    file.write_bytes(before)
    return newest


def test_an_older_sign_in_file_is_noticed_whoever_signs_in(
    nursery: Nursery, put_back: bytes
) -> None:
    for role in Role:
        with pytest.raises(KeysPutBack, match="Put back the newest") as told:
            nursery.sign_in(role)
        assert "recovery code" in told.value.sentence
    (nursery.folder / "keys.json").write_bytes(put_back)  # the newest put back: all is well
    for role in Role:
        nursery.sign_in(role).close()
    sign_in.sign_in(nursery.folder, sign_in.find_slot(nursery.folder, "Bola Ade"), NEW).close()


def test_with_an_older_sign_in_file_the_code_alone_leads_on_and_no_password_in_it_counts(
    nursery: Nursery, put_back: bytes
) -> None:
    leader = sign_in.find_slot(nursery.folder, nursery.names[Role.ROOM_LEADER])
    opened = recovery.open_with_code(nursery.folder, nursery.recovery_code)
    me = next(each for each in opened.managers if each.name == nursery.names[Role.MANAGER])
    session = recovery.choose_password(
        opened, me.id, "walnut harbour kettle", clock=nursery.clock, cost=WEAK_COST
    )
    with session.store.reading() as records:
        event = audit.newest_of(records.connection, "recover")
    assert event is not None
    assert event.detail["sign_in_file"] == "older"
    assert not checking.verify_audit(session).findings
    assert [each.staff.id for each in people.list_staff(session) if each.can_sign_in] == [me.id]
    passwords.reset_password(session, leader, NEW + " two", cost=WEAK_COST)
    session.close()
    assert {each.id for each in keys.staff_slots(nursery.folder)} == {me.id, leader}
    sign_in.sign_in(nursery.folder, leader, NEW + " two").close()


def test_a_password_that_an_earlier_version_left_in_an_older_file_lets_nobody_in(
    nursery: Nursery,
) -> None:
    """Earlier versions changed a password under the same data key, so older files open it."""
    me = sign_in.find_slot(nursery.folder, nursery.names[Role.MANAGER])
    data_key = keys.unlock(nursery.folder, me, nursery.passwords[Role.MANAGER], None).data_key
    found, _ = slots.read(nursery.folder)
    once = keys.NewSlot(me, nursery.names[Role.MANAGER], "once upon a time")
    older = key_edits.with_staff(
        found, once, data_key, device_secret=None, cost=WEAK_COST, allow_weak=True
    )
    slots.write(nursery.folder, older)
    assert keys.unlock(nursery.folder, me, once.password, None).data_key == data_key
    with pytest.raises(KeysPutBack):
        sign_in.sign_in(nursery.folder, me, once.password)
    recover(nursery, Role.MANAGER)
    slots.write(nursery.folder, older)
    with pytest.raises(WrongKey):
        sign_in.sign_in(nursery.folder, me, once.password)


def test_a_file_from_another_store_or_half_a_change_planted_beside_does_nothing(
    nursery: Nursery,
) -> None:
    beside = nursery.folder / slots.NEXT_FILE
    for planted in (b"", b"{}", (nursery.folder / "keys.json").read_bytes()[:-9]):
        beside.write_bytes(planted)
        nursery.sign_in().close()
        assert not beside.exists()
    shutil.copy(nursery.folder / "keys.json", beside)
    nursery.sign_in().close()
    found, _ = slots.read(nursery.folder)
    beside.write_bytes(slots.encode(slots.KeyFile("x", 1, found.check, (), found.recovery)))
    nursery.sign_in().close()
    assert not beside.exists()


def test_the_time_of_the_last_sign_in_is_there_to_show(nursery: Nursery) -> None:
    with nursery.signed_in() as first:
        assert first.last_sign_in is None
        at = nursery.clock.moment
    nursery.clock.forward(hours=3)
    with nursery.signed_in(Role.PRACTITIONER) as other:
        assert other.last_sign_in is None
    with nursery.signed_in() as second:
        assert second.last_sign_in is not None
        assert abs(second.last_sign_in - at) < timedelta(seconds=1)


def test_a_keyring_locked_in_the_middle_keeps_the_old_password(
    manager: Session, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> None:
        raise KeyringLocked

    monkeypatch.setattr(device_secret, "open_keyring", locked)
    found, _ = slots.read(nursery.folder)
    bound = tuple(replace(each, device=b"f" * 16) for each in found.staff)
    with manager.store.changing_keys() as change, manager.store.transaction() as records:
        change.stage(records.connection, replace(change.keys, staff=bound))
    with pytest.raises(KeyringLocked):
        passwords.change_password(manager, nursery.passwords[Role.MANAGER], NEW, cost=WEAK_COST)
    assert slots.read(nursery.folder)[0].staff == bound
