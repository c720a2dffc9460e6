"""The ledger and the answers read what they show, and no more, however many children there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from ir_desktop.domain.people import Child, Role
from ir_desktop.services import exports, replies, sending
from ir_desktop.services.session import Session
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Nursery, child_named


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Note every statement that is run on the records."""
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        seen.append(" ".join(statement.split()))

    with session.store.reading() as records:
        engine = records.connection.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def shared(manager: Session, team: HealthTeam) -> Session:
    """Two reviews approved, one answered."""
    team.introduce(manager)
    for name in ("Zofia", "Saoirse"):
        exports.approve(manager, child_named(manager, name).id)
    line = Line(team)
    sending.sync_once(manager, connect=line)
    (went,) = [row.export for row in exports.ledger(manager) if row.export.receipt]
    team.replies.append(team.reply(went.id))
    replies.fetch_replies(manager, connect=line)
    return manager


def add_many(session: Session, number: int) -> None:
    with session.store.transaction() as records:
        like = records.find(Child)[0]
        records.add_many(
            [replace(like, id=f"more-{n}", given_name=f"More {n}") for n in range(number)]
        )


@pytest.mark.parametrize("lists", [exports.ledger, replies.list_replies])
def test_as_many_statements_and_no_whole_children_in_a_large_group(
    shared: Session, lists: Callable[[Session], list[object]]
) -> None:
    with statements(shared) as few:
        before = lists(shared)
    add_many(shared, 600)
    with statements(shared) as many:
        assert lists(shared) == before
    assert before
    assert many == few
    about_children = [each for each in many if "FROM child" in each]
    assert len(about_children) == 1
    assert "child.id IN" in about_children[0]
    assert "child.address" not in about_children[0]


def test_the_answers_of_one_child_alone_are_read(shared: Session) -> None:
    zofia, kofi = (child_named(shared, each).id for each in ("Zofia", "Kofi"))
    assert [row.child_name for row in replies.list_replies(shared, child_id=zofia)] == [
        "Zofia Kowalska"
    ]
    with statements(shared) as seen:
        assert replies.list_replies(shared, child_id=kofi) == []
    assert any("reply.child_id = " in each for each in seen)


def test_another_persons_children_are_in_neither(shared: Session, nursery: Nursery) -> None:
    shared.close()
    with nursery.signed_in(Role.PRACTITIONER) as session:
        mine = child_named(session, "Zofia").key_person_id == session.staff.id
        assert not mine
        assert exports.ledger(session) == []
        assert replies.list_replies(session) == []
