"""The commands that open and verify a package that is a file."""

import json
from typing import Any

import pytest

from ir_desktop.sync import claims, envelope
from tests.receiver.parties import Sender, make_bundle
from tests.receiver.receiver_desk import NOT_CHECKED, Desk, meet


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
