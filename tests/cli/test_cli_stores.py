"""Stores made by command, and everything that can be wrong with opening one."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from ir_desktop.cli import opening
from ir_desktop.domain.people import Role
from ir_desktop.storage import database as database_module
from ir_desktop.storage import keys
from tests.cli.commanding import Command, Desk, plain

GOOD = "walnut harbour kettle seven"
NEW = ("new-store", "--setting", "Orchard", "--type", "childminder", "--manager", "Jo Field")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_demo_store_reports_who_can_sign_in(command: Command, tmp_path: Path) -> None:
    made = command("demo-store", "--children", 3, "--out", tmp_path / "s", "--seed", 4).value
    assert set(made) == {"store", "staff", "recovery_code"}
    assert {each["role"] for each in made["staff"]} == {each.value for each in Role}
    for person in made["staff"]:
        who = ("--store", made["store"], "--staff", person["name"], "--password-stdin")
        assert isinstance(command("children", *who, given=person["password"]).value, list)


@pytest.mark.parametrize("number", ["-1", "200001", "9" * 4000])
def test_a_demo_of_a_number_that_cannot_be_is_refused(
    number: str, command: Command, tmp_path: Path
) -> None:
    ran = command("demo-store", "--children", number, "--out", tmp_path / "s")
    assert ran.sentence == "children: Choose a number from 0 to 200000.\n"
    assert names(tmp_path) == set()


def test_a_demo_in_a_full_folder_is_refused(command: Command, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    ran = command("demo-store", "--children", 1, "--out", tmp_path)
    assert ran.sentence == "This folder already holds records. Choose an empty folder.\n"
    long = command("demo-store", "--children", 1, "--out", tmp_path / ("x" * 300))
    assert "xxx" not in long.sentence
    inside = command("demo-store", "--children", 1, "--out", tmp_path / "letter.txt" / "s")
    assert inside.sentence
    assert names(tmp_path) == {"letter.txt"}


def test_a_real_store_is_made_and_opened(command: Command, tmp_path: Path) -> None:
    made = command(*NEW, "--out", tmp_path / "s", "--password-stdin", given=GOOD + "\n").value
    assert made["staff"] == [{"name": "Jo Field", "role": "manager"}]
    assert made["recovery_code"]
    assert not keys.staff_slots(tmp_path / "s")[0].needs_device_secret
    who = ("--store", tmp_path / "s", "--staff", "jo field", "--password-stdin")
    assert command("children", *who, given=GOOD).value == []
    assert command("children", *who, given=GOOD + "\r\n").value == []
    again = command(*NEW, "--out", tmp_path / "s", "--password-stdin", given=GOOD)
    assert "already holds records" in again.sentence


def test_every_problem_of_a_new_store_is_told_at_once(command: Command, tmp_path: Path) -> None:
    ran = command(
        *("new-store", "--setting", " ", "--type", "childminder", "--manager", "."),
        *("--urn", "x y", "--email", "nobody", "--phone", "ring", "--postcode", "?"),
        *("--out", tmp_path / "s", "--password-stdin"),
        given="short\n",
    )
    told = {line.split(":")[0] for line in ran.sentence.splitlines()}
    assert told >= {
        "setting_name",
        "setting_urn",
        "setting_email",
        "setting_phone",
        "setting_postcode",
        "password",
    }
    kind = command(*NEW[:3], "--type", "castle", *NEW[5:], "--out", tmp_path / "s")
    assert kind.sentence.startswith("type: Choose one of: childminder, ")
    assert names(tmp_path) == set()


class Broken:
    """Standard input whose bytes are not UTF-8."""

    def readline(self) -> str:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    def isatty(self) -> bool:
        return False


class Terminal(Broken):
    """Somebody at a keyboard."""

    def isatty(self) -> bool:
        return True


@dataclass
class Streams:
    """What stands for `sys`."""

    stdin: Broken
    stderr: None = None


def test_a_password_comes_from_a_prompt_or_standard_input_alone(
    desk: Desk, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = ("--store", desk.folder, "--staff", desk.nursery.names[Role.MANAGER])
    none = command("children", *who, given=desk.nursery.passwords[Role.MANAGER])
    assert "Use --password-stdin" in none.sentence
    assert "No password was given" in command("children", *who, "--password-stdin").sentence
    assert "No password" in command("children", *who, "--password-stdin", given="\n").sentence
    asked: list[str] = []

    def prompt(words: str, stream: object) -> str:
        asked.append(words)
        return desk.nursery.passwords[Role.MANAGER]

    monkeypatch.setattr(opening.getpass, "getpass", prompt)
    monkeypatch.setattr(opening, "sys", Streams(Terminal()))
    assert command("children", *who).value
    assert asked == ["Password: "]
    monkeypatch.setattr(opening, "sys", Streams(Broken()))
    assert "not text in UTF-8" in command("children", *who, "--password-stdin").sentence


def test_a_wrong_password_and_a_wrong_name_are_told_apart(desk: Desk, command: Command) -> None:
    wrong = desk.run("children", password="wrong").sentence
    assert wrong.startswith("That password is not right.")
    for odd in ("\udcff", "é" * 5000, "\x00", "pass\tword"):
        assert desk.run("children", password=odd).sentence == wrong
    name = command(
        *("children", "--store", desk.folder, "--staff", "Nobody", "--password-stdin"), given="x"
    )
    assert name.sentence.startswith("Nobody of this name can sign in here.")
    for person in desk.nursery.names.values():
        assert person in name.sentence


Harm = Callable[[Path], None]


def flip(place: float) -> Harm:
    """Return what changes one byte at a place of the file, from 0 to 1."""

    def harm(folder: Path) -> None:
        file = folder / "records.db"
        data = bytearray(file.read_bytes())
        data[min(int(len(data) * place), len(data) - 1)] ^= 0x40
        file.write_bytes(data)

    return harm


def plain_sqlite(folder: Path) -> None:
    (folder / "records.db").unlink()
    with sqlite3.connect(folder / "records.db") as made:
        made.execute("CREATE TABLE child (id)")
    made.close()


def written(name: str, data: bytes) -> Harm:
    def harm(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return harm


def without(name: str) -> Harm:
    def harm(folder: Path) -> None:
        (folder / name).unlink()

    return harm


def cut_short(folder: Path) -> None:
    file = folder / "records.db"
    file.write_bytes(file.read_bytes()[:5000])


def other_stores_records(folder: Path) -> None:
    key = bytes(32)
    (folder / "records.db").unlink()
    database_module.create_database(folder / "records.db", key).close()


def emptied(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def keys_changed(folder: Path) -> None:
    file = folder / "keys.json"
    file.write_text(file.read_text().replace('"iterations":', '"iteration":'))


OPENINGS: dict[str, tuple[Harm, str]] = {
    "no folder": (shutil.rmtree, "There are no records in this folder."),
    "the wrong folder": (
        emptied,
        "There are no records in this folder.",
    ),
    "no sign-in file": (without("keys.json"), "The sign-in file is missing"),
    "a sign-in file of nothing": (
        written("keys.json", b""),
        "The sign-in file of these records is",
    ),
    "a sign-in file of rubbish": (written("keys.json", b"\xff{}"), "The sign-in file of these"),
    "a changed sign-in file": (keys_changed, "The sign-in file of these records is damaged."),
    "no records file": (without("records.db"), "There are no records in this folder."),
    "plain SQLite": (plain_sqlite, "The records file is not encrypted"),
    "an empty records file": (written("records.db", b""), "The records file is empty"),
    "a stray file": (written("records.db", b"hello" * 4096), "not a records file at all"),
    "a short stray file": (written("records.db", b"hello"), "The records file is empty, cut short"),
    "cut short": (cut_short, "The records file is"),
    "another store's records": (other_stores_records, "do not belong together"),
    "a byte of the first page": (flip(0.0005), "The records file"),
    "a byte of the salt": (flip(0.0), "The records file"),
}


@pytest.mark.parametrize("name", OPENINGS)
def test_what_is_wrong_with_a_store_is_told_in_its_own_sentence(name: str, desk: Desk) -> None:
    harm, words = OPENINGS[name]
    harm(desk.folder)
    ran = desk.run("children")
    assert words in ran.sentence


def test_the_sentences_are_different() -> None:
    told = {words for _, words in OPENINGS.values()}
    assert len(told) >= 8


@pytest.mark.parametrize("place", [number / 24 for number in range(1, 25)])
def test_a_byte_changed_anywhere_is_a_sentence_or_harmless(place: float, desk: Desk) -> None:
    """Every page is signed: reading a changed one stops, and no other output is wrong."""
    right = desk.value("children", "--include-left")
    flip(place)(desk.folder)
    ran = desk.run("children", "--include-left")
    if ran.status == 0:  # a page that this command does not read
        assert ran.value == right
        ran = desk.run("audit", "verify")
    if ran.status:
        plain(ran.err)
        assert "The records file is damaged." in ran.err


def test_a_store_of_a_newer_version_is_told_as_that(desk: Desk) -> None:
    with desk.nursery.signed_in() as session, session.store.database.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer version of this program" in desk.run("children").sentence


def test_a_store_in_use_is_told_as_that_and_free_afterwards(desk: Desk) -> None:
    session = desk.nursery.sign_in()
    assert desk.run("children").sentence == (
        "These records are already open in another window or command. Close it, or wait for it "
        "to end.\n"
    )
    session.close()
    assert desk.value("children")
