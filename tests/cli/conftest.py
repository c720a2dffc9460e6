"""What the tests of commands share."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.commanding import Command, Desk, runner
from tests.services.nursery import Nursery, make_nursery


@pytest.fixture(scope="session")
def todays_template(tmp_path_factory: pytest.TempPathFactory) -> Nursery:
    """A nursery of today: commands go by the computer's clock."""
    return make_nursery(tmp_path_factory.mktemp("template") / "store", today=date.today())


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(monkeypatch, capsys)


@pytest.fixture
def desk(todays_template: Nursery, command: Command, tmp_path: Path) -> Desk:
    return Desk(todays_template.copied_to(tmp_path / "store"), command)
