"""The rules every test is held to, shown on small suites of their own."""

import itertools

import pytest

from tools.check_coverage import HELD, judge
from tools.dev.places import ROOT

PLUGINS = """
pytest_plugins = ("tools.testing.stray_logs", "tools.testing.needs")
"""
CONFIG = """
[pytest]
filterwarnings = error
markers =
    expected_log
    needs
"""


def outcomes(pytester: pytest.Pytester, text: str) -> pytest.RunResult:
    pytester.makeconftest(PLUGINS)
    pytester.makeini(CONFIG)
    pytester.makepyfile(text)
    return pytester.runpytest_subprocess("-p", "no:xdist", "-p", "no:pytest-qt", "-p", "no:cov")


def test_log_records_must_be_expected(pytester: pytest.Pytester) -> None:
    result = outcomes(
        pytester,
        """
        import logging, pytest
        log = logging.getLogger("a.b")

        def test_fails_stray():
            log.warning("stray one")

        def test_passes_quiet():
            log.info("fine")

        @pytest.fixture
        def noisy():
            log.error("from set-up")

        def test_fails_setup(noisy):
            pass

        @pytest.fixture
        def late():
            yield
            log.error("from clearing up")

        def test_errors_teardown(late):
            pass

        @pytest.mark.expected_log("went back", logger="a.b")
        def test_passes_expected():
            log.warning("the clock %s", "went back")

        @pytest.mark.expected_log
        def test_passes_any():
            log.warning("anything")

        @pytest.mark.expected_log("went back")
        def test_fails_absent():
            pass

        @pytest.mark.expected_log("went back")
        def test_fails_other():
            log.warning("the clock went back")
            log.warning("and more")
        """,
    )
    result.assert_outcomes(passed=4, failed=4, errors=1)
    result.stdout.fnmatch_lines(["*a.b WARNING: stray one*", "*expected log records were not*"])


def test_what_goes_wrong_unseen_fails(pytester: pytest.Pytester) -> None:
    result = outcomes(
        pytester,
        """
        import threading, warnings

        def test_fails_thread():
            worker = threading.Thread(target=lambda: 1 / 0)
            worker.start()
            worker.join()

        class Broken:
            def __del__(self):
                raise ValueError("unraisable")

        def test_fails_unraisable():
            broken = Broken()
            del broken

        def test_fails_warning():
            warnings.warn("old", DeprecationWarning)
        """,
    )
    result.assert_outcomes(failed=3)


NEEDY = """
import pytest

@pytest.mark.needs("no-such-program")
def test_needy():
    raise AssertionError

@pytest.mark.needs("python3")
def test_has():
    pass

def test_skips():
    pytest.skip("tired")

@pytest.mark.xfail
def test_known_bad():
    raise AssertionError
"""


def test_a_person_is_told_what_was_not_done(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    outcomes(pytester, NEEDY).assert_outcomes(passed=1, skipped=2, xfailed=1)


def test_a_check_leaves_nothing_out(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    outcomes(pytester, NEEDY).assert_outcomes(passed=1, failed=2, errors=1)


def test_a_file_skipped_whole_fails_a_check(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = outcomes(pytester, "import pytest\npytest.skip('all', allow_module_level=True)")
    assert result.ret != 0


COVERED = {"missing_lines": [], "missing_branches": []}


def test_every_line_and_branch_of_a_held_file_must_be_covered() -> None:
    measured = {
        "ir_desktop\\domain\\a.py": COVERED,
        "ir_desktop/domain/b.py": {"missing_lines": [3, 9], "missing_branches": []},
        "ir_desktop/domain/c.py": {"missing_lines": [], "missing_branches": [[4, -1], [6, 8]]},
        "ir_desktop/domain/e.py": {"missing_lines": list(range(81, 101)), "missing_branches": []},
        "ir_desktop/ui/shell.py": {"missing_lines": [1], "missing_branches": []},
    }
    held = [f"ir_desktop/domain/{name}.py" for name in "abcde"]
    assert judge(measured, held) == [
        "ir_desktop/domain/b.py: not covered: lines 3, 9",
        "ir_desktop/domain/c.py: not covered: branches 4->exit, 6->8",
        "ir_desktop/domain/d.py: no test loads it",
        "ir_desktop/domain/e.py: not covered: lines "
        "81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92 and 8 more",
    ]


@pytest.mark.parametrize("pattern", HELD)
def test_every_held_pattern_still_names_a_file(pattern: str) -> None:
    assert list(ROOT.glob(pattern))


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_a_whole_run_fails_on_an_uncovered_branch_and_pytest_has_the_last_word(
    pytester: pytest.Pytester, workers: list[str]
) -> None:
    pytester.makeconftest('pytest_plugins = ("tools.testing.coverage_floor",)')
    pytester.makepyprojecttoml(
        "[tool.coverage.run]\nsource = ['ir_desktop']\nbranch = true\n"
        "[tool.pytest.ini_options]\npythonpath = ['.']\n"
    )
    rules = pytester.path / "ir_desktop" / "domain"
    rules.mkdir(parents=True)
    (rules.parent / "__init__.py").touch()
    (rules / "__init__.py").touch()
    rule = rules / "rule.py"
    rule.write_text("def sign(n):\n    if n < 0:\n        n = -n\n    return n\n", "utf-8")
    pytester.makepyfile("from ir_desktop.domain.rule import sign\ndef test(): assert sign(-2) == 2")
    command = ["-p", "no:pytest-qt", "--cov", "--cov-report=", *workers]
    result = pytester.runpytest_subprocess(*command)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["ir_desktop/domain/rule.py: not covered: branches 2->4"])
    result.stdout.fnmatch_lines_random(["*1 passed in*"])
    assert " passed in " in [line for line in result.outlines if line][-1]

    pytester.makepyfile(
        "from ir_desktop.domain.rule import sign\n"
        "def test():\n    assert sign(-2) == 2\n    assert sign(2) == 2"
    )
    result = pytester.runpytest_subprocess(*command)
    assert result.ret == 0
    result.stdout.fnmatch_lines(["every line and branch is covered"])


def test_a_test_that_is_to_be_alone_runs_beside_no_other(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = pytester.mkdir("turns")
    monkeypatch.setenv("IR_TEST_TURNS", str(turns))
    told = pytester.path / "told"
    pytester.makeconftest('pytest_plugins = ("tools.testing.alone",)')
    pytester.makeini("[pytest]\nmarkers =\n    alone\n")
    pytester.makepyfile(
        f"""
        import os, time, pytest

        def say(word):
            with open({str(told)!r}, "a") as file:
                file.write(f"{{word}} {{os.getpid()}}\\n")

        def lasting(kind):
            say(f"begin {{kind}}")
            time.sleep(0.05)
            say(f"end {{kind}}")

        @pytest.mark.parametrize("number", range(60))
        def test_with_others(number):
            lasting("other")

        @pytest.mark.alone
        @pytest.mark.parametrize("number", range(4))
        def test_alone(number):
            lasting("alone")
        """
    )
    done = pytester.runpytest_subprocess("-n", "3", "-p", "no:pytest-qt", "-p", "no:cov")
    done.assert_outcomes(passed=64)
    running, together = list[str](), 0
    for line in told.read_text("ascii").splitlines():
        what, kind, who = line.split()
        if what == "end":
            running.remove(f"{kind} {who}")
            continue
        assert not any("alone" in each for each in running)
        assert kind != "alone" or not running
        running.append(f"{kind} {who}")
        together = max(together, len(running))
    assert together > 1  # the others did run beside one another
    lines = [line.split() for line in told.read_text("ascii").splitlines()]
    assert len({who for _, _, who in lines}) > 1
    waits = [kind for kind, _ in itertools.groupby(kind for _, kind, _ in lines)]
    assert waits in (["alone", "other"], ["other", "alone", "other"])  # once, not at each


FAILING = ("always", "wrong", "wrong_then", "not_marked")


def test_too_slow_once_is_done_again_and_always_is_a_failure(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ("tools.testing.slow",)')
    pytester.makeini("[pytest]\nmarkers =\n    alone\n")
    pytester.makepyfile(
        """
        import pytest
        from tools.testing.slow import TooSlow

        tried = {}

        @pytest.fixture
        def fresh():
            return []

        def again(name, fresh):
            assert fresh == []  # from the start each time
            fresh.append(1)
            tried[name] = tried.get(name, 0) + 1
            return tried[name]

        @pytest.mark.alone
        def test_once(fresh):
            if again("once", fresh) < 2:
                raise TooSlow("120 ms", ["opening"])

        @pytest.mark.alone
        def test_elsewhere(fresh):
            where = [["opening", "typing"], ["typing", "printing"], ["printing"]]
            raise TooSlow("120 ms", where[again("elsewhere", fresh) - 1])

        @pytest.mark.alone
        def test_always(fresh):
            places = ["opening"] if again("always", fresh) != 2 else ["typing", "opening"]
            raise TooSlow("130 ms", places)

        @pytest.mark.alone
        def test_wrong(fresh):
            again("wrong", fresh)
            assert False, "not about time"

        @pytest.mark.alone
        def test_wrong_then(fresh):
            if again("wrong then", fresh) < 2:
                raise TooSlow("130 ms", ["opening"])
            assert False, "not about time"

        def test_not_marked(fresh):
            again("not marked", fresh)
            raise TooSlow("140 ms", ["opening"])

        def test_how_often():
            assert tried == {
                "once": 2,
                "elsewhere": 3,
                "always": 3,
                "wrong": 1,
                "wrong then": 2,
                "not marked": 1,
            }
        """
    )
    done = pytester.runpytest_subprocess("-p", "no:xdist", "-p", "no:pytest-qt", "-p", "no:cov")
    done.assert_outcomes(passed=3, failed=4)
    done.stdout.re_match_lines_random([rf"FAILED .*::test_{each}( - .*)?$" for each in FAILING])
