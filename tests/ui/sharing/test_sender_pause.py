"""How long the sender waits before it asks again, also when the clock was set back meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest

from ir_desktop.ui.sharing.sender import _is_over

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "over"),
    [(0, False), (-14, False), (-15, True), (-600, True), (1, True), (500_000, True)],
)
def test_a_pause_is_over_in_time_and_never_lasts_because_of_the_clock(
    minutes: int, over: bool
) -> None:
    since = NOW + timedelta(minutes=minutes)
    assert _is_over(since, timedelta(minutes=15), NOW) is over


def test_what_was_never_asked_is_not_waited_for() -> None:
    assert _is_over(None, timedelta(minutes=15), NOW)
