"""The sub-commands of `dev.py`."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tools.dev import bundle, qt_libraries, screens, testing, venv
from tools.dev.places import ROOT, VENV, Stop, venv_program

_PASSING_ON = {
    "run": "open the program on a demonstration store; more arguments go to it",
    "test": "run the tests; more arguments go to pytest",
    "bench": "measure speed; more arguments go to benchmarks",
    "crash": "the long run of kills in the middle of writing",
    "pictures": "make the user guide's pictures from the running program",
    "guide": "write docs/guide from the pages under F1; pictures first, if screens changed",
    "gallery": "look at every widget in every state; --pictures DIR writes them",
    "bundle": "build the program with its own Python into dist/, and try it (--no-trial: not)",
}
_LEFT_BEHIND = (
    ".venv", ".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "htmlcov",
    "build", "dist",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Do what `arguments` ask and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that screens are stopped
    # Read by hand: a sub-command's own options ("-k", "--help") must reach it untouched.
    if arguments and arguments[0] in _PASSING_ON:
        name, rest = arguments[0], arguments[1:]
    else:
        given = _parser().parse_args(arguments)
        name, rest = given.command, ["--fix"] if getattr(given, "fix", False) else []
    try:
        return _COMMANDS[name](rest)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="make .venv from the pinned lock; others do it when needed")
    for name, text in _PASSING_ON.items():
        commands.add_parser(name, help=text)
    lint = commands.add_parser("lint", help="style, types, layers and the project's own rules")
    lint.add_argument("--fix", action="store_true", help="mend what can be mended by itself first")
    commands.add_parser("lock", help="write requirements.lock anew from pyproject.toml")
    commands.add_parser("clean", help="remove .venv and everything tools left behind")
    return parser


def _setup(_: list[str]) -> int:
    venv.ensure()
    qt_libraries.require()
    return 0


def _run(rest: list[str]) -> int:
    _setup([])
    if not screens.person_has_one() and "QT_QPA_PLATFORM" not in os.environ:
        raise Stop("There is no screen here to open a window on.")
    return _python("-m", "ir_desktop", "--demo", *rest)


def _test(rest: list[str]) -> int:
    _setup([])
    return testing.run(rest)


def _lint(rest: list[str]) -> int:
    venv.ensure()
    if rest:
        _python("-m", "ruff", "check", "--fix", "--quiet")
        _python("-m", "ruff", "format", "--quiet")
    # The type checker comes whole inside its package, with its own Node: nothing is fetched.
    os.environ["PYRIGHT_PYTHON_IGNORE_WARNINGS"] = "1"
    failed = [
        title
        for title, command in (
            ("ruff check", ["-m", "ruff", "check"]),
            ("ruff format", ["-m", "ruff", "format", "--check"]),
            ("layers", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
            ("project rules", ["-m", "tools.lint"]),
            ("types", ["-m", "pyright"]),
        )
        if _titled(title, command) != 0
    ]
    if failed:
        raise Stop(f"Not clean: {', '.join(failed)}.")
    print("All clean.")
    return 0


def _bench(rest: list[str]) -> int:
    return _module("benchmarks", rest)


def _crash(rest: list[str]) -> int:
    return _module("tools.crash", rest)


def _pictures(rest: list[str]) -> int:
    return _module("tools.pictures", rest)


def _guide(rest: list[str]) -> int:
    _setup([])
    return _python("-m", "tools.guide", *rest)


def _gallery(rest: list[str]) -> int:
    if rest or not screens.person_has_one():
        return _module("tools.gallery", rest)
    _setup([])
    return _python("-m", "tools.gallery")


def _module(name: str, rest: list[str]) -> int:
    where = ROOT.joinpath(*name.split("."))
    if not (where.with_suffix(".py").exists() or (where / "__main__.py").exists()):
        raise Stop(f"Not built yet: there is no {name} in this checkout.")
    _setup([])
    if not screens.available():
        return _python("-m", name, *rest)
    with screens.virtual(1) as displays:
        return _python("-m", name, *rest, env=testing.screen_environment(displays))


def _lock(_: list[str]) -> int:
    venv.ensure()
    # No index, link or path of this machine gets into the file: it is the same for everybody.
    return subprocess.run(
        [
            str(venv_program("uv")), "pip", "compile", "pyproject.toml", "--universal",
            "--python-version", "3.11", "--extra", "receiver", "--extra", "mesh", "--group", "dev",
            "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url",
            "--no-emit-find-links", "--quiet", "--output-file", "requirements.lock",
        ],
        cwd=ROOT,
        check=False,
    ).returncode  # fmt: skip


def _clean(_: list[str]) -> int:
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise Stop("This is the Python inside .venv. Use the system's: python3 dev.py clean")
    for name in _LEFT_BEHIND:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for path in ROOT.glob(".coverage*"):
        path.unlink()
    for path in [*ROOT.rglob("__pycache__"), *ROOT.glob("*.egg-info")]:
        shutil.rmtree(path, ignore_errors=True)
    return 0


def _titled(title: str, command: list[str]) -> int:
    print(f"== {title}", flush=True)
    return _python(*command)


def _python(*arguments: str, env: dict[str, str] | None = None) -> int:
    return testing.call([str(venv_program("python")), *arguments], env)


_COMMANDS = {
    "setup": _setup, "run": _run, "test": _test, "lint": _lint, "bench": _bench, "crash": _crash,
    "pictures": _pictures, "guide": _guide, "gallery": _gallery, "bundle": bundle.run,
    "lock": _lock, "clean": _clean,
}  # fmt: skip
