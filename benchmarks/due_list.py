"""The due list, beside a plain SELECT of the columns it needs through the same driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, median_of, seconds
from ir_desktop.services.demo import make_demo
from ir_desktop.services.due import list_due
from ir_desktop.services.session import Session
from ir_desktop.services.sign_in import find_slot, sign_in

_PLAIN = """
SELECT child.id, given_name, family_name, date_of_birth, weeks_early, start_date, leaving_date,
       check_elsewhere, health_review_on, room_id, key_person_id, review.status,
       review.latest_version
FROM child LEFT JOIN review ON review.child_id = child.id
"""


@contextmanager
def nursery(folder: Path, children: int) -> Iterator[Session]:
    """Yield a signed-in manager of a demo nursery; its children's ages span ten years."""
    made = make_demo(folder, children=children, today=date.today())
    manager = made.staff[0]
    session = sign_in(made.store, find_slot(made.store, manager.name), manager.password)
    try:
        yield session
    finally:
        session.close()


def measure(session: Session, children: int, runs: int) -> Figure:
    driver: Any = session.store.database.engine.raw_connection().driver_connection

    def plain() -> float:
        return seconds(lambda: driver.execute(_PLAIN).fetchall())

    def ours() -> float:
        return seconds(lambda: list_due(session))

    plain()
    ours()
    floor, mine = median_of(runs, plain, ours)
    return Figure(
        name=f"due list of {children:,} children",
        ours=mine,
        floor=floor,
        target=6,
        runs=runs,
        what="services.due.list_due; floor: a SELECT of the same columns of every child",
    )
