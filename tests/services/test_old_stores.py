"""Every released schema's store still opens, with everything that was in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.domain.review import Review, ReviewVersion
from ir_desktop.domain.sharing import Export, ExportBody, ExportState, Reply
from ir_desktop.services import audits, checking, children, sending
from ir_desktop.storage import migrate
from ir_desktop.storage.database import open_database
from ir_desktop.storage.store import BACKUP_FOLDER, open_with_recovery
from tests.services.health_team import Line
from tests.services.nursery import child_named
from tests.services.old_stores import OLDER, REVISIONS, OldStore, old_store

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(params=REVISIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> OldStore:
    return old_store(request.param, tmp_path / "store")


def test_there_is_a_store_of_every_schema_that_a_newer_one_has_replaced() -> None:
    known = sorted(each.name[:4] for each in (migrate.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert set(known) - {migrate.newest()} <= set(REVISIONS)
    assert REVISIONS[0] == "0001"


def test_it_opens_with_every_row_that_was_in_it(old: OldStore) -> None:
    with old.nursery.signed_in() as session:
        store = session.store
        assert migrate.current(store.database) == migrate.newest()
        with store.reading() as records:
            assert old.differences(records.connection) == []
        assert store.check() == ()
        report = checking.verify_audit(session)
        assert report.findings == ()
        assert report.events > len(old.told["tables"]["audit_event"]["rows"])
        assert audits.alarm(session) is None
        zofia = child_named(session, "Zofia")
        with store.reading() as records:
            (review,) = records.find(Review, child_id=zofia.id)
            versions = records.find(ReviewVersion, review_id=review.id)
            sukarno = records.get(Review, records.get(Export, old.exports["unsure"]).review_id)
        assert len(versions) == 2
        assert review.draft.discrepancies == "Nothing new"
        assert sukarno.draft.place == "Half a word"
        children.edit_child(session, zofia.id, address="1 New Street")
        assert checking.verify_audit(session).findings == ()


def test_everybody_comes_in_and_the_recovery_code_opens_it(old: OldStore) -> None:
    for role in Role:
        old.nursery.sign_in(role).close()
    open_with_recovery(old.nursery.folder, old.nursery.recovery_code).close()


def test_what_was_waiting_leaves_as_the_same_bytes_and_what_was_received_stays_so(
    old: OldStore,
) -> None:
    team = old.team()
    line = Line(team)
    with old.nursery.signed_in() as session:
        with session.store.reading() as records:
            before = {each.id: each for each in records.find(Export)}
            bodies = {each.id: each for each in records.find(ExportBody)}
            (reply,) = records.find(Reply)
        states = {name: before[which].state for name, which in old.exports.items()}
        assert states["received"] is ExportState.RECEIVED
        assert reply.about == old.exports["received"]
        team.agreement(session)  # which is how it has the setting's card
        sending.send_approved(session, at_once=True, connect=line)
        with session.store.reading() as records:
            after = {each.id: each for each in records.find(Export)}
        unsure = old.exports["unsure"]
        assert [each.jti for each in line.posted] == [unsure]
        assert line.posted[0].body == bodies[unsure].envelope
        assert after[unsure].state is ExportState.RECEIVED
        assert after[old.exports["received"]] == before[old.exports["received"]]
        held = old.exports["held"]
        assert after[held].state is ExportState.HELD
        assert whys(after[held]) == whys(before[held])
        assert checking.verify_audit(session).findings == ()


def whys(export: Export) -> list[tuple[object, object]]:
    return [(each.reason, each.category) for each in export.holds]


def test_the_copy_made_before_is_the_older_store_whole(old: OldStore, tmp_path: Path) -> None:
    if old.revision == migrate.newest():
        old.nursery.sign_in().close()
        assert not (old.nursery.folder / BACKUP_FOLDER).exists()
        return
    with old.nursery.signed_in() as session:
        data_key = session.store._data_key
    (copy,) = (old.nursery.folder / BACKUP_FOLDER).iterdir()
    database = open_database(copy, data_key)
    try:
        assert migrate.current(database) == old.revision
        assert database.check() == ()
        with database.read() as connection:
            assert old.differences(connection) == []
    finally:
        database.close()


@pytest.mark.timeout(300)  # dozens of openings, on a machine that is busy
@pytest.mark.parametrize("revision", OLDER)
def test_killed_at_any_step_of_the_migration_either_store_is_whole(
    revision: str, tmp_path: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.services.migration_kills"],
        input=json.dumps({"revision": revision, "scratch": str(tmp_path)}),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=290,
    )
    assert ran.returncode == 0, ran.stderr
    counts = json.loads(ran.stdout)
    assert counts["old"] > 40, counts
    assert counts["new"] > 0, counts  # after the commit, it is the newest already
    assert counts["states"] > 3, counts  # bytes on the disk did change more than once
