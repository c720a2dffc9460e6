"""Tests that hold the program to a time it promises: too slow once is the machine, always is it.

Even a test that has the machine to itself (`alone`) shares it with what runs beneath. What the
program does too slowly it does every time. So where a test marked ``alone`` raises `TooSlow` it is
done again from the start, twice at most, and fails if it was too slow each time. The limit is the
whole one each time, and any other failure counts at once.
"""

from collections.abc import Generator

import pytest
from _pytest.runner import runtestprotocol

TRIES = 3
_SLOW = pytest.StashKey[bool]()


class TooSlow(AssertionError):
    """The program did not keep to its time."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Do a test again that was too slow."""
    if item.get_closest_marker("alone") is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for left in reversed(range(TRIES)):
        item.stash[_SLOW] = False
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        if not item.stash[_SLOW] or not left:
            break
    for each in reports:
        item.ihook.pytest_runtest_logreport(report=each)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which test failed for nothing but its time."""
    if call.excinfo is not None and call.excinfo.errisinstance(TooSlow):
        item.stash[_SLOW] = True
    return (yield)
