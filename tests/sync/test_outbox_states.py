"""The outbox as a state machine: what may follow what, and what an answer means."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.sharing import ExportState
from ir_desktop.errors import Refused
from ir_desktop.sync import outbox
from ir_desktop.sync.outbox import OPEN_STATES, TRANSITIONS, Verdict
from tests.sync.outbox_parts import NO_AGREEMENT, NO_CONSENT, NOW, S, export

# What may follow what, written out again: rows are from, columns are to.
COLUMNS = "held queued sending waiting received rejected set_aside handed_over withdrawn superseded"
ROWS = """
held        y y - - - - - y - y
queued      y - y - - - - y - y
sending     y - y y y y y - - y
waiting     y - y - - - - y - y
set_aside   y y - - - - - y - y
rejected    - - - - - - - - - y
received    - - - - - - - - y y
handed_over - - - - y - - - y y
withdrawn   - - - - - - - - - -
superseded  - - - - - - - - - -
"""


def cells() -> list[tuple[ExportState, ExportState, bool]]:
    names = COLUMNS.split()
    return [
        (S(row.split()[0]), S(name), cell == "y")
        for row in ROWS.strip().splitlines()
        for name, cell in zip(names, row.split()[1:], strict=True)
    ]


@pytest.mark.parametrize(("before", "after", "allowed"), cells())
def test_the_table_of_moves(before: ExportState, after: ExportState, allowed: bool) -> None:
    if allowed:
        assert outbox.move(export(before), after) == export(after)
    else:
        with pytest.raises(Refused):
            outbox.move(export(before), after)


def test_the_table_knows_every_state() -> None:
    assert len(cells()) == len(S) ** 2
    assert set(TRANSITIONS) == set(S)


def test_a_held_export_says_why_and_goes_when_it_may() -> None:
    held = outbox.hold(export(next_try_at=NOW), [NO_AGREEMENT, NO_CONSENT])
    assert (held.state, held.holds, held.next_try_at) == (S.HELD, (NO_AGREEMENT, NO_CONSENT), None)
    assert outbox.hold(held, [NO_CONSENT]).holds == (NO_CONSENT,)
    free = outbox.release(held)
    assert (free.state, free.holds) == (S.QUEUED, ())
    waiting = export(S.WAITING)
    assert outbox.release(waiting) is waiting


def test_an_attempt_is_counted_before_the_first_byte_leaves() -> None:
    sending = outbox.start(export(attempts=2, next_try_at=NOW))
    assert (sending.state, sending.attempts, sending.next_try_at) == (S.SENDING, 3, None)
    again = outbox.start(sending)  # found after a crash: the same bytes once more
    assert (again.state, again.attempts) == (S.SENDING, 4)
    with pytest.raises(Refused):
        outbox.start(export(S.HELD))


def test_authority_lost_while_no_answer_came_holds_it() -> None:
    assert outbox.hold(outbox.start(export()), [NO_CONSENT]).state is S.HELD


def test_offline_waits_and_tries_again() -> None:
    sending = outbox.start(export())
    verdict = Verdict(state=S.WAITING, outcome="Waiting for the internet")
    waiting = outbox.finish(sending, verdict, now=NOW)
    assert waiting.next_try_at == NOW + timedelta(minutes=1)
    assert not outbox.is_ready(waiting, now=NOW, at_once=False)
    assert outbox.is_ready(waiting, now=NOW, at_once=True)
    assert outbox.is_ready(waiting, now=NOW + timedelta(minutes=1), at_once=False)


def test_a_receiver_that_asks_for_patience_gets_it() -> None:
    sending = outbox.start(export())
    busy = outbox.judge_unsigned(503, pause=timedelta(minutes=20))
    waiting = outbox.finish(sending, busy, now=NOW)
    assert waiting.next_try_at == NOW + timedelta(minutes=20)


def test_an_end_leaves_nothing_to_try() -> None:
    sending = replace(outbox.start(export()), next_try_at=NOW)
    received = outbox.finish(sending, Verdict(state=S.RECEIVED, outcome="Received"), now=NOW)
    assert (received.state, received.next_try_at) == (S.RECEIVED, None)
    assert not outbox.is_ready(received, now=NOW, at_once=True)


@pytest.mark.parametrize("state", S)
def test_a_run_looks_at_what_is_open(state: ExportState) -> None:
    looked_at = state in {S.HELD, S.QUEUED, S.SENDING, S.WAITING}
    assert (state in OPEN_STATES) is looked_at
    assert outbox.is_ready(export(state), now=NOW, at_once=False) is looked_at


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, S.WAITING),  # a café's wifi answers everything with a page
        (201, S.WAITING),
        (302, S.WAITING),
        (400, S.SET_ASIDE),
        (401, S.SET_ASIDE),
        (403, S.SET_ASIDE),
        (404, S.WAITING),
        (409, S.SET_ASIDE),
        (413, S.SET_ASIDE),
        (429, S.WAITING),
        (500, S.WAITING),
        (503, S.WAITING),
        (511, S.WAITING),  # "log in to the network first"
    ],
)
def test_answers_without_a_receipt(status: int, state: ExportState) -> None:
    assert outbox.judge_unsigned(status).state is state


@given(st.integers(), st.none() | st.timedeltas())
def test_no_unsigned_answer_ever_ends_an_item(status: int, pause: timedelta | None) -> None:
    verdict = outbox.judge_unsigned(status, pause=pause)
    assert verdict.state in {S.WAITING, S.SET_ASIDE}
    assert verdict.outcome
    left = outbox.finish(outbox.start(export()), verdict, now=NOW)
    assert left.receipt == ""
    assert left.received_at is None
    if left.state is S.WAITING:
        assert left.next_try_at is not None
        assert NOW <= left.next_try_at <= NOW + timedelta(days=1)


def test_pauses_double_up_to_six_hours() -> None:
    minutes = [outbox.pause_after(each, None) / timedelta(minutes=1) for each in range(1, 12)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert outbox.pause_after(0, None) == timedelta(minutes=1)


@given(st.integers(-5, 10**9))
def test_pauses_grow_and_are_bounded(attempts: int) -> None:
    pause = outbox.pause_after(attempts, None)
    assert timedelta(minutes=1) <= pause <= timedelta(hours=6)
    assert pause <= outbox.pause_after(attempts + 1, None)


@given(st.integers(0, 100), st.timedeltas())
def test_a_pause_asked_for_is_kept_within_a_day(attempts: int, asked: timedelta) -> None:
    pause = outbox.pause_after(attempts, asked)
    assert timedelta(0) <= pause <= timedelta(days=1)
    if timedelta(0) <= asked <= timedelta(days=1):
        assert pause == asked


WORDS = {
    S.HELD: "Held: There is no agreement. Ask the family.",
    S.QUEUED: "Ready to send",
    S.SENDING: "Being sent",
    S.WAITING: "Waiting for the internet",
    S.RECEIVED: "Received 09:00 on 20 November 2026, reference 00000001",
    S.REJECTED: "Sent back: Waiting for the internet",
    S.SET_ASIDE: "Set aside: Waiting for the internet",
    S.HANDED_OVER: "Handed over",
    S.WITHDRAWN: "Consent withdrawn: the team was told",
    S.SUPERSEDED: "Replaced by a newer version",
}


@pytest.mark.parametrize("state", S)
def test_every_state_in_words(state: ExportState) -> None:
    full = export(
        state,
        holds=(NO_AGREEMENT, NO_CONSENT),
        last_outcome="Waiting for the internet",
        received_at=NOW,
    )
    assert outbox.state_words(full) == WORDS[state]


def test_when_the_next_try_is() -> None:
    waiting = export(S.WAITING, last_outcome="Waiting for the internet")
    words = outbox.state_words(waiting, today_words="at 14:20")
    assert words == "Waiting for the internet, next try at 14:20"


@pytest.mark.parametrize("state", S)
def test_words_are_whole_even_where_little_is_known(state: ExportState) -> None:
    words = outbox.state_words(export(state))
    assert words
    assert words.strip(" :,") == words
    assert "  " not in words
    assert " ," not in words
