"""The lock pins everything by hash, and no tracked file names a registry or this machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tools.dev.places import LOCK, PROJECT, ROOT

# Put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("files.python", "hosted.org"),
        ("registry.np", "mjs.org"),
        ("deb.deb", "ian.org"),
        ("archive.ubu", "ntu.com"),
        ("nodejs", ".org/dist"),
        ("/simple", "/pip"),
        ("--index", "-url"),
        ("--extra-index", "-url"),
        ("--find", "-links"),
    )
]
ALLOWED_OPTIONS = {"tools/dev/main.py"}  # tells the lock's writer to leave these out
MACHINE = [re.compile(text) for text in (r"/wo" + r"rk/main", r"/ro" + r"ot/", r"/home/" + r"\w+/")]


def requirements() -> list[str]:
    text = LOCK.read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def tracked() -> list[Path]:
    shown = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    paths = [ROOT / name for name in shown.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_every_requirement_is_one_version_with_hashes() -> None:
    lines = requirements()
    assert len(lines) > 50
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), line
        assert "://" not in line
        assert " @ " not in line


def test_other_systems_are_in_the_lock() -> None:
    text = LOCK.read_text("utf-8")
    assert "sys_platform == 'win32'" in text
    assert "sys_platform == 'linux'" in text


def test_everything_asked_for_is_in_the_lock() -> None:
    asked = tomllib.loads(PROJECT.read_text("utf-8"))
    wanted = [
        *asked["project"]["dependencies"],
        *asked["project"]["optional-dependencies"]["receiver"],
        *asked["project"]["optional-dependencies"]["mesh"],
        *asked["dependency-groups"]["dev"],
    ]
    names = {normal(re.split(r"[\[<>=~!; ]", line)[0]) for line in wanted}
    assert names <= {normal(line.split("==")[0]) for line in requirements()}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_no_file_names_a_registry_or_a_path_of_this_machine() -> None:
    found: list[str] = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            text = path.read_bytes().decode("latin-1")
        hosts = [word for word in REGISTRIES if word in text]
        if name in ALLOWED_OPTIONS:
            hosts = [word for word in hosts if not word.startswith("--")]
        found += [f"{name}: {word}" for word in hosts]
        found += [f"{name}: {match.group()}" for rule in MACHINE for match in rule.finditer(text)]
    assert found == []


@pytest.mark.parametrize("word", REGISTRIES)
def test_this_file_does_not_hold_what_it_looks_for(word: str) -> None:
    assert word not in Path(__file__).read_text("utf-8")
