"""What the commands on a store do, and how they refuse."""

import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from ir_desktop.cli import files, result
from ir_desktop.cli import main as main_module
from ir_desktop.domain.people import Role
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.services import children
from tests.cli.commanding import Command, Desk, plain
from tests.services.nursery import Nursery, change_behind


def test_children_are_listed_with_the_fields_that_were_promised(desk: Desk) -> None:
    rows = desk.value("children")
    assert {"id", "given_name", "family_name", "date_of_birth"} <= set(rows[0])
    assert "Leo" not in {row["given_name"] for row in rows}
    assert "Leo" in {row["given_name"] for row in desk.value("children", "--include-left")}
    mine = desk.value("children", role=Role.PRACTITIONER)
    assert 0 < len(mine) < len(rows)


def test_a_table_for_people_holds_the_same(desk: Desk) -> None:
    ran = desk.run("children", "--text")
    assert (ran.status, ran.err) == (0, "")
    head, *lines = ran.out.splitlines()
    assert head.split()[:2] == ["id", "given_name"]
    assert len(lines) == len(desk.value("children"))
    assert desk.run("replies", "--text").out == "Nothing.\n"
    assert "events: " in desk.run("audit", "verify", "--text").out


def test_the_due_list_of_any_day(desk: Desk) -> None:
    rows = desk.value("due")
    assert {"child", "name", "item", "state", "from", "by"} <= set(rows[0])
    later = desk.value("due", "--on", (date.today() + timedelta(days=90)).isoformat())
    assert later != rows
    for day in ("yesterday", "21/11/2026", "2026-13-01", "", "9" * 5000):
        assert desk.run("due", "--on", day).sentence == (
            "on: Write a date as year-month-day, like 2026-09-10.\n"
        )
    for day in ("0001-01-01", "9999-12-31"):
        assert "within 50 years of today" in desk.run("due", "--on", day).sentence


def test_a_review_goes_from_file_to_papers(desk: Desk, tmp_path: Path) -> None:
    child = desk.child("Kofi")
    file = tmp_path / "review.json"
    file.write_text(json.dumps({"progress_check": {"parents_view": "Busy."}, "child": child}))
    imported = desk.value("review", "import", file)
    assert imported["child"] == child
    assert {each["code"] for each in imported["missing"]} >= {
        "no_strengths_communication_and_language"
    }
    assert desk.value("review", "check", "--child", child)["ready"] is False
    refused = desk.run("review", "sign-off", "--child", child).sentence
    assert refused.count("\n") == len(imported["missing"]) + len(imported["questions"])
    papers = desk.value("documents", "--child", child, "--out", tmp_path / "papers")
    for paper in papers:
        path = Path(paper["file"])
        assert "Kofi" not in path.name
        assert "Mensah" not in path.name
        assert path.stat().st_mode & 0o077 == 0
        assert len(PdfReader(path).pages) == paper["pages"]
    assert {path.name for path in (tmp_path / "papers").iterdir()} == {
        Path(each["file"]).name for each in papers
    }


def test_a_review_whose_form_fits_no_age_is_taken_in_and_asked_about(
    desk: Desk, tmp_path: Path
) -> None:
    child = desk.child("Kofi")
    (row,) = [each for each in desk.value("children") if each["id"] == child]
    file = tmp_path / "review.json"
    file.write_text(json.dumps({"asq3": {"completed_on": row["date_of_birth"]}}))
    imported = desk.value("review", "import", file, "--child", child)
    assert "no_form" in {each["code"] for each in imported["missing"]}


def test_a_signed_review_waits_for_its_countersignature(desk: Desk, tmp_path: Path) -> None:
    (mine, *_) = [each["id"] for each in desk.value("children", role=Role.PRACTITIONER)]
    area = {"strengths": "Does things.", "judgement": "going_well"}
    day = (date.today() - timedelta(days=1)).isoformat()
    review = {
        "held_on": day,
        "progress_check": {
            "observed_on": day,
            "parents_view": "Happy.",
            "areas": {
                "communication_and_language": area,
                "physical_development": area,
                "personal_social_and_emotional_development": area,
            },
        },
    }
    file = tmp_path / "review.json"
    file.write_text(json.dumps(review))
    asked = desk.value("review", "import", file, "--child", mine, role=Role.PRACTITIONER)
    assert asked["missing"] == []
    review["moderation"] = {each["code"]: "Talked about." for each in asked["questions"]}
    file.write_text(json.dumps(review))
    desk.value("review", "import", file, "--child", mine, role=Role.PRACTITIONER)
    signed = desk.value("review", "sign-off", "--child", mine, role=Role.PRACTITIONER)
    assert signed["status"] == "waiting_for_countersignature"
    assert desk.value("review", "sign-off", "--child", mine)["version"] == 1


def test_consent_is_recorded_with_everything_said(desk: Desk) -> None:
    child = desk.child("Kofi")
    base = ("consent", "record", "--child", child, "--decision", "given", "--by", "Abena")
    made = desk.value(
        *base, "--category", "asq3", "--category", "plan", "--review-by", "2031-01-01"
    )
    assert (made["categories"], made["review_by"]) == (["asq3", "plan"], "2031-01-01")
    assert desk.run(*base, "--on", "soon").sentence.startswith("on: Write a date")
    assert desk.run(*base, "--review-by", "soon").sentence.startswith("review_by: Write")
    assert "no such agreement" in desk.run(*base, "--agreement", "x").sentence
    assert "team: There is no such health team" in desk.run(*base, "--team", "x").sentence
    future = desk.run(*base, "--on", "2090-01-01", "--relationship", "x" * 150)
    assert {each.split(":")[0] for each in future.sentence.splitlines()} == {"on", "relationship"}


def test_importing_says_what_it_would_do_and_does_it(desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "children.csv"
    sheet.write_text("First name,Surname,DOB\nWren,Hartley,03/05/2024\n")
    looked = desk.value("import-children", sheet, "--dry-run")
    assert (looked["saved"], looked["added"][0]["id"]) == (False, None)
    assert desk.value("import-children", sheet)["saved"] is True
    bad = tmp_path / "bad.csv"
    bad.write_text("First name,Surname,DOB\nNed,Ode,03/05/2034\n,Ode,03/05/2024\n")
    ran = desk.run("import-children", bad)
    assert ran.status == 1
    assert json.loads(ran.out)["saved"] is False
    assert len(json.loads(ran.out)["refused"]) == 2
    plain(ran.err)
    assert "row 2, date_of_birth: " in ran.err
    assert "row 3, given_name: " in ran.err
    assert desk.run("import-children", bad, "--dry-run").status == 0  # it was only asked
    mapped = tmp_path / "map.json"
    mapped.write_text('{"given_name": "First name", "colour": "Surname"}')
    assert desk.run("import-children", sheet, "--map", mapped).sentence.startswith("map: ")
    mapped.write_bytes(b"\xff")
    assert desk.run("import-children", sheet, "--map", mapped).sentence.startswith("map: ")


def test_what_a_role_may_not_do_is_refused_by_commands_too(desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "children.csv"
    sheet.write_text("First name,Surname,DOB\nWren,Hartley,03/05/2024\n")
    zofia = desk.child("Zofia")
    for args in (
        ("import-children", sheet),
        ("setting-card", "--out", tmp_path / "card.jwt"),
        ("audit", "verify"),
        ("approve", "--child", zofia),
        ("sync", "--once"),
    ):
        ran = desk.run(*args, role=Role.PRACTITIONER)
        assert ran.sentence == "Your role does not allow this. Ask a manager.\n"
    assert not (tmp_path / "card.jwt").exists()
    assert desk.value("audit", "verify")["findings"] == []


def test_a_changed_store_fails_the_audit_and_says_where(desk: Desk) -> None:
    with desk.nursery.signed_in() as session:
        change_behind(session, "UPDATE child SET gp = 'x' WHERE given_name = 'Kofi'")
    ran = desk.run("audit", "verify")
    assert ran.status == 1
    assert [each["where"] for each in json.loads(ran.out)["findings"]] == ["child"]
    plain(ran.err)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("review", "import", "{missing}"), "file: There is no such file"),
        (("review", "import", "{folder}"), "file: This is a folder"),
        (("import-children", "{missing}"), "file: There is no such file"),
        (
            ("agreement", "import", "{missing}", "--fingerprint", "x", "--confirmed-by", "y"),
            "file:",
        ),
        (("documents", "--child", "x", "--out", "{folder}"), "There is no such child"),
        (("review", "check", "--child", "x"), "There is no such child"),
        (("review", "sign-off", "--child", "x"), "There is no such child"),
        (("approve", "--child", "x"), "There is no such child"),
        (("outbox", "--try-again", "x"), "There is no such export"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
)
def test_what_is_not_there_is_named(
    args: tuple[str, ...], words: str, desk: Desk, tmp_path: Path
) -> None:
    given = [each.format(missing=tmp_path / "nothing.json", folder=tmp_path) for each in args]
    assert words in desk.run(*given).sentence


def test_text_that_is_broken_is_refused_by_name(desk: Desk, tmp_path: Path) -> None:
    broken = "\udcff"  # how Python hands over bytes that are not UTF-8
    child = desk.child("Kofi")
    assert desk.run("review", "check", "--child", broken).sentence == (
        "child: This cannot be read as text.\n"
    )
    base = ("consent", "record", "--child", child, "--decision", "given")
    assert "by: This cannot be read" in desk.run(*base, "--by", broken).sentence
    # The name of a file or folder may be any bytes.
    odd = tmp_path / f"papers{broken}"
    assert desk.value("documents", "--child", child, "--out", odd)
    assert len(list(odd.iterdir())) >= 1


@pytest.mark.parametrize("name", ["card.jwt", "deep/er/card.jwt"])
def test_a_result_is_written_whole_for_this_user_only(
    name: str, desk: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "out" / name
    desk.value("setting-card", "--out", out)
    assert out.stat().st_mode & 0o077 == 0
    assert [path.name for path in out.parent.iterdir()] == ["card.jwt"]


def test_where_nothing_can_be_written_a_sentence_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out in (tmp_path, tmp_path / "file" / "card", tmp_path / ("x" * 300), ".", "/", ""):
        ran = desk.run("setting-card", "--out", out)
        assert ran.sentence.startswith("The result cannot be written there.")
    assert {path.name for path in tmp_path.iterdir()} == {"file", "store"}


def test_a_trap_laid_in_a_shared_folder_catches_nothing(tmp_path: Path) -> None:
    """Others may write there too: what they put in the way is replaced, never written through."""
    secret = tmp_path / "someone's"
    secret.write_text("keep")
    (tmp_path / "card.jwt").symlink_to(secret)
    (tmp_path / ".card.jwt.new").symlink_to(secret)
    files.write_file(tmp_path / "card.jwt", b"card")
    assert secret.read_text() == "keep"
    assert (tmp_path / "card.jwt").read_bytes() == b"card"
    assert not (tmp_path / "card.jwt").is_symlink()


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        files.read_file(tmp_path / ("x" * 300))
    big = tmp_path / "big"
    big.write_bytes(b"x" * 101)
    with pytest.raises(Exception, match="file: This file is too large"):
        files.read_file(big, limit=100)


def test_a_bug_is_told_by_kind_and_place_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("Zofia Kowalska")

    monkeypatch.setattr(children, "list_children", broken)
    ran = desk.run("children")
    assert (ran.status, ran.out) == (1, "")
    assert "Zofia" not in ran.err
    assert "Reference: KeyError in ir_desktop.cli.children:" in ran.err
    monkeypatch.undo()
    assert desk.value("children")  # and the store was let go of


def test_stopping_it_is_no_error_of_the_program(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(children, "list_children", stopped)
    ran = desk.run("children")
    assert (ran.status, ran.err) == (1, "Stopped.\n")


class Full:
    """Standard output on a full disk."""

    def __init__(self, problem: type[OSError]) -> None:
        self.problem = problem

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        raise self.problem


@pytest.mark.parametrize("problem", [OSError, BrokenPipeError])
def test_what_cannot_be_written_out_is_told(
    problem: type[OSError], desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(main_module.sys, "stdout", Full(problem))
    ran = desk.run("children")
    sys.stdout.close()  # what was put in its place
    assert ran.status == 1
    assert ("could not be written out" in ran.err) is (problem is OSError)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([], "Nothing.\n"),
        (["a", None, True], "a\n-\nyes\n"),
        ([{"a": 1}, {"b": "x\ny"}], "a  b\n1\n   x y\n"),
        ({"a": [], "b": {"c": False}, "d": [{"e": "\x1b[31m"}]}, "a: -\nb: c no\nd:\ne\n [31m\n"),
        (5, "5\n"),
    ],
)
def test_tables_are_plain(value: object, text: str) -> None:
    assert result.as_table(value) == text


def test_the_names_of_a_nursery_are_those_of_its_folder(todays_template: Nursery) -> None:
    assert set(todays_template.names) == set(Role)


def test_no_command_leaves_the_store_locked(desk: Desk, command: Command) -> None:
    desk.run("review", "check", "--child", "x")
    desk.run("children", password="wrong")
    assert desk.value("children")
