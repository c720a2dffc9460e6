"""The licence texts that travel with the bundle, of everything that is in it."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

_TEXT = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_DEBIAN = Path("/usr/share/doc")


def of_packages(modules: Iterable[str]) -> list[tuple[str, str]]:
    """Return (file here, folder in the bundle) of the licence texts of what `modules` are from."""
    owners = metadata.packages_distributions()
    names = {name for module in modules for name in owners.get(module.split(".")[0], ())}
    found: list[tuple[str, str]] = []
    for name in sorted(names - {"ir-desktop"}, key=str.lower):
        for file in metadata.files(name) or []:
            inside = next((p for p in file.parts if p.endswith(".dist-info")), None)
            if inside and _TEXT.search(file.name) and file.suffix not in {".py", ".pyc"}:
                found.append((str(file.locate()), f"licences/{name}"))
    return found


def of_python() -> list[tuple[str, str]]:
    """Return the licence of Python itself, where this Python came with its text."""
    folder = Path(sysconfig.get_path("stdlib"))
    text = next(
        (p for p in (folder / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt") if p.is_file()),
        None,
    )
    return [(str(text), "licences/python")] if text else []


def of_system(libraries: Iterable[str]) -> list[tuple[str, str]]:
    """Return the texts Debian keeps for the system's own libraries; none on other systems."""
    if shutil.which("dpkg-query") is None:
        return []
    # Packages know a file under /lib or /usr/lib, which are one folder by now.
    bare = {path.removeprefix("/usr") for path in libraries}
    found = {path for path in bare if path.startswith("/lib")}
    system = sorted(found | {f"/usr{path}" for path in found})
    if not system:
        return []
    shown = subprocess.run(
        ["dpkg-query", "-S", *system], capture_output=True, text=True, check=False
    ).stdout
    packages = sorted({line.split(":")[0] for line in shown.splitlines() if ": /" in line})
    return [
        (str(_DEBIAN / package / "copyright"), f"licences/system/{package}")
        for package in packages
        if (_DEBIAN / package / "copyright").is_file()
    ]
