"""Which backups are kept: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from ir_desktop.storage import anchor, backup
from ir_desktop.storage.backup import Backup
from ir_desktop.storage.store import Store

DAYS, WEEKS, MONTHS = 7, 5, 12


def kept(made: Iterable[datetime]) -> frozenset[datetime]:
    """Return which of the moments at which backups were made are kept.

    Counted by days, weeks and months that have a backup, not by the calendar's: after half a year
    without one the old ones are all still there.
    """
    newest_first = sorted(made, reverse=True)
    found: set[datetime] = set()
    for most, span in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        seen: set[object] = set()
        for each in newest_first:
            if span(each) not in seen and len(seen) < most:
                seen.add(span(each))
                found.add(each)
    return frozenset(found)


def rotate(store: Store, made: Backup) -> int:
    """Remove the backups of this store that need not be kept, beside one just made and checked.

    Nothing is removed when there is a doubt which are the good ones: the new one's audit chain
    has a finding, or an older backup knows of something that the records lack. Returns how many
    were removed; one that cannot be is left.
    """
    others = backup.own_backups(store, made.path.parent)
    if made.findings or is_behind_any(store, others):
        return 0
    keep = kept(manifest.made_at for _, manifest in others)
    removed = 0
    for path, manifest in others:
        if manifest.made_at not in keep and path != made.path:
            with suppress(OSError):
                path.unlink()
                removed += 1
    return removed


def is_behind_any(store: Store, others: Sequence[tuple[Path, backup.Manifest]]) -> bool:
    """Return whether a backup of this store holds an event that the store lacks."""
    with store.reading() as records:
        return any(anchor.is_behind(records.connection, manifest.anchor) for _, manifest in others)


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _week(moment: datetime) -> tuple[int, int]:
    year, week, _ = _day(moment).isocalendar()
    return year, week


def _month(moment: datetime) -> tuple[int, int]:
    return _day(moment).year, _day(moment).month
