"""The window's settings on this computer: how it looks and which store was open last.

A small JSON file in the person's own configuration folder. It never holds anything of a record,
and it may be lost or damaged without harm: the defaults are used then.
"""

import contextlib
import json
import os
import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.ids import new_id

SMALLEST_TEXT, LARGEST_TEXT = 100, 200
"""Text size in per cent."""

SHORTEST_LOCK, LONGEST_LOCK = 5, 15
"""Minutes after which a window that nobody uses locks."""

_LARGEST_FILE = 64_000  # bytes; a larger one is not ours


class Appearance(StrEnum):
    """How the window looks; `SYSTEM` follows the computer's own setting."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings.

    `text_size` is in per cent, from 100 to 200; `last_store` is a folder; `lock_minutes` are from
    5 to 15.
    """

    appearance: Appearance = Appearance.SYSTEM
    text_size: int = SMALLEST_TEXT
    last_store: Path | None = None
    lock_minutes: int = SHORTEST_LOCK


def config_file() -> Path:
    """Return where the settings are kept; neither it nor its folder need exist."""
    if sys.platform == "win32":
        base = _named("APPDATA") or Path.home() / "AppData" / "Roaming"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Preferences"
    else:
        base = _named("XDG_CONFIG_HOME") or Path.home() / ".config"
    return base / "integrated-review" / "settings.json"


def _named(name: str) -> Path | None:
    folder = Path(os.environ.get(name, ""))
    return folder if folder.is_absolute() else None


def load(path: Path | None = None) -> Config:
    """Return the settings kept at `path`; the default of each that is missing or damaged."""
    try:
        with (path or config_file()).open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
        found: Any = json.loads(data.decode("utf-8")) if len(data) <= _LARGEST_FILE else None
    except (OSError, ValueError, RecursionError):
        found = None
    return _read(cast(dict[str, Any], found)) if isinstance(found, dict) else Config()


def _read(found: dict[str, Any]) -> Config:
    appearance, size, store, minutes = (
        found.get(name) for name in ("appearance", "text_size", "last_store", "lock_minutes")
    )
    config = Config()
    if isinstance(appearance, str) and appearance in set(Appearance):
        config = replace(config, appearance=Appearance(appearance))
    if type(size) is int and SMALLEST_TEXT <= size <= LARGEST_TEXT:
        config = replace(config, text_size=size)
    if isinstance(store, str) and "\0" not in store and Path(store).is_absolute():
        config = replace(config, last_store=Path(store))
    if type(minutes) is int and SHORTEST_LOCK <= minutes <= LONGEST_LOCK:
        config = replace(config, lock_minutes=minutes)
    return config


def save(config: Config, path: Path | None = None) -> None:
    """Keep the settings, whole or not at all.

    Raises:
        EnvironmentProblem: they cannot be written; what was kept before is untouched.
        ValueError: the text size or the minutes are out of range.
    """
    if not SMALLEST_TEXT <= config.text_size <= LARGEST_TEXT:
        raise ValueError(f"the text size is from {SMALLEST_TEXT} to {LARGEST_TEXT} per cent")
    if not SHORTEST_LOCK <= config.lock_minutes <= LONGEST_LOCK:
        raise ValueError(f"it locks after {SHORTEST_LOCK} to {LONGEST_LOCK} minutes")
    target = path or config_file()
    text = json.dumps(
        {
            "appearance": config.appearance.value,
            "text_size": config.text_size,
            "last_store": None if config.last_store is None else str(config.last_store.absolute()),
            "lock_minutes": config.lock_minutes,
        },
        indent=1,
    )
    partial = target.with_name(f".{target.name}.{new_id()}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise EnvironmentProblem(
            "How the window looks could not be kept for next time: your settings folder cannot "
            "be written. It stays as you chose until you close the window."
        ) from None
