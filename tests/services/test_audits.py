"""Older records are told to everybody, send nothing, and count again once a manager says so."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ir_desktop.domain.people import Child, Role, SettingType
from ir_desktop.errors import Refused
from ir_desktop.services import audits, checking, children, history, sending, sign_in
from ir_desktop.services.session import Session
from ir_desktop.storage import device_secret
from ir_desktop.storage.cost import DEFAULT_COST
from ir_desktop.storage.device_secret import Keyring
from tests.services.nursery import Nursery, acts

PASSWORD = "walnut harbour kettle seven"


class Kept:
    """A keyring's backend that keeps secrets in this object, as a real one does for a person."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.secrets.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self.secrets[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        del self.secrets[service, name]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real store whose manager's slot needs this computer's keyring."""
    kept = Keyring("Kept", Kept())
    for name in ("find_keyring", "open_keyring"):
        monkeypatch.setattr(device_secret, name, lambda: kept, raising=False)
    first = sign_in.FirstRun(
        setting_name="Orchard",
        setting_type=SettingType.CHILDMINDER,
        manager_name="Jo Field",
        password=PASSWORD,
    )
    sign_in.begin(tmp_path / "store", first, cost=DEFAULT_COST).session.close()
    return tmp_path / "store"


@contextmanager
def signed_in(folder: Path) -> Iterator[Session]:
    session = sign_in.sign_in(folder, sign_in.find_slot(folder, "Jo Field"), PASSWORD)
    try:
        yield session
    finally:
        session.close()


def some_child(session: Session) -> str:
    with session.store.reading() as records:
        return records.find(Child)[0].id


def test_an_older_folder_put_back_raises_the_alarm_until_a_manager_accepts_it(
    folder: Path, tmp_path: Path
) -> None:
    with signed_in(folder) as session:
        assert audits.alarm(session) is None
        with pytest.raises(Refused, match="nothing to accept"):
            audits.accept(session)
    shutil.copytree(folder, tmp_path / "older")
    with signed_in(folder):
        pass
    shutil.rmtree(folder)
    (tmp_path / "older").rename(folder)
    with signed_in(folder) as session:
        told = audits.alarm(session)
        assert told is not None
        assert told.kind is audits.AlarmKind.OLDER
        assert [each.where.split()[0] for each in checking.verify_audit(session).findings] == [
            "event"
        ]
        with pytest.raises(Refused, match="older than the ones last used"):
            sending.sync_once(session)
        assert sending.send_approved(session, at_once=True) == []
        epoch = session.store.epoch
        assert audits.accept(session).epoch > epoch
        assert audits.alarm(session) is None
        assert sending.sync_once(session) == []
    with signed_in(folder) as session:
        assert audits.alarm(session) is None
        assert checking.verify_audit(session).findings == ()


def test_only_a_manager_accepts(leader: Session) -> None:
    with pytest.raises(Refused, match="Your role"):
        audits.accept(leader)
    assert acts(leader)[-1] == "refused:restore"


def test_looking_at_a_child_is_an_event_once_a_spell(manager: Session, nursery: Nursery) -> None:
    child_id = some_child(manager)
    before = len(acts(manager))
    children.child_page(manager, child_id)
    children.child_page(manager, child_id)
    assert acts(manager)[before:] == ["see_child"]
    nursery.clock.forward(minutes=14)
    children.child_page(manager, child_id)
    assert len(acts(manager)) == before + 1
    nursery.clock.forward(minutes=2)
    children.child_page(manager, child_id)
    assert acts(manager)[before:] == ["see_child", "see_child"]
    nursery.clock.forward(hours=-3)  # a clock put back hides nothing
    children.child_page(manager, child_id)
    assert acts(manager)[before:] == ["see_child"] * 3
    assert history.child_history(manager, child_id)[0].act == "see_child"


def test_another_persons_look_is_an_event_of_its_own(nursery: Nursery) -> None:
    with nursery.signed_in() as manager:
        child_id = some_child(manager)
        children.child_page(manager, child_id)
    with nursery.signed_in(Role.ROOM_LEADER) as leader:
        before = len(acts(leader))
        try:
            children.child_page(leader, child_id)
        except Refused:
            assert acts(leader)[before:] == ["refused:see_child"]
        else:
            assert acts(leader)[before:] == ["see_child"]
