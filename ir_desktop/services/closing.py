"""Closing a setting: how far it has come, and everything of every child for whoever takes over."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ir_desktop.domain.people import Child, Staff, is_removed
from ir_desktop.domain.people_rules import those_who_sign_in
from ir_desktop.domain.roles import Act
from ir_desktop.domain.sharing import Agreement, Export
from ir_desktop.errors import Refused
from ir_desktop.services import agreements, backups, everything
from ir_desktop.services.backups import BackupState
from ir_desktop.services.children import has_left
from ir_desktop.services.key_changes import signs_in_here
from ir_desktop.services.session import Session, looking
from ir_desktop.storage.atomic import replace_file
from ir_desktop.storage.problems import disk_problem
from ir_desktop.sync import outbox

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How far the closing has come.

    `waiting` copies for a health team have not been received; `agreements` are in force;
    `colleagues` can still sign in besides the manager who closes.
    """

    here: int
    left: int
    waiting: int
    agreements: int
    colleagues: int
    backup: BackupState


def standing(session: Session) -> Closing:
    """Return how far it has come. Managers only."""
    backup = backups.state(session, session.today)
    with looking(session, Act.MANAGE_SETTING) as records:
        children = [each for each in records.find(Child) if not is_removed(each)]
        here = sum(not has_left(each, session.today) for each in children)
        return Closing(
            here=here,
            left=len(children) - here,
            waiting=sum(each.state in outbox.OPEN_STATES for each in records.find(Export)),
            agreements=sum(each.ended_on is None for each in records.find(Agreement)),
            colleagues=sum(
                each.id != session.staff.id
                for each in those_who_sign_in(records.find(Staff), signs_in_here(session))
            ),
            backup=backup,
        )


def end_agreements(session: Session) -> int:
    """End every sharing agreement from today, so that nothing more is sent; return how many."""
    with looking(session, Act.MANAGE_AGREEMENTS) as records:
        there = [each.id for each in records.find(Agreement) if each.ended_on is None]
    ended = 0
    for agreement_id in there:
        try:
            agreements.end_agreement(session, agreement_id)
        except Refused:
            continue  # ended with another version of it a moment ago
        ended += 1
    return ended


def hand_over(session: Session, folder: Path, progress: Progress | None = None) -> int:
    """Write everything about every child into a new folder in `folder`; return how many children.

    For each a paper and a file for computers, under a number: no file is named by a child.
    `progress` stops it by raising; what was written until then stays. Raises `Refused` by role,
    `EnvironmentProblem` if it cannot be written.
    """
    with looking(session, Act.SUBJECT_ACCESS) as records:
        ids = [each.id for each in records.find(Child) if not is_removed(each)]
    place = folder / f"hand-over-{session.today.isoformat()}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise disk_problem(error) from None
    for number, child_id in enumerate(ids, 1):
        if progress is not None:
            progress(number - 1, len(ids))
        made = everything.everything(session, child_id)
        replace_file(place / f"child-{number:04}.pdf", made.printed.pdf)
        replace_file(place / f"child-{number:04}.json", made.data)
    if progress is not None:
        progress(len(ids), len(ids))
    return len(ids)
