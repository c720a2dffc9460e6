"""Where things are: the read-only resources, and the person's own data folder.

The only module that knows how `resources/` is reached, from a checkout or from an installed wheel.
"""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Return the folder of read-only resources (fonts, icons, instruments, letters, profiles)."""
    inside = _PACKAGE / "resources"  # an installed wheel: force-included there by the build
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one resource, for example ``resource("instruments", "snomed.csv")``."""
    return resources().joinpath(*parts)


def data_folder() -> Path:
    """Return the folder where this person's store lives by default; it may not exist yet."""
    if sys.platform == "win32":
        base = _from_environment("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = _from_environment("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return base / "integrated-review"


def _from_environment(name: str) -> Path | None:
    """Return a folder that the environment names in full.

    One that is not absolute is passed over, as the XDG Base Directory Specification asks: it would
    put the store somewhere else from each folder that the program is started in.
    """
    folder = Path(os.environ.get(name, ""))
    return folder if folder.is_absolute() else None
