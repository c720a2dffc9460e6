"""One child out of an older backup: first what differs, then what is wanted back.

Nothing that is here is ever removed by it. What is missing is added; what differs is put back
only where a person says so, after having seen it. Exports and answers are not brought back: the
ledger says what was sent, and an older one would say less.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from ir_desktop.domain.consent import Consent, Contact
from ir_desktop.domain.people import Carer, Child, FamilyLink, HealthTeam, Room, Staff
from ir_desktop.domain.records import Record
from ir_desktop.domain.review import Review, ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.errors import NotFound, Refused
from ir_desktop.services import backup_looks, removals
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage.repository import Repository

_STAMPS = frozenset(each.name for each in fields(Record)) - {"id"}
_KINDS: tuple[type[Record], ...] = (
    Child, Carer, FamilyLink, Consent, Contact, Review, ReviewVersion,
)  # fmt: skip
"""In the order in which they are added: what is pointed at comes first."""


class Standing(StrEnum):
    """How a record in the backup stands to the one here."""

    MISSING = "missing"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One record of the backup that is missing here or differs, with the fields that do.

    `then` is the record in the backup; `now` is the one here, None where it is missing.
    """

    standing: Standing
    then: Record
    now: Record | None
    fields: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Return what kind of record it is, such as ``Consent``."""
        return type(self.then).__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One child in a backup beside the same child here.

    `same` counts the records that are alike, `only_here` those that the backup does not have;
    both stay as they are. `removed`: this child's records were removed here on purpose.
    """

    made_at: datetime
    name: str
    here: bool
    removed: bool
    differences: tuple[Difference, ...]
    same: int
    only_here: int


def compare_child(
    session: Session, file: Path, child_id: str, *, recovery_code: str = ""
) -> Comparison:
    """Return how a child stands in a backup, and here.

    `recovery_code` is needed only for a backup made before the records' key was changed.

    Raises:
        Refused: by role.
        NotFound: the child is not in the backup.
        NoSuchBackup, NotABackup, OtherBackup: the file is not a backup of these records.
        WrongKey: the key was changed since; give the recovery code of then.
    """
    with looking(session, Act.RESTORE):
        pass
    with backup_looks.opened(session.store, file, recovery_code) as (manifest, then):
        old = _records_of(then, child_id)
    with looking(session, Act.RESTORE) as records:
        return _compared(records, old, child_id, manifest.made_at)


def bring_back_child(
    session: Session,
    file: Path,
    child_id: str,
    *,
    put_back: Iterable[str] = (),
    although_removed: bool = False,
    recovery_code: str = "",
) -> int:
    """Add what is missing of a child, and put back the records whose ids are in `put_back`.

    Returns how many records came back. A child whose records were removed on purpose comes back
    only with `although_removed`. Raises as `compare_child`.
    """
    wanted = frozenset(put_back)
    with looking(session, Act.RESTORE):
        pass
    with backup_looks.opened(session.store, file, recovery_code) as (manifest, then):
        old = _records_of(then, child_id)
    with acting(session, Act.RESTORE) as work:
        records = work.records
        found = _compared(records, old, child_id, manifest.made_at)
        if found.removed and not although_removed:
            raise Refused(
                "This child’s records were removed on purpose. Bring them back only if that was a "
                "mistake."
            )
        count = 0
        for difference in found.differences:
            record = _standing_here(work, difference.then)
            if difference.now is None:
                records.add(record)
            elif record.id in wanted:
                work.save(record)
            else:
                continue
            count += 1
        work.child = records.find_one(Child, id=child_id)
        work.detail |= {
            "step": "child",
            "records": str(count),
            "made_at": manifest.made_at.isoformat(),
        }
    return count


def _records_of(records: Repository, child_id: str) -> dict[type[Record], list[Record]]:
    """Return a child's records by kind. Raises `NotFound`."""
    child = records.find_one(Child, id=child_id)
    if child is None or removals.is_removed(child):
        raise NotFound("This child is not in that backup. Choose an earlier or a later one.")
    links = records.find(FamilyLink, child_id=child_id)
    carers = [records.get(Carer, each) for each in dict.fromkeys(x.carer_id for x in links)]
    found: dict[type[Record], list[Record]] = {Child: [child], Carer: [*carers]}
    for kind in (FamilyLink, Consent, Contact, Review, ReviewVersion):
        found[kind] = [*records.find(kind, child_id=child_id)]
    return found


def _compared(
    records: Repository, old: dict[type[Record], list[Record]], child_id: str, made_at: datetime
) -> Comparison:
    found: list[Difference] = []
    same = only_here = 0
    for kind in _KINDS:
        for then in old[kind]:
            now = records.find_one(kind, id=then.id)
            named = () if now is None else _differing(then, now)
            if now is not None and not named:
                same += 1
                continue
            standing = Standing.MISSING if now is None else Standing.DIFFERENT
            found.append(Difference(standing=standing, then=then, now=now, fields=named))
        if kind not in (Child, Carer):
            known = {each.id for each in old[kind]}
            only_here += sum(each.id not in known for each in records.find(kind, child_id=child_id))
    child = records.find_one(Child, id=child_id)
    return Comparison(
        made_at=made_at,
        name="".join(each.full_name for each in old[Child] if isinstance(each, Child)),
        here=child is not None and not removals.is_removed(child),
        removed=child_id in removals.removed_children(records.connection),
        differences=tuple(found),
        same=same,
        only_here=only_here,
    )


def _differing(then: Record, now: Record) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in fields(then)
        if each.name not in _STAMPS and getattr(then, each.name) != getattr(now, each.name)
    )


def _standing_here(work: Work, record: Record) -> Record:
    """Return a record of then without what it points at and is no longer here."""
    records = work.records

    def there(kind: type[Record], record_id: str | None) -> str | None:
        return record_id if record_id and records.find_one(kind, id=record_id) else None

    if isinstance(record, Child):
        return replace(
            record,
            room_id=there(Room, record.room_id),
            key_person_id=there(Staff, record.key_person_id),
            health_team_id=there(HealthTeam, record.health_team_id),
        )
    if isinstance(record, Review):
        return replace(record, author_signed_by=there(Staff, record.author_signed_by))
    if isinstance(record, Contact):
        return replace(record, carer_id=there(Carer, record.carer_id))
    return record
