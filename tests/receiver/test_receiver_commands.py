"""The command lines: what they print, where, and with which exit status."""

import json
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ir_desktop.receiver import serve, service
from ir_desktop.receiver.__main__ import main
from ir_desktop.receiver.command_text import inbox_table, lines
from ir_desktop.sync import claims, envelope
from tests.receiver.parties import CANARY, PDF, Sender, make_bundle, now
from tests.receiver.servers import Server

COMMANDS = ("init", "agree", "run", "inbox", "reply", "take", "status", "revoke", "end")
COLUMNS = (
    *("questions", "setting", "child", "date_of_birth", "received_at"),
    *("review_version", "replies", "notes", "id", "problem"),
)
ROOT = Path(__file__).parents[2]


class Desk:
    """A person at the health team, typing commands."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.data = folder / "receiver"
        self.capsys = capsys
        self.said = ""

    def type(self, *words: object) -> tuple[int, str]:
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, self.said = self.capsys.readouterr()
        return status, out

    def json(self, *words: object) -> Any:
        status, out = self.type(*words)
        assert (status, self.said.replace(NOT_CHECKED, "")) == (0, "")
        assert out.count("\n") == 1
        return json.loads(out)

    def refused(self, *words: object, status: int = 1) -> str:
        ended, out = self.type(*words)
        assert (ended, out) == (status, "")
        assert "Traceback" not in self.said
        return self.said

    def receiver(self, command: str, *words: object) -> Any:
        return self.json("receiver", command, "--data", self.data, *words)


NOT_CHECKED = "The signature was not checked: name the sender's key with --sender.\n"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.receiver("init", "--name", "Northmere Team", "--contact", "01632 960002", "--port", 9443)
    return desk


def meet(desk: Desk, sender: Sender, *words: object) -> claims.Agreement:
    card, out = desk.folder / "card.jwt", desk.folder / "agreement.jwt"
    card.write_text(sender.card)
    desk.receiver(
        "agree",
        "--card",
        card,
        "--fingerprint",
        sender.fingerprint,
        "--confirmed-by",
        "Noor Haddon",
        "--out",
        out,
        *words,
    )
    return claims.read_agreement(out.read_text())


def hand_in(desk: Desk, sender: Sender, agreement: claims.Agreement) -> str:
    sent = sender.package(agreement)
    file = desk.folder / f"{sent.jti}.irpkg"
    file.write_bytes(sent.body)
    desk.receiver("take", file)
    return sent.jti


@pytest.mark.parametrize("command", COMMANDS)
def test_every_receiver_command_has_help(desk: Desk, command: str) -> None:
    status, out = desk.type("receiver", command, "--help")
    assert status == 0
    assert out.startswith("usage:")


@pytest.mark.parametrize("command", ["open", "verify"])
def test_every_package_command_has_help(desk: Desk, command: str) -> None:
    status, out = desk.type("package", command, "--help")
    assert status == 0
    assert "--sender" in out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("receiver",),
        ("package",),
        ("receiver", "fly"),
        ("receiver", "init"),
        ("receiver", "init", "--data", "x", "--name", "T", "--contact", "C", "--port", "70000"),
        ("receiver", "reply", "--data", "x", "--package", "y", "--review-on", "2026-13-01"),
        ("receiver", "agree", "--data", "x", "--categories", "gossip"),
        ("package", "open", "file"),
        ("package", "open", "file", "--key", "a", "--data", "b"),
    ],
)
def test_wrong_usage_is_2(desk: Desk, words: tuple[str, ...]) -> None:
    assert "usage:" in desk.refused(*words, status=2)


def test_init_tells_what_to_read_out(desk: Desk) -> None:
    told = desk.receiver("init", "--name", "Northmere Team", "--contact", "01632 960002")
    assert told["url"] == "https://localhost:8443"
    assert len(told["fingerprint"].split()) == 8
    assert "already holds" in desk.refused(
        "receiver", "init", "--data", desk.data, "--name", "T", "--contact", "C"
    )
    told = desk.json(
        *("receiver", "init", "--data", desk.folder / "two", "--name", "T", "--contact", "C"),
        *("--host", "reviews.example", "--host", "192.0.2.7", "--port", 443),
    )
    assert told["url"] == "https://reviews.example:443"
    assert told["hosts"] == ["reviews.example", "192.0.2.7", "localhost", "127.0.0.1"]


def test_agree_writes_the_agreement_after_the_fingerprint(ready: Desk, sender: Sender) -> None:
    agreement = meet(
        ready,
        sender,
        *("--categories", "identity", "questions", "--opt-out", "identity"),
        *("--from", "2026-12-01", "--until", "2027-08-31"),
        *("--purpose", "Reviews", "--lawful-basis", "As agreed"),
    )
    assert agreement.endpoint.address == "https://localhost:9443"
    assert agreement.endpoint.tls_ca == (ready.data / "tls" / "authority.pem").read_text()
    assert agreement.not_before == datetime(2026, 12, 1, tzinfo=UTC)
    assert agreement.expires_at == datetime(2027, 8, 31, 23, 59, 59, tzinfo=UTC)
    assert {each.value: mode.value for each, mode in agreement.consent_modes.items()} == {
        "identity": "opt_out",
        "questions": "opt_in",
    }
    assert (agreement.purpose, agreement.lawful_basis) == ("Reviews", "As agreed")
    status = ready.receiver("status")
    assert status["settings"][0]["kid"] == sender.kid
    assert status["agreements"][0]["agreement"] == agreement.id
    assert status["fingerprint"] == agreement.fingerprint


@pytest.mark.parametrize(
    ("words", "kind", "address"),
    [
        (("--by-hand",), "by_hand", ""),
        (("--mesh", "X26ABC1"), "mesh", "X26ABC1"),
        (("--endpoint", "https://reviews.example"), "https", "https://reviews.example"),
    ],
)
def test_packages_may_come_by_other_ways(
    ready: Desk, sender: Sender, words: tuple[str, ...], kind: str, address: str
) -> None:
    endpoint = meet(ready, sender, *words).endpoint
    assert (endpoint.kind.value, endpoint.address) == (kind, address)


def test_a_public_certificate_needs_no_authority(ready: Desk, sender: Sender) -> None:
    assert meet(ready, sender, "--public-certificate").endpoint.tls_ca is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fingerprint", "3=ABCD 4=EFGH"), "does not fit"),
        (("--fingerprint", "ABCD"), "whole fingerprint"),
        (("--card", "nowhere"), "card could not be read"),
        (("--confirmed-by", " "), "name of the person"),
        (("--opt-out", "progress_check"), "needs consent"),
        (("--categories", "identity", "--opt-out", "plan"), "opt-out"),
        (("--until", "2020-01-01"), "end after it begins"),
        (("--endpoint", "http://reviews.example"), "https"),
        (("--next-version-of", "unknown"), "no agreement"),
    ],
)
def test_agree_refuses_in_a_sentence(
    ready: Desk, sender: Sender, words: tuple[str, ...], said: str
) -> None:
    card = ready.folder / "card.jwt"
    card.write_text(sender.card)
    out = ready.folder / "agreement.jwt"
    right = ("--card", card, "--fingerprint", sender.fingerprint, "--confirmed-by", "Noor")
    ready.refused("receiver", "agree", "--data", ready.data, *right, "--out", out, *words)
    assert said in ready.said
    assert not out.exists()
    assert ready.receiver("status")["settings"] == []


def test_take_gives_a_receipt_file(ready: Desk, sender: Sender) -> None:
    agreement = meet(ready, sender)
    sent = sender.package(agreement)
    file, receipt = ready.folder / "a.irpkg", ready.folder / "a.receipt"
    file.write_bytes(sent.body)
    first = ready.receiver("take", file, "--out", receipt)
    assert (first["status"], first["new"]) == ("accepted", True)
    assert sender.receipt(agreement, sent, receipt.read_text()).package == sent.jti
    again = ready.receiver("take", file)
    assert (again["new"], again["receipt"]) == (False, first["receipt"])


def test_take_refuses_with_a_receipt_too(ready: Desk, sender: Sender) -> None:
    agreement = meet(ready, sender)
    ready.receiver("end", "--agreement", agreement.id)
    sent = sender.package(agreement)
    file, receipt = ready.folder / "a.irpkg", ready.folder / "a.receipt"
    file.write_bytes(sent.body)
    said = ready.refused("receiver", "take", "--data", ready.data, file, "--out", receipt)
    assert "not in force" in said
    read = sender.receipt(agreement, sent, receipt.read_text())
    assert read.reason is claims.RejectReason.AGREEMENT_NOT_IN_FORCE


def test_the_inbox_lists_questions_first(ready: Desk, sender: Sender) -> None:
    assert ready.receiver("inbox") == []
    jti = hand_in(ready, sender, meet(ready, sender))
    (row,) = ready.receiver("inbox")
    assert next(iter(row)) == "questions"
    assert row == row | {
        "id": jti,
        "setting": "Poppies Nursery",
        "child": f"Zofia{CANARY} Field{CANARY}",
        "date_of_birth": "2024-05-23",
        "review_version": 1,
        "questions": [f"Unsure: Could it be {CANARY} hearing?"],
        "notes": [],
        "current": True,
        "problem": None,
    }
    assert datetime.fromisoformat(row["received_at"]).tzinfo is not None


def test_the_inbox_can_begin_at_a_day(ready: Desk, sender: Sender) -> None:
    hand_in(ready, sender, meet(ready, sender))
    today = now().date()
    assert len(ready.receiver("inbox", "--since", today - timedelta(days=1))) == 1
    assert ready.receiver("inbox", "--since", today + timedelta(days=2)) == []


def test_the_inbox_shows_one_whole_and_saves_its_pdf(ready: Desk, sender: Sender) -> None:
    jti = hand_in(ready, sender, meet(ready, sender))
    folder = ready.folder / "papers"
    one = ready.receiver("inbox", "--id", jti, "--save-pdf", folder)
    assert one["content"]["nhs_number"] == "9990000018"
    titles = [section["title"] for section in one["content"]["sections"]]
    assert titles[0] == "Questions for the health visitor"
    assert one["consent"][0]["by"] == f"Marta {CANARY}"
    assert [path.name for path in folder.iterdir()] == [f"{jti}.pdf"]
    assert Path(one["saved_pdf"]).read_bytes() == PDF
    ready.refused("receiver", "inbox", "--data", ready.data, "--save-pdf", folder)
    ready.refused("receiver", "inbox", "--data", ready.data, "--id", "unknown")


def test_the_inbox_as_text_is_a_table(ready: Desk, sender: Sender) -> None:
    _, out = ready.type("receiver", "inbox", "--data", ready.data, "--text")
    assert out == "Nothing has come.\n"
    jti = hand_in(ready, sender, meet(ready, sender))
    status, out = ready.type("receiver", "inbox", "--data", ready.data, "--text")
    assert status == 0
    head, row = out.splitlines()
    assert head.split()[:2] == ["Questions", "first"]
    assert jti in row
    status, out = ready.type("receiver", "inbox", "--data", ready.data, "--text", "--id", jti)
    assert f"Child: Zofia{CANARY}" in out


def test_text_cannot_steer_the_terminal() -> None:
    shown = lines({"name": "a\x1b[2Jb\nNext: forged", "none": None, "list": ["\r", "x"]})
    assert "\x1b" not in shown
    assert shown.splitlines()[0] == "Name: a[2Jb Next: forged"
    row = dict.fromkeys(
        COLUMNS,
        "\x1b]0;x\x07" + "y" * 100,
    )
    table = inbox_table([row])
    assert "\x1b" not in table
    assert "\x07" not in table
    assert len(table.splitlines()) == 2


def test_reply_answers_and_gives_a_file(ready: Desk, sender: Sender) -> None:
    agreement = meet(ready, sender)
    jti = hand_in(ready, sender, agreement)
    out = ready.folder / "reply.irpkg"
    told = ready.receiver(
        "reply",
        *("--package", jti, "--review-on", "2026-12-08", "--outcome", "Seen at home"),
        *("--action", "Hearing test | Audiology | 2027-01-15", "--action", "Songs|Family"),
        *("--follow-up-by", "Noor Haddon", "--contact", "01632 960009", "--out", out),
    )
    read = claims.open_reply(
        out.read_bytes(),
        private_key=sender.encryption,
        sender_key_for=lambda _: agreement.signing_key,
        now=now(),
    ).claims
    assert (read.head.jti, read.about) == (told["reply"], jti)
    assert [(each.what, each.who, str(each.by)) for each in read.actions] == [
        ("Hearing test", "Audiology", "2027-01-15"),
        ("Songs", "Family", "None"),
    ]
    assert ready.receiver("inbox")[0]["replies"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Say something"),
        (("--action", "only what"), "what|who"),
        (("--action", "a|b|soon"), "what|who"),
        (("--action", "a|b|2026-01-01|c"), "what|who"),
        (("--outcome", "x" * 5000), "4000"),
        (("--outcome", "fine", "--package", "unknown"), "No package"),
    ],
)
def test_reply_refuses_in_a_sentence(
    ready: Desk, sender: Sender, words: tuple[str, ...], said: str
) -> None:
    jti = hand_in(ready, sender, meet(ready, sender))
    assert said in ready.refused(
        "receiver", "reply", "--data", ready.data, "--package", jti, *words
    )


def test_revoke_and_end(ready: Desk, sender: Sender) -> None:
    agreement = meet(ready, sender)
    assert ready.receiver("end", "--agreement", agreement.id)["versions_ended"] == 1
    assert ready.receiver("revoke", "--setting", sender.kid)["status"] == "revoked"
    ready.refused("receiver", "revoke", "--data", ready.data, "--setting", "unknown")
    ready.refused("receiver", "end", "--data", ready.data, "--agreement", "unknown")
    assert ready.receiver("status")["settings"][0]["status"] == "revoked"


class Mail:
    """A package as a file, and the keys around it as files."""

    def __init__(self, ready: Desk, sender: Sender) -> None:
        self.agreement = meet(ready, sender)
        self.sent = sender.package(self.agreement)
        self.file = ready.folder / "a.irpkg"
        self.file.write_bytes(self.sent.body)
        keys = json.loads((ready.data / "keys.json").read_text())["keys"]
        self.key = ready.folder / "key.jwk"
        self.key.write_text(json.dumps(next(each for each in keys if each["crv"] == "X25519")))
        self.sender = ready.folder / "sender.jwk"
        self.sender.write_text(json.dumps(envelope.public_jwk(sender.signing)))


@pytest.fixture
def mail(ready: Desk, sender: Sender) -> Mail:
    return Mail(ready, sender)


@pytest.mark.parametrize("command", ["open", "verify"])
def test_a_package_file_is_opened(desk: Desk, mail: Mail, command: str) -> None:
    unsigned = desk.json("package", command, mail.file, "--key", mail.key)
    assert (unsigned["signature"], unsigned["verified"]) == ("not_checked", False)
    assert desk.said == NOT_CHECKED
    for words in (
        ("--key", mail.key, "--sender", mail.sender),
        ("--key", desk.data / "keys.json", "--sender", desk.folder / "card.jwt"),
        ("--data", desk.data),
        ("--data", desk.data, "--sender", mail.sender),
    ):
        told = desk.json("package", command, mail.file, *words)
        assert (told["signature"], told["verified"]) == ("valid", True)
        assert told["claims"] == mail.sent.told.to_claims() == unsigned["claims"]
        assert told["bundle"]["resourceType"] == "Bundle"
        assert told["sha256"] == envelope.sha256_hex(mail.sent.body)
    status, out = desk.type("package", command, mail.file, "--data", desk.data, "--text")
    assert (status, out.splitlines()[0]) == (0, "Verified: yes")


@pytest.mark.parametrize("command", ["open", "verify"])
def test_a_package_file_of_somebody_else_is_refused(desk: Desk, mail: Mail, command: str) -> None:
    other = desk.folder / "other.jwk"
    for key, words in (
        (envelope.new_encryption_key(), ("--key", other)),
        (envelope.public_jwk(envelope.new_signing_key()), ("--data", desk.data, "--sender", other)),
        (envelope.new_signing_key(), ("--key", other)),
        ({}, ("--key", other)),
        ([], ("--key", other)),
        ({"keys": [1]}, ("--key", other)),
        ({"keys": 1}, ("--key", other)),
        (mail.agreement.encryption_key, ("--key", other)),
    ):
        other.write_text(json.dumps(key))
        desk.refused("package", command, mail.file, *words)
    other.write_text("garbage")
    desk.refused("package", command, mail.file, "--key", other)
    desk.refused("package", command, mail.file, "--data", desk.data, "--sender", other)
    desk.refused("package", command, mail.file, "--key", desk.folder / "nowhere")
    desk.refused("package", command, other, "--key", mail.key)
    desk.refused("package", command, desk.folder / "nowhere", "--key", mail.key)


def _sealed(mail: Mail, sender: Sender, typ: str = claims.TYP_PACKAGE, **more: object) -> bytes:
    whole = mail.sent.told.to_claims() | {"bundle": "{}"} | more
    token = envelope.sign(whole, typ=typ, key=sender.signing)
    return envelope.seal(token, recipient=mail.agreement.encryption_key)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "not the ones that were signed for"),
        ({"bundle": 7}, "incomplete"),
        ({"aud": "A" * 43}, "somebody else"),
        ({"typ": claims.TYP_WITHDRAWAL}, "another kind"),
        ({"jti": 7}, "UUID"),
    ],
)
def test_without_a_sender_everything_else_is_checked(
    desk: Desk, mail: Mail, sender: Sender, more: dict[str, Any], said: str
) -> None:
    mail.file.write_bytes(_sealed(mail, sender, **more))
    assert said in desk.refused("package", "open", mail.file, "--key", mail.key)


def test_only_verify_minds_a_late_or_unsound_package(
    desk: Desk, mail: Mail, sender: Sender
) -> None:
    bundle = make_bundle().decode()
    sha256 = envelope.sha256_hex(bundle.encode())
    review = mail.sent.told.review.to_claims() | {"sha256": sha256}
    late = _sealed(mail, sender, bundle=bundle, review=review, iat=1_600_000_000, exp=1_600_000_600)
    mail.file.write_bytes(late)
    for words in (("--data", desk.data), ("--key", mail.key)):
        assert desk.json("package", "open", mail.file, *words)["problems"] == []
        assert "has passed" in desk.refused("package", "verify", mail.file, *words)
    review |= {"sha256": envelope.sha256_hex(b"no JSON")}
    mail.file.write_bytes(_sealed(mail, sender, bundle="no JSON", review=review))
    told = desk.json("package", "open", mail.file, "--data", desk.data)
    assert (told["verified"], told["bundle"]) == (False, None)
    assert told["problems"]
    assert "agreed form" in desk.refused("package", "verify", mail.file, "--data", desk.data)


def test_run_says_where_and_ends_in_order(ready: Desk, sender: Sender) -> None:
    agreement = meet(ready, sender)
    server = Server(ready.data)
    try:
        assert server.ready["pid"] == server.process.pid
        assert server.url.startswith("https://localhost:")
        assert server.post(sender.package(agreement)).status_code == 201
    finally:
        assert server.stop() == 0
    assert len(ready.receiver("inbox")) == 1


def test_small_answers_are_not_held_back(ready: Desk) -> None:
    """Only a listener that says it is TCP gets TCP_NODELAY; 40 ms a request otherwise."""
    data = service.open_data(ready.data)
    with serve._listener(data, None, 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
        assert listener.getsockname()[0] == "127.0.0.1"
    data.close()


def test_run_refuses_a_port_in_use(ready: Desk) -> None:
    server = Server(ready.data)
    try:
        said = ready.refused("receiver", "run", "--data", ready.data, "--port", server.port)
        assert "port may be in use" in said
    finally:
        assert server.stop() == 0


def test_run_refuses_a_certificate_that_does_not_fit(ready: Desk) -> None:
    tls = ready.data / "tls"
    words = ("receiver", "run", "--data", ready.data, "--port", 0)
    key = ("--certificate-key", tls / "authority.key")
    assert "belong together" in ready.refused(*words, "--certificate", tls / "server.pem", *key)
    assert "belong together" in ready.refused(*words, "--certificate", "nowhere", *key)
    assert "together" in ready.refused(*words, *key)


def test_run_without_the_extra_says_what_to_install(ready: Desk) -> None:
    """A process in which starlette and uvicorn cannot be imported."""
    script = (
        "import sys; sys.modules['uvicorn'] = None; sys.modules['starlette'] = None\n"
        "from ir_desktop.receiver.__main__ import main\n"
        f"sys.exit(main(['receiver', 'run', '--data', {str(ready.data)!r}]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "ir-desktop[receiver]" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from ir_desktop.receiver.__main__ import main\n"
        "try: main(['receiver', 'inbox', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'sqlalchemy', 'joserfc', 'starlette', 'cryptography'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"
