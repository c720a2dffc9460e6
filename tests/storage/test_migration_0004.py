"""From the third schema to the one with a place for incidents, with records in it."""

from datetime import date
from pathlib import Path

from ir_desktop.domain.incident import Incident, Told
from ir_desktop.storage.database import Database
from tests.storage.migration_parts import build_from_steps, make_older, open_and_keep
from tests.storage.stores import stamped


def test_a_store_of_the_third_schema_opens_with_its_records_and_takes_an_incident(
    tmp_path: Path,
) -> None:
    make_older(tmp_path / "store", "0003", "incident")
    incident = stamped(
        Incident, what="A letter in the wrong bag", occurred_on=None,
        noticed_on=date(2026, 11, 20), noticed_at="14:30", child_ids=("a", "b"), reached="",
        done="", families_told="", authority=Told.NOT_DECIDED, authority_why="", learned="",
    )  # fmt: skip
    open_and_keep(tmp_path / "store", "0003", incident)


def test_the_third_schema_made_by_its_own_steps_is_what_the_fourth_builds_on(
    database: Database, tmp_path: Path
) -> None:
    build_from_steps(database, tmp_path, "0003", "incident")
