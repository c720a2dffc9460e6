"""How `dev.py test` starts pytest: workers, screens, and what must be there in a check."""

import os
import shutil
import subprocess
import sys
from tempfile import TemporaryDirectory

from tools.dev import screens
from tools.dev.places import ROOT, Stop, in_ci, venv_program

# What tests drive besides Python, and what stays undone without it.
_DRIVEN = {
    "Xvfb": "windows on a real screen",
    "dbus-run-session": "the system's keyring",
    "gnome-keyring-daemon": "the system's keyring",
    "pdftoppm": "looking at printed pages",
    "/usr/libexec/at-spi-bus-launcher": "what a screen reader is told",
}
_DEBIAN = {"Xvfb": "xvfb", "dbus-run-session": "dbus-daemon", "pdftoppm": "poppler-utils",
           "gnome-keyring-daemon": "gnome-keyring",
           "/usr/libexec/at-spi-bus-launcher": "at-spi2-core"}  # fmt: skip
_MOST_WORKERS = 4
_FOR_EACH_PROCESSOR = 2  # a test of a window waits for it about half of its time
_ONE_PROCESS = ("-n", "--numprocesses", "--pdb", "--trace", "-s", "--capture=no", "--collect-only")


def run(rest: list[str]) -> int:
    """Run pytest with `rest` and return its exit status; its closing line is the last output."""
    _tell_missing()
    workers = _workers(rest)
    command = [str(venv_program("python")), "-m", "pytest", *_options(rest, workers), *rest]
    with TemporaryDirectory(prefix="ir-turns-") as turns:
        own = {"IR_TEST_TURNS": turns} if workers else {}
        if screens.available():
            with screens.virtual(max(workers, 1)) as displays:
                return call(command, screen_environment(displays) | own)
        env = os.environ | own
        if not screens.person_has_one():
            env["QT_QPA_PLATFORM"] = "offscreen"
        return call(command, env)


def whole_suite(rest: list[str]) -> bool:
    """Tell whether `rest` leaves pytest to run every test, so that coverage can be judged."""
    return not any(
        not word.startswith("-") or word.startswith(("-k", "-m", "--lf", "--last-failed", "--co"))
        for word in rest
    )


def screen_environment(displays: list[str]) -> dict[str, str]:
    """Return this process's environment with Qt sent to the first of `displays`.

    Test workers take the others by their number, from `IR_TEST_DISPLAYS`.
    """
    env = {k: v for k, v in os.environ.items() if k != "WAYLAND_DISPLAY"}
    return env | {
        "DISPLAY": displays[0],
        "IR_TEST_DISPLAYS": " ".join(displays),
        "QT_QPA_PLATFORM": "xcb",
        "XDG_SESSION_TYPE": "x11",
    }


def call(command: list[str], env: dict[str, str] | None = None) -> int:
    """Run `command` in the checkout, let it answer Ctrl-C itself, and return its exit status."""
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the same Ctrl-C reached the child, which is closing down
            except BaseException:
                process.terminate()
                raise


def _workers(rest: list[str]) -> int:
    """Return how many test processes to start; 0 keeps everything in one."""
    if any(word.startswith(_ONE_PROCESS) for word in rest):
        return 0
    return min((os.cpu_count() or 1) * _FOR_EACH_PROCESSOR, _MOST_WORKERS)


def _options(rest: list[str], workers: int) -> list[str]:
    options = ["-n", str(workers), "--dist", "worksteal"] if workers else []
    if whole_suite(rest):
        options += ["--cov", "--cov-report="]
    return options


def _tell_missing() -> None:
    if not sys.platform.startswith("linux"):
        return
    missing = [name for name in _DRIVEN if not shutil.which(name)]
    if not missing:
        return
    undone = ", ".join(dict.fromkeys(_DRIVEN[name] for name in missing))
    install = "sudo apt-get install -y " + " ".join(sorted(_DEBIAN[name] for name in missing))
    text = f"Missing here: {', '.join(missing)}. On Debian and Ubuntu:\n    {install}"
    if in_ci():
        raise Stop(f"{text}\nWith CI=true nothing may be left out, so no test was run.")
    print(f"{text}\nWithout these, this run cannot check: {undone}.", file=sys.stderr, flush=True)
