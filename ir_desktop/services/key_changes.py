"""Changes of who can open the store: each is one act, one switch and one audit event.

`changing` is to keys what `session.acting` is to records: the records of the change, its event
and the new sign-in file come into force together, or none of them does.
"""

from collections.abc import Generator
from contextlib import contextmanager

from ir_desktop.domain.people import Staff
from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage import key_edits, slots
from ir_desktop.storage.cost import DEFAULT_COST, KdfCost, measure_cost
from ir_desktop.storage.key_records import NewSlot
from ir_desktop.storage.key_switch import KeyChange


@contextmanager
def changing(
    session: Session, act: Act, *, new_data_key: bool = False
) -> Generator[tuple[Work, KeyChange]]:
    """Yield the work of one act and the change of keys that goes with it.

    Stage the change last. Whatever takes a way in away asks for a `new_data_key`: then the password
    that somebody knew, or what a lost sheet says, opens nothing that is written from now on, also
    with an older copy of the sign-in file. It takes as long as copying the records.

    Raises:
        Refused: the role does not allow it.
        ChangeCounts: the change was made, and then the disk refused to put in order what is left.
        EnvironmentProblem: the sign-in file was put back, the disk or the keyring is in trouble;
            nothing changed.
    """
    if new_data_key:
        with looking(session, act):  # what is refused is written to the records, not to a copy
            pass
    with (
        session.store.changing_keys(new_data_key=new_data_key) as change,
        acting(session, act) as work,
    ):
        yield work, change


def let_in(
    work: Work, change: KeyChange, staff: Staff, password: str, cost: KdfCost | None
) -> None:
    """Stage a slot for somebody, in place of the one they had if any, and prove that it opens."""
    session = work.session
    slot = change.with_staff(
        NewSlot(staff.id, staff.name, password),
        cost=cost or own_cost(session, change),
        allow_weak=session.store.demo,
        like=session.staff.id,
    )
    change.stage(work.records.connection, slot)


def rename(work: Work, change: KeyChange, staff: Staff) -> None:
    """Stage the name of somebody as the sign-in window shows it; nothing if they have no slot."""
    slot = change.keys.staff_slot(staff.id)
    if slot is not None and slot.name != staff.name:
        change.stage(work.records.connection, key_edits.renamed(change.keys, staff.id, staff.name))


def own_cost(session: Session, change: KeyChange) -> KdfCost:
    """Return what a guess costs: as measured for the person signed in, or measured now."""
    slot = change.keys.staff_slot(session.staff.id)
    if slot is not None and slot.cost is not None:
        return slot.cost
    return DEFAULT_COST if session.store.demo else measure_cost()


def has_slot(session: Session, staff_id: str) -> bool:
    """Return whether somebody has a password, on this computer or another one."""
    keys, _ = slots.read(session.store.folder)
    return keys.staff_slot(staff_id) is not None


def signs_in_here(session: Session) -> frozenset[str]:
    """Return whose slots open on this computer: those of another computer need a new password."""
    keys, _ = slots.read(session.store.folder)
    own = keys.staff_slot(session.staff.id)
    here = (None, None if own is None else own.device)
    return frozenset(each.id for each in keys.staff if each.device in here)
