"""Judge coverage at the end of a whole run, before pytest's closing line."""

from collections.abc import Generator

import pytest

from tools import check_coverage

_FOUND = pytest.StashKey[list[str]]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Look once the tests' own coverage has been put together (pytest-cov does that inside)."""
    result = yield
    config = session.config
    on = config.pluginmanager.hasplugin("_cov") and not config.getoption("no_cov", False)
    if on and not hasattr(config, "workerinput") and not (session.shouldstop or session.shouldfail):
        config.stash[_FOUND] = problems = check_coverage.problems(config.rootpath)
        if problems:
            session.testsfailed += 1
    return result


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what is not covered, or that all of it is."""
    problems = config.stash.get(_FOUND, None)
    if problems is None:
        return
    terminalreporter.section("coverage of the files held at 100 %")
    for line in problems or ["every line and branch is covered"]:
        terminalreporter.write_line(line)
