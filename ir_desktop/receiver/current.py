"""Which of several packages about one review counts, and what a setting's running numbers show.

The receiver keeps one current record for each setting, review and version. Late, doubled and
missing packages are never refused for it: a person is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from ir_desktop.receiver.tables import PACKAGES


@dataclass(frozen=True, slots=True)
class Version:
    """What of a package tells which other it replaces. `order` grows as its sender wrote them."""

    jti: str
    version: int
    order: tuple[int, int, int]
    supersedes: str | None


def replaced_by(packages: Iterable[Version]) -> dict[str, str | None]:
    """Return for each package about one review the one that counts instead, None where it counts.

    Args:
        packages: all of one setting about one review, in any order; they may come late and in any
            order, and the answer must not depend on that.

    A package gives way to one of the same or a later version that names it, and to the last one
    of its own version. Whatever is named, one of the latest version always counts: nobody may
    make a review vanish.
    """
    known = {each.jti: each for each in packages}
    named: dict[str, Version] = {}
    for each in sorted(known.values(), key=lambda each: (each.version, each.order)):
        earlier = known.get(each.supersedes or "")
        if earlier is not None and earlier is not each and each.version >= earlier.version:
            named[earlier.jti] = each
    found: dict[str, str | None] = {}
    for version in {each.version for each in known.values()}:
        group = sorted(
            (each for each in known.values() if each.version == version),
            key=lambda each: each.order,
        )
        own = {jti for jti, by in named.items() if by.version == version}
        last = next((each for each in reversed(group) if each.jti not in own), group[-1])
        for each in group:
            by = named.get(each.jti)
            if each is last:
                found[each.jti] = by.jti if by is not None and by.version > version else None
            else:
                found[each.jti] = last.jti if by is None else by.jti
    return found


def mark_superseded(connection: Connection, party: str, review_id: str) -> None:
    """Write down which of a setting's packages about a review count.

    Called in the transaction that keeps a new one.
    """
    which = (PACKAGES.c.party == party) & (PACKAGES.c.review_id == review_id)
    columns = PACKAGES.c
    rows = connection.execute(
        select(
            columns.jti,
            columns.review_version,
            columns.epoch,
            columns.seq,
            columns.number,
            columns.supersedes,
            columns.superseded_by,
        ).where(which)
    ).all()
    found = replaced_by(
        Version(row.jti, row.review_version, (row.epoch, row.seq, row.number), row.supersedes)
        for row in rows
    )
    for row in rows:
        if found[row.jti] != row.superseded_by:
            connection.execute(
                update(PACKAGES).where(columns.jti == row.jti).values(superseded_by=found[row.jti])
            )


@dataclass(frozen=True, slots=True)
class Numbered:
    """What of a package tells where it stands in its sender's running numbers."""

    jti: str
    kid: str
    epoch: int
    seq: int
    prev: str | None
    sha256: str


def number_notes(packages: Iterable[Numbered]) -> Mapping[str, tuple[str, ...]]:
    """Return for each `jti` what a person should know about gaps and forks before it.

    Args:
        packages: every package kept, superseded ones too, in any order.
    """
    notes: dict[str, list[str]] = {}
    by_key: defaultdict[str, list[Numbered]] = defaultdict(list)
    for each in packages:
        notes[each.jti] = []
        by_key[each.kid].append(each)
    for series in by_key.values():
        series.sort(key=lambda each: (each.epoch, each.seq))
        for place, each in enumerate(series):
            notes[each.jti] += _notes_of(each, series[:place], series[place + 1 :])
    return {jti: tuple(found) for jti, found in notes.items()}


def _notes_of(each: Numbered, before: list[Numbered], after: list[Numbered]) -> list[str]:
    found: list[str] = []
    twins = [x for x in (*before, *after) if (x.epoch, x.seq) == (each.epoch, each.seq)]
    if twins:
        found.append(
            f"Two packages carry this setting's number {each.seq}: its records may have been "
            "copied or put back. Ask the setting."
        )
    earlier = [x for x in before if (x.epoch, x.seq) != (each.epoch, each.seq)]
    last = earlier[-1] if earlier else None
    if last is not None and last.epoch != each.epoch:
        found.append("The setting has put its records back from a backup since the one before.")
        return found
    expected = 1 if last is None else last.seq + 1
    if last is None and each.epoch > 0:
        return found
    if each.seq == expected + 1:
        found.append(f"Number {expected} from this setting has not come.")
    elif each.seq > expected:
        found.append(f"Numbers {expected} to {each.seq - 1} from this setting have not come.")
    elif last is not None and each.prev not in {
        x.sha256 for x in earlier if (x.epoch, x.seq) == (last.epoch, last.seq)
    }:
        found.append(
            f"This does not follow the package with number {last.seq} that is here. "
            "Ask the setting."
        )
    return found
