"""Making a receiver, confirming settings by fingerprint, and what an agreement says."""

import json
import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.errors import EnvironmentProblem, Invalid, IrError, NotFound, Refused
from ir_desktop.receiver import service
from ir_desktop.receiver.certificates import new_authority, new_server
from ir_desktop.receiver.data import DATABASE_VARIABLE
from ir_desktop.receiver.folder import KEYS_VARIABLE, Folder
from ir_desktop.receiver.introductions import typed_groups
from ir_desktop.receiver.tables import METADATA
from ir_desktop.sync import claims, envelope
from tests.receiver.parties import ALL, Sender, init, introduce, now, terms


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


def test_an_agreement_says_what_was_agreed(data: service.ReceiverData, sender: Sender) -> None:
    few = (Category.IDENTITY, Category.PROGRESS_CHECK)
    endpoint = claims.Endpoint(
        claims.EndpointKind.HTTPS, data.facts.url, data.folder.authority_pem()
    )
    agreed = terms(few, ConsentMode.OPT_OUT, endpoint=endpoint)
    agreement = introduce(data, sender, agreed)
    assert agreement.setting == claims.SettingParty("Poppies Nursery", "EY123456", (sender.kid,))
    assert agreement.recipient_name == "Northmere Health Visiting Team"
    assert agreement.signing_kid == data.keys.signing_kid
    assert agreement.fingerprint == data.keys.fingerprint
    assert agreement.consent_modes == {
        Category.IDENTITY: ConsentMode.OPT_OUT,
        Category.PROGRESS_CHECK: ConsentMode.OPT_IN,
    }
    assert agreement.endpoint == endpoint
    assert x509.load_pem_x509_certificate((agreement.endpoint.tls_ca or "").encode())
    ((listed, ended),) = service.agreements(data)
    assert (listed, ended) == (agreement, None)
    (setting,) = service.settings(data)
    assert (setting.kid, setting.confirmed_by, setting.fingerprint) == (
        sender.kid,
        "Noor Haddon",
        sender.fingerprint,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"fingerprint_typed": "ABCD " * 8},
        {"fingerprint_typed": "3=ABCD 7=EFGH"},
        {"fingerprint_typed": ""},
        {"fingerprint_typed": "ABCD"},
        {"confirmed_by": "  "},
        {"card_token": "garbage"},
        {"terms": terms({Category.PROGRESS_CHECK: 0}, start=now(), end=now())},  # type: ignore[arg-type] - wrong on purpose
        {"agreement_id": "unknown"},
        {"same_setting_as": "unknown"},
    ],
)
def test_nothing_is_trusted_where_anything_is_wrong(
    data: service.ReceiverData, sender: Sender, wrong: dict[str, object]
) -> None:
    right: dict[str, object] = {
        "card_token": sender.card,
        "fingerprint_typed": sender.fingerprint,
        "confirmed_by": "Noor Haddon",
        "terms": terms(),
        "now": now(),
    }
    with pytest.raises(IrError) as told:
        service.agree(data, **(right | wrong))  # type: ignore[arg-type] - one of many shapes
    assert sender.fingerprint[:4] not in str(told.value)
    assert service.settings(data) == []
    assert service.agreements(data) == []


def test_an_opt_out_for_the_progress_check_cannot_be_agreed(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreed = terms()
    modes = dict.fromkeys(ALL, ConsentMode.OPT_OUT)
    with pytest.raises(Invalid, match="always needs consent"):
        introduce(data, sender, service.Terms(**{**_fields(agreed), "modes": modes}))


def _fields(agreed: service.Terms) -> dict[str, object]:
    return {name: getattr(agreed, name) for name in agreed.__slots__}


def test_two_numbered_groups_are_enough(data: service.ReceiverData, sender: Sender) -> None:
    groups = envelope.fingerprint_groups(sender.fingerprint)
    service.agree(
        data,
        (sender.card + "\n").encode(),
        fingerprint_typed=f"2={groups[1].lower()}, 8:{groups[7]}",
        confirmed_by="Noor Haddon",
        terms=terms(),
        now=now(),
    )
    assert len(service.settings(data)) == 1


@given(st.text(max_size=60))
def test_whatever_is_typed_is_groups_or_told(text: str) -> None:
    try:
        groups = typed_groups(text)
    except Invalid:
        return
    assert all(isinstance(number, int) for number in groups)
    assert len(groups) == 8 or "=" in text or ":" in text


def test_versions_of_an_agreement_follow_one_another(
    data: service.ReceiverData, sender: Sender
) -> None:
    first = introduce(data, sender)
    second = introduce(data, sender, agreement_id=first.id)
    third = introduce(data, sender, agreement_id=first.id)
    assert [first.version, second.version, third.version] == ["1", "2", "3"]
    other = Sender(name="Other Nursery")
    with pytest.raises(NotFound):
        introduce(data, other, agreement_id=first.id)
    assert service.end_agreement(data, first.id, now=now()) == 3
    assert service.end_agreement(data, first.id, now=now()) == 0
    with pytest.raises(NotFound):
        service.end_agreement(data, "unknown", now=now())


def test_a_revoked_key_stays_revoked(data: service.ReceiverData, sender: Sender) -> None:
    introduce(data, sender)
    service.revoke(data, sender.kid, now=now())
    with pytest.raises(Refused, match="revoked"):
        introduce(data, sender)
    assert service.settings(data)[0].status == "revoked"
    with pytest.raises(NotFound):
        service.revoke(data, "unknown", now=now())


def test_a_key_belongs_to_one_setting(data: service.ReceiverData, sender: Sender) -> None:
    introduce(data, sender)
    other = Sender(name="Other Nursery")
    introduce(data, other)
    with pytest.raises(Refused, match="another setting"):
        introduce(data, other, same_setting_as=sender.kid)


def test_a_revoked_computer_is_not_in_the_next_agreement(
    data: service.ReceiverData, sender: Sender
) -> None:
    introduce(data, sender)
    second = Sender()
    service.revoke(data, sender.kid, now=now())
    agreement = introduce(data, second, same_setting_as=sender.kid)
    assert agreement.setting.kids == (second.kid,)


def test_moments_are_kept_as_utc(data: service.ReceiverData, sender: Sender) -> None:
    introduce(data, sender)
    (setting,) = service.settings(data)
    assert setting.confirmed_at.tzinfo is UTC
    assert abs(setting.confirmed_at - datetime.now(UTC)) < timedelta(minutes=1)


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
