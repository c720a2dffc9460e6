"""Work that is interrupted, and what must hold after it.

A scene is done in a folder of its own, a copy of one made before. It tells each thing that it
was told was done, at once: what was told must be there afterwards, whatever happened.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, insert, select

from ir_desktop.domain.people import Child, Role, Staff
from ir_desktop.domain.review import Review
from ir_desktop.domain.sharing import Agreement, Export, ExportBody, ExportState
from ir_desktop.errors import IrError
from ir_desktop.services import (
    audits,
    backups,
    checking,
    children,
    exports,
    passwords,
    people,
    restoring,
    reviews,
    sending,
    sign_in,
)
from ir_desktop.services.demo import make_demo
from ir_desktop.services.session import Session
from ir_desktop.storage import backup, keys, migrate
from ir_desktop.storage.database import create_database, open_database
from ir_desktop.storage.problems import WrongPassword
from ir_desktop.sync.transports.answer import Answer, Offline

Tell = Callable[[str], None]
"""Says that something was done; it must then never be lost."""

SAVES, SENDS, BACKUPS = 12, 3, 3


@dataclass(frozen=True, slots=True)
class Known:
    """What a scene's folder was made with."""

    manager: str
    password: str
    recovery_code: str
    child: str
    others: tuple[str, ...]
    events: int


@dataclass(frozen=True, slots=True)
class Scene:
    """`work` is interrupted; `look` returns what is wrong afterwards, given what was told."""

    name: str
    work: Callable[["Place", Tell], None]
    look: Callable[["Place", list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to work in, with a store in it."""

    folder: Path
    known: Known
    careful: bool = False

    @property
    def store(self) -> Path:
        """Where the records are."""
        return self.folder / "store"

    @property
    def stick(self) -> Path:
        """Where backups go."""
        return self.folder / "stick"

    def sign_in(self, password: str = "") -> Session:
        """Sign the manager in."""
        return sign_in.sign_in(self.store, self.known.manager, password or self.known.password)

    def attempt(self, tell: Tell, act: Callable[[], Any]) -> Any:
        """Do something; where the disk fails once, its sentence is told and it is tried again."""
        try:
            return act()
        except IrError as problem:
            if not self.careful:
                raise
            tell(f"sentence {problem.sentence}")
        return act()


def make(folder: Path, children_wanted: int = 6) -> Known:
    """Make the store, a backup of it and an older one of the first schema."""
    made = make_demo(folder / "store", children=children_wanted, today=date.today(), sharing=True)
    manager = next(each for each in made.staff if each.role is Role.MANAGER)
    slot = sign_in.find_slot(made.store, manager.name)
    session = sign_in.sign_in(made.store, slot, manager.password)
    try:
        with session.store.reading() as records:
            child = next(each for each in records.find(Child) if each.given_name == "Zofia")
            others = [each.id for each in records.find(Staff) if each.id != slot]
        backups.back_up(session, folder / "made")
        events = checking.verify_audit(session).events
        data_key = session.store._data_key
    finally:
        session.close()
    _age(folder, data_key)
    return Known(slot, manager.password, made.recovery_code, child.id, tuple(others), events)


def _age(folder: Path, data_key: bytes) -> None:
    """Put a copy of the store, at the first schema, into ``folder/aged``."""
    aged, first = folder / "aged", folder / "first"
    shutil.copytree(folder / "store", aged)
    (first / "versions").mkdir(parents=True)
    shutil.copy(migrate.MIGRATIONS / "env.py", first)
    shutil.copy(migrate.MIGRATIONS / "versions" / "0001_first.py", first / "versions")
    (aged / "records.db").unlink()
    old = create_database(aged / "records.db", data_key)
    new = open_database(folder / "store" / "records.db", data_key)
    migrate.upgrade(old, backup_folder=aged, script_location=first)
    with new.read() as source, old.exclusive(foreign_keys=False) as target, target.begin():
        tables = MetaData()
        tables.reflect(target)
        for table in tables.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = [dict(each) for each in source.execute(select(table)).mappings()]
            if rows:
                target.execute(insert(table), rows)
    new.close()
    old.close()


def _settled(place: Place, password: str = "") -> tuple[Session, list[str]]:
    """Open the store after all, and return it with what is wrong in it."""
    session = place.sign_in(password)
    report = checking.verify_audit(session)
    wrong = [f"{each.where}: {each.sentence}" for each in report.findings]
    if report.events < place.known.events:
        wrong.append("events were lost")
    return session, wrong


def _numbers(told: list[str], word: str) -> list[str]:
    return [each.removeprefix(f"{word} ") for each in told if each.startswith(f"{word} ")]


# Saving


def _save(place: Place, tell: Tell) -> None:
    session = place.attempt(tell, place.sign_in)
    for number in range(SAVES):
        place.attempt(
            tell,
            lambda number=number: children.edit_child(
                session, place.known.child, address=f"{number} Canal Street"
            ),
        )
        tell(f"saved {number}")
        with session.store.reading() as records:
            (review,) = records.find(Review, child_id=place.known.child)
        place.attempt(
            tell,
            lambda number=number, review=review: reviews.save_draft(
                session, place.known.child, replace(review.draft, place=f"Room {number}")
            ),
        )
        tell(f"drafted {number}")
    session.close()


def _saved(place: Place, told: list[str]) -> list[str]:
    session, wrong = _settled(place)
    try:
        with session.store.reading() as records:
            child = records.get(Child, place.known.child)
            (review,) = records.find(Review, child_id=child.id)
        for word, value in (("saved", child.address), ("drafted", review.draft.place)):
            last = int((_numbers(told, word) or ["-1"])[-1])
            digits = [int(each) for each in value.split() if each.isdigit()]
            kept = digits[0] if last >= 0 and digits else -1 if last < 0 else -2
            if last >= 0 and kept not in (last, last + 1):
                wrong.append(f"{word} {last} is lost")
        children.edit_child(session, place.known.child, address="1 New Street")
    finally:
        session.close()
    return wrong


# Queueing and sending, with nobody there


class _Nobody:
    def post(self, path: str, body: bytes, jti: str) -> Answer:
        raise Offline("Nobody is there.")

    def get_replies(self, after: str | None, bearer: str) -> Answer:
        raise Offline("Nobody is there.")

    def close(self) -> None:
        pass


def _nobody(_: Agreement) -> sending.Transport:
    return _Nobody()


def _queue(place: Place, tell: Tell) -> None:
    session = place.attempt(tell, place.sign_in)
    child = place.known.child
    for number in range(SENDS):
        with session.store.reading() as records:
            (review,) = records.find(Review, child_id=child)
        draft = replace(review.draft, discrepancies=f"New facts {number}")
        place.attempt(tell, lambda draft=draft: reviews.save_draft(session, child, draft))
        place.attempt(tell, lambda: reviews.sign_off(session, child, reason="New facts"))
        export = place.attempt(tell, lambda: exports.approve(session, child))
        tell(f"approved {export.id}")
        place.attempt(tell, lambda: sending.send_approved(session, at_once=True, connect=_nobody))
        tell(f"tried {export.id}")
    session.close()


def _queued(place: Place, told: list[str]) -> list[str]:
    session, wrong = _settled(place)
    try:
        with session.store.reading() as records:
            kept = {each.id: each for each in records.find(Export)}
            bodies = {each.id: each for each in records.find(ExportBody)}
        wrong += [
            f"approved {each} is lost" for each in _numbers(told, "approved") if each not in kept
        ]
        for each in _numbers(told, "tried"):
            if each in kept and not kept[each].envelope_sha256:
                wrong.append(f"the envelope of {each} is lost")
        numbers = [each.seq for each in kept.values() if each.seq is not None]
        if len(numbers) != len(set(numbers)):
            wrong.append("a running number was used twice")
        for each in kept.values():
            if bool(each.envelope_sha256) != bool(bodies[each.id].envelope):
                wrong.append(f"{each.id} has half an envelope")
            if each.state is ExportState.RECEIVED and not each.receipt:
                wrong.append(f"{each.id} is received without a receipt")
        sending.send_approved(session, at_once=True, connect=_nobody)
    finally:
        session.close()
    return wrong


# Changing keys: passwords, and somebody leaving, which gives the records another key


def _password(number: int) -> str:
    return f"walnut-harbour-kettle-{number}"


def _rekey(place: Place, tell: Tell) -> None:
    session = place.attempt(tell, place.sign_in)
    passwords_used = [place.known.password, *(_password(each) for each in range(3))]
    for number, somebody in enumerate((*place.known.others[:2], None)):
        old, new = passwords_used[number], passwords_used[number + 1]
        place.attempt(tell, lambda old=old, new=new: passwords.change_password(session, old, new))
        tell(f"password {number}")
        if somebody is not None:
            place.attempt(
                tell,
                lambda who=somebody: people.stop_staff(
                    session, who, hand_over_to=place.known.manager
                ),
            )
            tell(f"left {somebody}")
    session.close()


def _rekeyed(place: Place, told: list[str]) -> list[str]:
    last = int((_numbers(told, "password") or ["-1"])[-1])
    candidates = [place.known.password if last < 0 else _password(last), _password(last + 1)]
    for password in candidates:
        try:
            session, wrong = _settled(place, password)
        except WrongPassword:
            continue
        try:
            with session.store.reading() as records:
                left = {each.id for each in records.find(Staff) if not each.active}
            slots = {each.id for each in keys.staff_slots(place.store)}
            for somebody in _numbers(told, "left"):
                if somebody not in left or somebody in slots:
                    wrong.append("somebody who left can still come in")
        finally:
            session.close()
        return wrong
    return ["no password opens the store"]


# Backing up


def _back_up(place: Place, tell: Tell) -> None:
    session = place.attempt(tell, place.sign_in)
    for number in range(BACKUPS):
        address = f"{number} Canal Street"
        place.attempt(
            tell,
            lambda address=address: children.edit_child(
                session, place.known.child, address=address
            ),
        )
        made = place.attempt(tell, lambda: backups.back_up(session, place.stick))
        tell(f"backed-up {made.path.name}")
    session.close()


def _backed_up(place: Place, told: list[str]) -> list[str]:
    session, wrong = _settled(place)
    try:
        # The newest that was told is never rotated away before a newer one is there.
        names = sorted(each.name for each in place.stick.glob("*.irbackup"))
        said = _numbers(told, "backed-up")
        if said and not (names and names[-1] >= said[-1]):
            wrong.append("a backup that was told is not there")
        wrong += [
            f"{each} is not whole" for each in names if not backup.is_whole(place.stick / each)
        ]
        backups.back_up(session, place.stick)
        if any(each.name.startswith(".") for each in place.stick.iterdir()):
            wrong.append("half a backup is left")
    finally:
        session.close()
    return wrong


# Putting back


def _restore(place: Place, tell: Tell) -> None:
    (file,) = (place.folder / "made").iterdir()
    place.attempt(
        tell, lambda: restoring.restore(file, place.folder / "new", place.known.recovery_code)
    )
    tell("restored")


def _restored(place: Place, told: list[str]) -> list[str]:
    new = place.folder / "new"
    wrong: list[str] = []
    if "restored" in told and not new.exists():
        wrong.append("what was put back is not there")
    if not new.exists():
        (file,) = (place.folder / "made").iterdir()
        restoring.restore(file, new, place.known.recovery_code)
    session = sign_in.sign_in(new, place.known.manager, place.known.password)
    try:
        report = checking.verify_audit(session)
        wrong += [f"{each.where}: {each.sentence}" for each in report.findings]
        if audits.alarm(session) is None:
            wrong.append("nobody is told that records were put back")
        audits.accept(session)
    finally:
        session.close()
    session, more = _settled(place)  # the records beside it were not touched
    session.close()
    return wrong + more


# Bringing an older store up to date


def _migrate(place: Place, tell: Tell) -> None:
    aged = place.folder / "aged"
    session = place.attempt(
        tell, lambda: sign_in.sign_in(aged, place.known.manager, place.known.password)
    )
    tell("opened")
    session.close()


def _migrated(place: Place, told: list[str]) -> list[str]:
    aged = Place(place.folder, place.known)
    shutil.rmtree(place.store)
    (place.folder / "aged").rename(place.store)
    session, wrong = _settled(aged)
    try:
        if migrate.current(session.store.database) != migrate.newest():
            wrong.append("it is not up to date")
        with session.store.reading() as records:
            if records.find_one(Child, id=place.known.child) is None:
                wrong.append("a child is lost")
            if not records.find(Export):
                wrong.append("the ledger is lost")
    finally:
        session.close()
    return wrong


SCENES = (
    Scene("save", _save, _saved),
    Scene("queue", _queue, _queued),
    Scene("change keys", _rekey, _rekeyed),
    Scene("back up", _back_up, _backed_up),
    Scene("restore", _restore, _restored),
    Scene("migrate", _migrate, _migrated),
)
