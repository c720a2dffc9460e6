"""The commands for what came: to take it by hand, to read it, and to answer it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ir_desktop.receiver.command_text import inbox_table, lines
from ir_desktop.sync import claims
from tests.receiver.parties import CANARY, PDF, Sender, now
from tests.receiver.receiver_desk import Desk, hand_in, meet

COLUMNS = (
    *("questions", "setting", "child", "date_of_birth", "received_at"),
    *("review_version", "replies", "notes", "id", "problem"),
)


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
