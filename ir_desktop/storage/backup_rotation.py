"""Which backups are kept: the last ones, and the newest of each day, week and month that has one.

A mistake is often noticed on its own day, or the day after, when the newest backup already has it.
So whatever was made in the last two days stays besides, and the last ten in all, however old they
are. One that a person made by hand has no rule of its own: a backup does not say why it was made,
and ten more have to follow before it can go. A copy in another folder is never removed.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from ir_desktop.storage import anchor, backup
from ir_desktop.storage.backup import Backup
from ir_desktop.storage.backup_manifest import Manifest
from ir_desktop.storage.store import Store

DAYS, WEEKS, MONTHS = 7, 5, 12
LAST = 10
"""So many stay, however old they are."""
RECENT, MOST_RECENT = timedelta(hours=48), 20
"""So long before the newest all stay, but no more than so many: a stick has room for them."""


def kept(made: Iterable[datetime]) -> frozenset[datetime]:
    """Return which of the moments at which backups were made are kept.

    Counted by days, weeks and months that have a backup, not by the calendar's: after half a year
    without one the old ones are all still there.
    """
    newest_first = sorted(set(made), reverse=True)
    found = set(newest_first[:LAST])
    found.update(each for each in newest_first[:MOST_RECENT] if newest_first[0] - each <= RECENT)
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
    has a finding, or an older backup knows of something that the records lack. What is dated
    later than the new one, by a clock that was ahead, takes the place of none. Returns how many
    were removed; one that cannot be is left.
    """
    others = backup.own_backups(store, made.path.parent)
    if made.findings or is_behind_any(store, others):
        return 0
    now = made.manifest.made_at
    dated = [manifest.made_at for _, manifest in others]
    keep = kept(each for each in dated if each <= now) | kept(each for each in dated if each > now)
    removed = 0
    for path, manifest in others:
        if manifest.made_at not in keep:
            with suppress(OSError):
                path.unlink()
                removed += 1
    return removed


def is_behind_any(store: Store, others: Sequence[tuple[Path, Manifest]]) -> bool:
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
