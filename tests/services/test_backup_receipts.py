"""Receipts from the health team as witnesses of what was sent from records put back."""

from pathlib import Path

import pytest

from ir_desktop.domain.sharing import Export, ExportBody, ExportState
from ir_desktop.errors import Refused
from ir_desktop.services import audits, backups, checking, exports, restoring, sending
from ir_desktop.services.receipts import Standing, compare_receipts
from ir_desktop.services.session import Session
from tests.services.health_team import HealthTeam, Line, drop_after
from tests.services.nursery import Nursery, acts, child_named


def standings(session: Session, *tokens: str) -> list[Standing]:
    return [each.standing for each in compare_receipts(session, tokens)]


def send(session: Session, team: HealthTeam) -> Export:
    exports.approve(session, child_named(session, "Zofia").id)
    (export,) = sending.sync_once(session, connect=Line(team))
    return export


def test_a_receipt_for_what_was_received_is_known(manager: Session, team: HealthTeam) -> None:
    team.introduce(manager)
    export = send(manager, team)
    assert compare_receipts(manager, [export.receipt + "\n"])[0].reference == export.id
    assert standings(manager, export.receipt) == [Standing.KNOWN]
    assert acts(manager)[-1] == "restore"


def test_a_receipt_that_never_came_back_settles_what_waits(
    manager: Session, team: HealthTeam
) -> None:
    team.introduce(manager)
    exports.approve(manager, child_named(manager, "Zofia").id)
    (waiting,) = sending.sync_once(manager, connect=Line(team, [drop_after]))
    assert waiting.state is ExportState.WAITING
    assert standings(manager, team.taken[waiting.id].receipt) == [Standing.SETTLED]
    with manager.store.reading() as records:
        assert records.get(Export, waiting.id).state is ExportState.RECEIVED
    assert sending.sync_once(manager, connect=Line(team)) == []
    assert checking.verify_audit(manager).findings == ()


def test_receipts_settle_what_a_restore_left_in_doubt(
    nursery: Nursery, team: HealthTeam, tmp_path: Path
) -> None:
    with nursery.signed_in() as session:
        team.introduce(session)
        exports.approve(session, child_named(session, "Zofia").id)
        file = backups.back_up(session, tmp_path / "stick").path
        (export,) = sending.sync_once(session, connect=Line(team))
    done = restoring.restore(file, tmp_path / "new", nursery.recovery_code, clock=nursery.clock)
    assert done.set_aside == 1
    restored = Nursery(
        tmp_path / "new", nursery.names, nursery.passwords, nursery.recovery_code, nursery.clock
    )
    with restored.signed_in() as session:
        assert standings(session, export.receipt) == [Standing.SETTLED]
        audits.accept(session)
        with session.store.reading() as records:
            kept = records.get(Export, export.id)
            assert (kept.state, kept.receipt) == (ExportState.RECEIVED, export.receipt)
            assert not [
                each for each in records.find(Export) if each.state is ExportState.SET_ASIDE
            ]
        assert standings(session, export.receipt) == [Standing.KNOWN]
        assert checking.verify_audit(session).findings == ()


def test_a_receipt_for_what_the_records_do_not_know_says_that_they_are_older(
    nursery: Nursery, team: HealthTeam, tmp_path: Path
) -> None:
    with nursery.signed_in() as session:
        team.introduce(session)
        file = backups.back_up(session, tmp_path / "stick").path
        export = send(session, team)
    restoring.restore(file, tmp_path / "new", nursery.recovery_code, clock=nursery.clock)
    restored = Nursery(
        tmp_path / "new", nursery.names, nursery.passwords, nursery.recovery_code, nursery.clock
    )
    with restored.signed_in() as session:
        assert standings(session, export.receipt) == [Standing.NOT_KNOWN]


def test_what_is_no_receipt_changes_nothing(manager: Session, team: HealthTeam) -> None:
    assert standings(manager, "", "a.b.c", "nonsense") == [Standing.NO_RECEIPT] * 3
    team.introduce(manager)
    export = send(manager, team)
    stranger = HealthTeam(team.clock, cards=team.cards, encryption=team.encryption)
    with manager.store.reading() as records:
        body = records.get(ExportBody, export.id).envelope
    assert standings(manager, stranger.receipt(body, export.id)) == [Standing.NO_RECEIPT]
    head, claims, signature = export.receipt.split(".")
    forged = f"{head}.{claims}.{signature[::-1]}"
    assert standings(manager, forged) == [Standing.NO_RECEIPT]


def test_only_a_manager_compares(leader: Session) -> None:
    with pytest.raises(Refused, match="Your role"):
        compare_receipts(leader, ["x"])
