"""What ``--text`` shows of the outbox and the answers fits a terminal; groups say what they are."""

import argparse
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop import log
from ir_desktop.cli.main import _parser
from ir_desktop.cli.tables import WIDEST, Column, _wide, table
from ir_desktop.domain.people import Child
from ir_desktop.services import children, exports, replies, sending
from ir_desktop.sync import claims
from tests.cli.commanding import Command, Desk
from tests.services.health_team import HealthTeam, Line

LONG = "Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley van der Hoogenband"
COLUMNS = (Column("a", 18, "A"), Column("b", 30, "B"), Column("c", 10, "C", day=True))
SPACE = sum(each.width for each in COLUMNS) + 2 * len(COLUMNS)

texts = st.text(max_size=200) | st.none() | st.booleans() | st.integers()


@given(st.lists(st.fixed_dictionaries({"a": texts, "b": texts, "c": texts}), max_size=5))
def test_a_table_is_never_wider_than_its_columns(rows: list[dict[str, Any]]) -> None:
    told = table(rows, COLUMNS)
    assert told.endswith("\n")
    assert all(_wide(line) <= SPACE for line in told.splitlines())
    assert "\x1b" not in told
    if not rows:
        assert told == "Nothing.\n"


def test_long_words_end_in_an_ellipsis_and_long_cells_go_on_below() -> None:
    told = table([{"a": LONG, "b": "one two " * 40, "c": "2026-11-20T09:00:00+00:00"}], COLUMNS)
    lines = told.splitlines()
    assert lines[0].split() == ["A", "B", "C"]
    assert lines[1].startswith("Wolfeschlegelstei…  one two one two")
    assert lines[1].endswith("2026-11-20")
    assert len(lines) == 7
    assert lines[-1].rstrip().endswith("…")
    assert table([{"a": "王小明", "b": "x", "c": None}], COLUMNS).splitlines()[1] == "王小明  x  -"


def test_the_outbox_and_the_answers_fit_a_hundred_columns(desk: Desk) -> None:
    with desk.nursery.signed_in() as session:
        team = HealthTeam(desk.nursery.clock, name="Eastfield and Westfield health visiting team")
        desk.nursery.clock.forward(days=(date.today() - session.today).days)
        team.introduce(session)
        ids = {c.given_name: c.id for c in children.list_children(session)}
        children.edit_child(session, ids["Zofia"], given_name=LONG)
        for name in ("Zofia", "Saoirse"):
            exports.approve(session, ids[name])
        line = Line(team)
        sending.sync_once(session, connect=line)
        (sent,) = [row.export for row in exports.ledger(session) if row.export.receipt]
        said = claims.AgreedAction("Hearing test, then speech and language therapy", "Hannah")
        team.replies.append(team.reply(sent.id, outcome="Seen at home. " * 20, actions=(said,) * 3))
        assert len(replies.fetch_replies(session, connect=line).replies) == 1
        with session.store.reading() as records:
            assert records.get(Child, ids["Zofia"]).given_name == LONG
    for args in (("outbox", "--text"), ("replies", "--text")):
        ran = desk.run(*args)
        assert ran.status == 0
        lines = ran.out.splitlines()
        assert len(lines) > 2
        assert max(map(_wide, lines)) <= WIDEST
        assert "Wolfeschlegelste" in ran.out
    told = desk.run("outbox", "--text").out
    assert sent.id in told  # an id is whole: it is what is typed after --try-again
    assert "Held: " in told
    assert desk.value("outbox")[0]["child"]  # without --text nothing is left out


def test_a_group_of_commands_says_what_it_is_for(command: Command) -> None:
    groups = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    named = {
        name: parser
        for name, parser in groups[0].choices.items()
        if any(isinstance(each, argparse._SubParsersAction) for each in parser._actions)
    }
    assert {"receiver", "package", "agreement", "review"} <= set(named)
    for name, parser in named.items():
        assert parser.description, name
        told = " ".join(command(name, "--help").out.split())
        assert " ".join(parser.description.split()) in told


def test_a_field_that_there_is_not_is_named(desk: Desk, tmp_path: Path) -> None:
    sheet, mapped = tmp_path / "children.csv", tmp_path / "map.json"
    sheet.write_text("First name,Surname,DOB\nWren,Hartley,03/05/2024\n")
    mapped.write_text('{"colour": "Surname", "born": "DOB"}')
    told = desk.run("import-children", sheet, "--map", mapped).sentence
    assert "There is no field “colour”. The fields are name, given_name," in told
    assert "There is no field “born”." in told
    mapped.write_text('{"x\\nmap: \\u001b[31mAll is well\\u2028": "Surname"}')
    told = desk.run("import-children", sheet, "--map", mapped).sentence
    assert told.count("\n") == 1
    assert "x?map: ?[31mAll is well?" in told


HEADERS = "Failed to parse headers (url=https://x:443/v1/replies): Set-Cookie: Amina Rahman"


@pytest.mark.expected_log("Failed to parse headers", "urllib3.connection")
def test_what_quotes_headers_is_in_no_log(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    log.start(tmp_path)
    try:
        logging.getLogger("urllib3.connection").warning(HEADERS)
        logging.getLogger("ir_desktop.test").info("begun")
        written = (tmp_path / "log" / "ir-desktop.log").read_text("utf-8")
        assert "begun" in written
        assert "urllib3" not in written
    finally:
        for handler in [each for each in root.handlers if each not in before]:
            root.removeHandler(handler)
            handler.close()
    command("--version")
    kept, root.handlers = root.handlers, []  # as in a command, where nobody set up a log
    try:
        capsys.readouterr()
        logging.getLogger("other").warning("this goes to standard error")
        logging.getLogger("urllib3.connection").warning(HEADERS)
        told = capsys.readouterr().err
    finally:
        root.handlers = kept
    logging.getLogger("urllib3.connection").warning(HEADERS)  # the test's own log still has it
    assert told == "this goes to standard error\n"
