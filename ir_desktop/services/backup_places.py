"""What to know about a folder for backups before it is relied on: nothing in it keeps it from use.

A backup on the records' own disk is lost together with them; one in a synchronised folder or on a
share also lies on somebody else's computer, encrypted.
"""

from enum import StrEnum
from pathlib import Path

from ir_desktop.storage import place


class PlaceNote(StrEnum):
    """Something to know about a folder."""

    SAME_DISK = "same_disk"
    SYNCHRONISED = "synchronised"
    NETWORK = "network"


def place_notes(records: Path, folder: Path) -> tuple[PlaceNote, ...]:
    """Return what to know about a folder for the backups of the records that are in another."""
    found: list[PlaceNote] = []
    if place.synchroniser(folder.absolute()):
        found.append(PlaceNote.SYNCHRONISED)
    elif place.is_network_share(folder):
        found.append(PlaceNote.NETWORK)
    elif _same_disk(records, folder):
        found.append(PlaceNote.SAME_DISK)
    return tuple(found)


def _same_disk(records: Path, folder: Path) -> bool:
    try:
        return records.stat().st_dev == folder.stat().st_dev
    except OSError:
        return False  # one of them is not there: that is told elsewhere
