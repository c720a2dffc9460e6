"""The doubt about the clock: raised by what was written, and ended by time or a manager's word."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop.domain.people import Role
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Refused
from ir_desktop.services import backups, clock_doubts, doctor, restoring, rooms, surroundings
from ir_desktop.services.session import Session, acting
from ir_desktop.services.surroundings import Kind
from ir_desktop.storage import audit
from tests.services.nursery import Clock, Nursery, acts

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def told(session: Session) -> bool:
    """Return whether the clock is doubted, which every place that tells it has to agree on."""
    found = clock_doubts.doubt(session)
    kinds = [each.kind for each in surroundings.look(session)]
    assert (Kind.CLOCK in kinds) is (found is not None)
    return found is not None


def test_a_clock_set_back_is_told_with_both_days_until_it_has_passed_that_time(
    nursery: Nursery,
) -> None:
    nursery.clock.forward(days=40)
    with nursery.signed_in() as session:
        assert not told(session)
    nursery.clock.forward(minutes=-5)  # as a clock that is set right by itself
    with nursery.signed_in() as session:
        assert not told(session)
    nursery.clock.forward(days=-35)
    with nursery.signed_in() as session:
        (found,) = surroundings.look(session)
        assert found.grave
        assert "25 November 2026" in found.detail
        assert "30 December 2026" in found.detail
    for role in Role:  # to everybody, and writing by the wrong clock does not end it
        with nursery.signed_in(role) as session:
            assert told(session)
    nursery.clock.forward(days=36)
    with nursery.signed_in() as session:
        assert not told(session)


def test_a_wrong_time_in_the_middle_of_a_session_is_found_at_the_next_sign_in(
    nursery: Nursery,
) -> None:
    with nursery.signed_in() as session:
        nursery.clock.forward(days=365)
        rooms.add_room(session, "Squirrels")
        nursery.clock.forward(days=-365)
        rooms.add_room(session, "Otters")  # what was written last is dated right
    for _ in range(3):
        with nursery.signed_in() as session:
            assert told(session)


def test_a_manager_says_that_the_date_is_right_and_it_comes_again_when_it_goes_back(
    nursery: Nursery,
) -> None:
    nursery.clock.forward(days=365)
    with nursery.signed_in():
        pass
    nursery.clock.forward(days=-365)
    with nursery.signed_in(Role.PRACTITIONER) as session:
        assert told(session)
        with pytest.raises(Refused, match="role"):
            clock_doubts.say_right(session)
        assert told(session)
        assert acts(session)[-1] == "refused:manage_setting"
    with nursery.signed_in() as session:
        clock_doubts.say_right(session)
        assert not told(session)
        assert acts(session)[-1] == "manage_setting"
        with pytest.raises(Refused, match="Nothing speaks against"):
            clock_doubts.say_right(session)
        with session.store.reading() as records:
            assert audit.verify(records.connection, session.store.audit_key) == []
    nursery.clock.forward(days=3)
    with nursery.signed_in() as session:
        assert not told(session)
    nursery.clock.forward(days=-2)
    with nursery.signed_in() as session:
        assert told(session)
        found = clock_doubts.doubt(session)
        assert found is not None
        assert found.later < nursery.clock.moment + timedelta(days=3)  # not the year of before


def test_the_doubt_goes_with_a_backup(nursery: Nursery, tmp_path: Path) -> None:
    nursery.clock.forward(days=365)
    with nursery.signed_in():
        pass
    nursery.clock.forward(days=-365)
    with nursery.signed_in() as session:
        made = backups.back_up(session, tmp_path / "stick")
    restoring.restore(made.path, tmp_path / "new", nursery.recovery_code, clock=nursery.clock)
    moved = Nursery(
        tmp_path / "new", nursery.names, nursery.passwords, nursery.recovery_code, nursery.clock
    )
    with moved.signed_in() as session:
        assert told(session)


def test_what_a_demo_was_made_with_is_no_doubt(nursery: Nursery) -> None:
    nursery.clock.moment = LONG_AGO
    with nursery.signed_in() as session:
        assert not told(session)


def test_this_computer_says_what_the_records_know(nursery: Nursery) -> None:
    folder, clock = nursery.folder, Clock(datetime.now(UTC) - timedelta(days=3))
    assert doctor.time_of_day(folder, clock).state is doctor.State.PROBLEM  # the files are newer
    assert doctor.time_of_day(folder, clock, doubted=False).state is doctor.State.GOOD
    found = doctor.time_of_day(folder, Clock(), doubted=True)
    assert found.state is doctor.State.PROBLEM
    assert "a manager can say so" in found.do


@pytest.fixture(scope="module")
def shared(
    template: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Session, Clock]]:
    nursery = template.copied_to(tmp_path_factory.mktemp("clock") / "store")
    with nursery.signed_in() as session:
        yield session, nursery.clock


STEPS = st.lists(
    st.one_of(
        st.integers(-48, 48).map(lambda hours: ("clock", hours)),
        st.sampled_from([("write", 0), ("come in", 0), ("say right", 0)]),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_it_is_told_exactly_while_something_written_since_the_last_word_is_to_come(
    steps: list[tuple[str, int]], shared: tuple[Session, Clock]
) -> None:
    session, clock = shared

    def come_in() -> None:
        with acting(session, Act.SIGN_IN) as work:
            clock_doubts.note(work)

    clock.moment = LONG_AGO  # a word then clears the slate of what was before
    come_in()
    if clock_doubts.doubt(session) is not None:
        clock_doubts.say_right(session)
    clock.moment += timedelta(hours=1000)
    come_in()
    latest, seen = clock.moment, clock.moment
    for what, hours in steps:
        clock.forward(hours=hours)
        now = clock.moment
        if what == "write":
            with acting(session, Act.KEEP_DRAFT):
                pass
            latest = max(latest, now)
        elif what == "come in":
            come_in()
            seen, latest = latest, max(latest, now)
        elif what == "say right" and clock_doubts.doubt(session) is not None:
            clock_doubts.say_right(session)
            latest = seen = clock.moment
        if what == "come in":
            assert (clock_doubts.doubt(session) is not None) == (seen > now + timedelta(hours=0.5))
