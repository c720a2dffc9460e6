"""Try the bundle as somebody without Python would: commands, a letter, the window, signing in.

``python packaging/smoke.py BUNDLE FOLDER`` on a screen of its own (`dev.py bundle` gives it one).
It prints one line for each thing that holds and how long it took, leaves pictures in FOLDER, and
ends with one sentence and exit status 1 at the first thing that does not hold.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PyInstaller.archive.readers import CArchiveReader
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication, QImage

ROOT = Path(__file__).resolve().parents[1]
COMMAND_SECONDS = 60
WINDOW_SECONDS = 30
# Loaded by name only when a keyring is looked for, so nothing else would notice their absence.
BY_NAME = ("keyring.backends.SecretService", "secretstorage", "jeepney.io.blocking")
FORBIDDEN = ("libreadline",)  # under the GPL


class Failed(Exception):
    """Something does not hold; the text is the sentence to show."""


class Trial:
    """The bundle in a home of its own, with nothing on its path."""

    def __init__(self, bundle: Path, folder: Path) -> None:
        self.program, self.folder = bundle / "ir-desktop", folder
        self.home, empty = folder / "home", folder / "empty"
        for made in (self.home, empty):
            made.mkdir(parents=True)
        self.env = {
            "HOME": str(self.home),
            "PATH": str(empty),
            "TMPDIR": str(self.home),
            "LC_ALL": "C.UTF-8",
            "DISPLAY": os.environ["DISPLAY"],
        }

    def command(self, *arguments: str, typed: str = "") -> str:
        """Run a command of the bundle and return what it printed.

        Raises:
            Failed: it ended with another exit status than 0.
        """
        ran = subprocess.run(
            [str(self.program), *arguments],
            input=typed,
            env=self.env,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        if ran.returncode != 0:
            raise Failed(f"{arguments[0]} ended with {ran.returncode}: {ran.stderr.strip()}")
        return ran.stdout

    def shot(self, name: str) -> QImage:
        """Return what the screen shows, and keep it as ``NAME.png``."""
        image = QGuiApplication.primaryScreen().grabWindow(0).toImage()
        if not image.save(str(self.folder / f"{name}.png")):
            raise Failed("The picture of the screen could not be kept.")
        return image


def contents(trial: Trial) -> None:
    """What nothing else would miss is inside, and nothing that may not be."""
    inside = set(CArchiveReader(str(trial.program)).open_embedded_archive("PYZ.pyz").toc)
    if missing := sorted(set(BY_NAME) - inside):
        raise Failed(f"Not in the bundle: {', '.join(missing)}.")
    files = [path.name for path in trial.program.parent.rglob("*")]
    if wrong := [name for name in files if name.startswith(FORBIDDEN)]:
        raise Failed(f"May not be in the bundle: {', '.join(wrong)}.")


def version(trial: Trial) -> None:
    """It says the checkout's version."""
    text = (ROOT / "ir_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, flags=re.MULTILINE)
    said = trial.command("--version").strip()
    if found is None or said != found[1]:
        raise Failed(f"--version says {said!r}.")


def letter(trial: Trial) -> None:
    """A demo store is made, and a letter for a child of it."""
    store = trial.folder / "store"
    made = json.loads(trial.command("demo-store", "--children", "8", "--out", str(store)))
    manager = next(each for each in made["staff"] if each["role"] == "manager")
    opened = ("--store", str(store), "--staff", manager["name"], "--password-stdin")
    typed = manager["password"] + "\n"
    for child in json.loads(trial.command("children", *opened, typed=typed)):
        papers = _papers(trial, child, opened, typed)
        finished = next((each for each in papers if each["kind"] == "parents_summary"), None)
        if finished is not None:
            _check_letter(Path(finished["file"]), child["given_name"], finished["pages"])
            return
    raise Failed("No child of the demo store has a finished letter.")


def _papers(trial: Trial, child: Any, opened: tuple[str, ...], typed: str) -> Any:
    if not child["family_name"].isascii():  # keep to what every version can print
        return []
    out = str(trial.folder / "papers")
    return json.loads(
        trial.command("documents", "--child", child["id"], "--out", out, *opened, typed=typed)
    )


def _check_letter(file: Path, name: str, pages: int) -> None:
    reader = PdfReader(file)
    if len(reader.pages) != pages or name not in reader.pages[0].extract_text():
        raise Failed("The letter does not name the child, or has other pages than was said.")


def window(trial: Trial) -> None:
    """The demo nursery opens; somebody signs in and locks; it closes when asked to."""
    with _running(trial, "--demo") as process:
        first = _wait(lambda: _windows(process), "No window appeared.")
        _no_other_python(process, trial)
        people = _wait(lambda: _people(trial), "The demo nursery was not made.")
        before = _settled(trial, "sign-in")
        _key(first, "Return")  # takes the first name of the list
        time.sleep(0.5)
        _xdotool("type", "--delay", "20", people[0]["password"])
        _key(first, "Return")
        signed_in = _settled(trial, "signed-in", unlike=before)
        _key(first, "ctrl+l")
        # Locking replaces the process by itself, which only works if it finds its own program.
        _wait(lambda: "--resume-demo" in _arguments(process), "It did not lock.")
        _wait(lambda: _windows(process), "No window came back after locking.")
        _settled(trial, "locked", unlike=signed_in)
        process.terminate()
        if process.wait(WINDOW_SECONDS) != 0:
            raise Failed(f"The window ended with {process.returncode}.")
    if left := list(trial.home.glob("ir-demo-*")):
        raise Failed(f"The demo nursery was left behind: {len(left)} folder.")


def _people(trial: Trial) -> Any:
    """Return who can sign in to the window's demo, once it is made."""
    for file in trial.home.glob("ir-demo-*/*.json"):
        with contextlib.suppress(ValueError):  # still being written
            return json.loads(file.read_text("utf-8"))
    return None


@contextlib.contextmanager
def _running(trial: Trial, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    said = trial.folder / "window.log"
    with said.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [str(trial.program), *arguments], env=trial.env, stderr=log, text=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
    if text := said.read_text("utf-8").strip():
        raise Failed(f"The window's process complained: {text}")


def _wait(found: Callable[[], Any], sentence: str) -> Any:
    end = time.monotonic() + WINDOW_SECONDS
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.1)
    raise Failed(sentence)


def _settled(trial: Trial, name: str, unlike: QImage | None = None) -> QImage:
    """Wait until the screen shows a page, another than `unlike`, that no longer changes."""
    seen: list[QImage] = []

    def at_rest() -> QImage | None:
        time.sleep(0.5)
        seen.append(trial.shot(name))
        image, before = seen[-1], seen[-2] if len(seen) > 1 else None
        if before is None or not _is_filled(image) or _changed(image, before) > 0.001:
            return None  # a blinking cursor is less than that
        return image if unlike is None or _changed(image, unlike) > 0.05 else None

    return _wait(at_rest, f"The screen did not come to rest on the {name} page.")


def _is_filled(image: QImage) -> bool:
    """Tell whether the picture shows more than an empty window."""
    colours = Counter(_sampled(image))
    return len(colours) > 20 and max(colours.values()) < 0.98 * sum(colours.values())


def _changed(image: QImage, other: QImage) -> float:
    """Return which part, from 0 to 1, of the screen differs between two pictures of it."""
    pairs = list(zip(_sampled(image), _sampled(other), strict=True))
    return sum(one != two for one, two in pairs) / len(pairs)


def _sampled(image: QImage) -> list[int]:
    columns, rows = range(0, image.width(), 3), range(0, image.height(), 3)
    return [image.pixel(x, y) for y in rows for x in columns]


def _windows(process: "subprocess.Popen[str]") -> str:
    if process.poll() is not None:
        raise Failed(f"The window's process ended with {process.returncode}.")
    shown = _xdotool("search", "--onlyvisible", "--pid", str(process.pid))
    return next(iter(shown.split()), "")


def _no_other_python(process: "subprocess.Popen[str]", trial: Trial) -> None:
    """Libraries of Python and Qt come from the bundle, none from this checkout or the system."""
    loaded = set(re.findall(r"/\S+", Path(f"/proc/{process.pid}/maps").read_text("utf-8")))
    bundle = str(trial.program.parent.resolve()) + "/"
    outside = [name for name in loaded if not name.startswith(bundle)]
    if wrong := [name for name in outside if re.search(r"python|qt6|pyside|\.venv", name, re.I)]:
        raise Failed(f"Loaded from outside the bundle: {', '.join(sorted(wrong))}.")


def _arguments(process: "subprocess.Popen[str]") -> list[str]:
    return Path(f"/proc/{process.pid}/cmdline").read_text("utf-8").split("\0")


def _key(window_id: str, key: str) -> None:
    _xdotool("windowfocus", "--sync", window_id)
    _xdotool("key", key)


def _xdotool(*arguments: str) -> str:
    return subprocess.run(
        ["xdotool", *arguments], capture_output=True, text=True, timeout=20, check=False
    ).stdout


def main(bundle: Path, folder: Path) -> int:
    """Try everything and return the exit status."""
    app = QGuiApplication([])  # kept: pictures of the screen need it
    try:
        trial = Trial(bundle.resolve(), folder.resolve())
        _timed("says its version", lambda: version(trial))
        _timed("holds what it must, and nothing forbidden", lambda: contents(trial))
        _timed("makes a letter", lambda: letter(trial))
        _timed("opens the demo nursery, signs in, locks, closes", lambda: window(trial))
    except Failed as problem:
        print(f"The bundle does not work: {problem}", file=sys.stderr)
        return 1
    del app
    return 0


def _timed(title: str, step: Callable[[], None]) -> None:
    started = time.monotonic()
    step()
    print(f"{time.monotonic() - started:6.1f} s  {title}", flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
