"""Bringing an older store up to date, stopped at every step: run as a process of its own.

The sign-in runs in a forked child that kills itself (SIGKILL) before the n-th step of the
migration, for every n there is. A step is a call into C that can touch the disk: of the system,
or of the database's driver, each statement too. What is left is then looked at as it lies, and
opened as the person would.
"""

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from ir_desktop.services import checking
from ir_desktop.storage import migrate
from ir_desktop.storage.database import open_database
from ir_desktop.storage.store import BACKUP_FOLDER
from tests.services.key_kills import lived, steps
from tests.services.old_stores import OldStore, old_store


def only_the_migration(kill_at: int) -> Any:
    """Return a profile function that kills at a step of `migrate.upgrade`, and none elsewhere."""
    look, inside = steps(kill_at, statements=True), False

    def watch(frame: FrameType, event: str, called: Any) -> None:
        nonlocal inside
        if frame.f_code is migrate.upgrade.__code__ and event in ("call", "return"):
            inside = event == "call"
        elif inside:
            look(frame, event, called)

    return watch


def killed(old: OldStore, kill_at: int) -> bool:
    """Sign in, in a child that dies at a step; return whether it did not come to it."""

    def work() -> None:
        sys.setprofile(only_the_migration(kill_at))
        old.nursery.sign_in()

    return lived(work)


def left(old: OldStore, data_key: bytes) -> str | None:
    """Return the schema of the file as it lies; it is whole, and every row is there, or raise."""
    database = open_database(old.nursery.folder / "records.db", data_key)
    try:
        assert database.check() == ()
        with database.read() as connection:
            assert old.differences(connection) == []
        return migrate.current(database)
    finally:
        database.close()


def goes_on(old: OldStore) -> None:
    """The next sign-in brings it up to date, with every row, and leaves nothing half."""
    with old.nursery.signed_in() as session:
        assert migrate.current(session.store.database) == migrate.newest()
        assert checking.verify_audit(session).findings == ()
        with session.store.reading() as records:
            assert old.differences(records.connection) == []
    names = [each.name for each in (old.nursery.folder / BACKUP_FOLDER).iterdir()]
    assert names == [migrate.backup_name(old.revision, str(migrate.newest()))], names


def main() -> None:
    """Kill at every step and print how many left the older schema and how many the newest."""
    given = json.loads(sys.stdin.read())
    revision, scratch = given["revision"], Path(given["scratch"])
    first = old_store(revision, scratch / "first")
    with first.nursery.signed_in() as session:  # also loads what the children need
        data_key = session.store._data_key
    counts = {"old": 0, "new": 0}
    for kill_at in range(1, 10_000, given["every"]):
        old = old_store(revision, scratch / str(kill_at))
        done = killed(old, kill_at)
        schema = left(old, data_key)
        assert schema in (revision, migrate.newest()), (kill_at, schema)
        goes_on(old)
        if done:
            break
        counts["old" if schema == revision else "new"] += 1
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
