"""From the second schema to the one with a place for forms' drafts, with records in it."""

from pathlib import Path

from ir_desktop.domain.form_draft import FormDraft
from ir_desktop.storage.database import Database
from tests.storage.migration_parts import build_from_steps, make_older, open_and_keep
from tests.storage.stores import stamped


def test_a_store_of_the_second_schema_opens_with_its_records_and_can_keep_a_draft(
    tmp_path: Path,
) -> None:
    make_older(tmp_path / "store", "0002", "form_draft", "incident")
    draft = stamped(FormDraft, child_id=None, form="room", content="{}")
    open_and_keep(tmp_path / "store", "0002", draft)


def test_the_second_schema_made_by_its_own_steps_is_what_the_third_builds_on(
    database: Database, tmp_path: Path
) -> None:
    build_from_steps(database, tmp_path, "0002", "form_draft")
