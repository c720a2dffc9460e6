"""What the tests of services share; `nursery.py` and `health_team.py` beside this do the work."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ir_desktop.domain.people import Role
from ir_desktop.services.session import Session
from tests.services.health_team import HealthTeam
from tests.services.nursery import Clock, Nursery, make_nursery


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
