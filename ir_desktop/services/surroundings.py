"""What is amiss around the records on this computer, told once to whoever has signed in.

None of it keeps anybody from working. What keeps the records from being opened at all, such as a
folder that cannot be written, is told on the sign-in page instead.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ir_desktop import config, crash
from ir_desktop.domain.plain import date_words
from ir_desktop.errors import EnvironmentProblem
from ir_desktop.services import clock_doubts, doctor
from ir_desktop.services.doctor import Check, State
from ir_desktop.services.session import Session
from ir_desktop.storage import keys


class Kind(StrEnum):
    """What is amiss."""

    CLOCK = "clock"
    DISK = "disk"
    PLACE = "place"
    MOVED = "moved"
    COPIED = "copied"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing: what it is, and what to do. `grave`: it can damage or falsify records."""

    kind: Kind
    title: str
    detail: str
    grave: bool = True


def look(session: Session) -> tuple[Told, ...]:
    """Return what is amiss, the graver things first. The place of the records is remembered."""
    found = [*_clock(session), *_checks(session), *_elsewhere(session), *_stopped(session)]
    return tuple(sorted(found, key=lambda each: not each.grave))


def _clock(session: Session) -> Iterator[Told]:
    """Tell a doubt whether the clock is right, for as long as it is not settled."""
    found = clock_doubts.doubt(session)
    if found is not None:
        yield Told(
            Kind.CLOCK,
            "This computer’s clock may be wrong",
            f"It says {date_words(session.today)}, and something was written here on "
            f"{date_words(found.later.astimezone().date())} at a later time. Look at the date and "
            "the time of this computer, and set them if they are wrong: ages, due dates and what "
            "may be sent go by them. If they are right, a manager can say so, and this ends.",
        )


def _checks(session: Session) -> Iterator[Told]:
    folder = session.store.folder
    for kind, title, check in (
        (Kind.DISK, "There is little room on the disk", doctor.disk(folder)),
        (Kind.PLACE, "The records are not safe in this folder", doctor.shared(folder)),
    ):
        if check.state is not State.GOOD:
            grave = kind is Kind.PLACE or check.state is State.PROBLEM
            yield Told(kind, title, _words(check), grave=grave)


def _words(check: Check) -> str:
    return f"{check.what} {check.do}".strip()


def _elsewhere(session: Session) -> Iterator[Told]:
    """Tell once where the records of the last time were in another folder of this computer."""
    folder, kept = session.store.folder.absolute(), config.load()
    before = kept.last_store
    if session.store.demo or before == folder:
        return
    with contextlib.suppress(EnvironmentProblem):
        config.save(replace(kept, last_store=folder))
    if before is None:
        return
    try:
        same = keys.store_id(before) == keys.store_id(folder)
    except EnvironmentProblem:
        yield Told(
            Kind.MOVED,
            "The records are in another folder than last time",
            "Those of last time are no longer where they were. If you moved them here, all is "
            "well. If not, ask who did.",
            grave=False,
        )
        return
    if same:
        yield Told(
            Kind.COPIED,
            "There are two copies of these records",
            "The folder that was used last time holds them too. Work in one of the two only: what "
            "is written in one does not come into the other.",
        )


def _stopped(session: Session) -> Iterator[Told]:
    if crash.report(session.store.folder):
        yield Told(
            Kind.STOPPED,
            "The program had a fault",
            "What was saved before is safe. A short report without anything from the records is "
            "under Settings, About: you can send it to whoever helps you, or remove it.",
            grave=False,
        )
