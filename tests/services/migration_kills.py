"""Bringing an older store up to date, looked at in every step: run as a process of its own.

The sign-in runs in a forked child, and what a kill would leave at each step of the migration is
kept (see `each_step`). Each of these is looked at as it lies, and opened as the person would. At
the last of them the child is killed indeed.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from ir_desktop.services import checking
from ir_desktop.storage import migrate
from ir_desktop.storage.database import open_database
from ir_desktop.storage.store import BACKUP_FOLDER
from tests.services.each_step import Profile, killed_at, left_at_each_step
from tests.services.old_stores import OldStore, old_store


def only_the_migration(look: Profile) -> Profile:
    """Return a profile function that looks at the steps of `migrate.upgrade`, and no others."""
    inside = False

    def watch(frame: FrameType, event: str, called: Any) -> None:
        nonlocal inside
        if frame.f_code is migrate.upgrade.__code__ and event in ("call", "return"):
            inside = event == "call"
        elif inside:
            look(frame, event, called)

    return watch


def signed_in(old: OldStore, profile: Profile) -> None:
    """Sign in, the migration watched."""
    sys.setprofile(only_the_migration(profile))
    old.nursery.sign_in()


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
    """Look into every step; print at how many the schema was the older one, or the newest."""
    given = json.loads(sys.stdin.read())
    revision, scratch = given["revision"], Path(given["scratch"])
    first = old_store(revision, scratch / "first")
    with first.nursery.signed_in() as session:  # also loads what the child needs
        data_key = session.store._data_key
    old = old_store(revision, scratch / "here")
    every = left_at_each_step(
        lambda profile: signed_in(old, profile), old.nursery.folder, scratch / "left"
    )
    counts = {"old": 0, "new": 0, "states": len(every)}
    for each in every:
        schema = looked_into(
            replace(old, nursery=replace(old.nursery, folder=each.folder)), data_key
        )
        if each.ended:
            assert schema == migrate.newest()
        else:
            counts["old" if schema == revision else "new"] += each.steps
    killed = old_store(revision, scratch / "killed")
    killed_at(lambda profile: signed_in(killed, profile), every[-2].first + every[-2].steps - 1)
    looked_into(killed, data_key)
    print(json.dumps(counts))


def looked_into(old: OldStore, data_key: bytes) -> str | None:
    """Return the schema that was left, and come to the newest from there; it is whole, or raise."""
    schema = left(old, data_key)
    assert schema in (old.revision, migrate.newest()), schema
    goes_on(old)
    return schema


if __name__ == "__main__":
    main()
