"""What a backup's file is called: whose it is and when it was made, and nobody's name."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ENDING = ".irbackup"

_MOMENT = "%Y-%m-%d-%H%M%S"
_NAMED = re.compile(r"records-(?P<whose>.{6})-(?P<moment>\d{4}-\d\d-\d\d-\d{6})")


def free_path(folder: Path, store_id: str, made_at: datetime) -> Path:
    """Return the path for a backup: two settings may use one stick, and neither is named.

    The second of one second gets a name of its own, which sorts behind the first.
    """
    name = f"records-{_whose(store_id)}-{made_at.astimezone(UTC).strftime(_MOMENT)}"
    path, number = folder / f"{name}{ENDING}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}_{number:02}{ENDING}"
    return path


def in_folder(folder: Path) -> Iterator[Path]:
    """Yield what may be a backup. Other systems leave hidden files of the same name on a stick."""
    return (each for each in folder.glob(f"*{ENDING}") if not each.name.startswith("."))


def left_behind(folder: Path, store_id: str) -> Iterator[Path]:
    """Yield what a kill in the middle of an earlier backup left."""
    yield from folder.glob(f".*records-{_whose(store_id)}-*{ENDING}.*")


def may_be_newer(path: Path, store_id: str, than: datetime) -> bool:
    """Return whether a file that cannot be read may be a newer backup of a store, by its name.

    Somebody may have given it another name: then it may be one.
    """
    found = _NAMED.search(path.name)
    if found is None:
        return True
    try:
        made_at = datetime.strptime(found["moment"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return True
    return found["whose"] == _whose(store_id) and made_at >= than


def _whose(store_id: str) -> str:
    return store_id[-6:]
