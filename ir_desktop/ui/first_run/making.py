"""The work behind the first opening: what its pages ask of the records' thread, and what is left.

Whatever happens to the window, a store that was made and not finished is taken away again.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ir_desktop.errors import IrError, present
from ir_desktop.ui.first_run.presenter import Given
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.services.first_run import Prepared, Protection
    from ir_desktop.services.passwords import Strength
    from ir_desktop.services.session import Session
    from ir_desktop.ui.shell_presenter import Who

Failed = Callable[[IrError], None]


class Making(QObject):
    """Asks the services. `progress` tells in words how the making goes."""

    progress = Signal(str)

    def __init__(self, folder: Path, records: Worker, aside: Worker) -> None:
        super().__init__()
        self._folder, self._records, self._aside = folder, records, aside
        self._prepared: Prepared | None = None  # touched in the records' thread only
        self.cost: object = None  # of the lock; None is measured. Tests and measurements set it.

    def find_protection(self, done: "Callable[[Protection], None]", failed: Failed) -> None:
        """Find out what helps to protect the records."""

        def work() -> "Protection":
            from ir_desktop.services import first_run

            return first_run.find_protection()

        self._aside.submit(work, done, failed, owner=self)

    def weigh(
        self,
        password: str,
        given: Given,
        *,
        alone: bool,
        done: "Callable[[Strength], None]",
    ) -> None:
        """Work out how strong a password is."""

        def work() -> "Strength":
            from ir_desktop.services import passwords

            return passwords.password_strength(password, alone=alone, about=given.guessable())

        self._records.submit(work, done, _nothing, owner=self)

    def prepare(
        self,
        given: Given,
        password: str,
        done: Callable[[tuple[bytes, str]], None],
        failed: Failed,
    ) -> None:
        """Make the store beside its place; `done` gets the sheet as a PDF and the code on it."""

        def work() -> tuple[bytes, str]:
            from ir_desktop.services import first_run, sign_in

            if self._prepared is not None:  # the person went back and changed something
                prepared, self._prepared = self._prepared, None
                first_run.abandon(prepared)
            made = first_run.prepare(
                self._folder,
                sign_in.FirstRun(
                    setting_name=given.name,
                    setting_type=given.kind,
                    manager_name=given.manager,
                    password=password,
                    **given.texts(),
                ),
                progress=lambda words: self.progress.emit(f"{words}…"),
                cost=self.cost,  # type: ignore[arg-type] - as the service takes it
            )
            self._prepared = made
            return first_run.sheet(made).pdf, made.recovery_code

        self._records.submit(work, done, failed, owner=self)

    def finish(
        self, typed: str, done: "Callable[[tuple[Session, Who]], None]", failed: Failed
    ) -> None:
        """Put the store in its place and sign in, if this is the code."""

        def work() -> "tuple[Session, Who]":
            from ir_desktop import log
            from ir_desktop.services import first_run
            from ir_desktop.ui.shell_presenter import who_is

            session = first_run.finish(present(self._prepared), typed)
            self._prepared = None
            log.start(self._folder)
            return session, who_is(session)

        self._records.submit(work, done, failed, owner=self)

    def abandon(self) -> None:
        """Take away a store that was not finished, once what is being done is done."""

        def work() -> None:
            if self._prepared is not None:
                from ir_desktop.services import first_run

                prepared, self._prepared = self._prepared, None
                first_run.abandon(prepared)

        self._records.submit(work, _nothing, _nothing, owner=self)


def _nothing(_: object) -> None:
    """Take a result that nobody waits for."""
