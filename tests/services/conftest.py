"""What the tests of services share; `nursery.py` and `health_team.py` beside this do the work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.domain.sharing import Export, ExportState
from ir_desktop.services import exports, sending
from ir_desktop.services.session import Session
from tests.services.health_team import HealthTeam, Line
from tests.services.nursery import Clock, Nursery, child_named, make_nursery


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Nursery:
    return make_nursery(tmp_path_factory.mktemp("template") / "store")


@pytest.fixture
def nursery(template: Nursery, tmp_path: Path) -> Nursery:
    return template.copied_to(tmp_path / "store")


@pytest.fixture
def clock(nursery: Nursery) -> Clock:
    return nursery.clock


@pytest.fixture
def manager(nursery: Nursery) -> Iterator[Session]:
    with nursery.signed_in(Role.MANAGER) as session:
        yield session


@pytest.fixture
def leader(nursery: Nursery) -> Iterator[Session]:
    with nursery.signed_in(Role.ROOM_LEADER) as session:
        yield session


@pytest.fixture
def practitioner(nursery: Nursery) -> Iterator[Session]:
    with nursery.signed_in(Role.PRACTITIONER) as session:
        yield session


@pytest.fixture
def team(clock: Clock) -> HealthTeam:
    return HealthTeam(clock)


@pytest.fixture
def line(team: HealthTeam) -> Line:
    return Line(team)


@pytest.fixture
def zofia(manager: Session) -> str:
    """The id of a child whose review is signed."""
    return child_named(manager, "Zofia").id


@pytest.fixture
def kofi(manager: Session) -> str:
    """The id of a child who has no review yet."""
    return child_named(manager, "Kofi").id


@pytest.fixture
def queued(manager: Session, team: HealthTeam, zofia: str) -> Export:
    """Zofia's review, approved, with agreement and consent."""
    team.introduce(manager)
    export = exports.approve(manager, zofia)
    assert export.state is ExportState.QUEUED
    return export


@pytest.fixture
def sent(manager: Session, line: Line, queued: Export) -> Export:
    """Zofia's review, received by the team."""
    (export,) = sending.sync_once(manager, connect=line)
    return export
