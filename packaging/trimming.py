"""What the bundle leaves out: parts of Qt and of libraries that this program never uses.

The rules look at names inside the bundle only, so they hold on every system; which shared
libraries are then left without a use is worked out from what the others ask for.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

Entry = tuple[str, str, str]  # PyInstaller's: name in the bundle, file here, kind of entry

# Modules that others import only if they are there, and that nothing here calls.
MODULES = (
    "IPython", "PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingtk", "PIL._webp",
    "_pytest", "hypothesis", "markdown_it", "numpy", "pygments", "pytest", "rich", "tkinter",
    "readline",  # GNU Readline is under the GPL, which must not get in by the way
)  # fmt: skip

# Kinds of Qt plugin, and which of each; None is all. What is not named here is left out.
_PLUGINS: dict[str, frozenset[str] | None] = {
    "iconengines": frozenset({"qsvgicon"}),
    "imageformats": frozenset({"qsvg", "qjpeg"}),  # PNG is part of QtGui
    "platforminputcontexts": None,  # how names are typed in other scripts
    "platforms": frozenset({"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"}),
    # Not "qgtk3": it would bring GTK from the machine the bundle was built on.
    "platformthemes": frozenset({"qxdgdesktopportal"}),
    "printsupport": None,
    "styles": None,
    "wayland-decoration-client": None,
    "wayland-graphics-integration-client": None,
    "wayland-shell-integration": frozenset({"xdg-shell"}),
    "xcbglintegrations": None,
}

_LIBRARY = re.compile(r"lib[^/]*\.so(\.[\w.]+)?")


def wanted(name: str) -> bool:
    """Tell whether the file called `name` in the bundle belongs there."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if parts and parts[0] == "PySide6":
        if {"translations", "qml", "resources"} & set(parts):
            return False  # Qt's own words are never shown: the program's are its own
        if "plugins" in parts:
            return _wanted_plugin(*parts[parts.index("plugins") + 1 :])
    return True


def _wanted_plugin(kind: str, file: str = "", *_: str) -> bool:
    chosen = _PLUGINS.get(kind, frozenset[str]())
    return chosen is None or PurePosixPath(file).stem.removeprefix("lib") in chosen


def without_orphans(
    entries: Iterable[Entry], asked_for: Callable[[str], Iterable[str]]
) -> list[Entry]:
    """Return `entries` without shared libraries that no other entry asks for.

    Args:
        entries: the binaries of a bundle for Linux.
        asked_for: gives the names of all libraries that the file at a path needs, directly or
            through others.
    """
    kept = list(entries)
    roots = [entry for entry in kept if not _is_library(entry[0])]
    needed = {name for _, path, kind in roots if kind != "SYMLINK" for name in asked_for(path)}
    return [
        entry
        for entry in kept
        if not _is_library(entry[0])
        or _file(entry[0]) in needed
        or _file(entry[0]).startswith("libpython")  # what the starter itself loads
    ]


def _is_library(name: str) -> bool:
    return "/plugins/" not in name and _LIBRARY.fullmatch(_file(name)) is not None


def _file(name: str) -> str:
    return PurePosixPath(name).name
