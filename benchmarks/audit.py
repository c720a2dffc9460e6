"""How long `audit verify` takes over 100,000 events: ``python -m benchmarks.audit``."""

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import machine, seconds
from ir_desktop.domain.people import Child
from ir_desktop.domain.roles import Act
from ir_desktop.services import checking
from ir_desktop.services.demo import make_demo
from ir_desktop.services.session import Session, acting
from ir_desktop.services.sign_in import find_slot, sign_in
from ir_desktop.storage.repository import Repository

CHILDREN, TO_REACH = 2_000, 10.0


def main(events: int = 100_000) -> int:
    with tempfile.TemporaryDirectory() as folder:
        made = make_demo(Path(folder) / "store", children=CHILDREN, today=datetime.now().date())
        first = made.staff[0]
        session = sign_in(made.store, find_slot(made.store, first.name), first.password)
        _fill(session, events)
        taken = [seconds(lambda: checking.verify_audit(session)) for _ in range(3)]
        report = checking.verify_audit(session)
        session.close()
    assert report.findings == ()
    print(f"{report.events} events, {CHILDREN} children: {min(taken):.2f} to {max(taken):.2f} s")
    print(f"to reach: {TO_REACH:g} s; {machine()}")
    return 0


def _fill(session: Session, events: int) -> None:
    """Write events as edits do, many in a transaction."""
    with acting(session, Act.SEE_LIST) as work:
        some = work.records.find(Child)
    for start in range(0, events, 5_000):
        with session.store.transaction() as records:
            for number in range(start, min(start + 5_000, events)):
                one = Repository(records.connection, session.store.audit_key)
                place = number % len(some)
                some[place] = one.change(replace(some[place], address=f"{number} Canal Street"))
                session.store.append_event(
                    one,
                    at=datetime.now(UTC),
                    staff_id=session.staff.id,
                    act=Act.EDIT_CHILD.value,
                    child_id=some[place].id,
                    detail={},
                )


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:2])))
