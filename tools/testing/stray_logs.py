"""Fail a test on any log record of WARNING or above that it did not say it expects.

A warning nobody reads in a test run is one a nursery will meet. A test that means one to be written
says so, and fails when it is not: ``@pytest.mark.expected_log("clock went back")``.
"""

import logging
import re
from collections.abc import Generator

import pytest

_HANDLER = pytest.StashKey["_Kept"]()


class _Kept(logging.Handler):
    """Keeps the records of one test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Begin keeping before the first fixture is made."""
    kept = item.stash[_HANDLER] = _Kept()
    logging.getLogger().addHandler(kept)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Judge what the test and its fixtures wrote; a failure of the test's own is told as it is."""
    result = yield
    _judge(item, final=True)
    return result


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Judge what clearing up wrote, and stop keeping."""
    try:
        result = yield
    finally:
        logging.getLogger().removeHandler(item.stash[_HANDLER])
    _judge(item, final=False)
    return result


def _judge(item: pytest.Item, *, final: bool) -> None:
    kept = item.stash[_HANDLER]
    records, kept.records = kept.records, []
    marks = list(item.iter_markers("expected_log"))
    stray = [record for record in records if not any(_fits(mark, record) for mark in marks)]
    if stray:
        lines = "\n".join(f"  {r.name} {r.levelname}: {r.getMessage()}" for r in stray)
        pytest.fail(f"log records the test did not say it expects:\n{lines}", pytrace=False)
    absent = [mark for mark in marks if not any(_fits(mark, record) for record in records)]
    if final and absent:
        pytest.fail(f"expected log records were not written: {absent}", pytrace=False)


def _fits(mark: pytest.Mark, record: logging.LogRecord) -> bool:
    match = mark.args[0] if mark.args else mark.kwargs.get("match", "")
    logger = mark.kwargs.get("logger", "")
    return (not logger or record.name == logger) and bool(re.search(match, record.getMessage()))
