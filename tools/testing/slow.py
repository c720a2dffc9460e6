"""Tests that hold the program to a time it promises: too slow once is the machine, always is it.

Even a test that has the machine to itself (`alone`) shares it with what runs beneath. What the
program does too slowly it does every time, at the same place; what the machine does comes and goes.
So where a test marked ``alone`` raises `TooSlow` it is done again from the start, twice at most,
and fails if one of its places was too slow each time: where there is none, each was in time once.
The limit is the whole one each time, and any other failure counts at once.
"""

from collections.abc import Generator, Iterable

import pytest
from _pytest.runner import runtestprotocol

TRIES = 3
_ALWAYS = pytest.StashKey[frozenset[str] | None]()
"""The places that were too slow each time so far; None before the first time."""
_AGAIN = pytest.StashKey[bool]()


class TooSlow(AssertionError):
    """The program did not keep to its time at these places (steps of the test)."""

    def __init__(self, words: str, places: Iterable[str]) -> None:
        super().__init__(words)
        self.places = frozenset(places) or frozenset({"somewhere"})


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Do a test again that was too slow, as long as a place was too slow each time."""
    if item.get_closest_marker("alone") is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    item.stash[_ALWAYS] = None
    for _ in range(TRIES):
        item.stash[_AGAIN] = False
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        if not item.stash[_AGAIN]:
            break
    for each in reports:
        item.ihook.pytest_runtest_logreport(report=each)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note where a test was too slow that failed for nothing else."""
    report = yield
    error = None if call.excinfo is None else call.excinfo.value
    if isinstance(error, TooSlow) and _AGAIN in item.stash:
        before = item.stash[_ALWAYS]
        always = error.places if before is None else before & error.places
        item.stash[_ALWAYS] = always
        item.stash[_AGAIN] = bool(always)
        if not always:
            report.outcome, report.longrepr = "passed", None
    return report
