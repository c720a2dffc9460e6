"""The page about security names only parts and tests that there are, and all ten lines of OWASP."""

import ast
import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "security.md").read_text("utf-8")


def test_every_part_and_test_that_it_names_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+\.(?:py|md|csv|lock))`", PAGE))
    assert len(named) > 60
    roots = (CHECKOUT, CHECKOUT / "ir_desktop", CHECKOUT / "tests")
    missing = [each for each in sorted(named) if not any((root / each).is_file() for root in roots)]
    assert missing == []


def test_each_line_of_owasps_list_has_an_answer() -> None:
    lines = dict(re.findall(r"^\| \*\*DA(\d+) [^*]+\*\* \| (.+) \|$", PAGE, re.MULTILINE))
    assert sorted(map(int, lines)) == list(range(1, 11))
    assert all(len(answer) > 80 for answer in lines.values())


def test_everybody_whom_the_design_names_is_spoken_of() -> None:
    for who in (
        "A thief of the laptop",
        "A colleague",
        "A curious member of the family",
        "A former colleague",
        "Somebody on the network",
        "A file that claims to come from a health team",
        "A malicious spreadsheet",
    ):
        assert f"\n### {who}" in PAGE
    promised, _, not_promised = PAGE.partition("## What is not promised")
    for what in ("Malware that runs as the same user", "SSD", "Python cannot wipe"):
        assert what in not_promised
        assert what not in promised


# What the page says the program never does. The receiver is another program, which does serve.
_NEVER_IMPORTED = {"pickle", "marshal", "shelve", "socketserver", "http.server", "xmlrpc"}
_NEVER_CALLED = {"eval", "exec", "os.system", "os.popen", "QTcpServer", "QLocalServer"}
_NEVER_METHODS = {"bind", "listen", "startDetached", "openUrl"}
_STARTS_A_PROCESS = {"ui/ending.py"}


def test_the_program_runs_nothing_it_read_starts_only_itself_and_listens_to_nobody() -> None:
    product = CHECKOUT / "ir_desktop"
    found: list[str] = []
    starts: set[str] = set()
    for path in sorted(product.rglob("*.py")):
        name = path.relative_to(product).as_posix()
        if name.startswith("receiver/"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                given = [each.name for each in node.names]
                modules = {node.module or ""} if isinstance(node, ast.ImportFrom) else set(given)
                found += [f"{name}: {each}" for each in modules & _NEVER_IMPORTED]
                starts |= {name} & ({name} if "subprocess" in modules else set())
            elif isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                method = called.rpartition(".")[2]
                if called == "event.listen":
                    continue  # of the database's own events, inside the process
                if called in _NEVER_CALLED or method in _NEVER_METHODS:
                    found.append(f"{name}: {called}")
                if called.startswith(("os.exec", "os.spawn", "os.posix_spawn")):
                    starts.add(name)
    assert found == []
    assert starts == _STARTS_A_PROCESS
