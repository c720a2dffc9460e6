"""The composition root: puts the parts together, runs the window, and takes everything down.

Knows everyone; nobody knows it. Nothing slow is imported on the way to the first page: what
services need is loaded in the records' thread while the person types.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ir_desktop import paths, traces
from ir_desktop.crash import CrashWatch
from ir_desktop.errors import present
from ir_desktop.storage import opening
from ir_desktop.ui import ahead, appearance, demo_folder, ending, forgetful
from ir_desktop.ui.collector import Collector
from ir_desktop.ui.context import Context, Place
from ir_desktop.ui.demo_folder import DemoFolder
from ir_desktop.ui.first_run.flow import FirstRun
from ir_desktop.ui.locking.clipboard import ClipboardGuard
from ir_desktop.ui.locking.guard import Guard
from ir_desktop.ui.options import Options, parse
from ir_desktop.ui.sign_in import where
from ir_desktop.ui.sign_in.door import Door
from ir_desktop.ui.sign_in.no_store import NoStorePage
from ir_desktop.ui.sign_in.page import SignInPage
from ir_desktop.ui.sign_in.presenter import Person, people_of
from ir_desktop.ui.window import Window
from ir_desktop.ui.worker import Worker, report

if TYPE_CHECKING:
    from ir_desktop.services.session import Session
    from ir_desktop.services.sign_in_file import InBackup
    from ir_desktop.ui.backups.watching import Watching
    from ir_desktop.ui.restoring.flow import RestoreFlow
    from ir_desktop.ui.sharing.sender import Sender
    from ir_desktop.ui.shell import Shell
    from ir_desktop.ui.shell_presenter import Who

_RESTART = 75  # an exit code of the event loop only
_STOP_SECONDS = 10.0
_GIVE_UP_SECONDS = 0.1  # for making what is thrown away anyhow
_USAGE = "Use: ir-desktop [--demo | --store FOLDER], or ir-desktop --help for the commands."
_SETTLED_MS = 1_000  # the desktop has told by then how windows are to look
_SWITCH_SECONDS = 0.0002  # how long a working thread may keep the interpreter from the window


def run(argv: Sequence[str], *, ready: "Callable[[App], None] | None" = None) -> int:
    """Open the window and return the exit status when it is closed.

    `ready` is called once the first page has been painted; tests and measurements use it.
    """
    options = parse(argv)
    if options is None:
        if sys.__stderr__ is not None:  # a program without a console has none
            sys.__stderr__.write(_USAGE + "\n")
        return 2
    forgetful.begin()
    there = QApplication.instance()
    qt = there if isinstance(there, QApplication) else QApplication(sys.argv[:1])
    qt.setApplicationName("Integrated Review")
    appearance.of().apply()
    app, crashes = App(qt, options), CrashWatch()
    app.entered.connect(crashes.start)
    app.window.painted.connect(lambda: QTimer.singleShot(_SETTLED_MS, traces.keep_memory_private))
    if ready is not None:
        app.window.painted.connect(lambda: ready(app))
    with ending.QuittingOnSignals(qt):
        app.start()
        status = qt.exec()
    locking = status == _RESTART
    kept = app.stop(keep_demo=locking)
    crashes.stop()
    if not app.ended and not locking:  # a fresh process takes the place of a busy one as well
        ending.at_once(status)
    if locking:
        chosen = ["--store", str(app.elsewhere)] if app.elsewhere else list(argv)
        ending.restart(["--resume-demo", str(kept)] if kept else chosen)
    return status


class App(QObject):
    """The running program: the window, the two threads, and the person signed in.

    `entered` gives the folder of the records when somebody has signed in to them.
    """

    entered = Signal(Path)

    def __init__(self, qt: QApplication, options: Options) -> None:
        super().__init__()
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._qt, self._options = qt, options
        self._folder = options.store or paths.data_folder()
        self.elsewhere: Path | None = None  # the folder that somebody chose in the window
        self._demo = DemoFolder.resume(options.resumed) if options.resumed else None
        self.session: Session | None = None
        self._collector = Collector(self)
        self._collector.start()
        self.window = Window()
        # Once more round the event loop: the first page has the machine to itself until then.
        self.window.painted.connect(lambda: QTimer.singleShot(0, self._warm))
        self.records = Worker("records", report)
        self.aside = Worker("aside", report)
        self._sign_in: SignInPage | None = None
        self._door: Door | None = None
        self._first_run: FirstRun | None = None
        self._restore: RestoreFlow | None = None
        self._who: Who | None = None
        self._sender: Sender | None = None
        self._watch: Watching | None = None
        self.ended = True  # once stopped: whether no thread works any more
        self.guard = Guard(self.window)
        self.clipboard = ClipboardGuard(self)
        appearance.of().resized.connect(self._resized)

    def start(self) -> None:
        """Show the window with its first page."""
        if self._options.demo:
            self._show_demo()
        else:
            self._show_store()
        self.window.show()

    def stop(self, *, keep_demo: bool) -> Path | None:
        """Close the store, end the threads, remove the demo; return the demo's folder if kept."""
        appearance.of().resized.disconnect(self._resized)
        self.guard.stop()
        self._leave_first_run()
        self._leave_door()
        self._leave_page()
        self.clipboard.forget()
        making = self._demo is not None and self._demo.making
        if making and self._demo is not None:
            self._demo.stop()
        if self._watch is not None:
            self._watch.stop()
        if self._sender is not None:
            # What is under way is cut, and says so in the store before that is closed.
            self._sender.stop()
            self.aside.stop(_STOP_SECONDS)
        if self.session is not None:
            self.records.submit(self.session.close, _nothing, _nothing, owner=self)
            self.session = None
        self.ended = self.records.stop(_GIVE_UP_SECONDS if making else _STOP_SECONDS)
        self.aside.stop(_GIVE_UP_SECONDS if making else _STOP_SECONDS)
        self.window.close()
        self._collector.stop()
        if self._demo is not None and (self.ended or making):
            if keep_demo:
                return self._demo.keep()
            self._demo.remove()
        return None

    def _leave_page(self) -> None:
        """Have what was typed saved before the store is closed."""
        if self.session is not None:
            from ir_desktop.ui.shell import Shell

            if isinstance(self.window.page, Shell):
                self.window.page.leave()

    def _show_store(self) -> None:
        folder = self._folder
        found = opening.look(folder)
        problem = found.problem
        if problem is None:
            self._show_sign_in(people_of(found.slots), demo=False)
        elif found.missing:
            self._show_no_store(where.problem(folder) if self._options.named else "")
        elif not folder.is_dir():
            self._show_no_store(where.problem(folder) or problem.sentence)
        else:
            self.records.submit(
                lambda: opening.note(folder, problem), _nothing, _nothing, owner=self
            )
            self._show_no_store(problem.sentence, put_back=found.put_back, restore=True)

    def _look_elsewhere(self, folder: str) -> None:
        """Look for records in a folder that was chosen; setting up stays where there are none."""
        chosen = Path(folder)
        if self._first_run is not None:
            found = opening.look(chosen)
            if found.problem is not None:
                told = where.NO_RECORDS if found.missing else found.problem.sentence
                self._first_run.refuse(told)
                return
        self._leave_first_run()
        self._folder = self.elsewhere = chosen
        self._options = Options(store=chosen, named=True)
        self._leave_restore()

    def _show_no_store(self, problem: str, **offers: bool) -> None:
        if not problem:
            self._show_first_run()
            return
        page = NoStorePage(problem, **offers)
        page.restore_wanted.connect(self._show_restore)
        page.file_wanted.connect(self._show_sign_in_file)
        page.elsewhere.connect(self._look_elsewhere)
        page.demo_wanted.connect(self._show_demo)
        self.window.show_page(page)
        page.problem.setFocus()

    def _show_first_run(self) -> None:
        page = self._first_run = FirstRun(self._folder, self.records, self.aside)
        page.demo_wanted.connect(self._show_demo)
        page.elsewhere.connect(self._look_elsewhere)
        page.restore_wanted.connect(self._show_restore)
        page.opened.connect(self._opened)
        page.chosen.connect(self._begin_with)
        self.window.show_page(page)
        page.page.enter()

    def _leave_first_run(self) -> None:
        for each in (self._first_run, self._restore):
            if each is not None:
                each.abandon()
        self._first_run = self._restore = None

    def _show_restore(self) -> None:
        from ir_desktop.ui.restoring import flow

        self._leave_first_run()
        self._leave_door()
        self._restore = flow.show(self.window, self._folder, self.records, self._leave_restore)

    def _show_sign_in_file(self) -> None:
        from ir_desktop.ui.sign_in import file_page

        self._leave_first_run()
        self._leave_door()
        page = file_page.show(self.window, self._folder, self.records, self._leave_restore)
        page.found.connect(self._sign_in_with)

    def _sign_in_with(self, found: "InBackup") -> None:
        self._show_sign_in(people_of(found.people), demo=False, using=found)
        self._warm()

    def _leave_restore(self) -> None:
        self._leave_first_run()
        self._show_store()
        self._warm()

    def _begin_with(self, way: str) -> None:
        self._first_run = None
        shell = self._come_in()
        kind = {"add": "child_form", "import": "import"}.get(way)
        if kind is not None:
            shell.go(Place(kind))

    def _show_sign_in(
        self, people: tuple[Person, ...], *, demo: bool, using: "InBackup | None" = None
    ) -> SignInPage:
        page = SignInPage(demo=demo, backup=using.made_at if using else None)
        self.window.show_page(page)
        page.set_people(people)
        self._leave_door()
        self._door = Door(page, self.window, lambda: self._folder, self.records, using)
        self._door.restore_wanted.connect(self._show_restore)
        self._door.file_wanted.connect(self._show_sign_in_file)
        self._door.opened.connect(self._opened)
        self._door.entered.connect(self._entered)
        self._door.again.connect(self._show_store)
        self._sign_in = page
        return page

    def _show_demo(self) -> None:
        self._leave_first_run()
        if self._demo is not None and self._demo.people:
            self._folder = self._demo.store
            self.records.submit(self._demo.hold, _nothing, _nothing, owner=self)
            self._show_sign_in(self._demo.people, demo=True)
            return
        page = self._show_sign_in((), demo=True)
        page.set_busy("Making the demo nursery…")
        demo = self._demo = DemoFolder.make()
        self._folder = demo.store
        demo.fill_for(page, self.records)

    def _warm(self) -> None:
        """Load what services and screens need, in the records' thread, while the person types."""
        # A folder that has no records yet stays as it is: new records need it empty.
        folder = None if self._demo is not None or self._sign_in is None else self._folder
        screens = ahead.Ahead(self)
        screens.finished.connect(self._collector.set_aside)
        self.records.submit(
            lambda: ahead.load_services(folder), lambda _: screens.begin(), _nothing, owner=screens
        )
        self.records.submit(demo_folder.sweep, _nothing, _nothing, owner=self)
        if folder is not None and (page := self._sign_in) is not None:
            self.records.submit(
                lambda: opening.hindrance(folder), page.show_hindrance, _nothing, owner=page
            )

    def _leave_door(self) -> None:
        if self._door is not None:
            self._door.abandon()
            self._door = None

    def _opened(self, opened: "tuple[Session, Who]") -> None:
        self.session, self._who = opened
        self._sign_in = None

    def _entered(self, settings_part: str) -> None:
        self._door = None
        shell = self._come_in()
        if settings_part:
            shell.go(Place("settings", part=settings_part))
        elif self._who is not None and self._who.back_to is not None:
            shell.come_back(self._who.back_to)

    def _show_shell(self) -> "Shell":
        from ir_desktop.ui.sharing.sender import Sender
        from ir_desktop.ui.shell import Shell

        context = Context(present(self.session), self.records, self.aside)
        self._sender = Sender.of(context)
        self._sender.start()
        shell = Shell(context, present(self._who))
        shell.locked.connect(lambda: ending.vanish(self._qt, _RESTART))
        self.window.show_page(shell)
        self.guard.start(shell.lock)
        return shell

    def _come_in(self) -> "Shell":
        from ir_desktop.ui.backups.watching import Watching

        shell, session = self._show_shell(), present(self.session)
        self.entered.emit(session.store.folder)
        context = Context(session, self.records, self.aside)
        self._watch = Watching(self.window, context, self._leave_page)
        return shell

    def _resized(self) -> None:
        """Make everything anew in another text size, where the person is now."""
        from ir_desktop.ui.shell import Shell

        page = self.window.page
        if isinstance(page, Shell):
            self._show_shell().follow(page.trail)


def _nothing(_: object) -> None:
    """Take a result that nobody waits for."""
