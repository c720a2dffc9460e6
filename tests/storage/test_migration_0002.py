"""From the first released schema to the one with a place for profiles, with records in it."""

from pathlib import Path

from ir_desktop.domain.profile import StoredProfile
from ir_desktop.storage.database import Database
from tests.storage.migration_parts import build_from_steps, make_older, open_and_keep
from tests.storage.stores import stamped


def test_a_store_of_the_first_schema_opens_with_its_records_and_can_keep_a_profile(
    tmp_path: Path,
) -> None:
    make_older(tmp_path / "store", "0001", "form_draft", "stored_profile", "incident")
    open_and_keep(tmp_path / "store", "0001", stamped(StoredProfile, content="{}"))


def test_the_first_schema_made_by_its_own_step_is_what_the_second_builds_on(
    database: Database, tmp_path: Path
) -> None:
    build_from_steps(database, tmp_path, "0001", "stored_profile")
