"""The command that looks at the computer."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.commanding import Command, plain


def test_doctor_reports_one_json_value(command: Command, tmp_path: Path) -> None:
    value = command("doctor", "--store", tmp_path).value
    assert value["ready"] is True
    assert {each["check"] for each in value["checks"]} >= {"window", "keyring", "clock", "place"}
    assert all(each.keys() == {"check", "state", "what", "do"} for each in value["checks"])


def test_doctor_speaks_plain_words(command: Command, tmp_path: Path) -> None:
    ran = command("doctor", "--text", "--store", tmp_path)
    assert (ran.status, ran.err) == (0, "")
    plain(ran.out)
    assert all(line.split(":")[0] in ("Good", "Warning") for line in ran.out.splitlines())


def test_doctor_fails_where_the_program_could_not_work(command: Command, tmp_path: Path) -> None:
    (tmp_path / "records.db").touch()
    later = (datetime.now(UTC) + timedelta(days=40)).timestamp()
    os.utime(tmp_path / "records.db", (later, later))
    ran = command("doctor", "--text", "--store", tmp_path)
    assert ran.status == 1
    assert "Problem: This computer's clock was set back" in ran.out
    plain(ran.err)
