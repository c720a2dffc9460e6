"""A receiver's folder: who can read it, what is told of a damaged one, and its certificates."""

import json
import ssl
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable

from ir_desktop.errors import EnvironmentProblem, Invalid, IrError, Refused
from ir_desktop.receiver import service
from ir_desktop.receiver.certificates import new_authority, new_server
from ir_desktop.receiver.data import DATABASE_VARIABLE
from ir_desktop.receiver.folder import KEYS_VARIABLE, Folder
from ir_desktop.receiver.tables import METADATA
from ir_desktop.sync import envelope
from tests.receiver.parties import Sender, init, introduce, now


def test_only_the_owner_can_read_the_folder(data: service.ReceiverData) -> None:
    for path in (data.folder.root, *data.folder.root.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path.name


def test_keys_that_others_can_read_are_not_used(data: service.ReceiverData) -> None:
    data.folder.keys_file.chmod(0o640)
    with pytest.raises(EnvironmentProblem, match="mode 0600"):
        service.open_data(data.folder.root)


def test_a_receiver_opens_again_with_the_same_keys(data: service.ReceiverData) -> None:
    again = service.open_data(data.folder.root)
    assert (again.facts, again.keys) == (data.facts, data.keys)
    again.close()


def test_it_is_not_made_twice(data: service.ReceiverData) -> None:
    with pytest.raises(Refused, match="already holds"):
        init(data.folder.root)


def test_a_broken_off_init_is_gone_on_with(data: service.ReceiverData) -> None:
    data.folder.facts_file.unlink()
    again = init(data.folder.root)
    assert again.keys == data.keys
    again.close()


def test_there_must_be_a_receiver(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="receiver init"):
        service.open_data(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "name": 1}'])
def test_damaged_facts_are_told(data: service.ReceiverData, content: str) -> None:
    data.folder.facts_file.write_text(content)
    with pytest.raises(EnvironmentProblem, match="damaged"):
        service.open_data(data.folder.root)


def test_a_newer_folder_is_told(data: service.ReceiverData) -> None:
    whole = json.loads(data.folder.facts_file.read_text()) | {"format": 2}
    data.folder.facts_file.write_text(json.dumps(whole))
    with pytest.raises(EnvironmentProblem, match="newer version"):
        service.open_data(data.folder.root)


def _key_files() -> list[str]:
    signing, encryption = envelope.new_signing_key(), envelope.new_encryption_key()
    public = envelope.public_jwk(signing)
    swapped = {**signing, "d": envelope.new_signing_key()["d"]}
    sets: list[object] = [
        {},
        {"keys": {}},
        {"keys": [signing]},
        {"keys": [public, encryption]},
        {"keys": [swapped, encryption]},
        {"keys": [{**signing, "x": "A"}, encryption]},
        [signing, encryption],
    ]
    return ["", "no JSON", *map(json.dumps, sets)]


@pytest.mark.parametrize("content", _key_files())
def test_damaged_keys_are_told(data: service.ReceiverData, content: str) -> None:
    data.folder.keys_file.write_text(content)
    with pytest.raises(EnvironmentProblem, match="private keys is damaged"):
        service.open_data(data.folder.root)


def test_keys_may_come_from_a_secret_store(
    data: service.ReceiverData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = tmp_path / "mounted.json"
    data.folder.keys_file.rename(mounted)
    mounted.chmod(0o444)
    with pytest.raises(EnvironmentProblem, match="missing"):
        service.open_data(data.folder.root)
    monkeypatch.setenv(KEYS_VARIABLE, str(mounted))
    again = service.open_data(data.folder.root)
    assert again.keys == data.keys
    again.close()


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x", "mysql+nodriver://x/y"])
def test_a_database_that_cannot_be_used_is_told_without_its_address(
    data: service.ReceiverData, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv(DATABASE_VARIABLE, url)
    with pytest.raises(EnvironmentProblem, match=DATABASE_VARIABLE) as told:
        service.open_data(data.folder.root)
    assert url not in str(told.value)


def test_another_database_can_be_named(
    data: service.ReceiverData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sender: Sender
) -> None:
    introduce(data, sender)
    monkeypatch.setenv(DATABASE_VARIABLE, f"sqlite:///{tmp_path / 'other.sqlite'}")
    again = service.open_data(data.folder.root)
    assert service.settings(again) == []
    again.close()


def test_every_fault_of_init_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as told:
        service.init(tmp_path / "r", name=" ", contact="", hosts=[], port=0, now=now())
    assert {each.field for each in told.value.problems} == {"name", "contact", "port", "host"}
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("host", ["ä.example", "\x00", "", "a b", "-a", "a..b", "x" * 300])
def test_an_impossible_host_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(IrError):
        service.init(tmp_path / "r", name="T", contact="C", hosts=[host], port=1, now=now())


def test_the_servers_certificate_is_renewed_in_time_by_the_same_authority(
    data: service.ReceiverData,
) -> None:
    certificate, key = data.folder.server_files
    authority = data.folder.authority_pem()
    old = certificate.read_bytes(), key.read_bytes()
    assert not data.folder.renew_server(data.facts, now() + timedelta(days=300))
    assert (certificate.read_bytes(), key.read_bytes()) == old
    assert data.folder.renew_server(data.facts, now() + timedelta(days=350))
    assert certificate.read_bytes() != old[0]
    assert key.read_bytes() != old[1]
    assert data.folder.authority_pem() == authority
    certificate.write_text("damaged")
    assert data.folder.renew_server(data.facts, now())
    certificate.unlink()
    assert data.folder.renew_server(data.facts, now())


def test_a_damaged_authority_is_told(data: service.ReceiverData) -> None:
    data.folder.authority_files[0].write_text("damaged")
    data.folder.server_files[0].unlink()
    with pytest.raises(EnvironmentProblem, match="authority is damaged"):
        data.folder.renew_server(data.facts, now())
    data.folder.authority_files[0].unlink()
    with pytest.raises(EnvironmentProblem, match="TLS files"):
        data.folder.renew_server(data.facts, now())


def test_the_authority_vouches_for_these_hosts_only(tmp_path: Path) -> None:
    """Its key, stolen, makes a certificate for another host that no setting believes."""
    hosts = ["reviews.example", "192.0.2.7", "2001:db8::7"]
    authority = new_authority(hosts, now())
    (tmp_path / "ca.pem").write_bytes(authority.certificate)
    for host, believed in (
        ("reviews.example", True),
        ("192.0.2.7", True),
        ("2001:db8::7", True),
        ("bank.example", False),
        ("192.0.2.8", False),
    ):
        server = new_server(authority, [host], now())
        (tmp_path / "server.pem").write_bytes(server.certificate + server.key)
        assert _believed(tmp_path, host) == believed, host


def _believed(folder: Path, host: str) -> bool:
    there, here = ssl.MemoryBIO(), ssl.MemoryBIO()
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(folder / "server.pem")
    trusted = ssl.create_default_context(cafile=folder / "ca.pem")
    client = trusted.wrap_bio(here, there, server_hostname=host)
    server = shown.wrap_bio(there, here, server_side=True)
    for _ in range(6):
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLCertVerificationError:
                return False
    return client.getpeercert() is not None


def test_a_folder_knows_its_url() -> None:
    from ir_desktop.receiver.folder import url_of

    assert url_of("reviews.example", 8443) == "https://reviews.example:8443"
    assert url_of("::1", 443) == "https://[::1]:443"
    assert Folder(Path("x")).database_file.name == "receiver.sqlite"


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])
def test_the_tables_are_good_for_both_databases(dialect: Dialect) -> None:
    for table in METADATA.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        assert made.strip().startswith(f"CREATE TABLE {table.name}")
