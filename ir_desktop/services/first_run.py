"""The very first opening: how the password will help, the new store, and its recovery code.

The store is made in a folder of its own beside its place and takes that place only once the
recovery code was typed back. Leaving before that, or being killed, leaves no half store: what was
made is removed, at the latest when somebody begins again.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ir_desktop.documents.printed import Printed
from ir_desktop.errors import EnvironmentProblem, IrError
from ir_desktop.ids import new_id
from ir_desktop.services import recovery, sign_in
from ir_desktop.services.session import Clock, Session
from ir_desktop.storage import device_secret, keys
from ir_desktop.storage.atomic import sync_folder
from ir_desktop.storage.cost import KdfCost, measure_cost
from ir_desktop.storage.lock import lock_store
from ir_desktop.storage.problems import StoreExists, disk_problem

_SETTING_UP = "setting-up"


@dataclass(frozen=True, slots=True)
class Protection:
    """What protects the records beside the password: a keyring by its name, or nothing."""

    keyring: str

    @property
    def alone(self) -> bool:
        """Whether the password alone protects the records."""
        return not self.keyring


@dataclass(frozen=True, slots=True)
class Prepared:
    """A store that is made but not in its place yet; `finish` or `abandon` it."""

    folder: Path
    session: Session
    setting_name: str
    recovery_code: str = field(repr=False)
    password: str = field(repr=False)


def find_protection() -> Protection:
    """Return what this computer offers. May wait for the person to open their keyring."""
    found = device_secret.find_keyring()
    return Protection("" if found is None else found.name)


def prepare(
    folder: Path,
    first: sign_in.FirstRun,
    *,
    progress: Callable[[str], None],
    clock: Clock | None = None,
    cost: KdfCost | None = None,
) -> Prepared:
    """Make the store beside its place. `progress` is told in words what is being done.

    Raises `Invalid` with every problem, or `EnvironmentProblem`; then nothing is left.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreExists
    clear_left(folder)
    progress("Finding out how strong a lock this computer can make")
    cost = cost or measure_cost()
    progress("Making your encrypted records")
    place = folder.absolute().with_name(f".{folder.name}-{_SETTING_UP}-{new_id()}")
    begun = sign_in.begin(place, first, clock=clock, cost=cost)
    return Prepared(folder, begun.session, first.setting_name, begun.recovery_code, first.password)


def sheet(prepared: Prepared) -> Printed:
    """Return the sheet with the recovery code. Nothing of it is written to the disk."""
    session = prepared.session
    return recovery.sheet(
        recovery.NewCode(
            prepared.recovery_code, prepared.setting_name, session.staff.name, session.today
        )
    )


def check_code(prepared: Prepared, typed: str) -> None:
    """Raise `Invalid`, at ``code``, unless this is the recovery code, however it was typed."""
    recovery.check_typed(prepared.recovery_code, typed)


def finish(prepared: Prepared, typed: str) -> Session:
    """Put the store in its place, and sign its manager in.

    Raises:
        Invalid: the code typed is not the store's; nothing changed.
        EnvironmentProblem: the store cannot be put in its place.
    """
    check_code(prepared, typed)
    place = prepared.session.store.folder
    if place.exists():
        prepared.session.close()
        try:
            if prepared.folder.exists():
                prepared.folder.rmdir()
            place.rename(prepared.folder)
            sync_folder(prepared.folder.parent)
        except OSError as error:
            raise disk_problem(error) from None
    clock = prepared.session.clock
    return sign_in.sign_in(
        prepared.folder, prepared.session.staff.id, prepared.password, clock=clock
    )


def abandon(prepared: Prepared) -> None:
    """Remove a store that was not finished, and its secret in the keyring."""
    prepared.session.close()
    _remove(prepared.session.store.folder)


def clear_left(folder: Path) -> None:
    """Remove what earlier windows began and did not finish; not what one is busy with now."""
    folder = folder.absolute()
    for left in folder.parent.glob(f".{folder.name}-{_SETTING_UP}-*"):
        with suppress(EnvironmentProblem):  # a window is open on it
            lock_store(left).release()
            _remove(left)


def _remove(place: Path) -> None:
    with suppress(IrError):
        keyring = device_secret.find_keyring()
        if keyring is not None:
            keyring.delete(keys.store_id(place))
    shutil.rmtree(place, ignore_errors=True)
