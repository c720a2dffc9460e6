"""Which of several packages about one review counts, and what a setting's running numbers show.

The receiver keeps one current record for each setting, review and version. Late, doubled and
missing packages are never refused for it: a person is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select, update

from ir_desktop.receiver.tables import PACKAGES
from ir_desktop.sync import claims


def mark_superseded(connection: Connection, party: str, told: claims.PackageClaims) -> None:
    """Say of this setting's packages which the new one replaces, or which replaces it.

    Called in the transaction that keeps the new one. A package replaces the one it names, and
    any about the same review and version with a lower running number; packages may come late
    and in any order.
    """
    jti = told.head.jti
    ours = PACKAGES.c.party == party
    if told.supersedes is not None:
        _replace(connection, jti, (ours & (PACKAGES.c.jti == told.supersedes)))
    named_by = connection.execute(
        select(PACKAGES.c.jti).where(ours, PACKAGES.c.supersedes == jti)
    ).first()
    if named_by is not None:
        _replace(connection, str(named_by.jti), (PACKAGES.c.jti == jti))
    rows = connection.execute(
        select(PACKAGES.c.jti)
        .where(
            ours,
            PACKAGES.c.review_id == told.review.id,
            PACKAGES.c.review_version == told.review.version,
            PACKAGES.c.superseded_by.is_(None),
        )
        .order_by(PACKAGES.c.epoch, PACKAGES.c.seq, PACKAGES.c.number)
    ).all()
    if rows:
        latest = str(rows[-1].jti)
        others = [str(row.jti) for row in rows[:-1]]
        _replace(connection, latest, PACKAGES.c.jti.in_(others))


def _replace(connection: Connection, by: str, which: ColumnElement[bool]) -> None:
    connection.execute(
        update(PACKAGES)
        .where(which, PACKAGES.c.superseded_by.is_(None), PACKAGES.c.jti != by)
        .values(superseded_by=by)
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
