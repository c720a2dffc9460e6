"""What is wrong with the folder that somebody named or chose for the records."""

from pathlib import Path

A_FILE = "What you named is a file, not a folder. Choose the folder that the records are in."
MISSING = (
    "There is no folder with the name that you gave. Look at how it is written. If it is on a "
    "stick or another drive, connect that first. To begin new records there, make an empty folder "
    "with that name."
)
OTHER_THINGS = (
    "The folder that you named holds other things and no records. Choose the folder that the "
    "records are in, or an empty one to begin new records."
)
NO_RECORDS = "There are no records in the folder that you chose. Choose the one that they are in."


def problem(folder: Path) -> str:
    """Return in words why no records can be opened or begun in a folder, or nothing."""
    try:
        if not folder.exists():
            return MISSING
        if not folder.is_dir():
            return A_FILE
        return OTHER_THINGS if any(folder.iterdir()) else ""
    except OSError:
        return ""  # the disk tells what it has to say when the records are opened
