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
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "integrated-review"
