"""`dev.py bundle`: build the bundle that needs no Python, make it small, say its size, try it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.dev import qt_libraries, screens, testing, venv
from tools.dev.places import ROOT, Stop, venv_program

RECIPE = ROOT / "packaging" / "ir-desktop.spec"
TRIAL = ROOT / "packaging" / "smoke.py"
MOST_MEGABYTES = 200
_LARGEST_SHOWN = 12


def run(rest: list[str]) -> int:
    """Build into ``dist/ir-desktop`` and try it there; with ``--no-trial`` only build.

    Raises:
        Stop: something needed is missing, it does not build, or it is too large.
    """
    venv.ensure()
    qt_libraries.require()
    started = time.monotonic()
    bundle = build(ROOT / "dist", ROOT / "build")
    print(f"Built in {time.monotonic() - started:.0f} s.", flush=True)
    print("\n".join(report(bundle)), flush=True)
    if megabytes(bundle) > MOST_MEGABYTES:
        raise Stop(f"The bundle is larger than {MOST_MEGABYTES} MB.")
    return 0 if "--no-trial" in rest else trial(bundle, ROOT / "build" / "trial")


def build(out: Path, work: Path) -> Path:
    """Build the bundle and return its folder, a new one in `out`; `work` holds what is between.

    Raises:
        Stop: something needed is missing, or it does not build.
    """
    if sys.platform.startswith("linux") and not shutil.which("objdump"):
        raise Stop(
            "Building the bundle needs the system's binutils. On Debian and Ubuntu install them "
            "with:\n    sudo apt-get install -y binutils\nand run this again."
        )
    command = [
        *(str(venv_program("python")), "-m", "PyInstaller", "--noconfirm", "--clean"),
        *("--log-level", "ERROR", "--distpath", str(out), "--workpath", str(work), str(RECIPE)),
    ]
    # Its cache of changed libraries would else be kept in the person's home.
    env = os.environ | {"PYINSTALLER_CONFIG_DIR": str(work / "cache")}
    if testing.call(command, env) != 0:
        raise Stop(
            "The bundle could not be built; the builder's own words are above. If they name "
            "libpython, this Python was built without its shared library: on Debian and Ubuntu "
            "`sudo apt-get install -y libpython3-dev` brings it."
        )
    bundle = out / "ir-desktop"
    _strip(bundle)
    return bundle


def trial(bundle: Path, folder: Path) -> int:
    """Try the bundle as somebody without Python would; leave a picture of it in `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [str(venv_program("python")), str(TRIAL), str(bundle), str(folder)]
    if not screens.available():
        raise Stop("Trying the bundle needs Xvfb and xdotool: install them, or use --no-trial.")
    with screens.virtual(1) as displays:
        return testing.call(command, testing.screen_environment(displays))


def megabytes(folder: Path) -> float:
    """Return what the files of `folder` take on the disk, in units of 10^6 bytes."""
    return sum(_on_disk(path) for path in folder.rglob("*")) / 1e6


def report(bundle: Path) -> list[str]:
    """Return lines that tell the size and the largest files."""
    files = sorted((path for path in bundle.rglob("*") if path.is_file()), key=_on_disk)
    lines = [f"{megabytes(bundle):6.1f} MB in {len(files)} files"]
    for path in files[: -_LARGEST_SHOWN - 1 : -1]:
        lines.append(f"{_on_disk(path) / 1e6:6.1f} MB  {path.relative_to(bundle).as_posix()}")
    return lines


def _on_disk(path: Path) -> int:
    if path.is_symlink() or not path.is_file():
        return 0
    found = path.stat()
    return getattr(found, "st_blocks", 0) * 512 or found.st_size


def _strip(bundle: Path) -> None:
    """Take symbols for debuggers out of shared libraries; wheels and Python bring many of them."""
    if not sys.platform.startswith("linux") or not shutil.which("strip"):
        return
    for path in bundle.rglob("*.so*"):
        # Wheels' own copies of libraries were patched when the wheel was made, which strip may not
        # understand; they hold no symbols anyway.
        if path.is_symlink() or not path.is_file() or path.parent.name.endswith(".libs"):
            continue
        subprocess.run(["strip", "--strip-unneeded", str(path)], check=True, capture_output=True)
