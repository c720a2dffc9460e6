"""The schema as declared, the schema as migrated: the same."""

import ast
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from ir_desktop.storage import migrate, schema
from ir_desktop.storage.database import Database

VERSIONS = sorted((migrate.MIGRATIONS / "versions").glob("[0-9]*.py"))


@pytest.fixture
def migrated(database: Database, tmp_path: Path) -> Database:
    assert migrate.upgrade(database, backup_folder=tmp_path / "before") is True
    return database


def test_the_declared_schema_is_the_migrated_one(migrated: Database) -> None:
    with migrated.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, schema.metadata) == []


def test_every_table_column_and_key_is_the_same(migrated: Database) -> None:
    """What `compare_metadata` does not look at on SQLite: keys, uniqueness, what may be empty."""
    plain = create_engine("sqlite://")  # in memory: only to ask what the declaration makes
    schema.metadata.create_all(plain)
    with plain.connect() as declared, migrated.read() as real:
        for table in schema.metadata.tables:
            one, two = inspect(declared), inspect(real)
            for ask in (
                "get_pk_constraint",
                "get_foreign_keys",
                "get_unique_constraints",
                "get_indexes",
            ):
                assert _sorted(getattr(one, ask)(table)) == _sorted(getattr(two, ask)(table))
            assert [
                (each["name"], str(each["type"]), each["nullable"])
                for each in one.get_columns(table)
            ] == [
                (each["name"], str(each["type"]), each["nullable"])
                for each in two.get_columns(table)
            ]
    plain.dispose()


def _sorted(found: object) -> list[str]:
    return sorted(map(str, found if isinstance(found, list) else [found]))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_never_looks_at_todays_schema(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
        )
    }
    assert not any(name.startswith("ir_desktop") for name in imported)


def test_a_migrated_store_has_nothing_more_to_do(migrated: Database, tmp_path: Path) -> None:
    assert migrate.upgrade(migrated, backup_folder=tmp_path / "before") is False
    assert not (tmp_path / "before").exists()
    assert migrate.current(migrated) == migrate.newest()
    assert migrated.check() == ()
