"""The pages of the first opening in their order: on, back, and what is done between them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.ui.first_run.asking import MePage, SettingPage, WhoPage
from ir_desktop.ui.first_run.backing_up import BackingUp
from ir_desktop.ui.first_run.making import Making
from ir_desktop.ui.first_run.page import FormPage, StepPage
from ir_desktop.ui.first_run.password import PasswordPage
from ir_desktop.ui.first_run.presenter import Given, Step, Who, step_of
from ir_desktop.ui.first_run.ready import ReadyPage
from ir_desktop.ui.help.over import HelpOver
from ir_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from ir_desktop.ui.first_run.sheet import CodePage, SheetPage


class FirstRun(QWidget):
    """The first opening.

    `demo_wanted` to look round instead; `opened` gives the session and who is signed in, once the
    records stand; `chosen` how to begin: ``add``, ``import`` or ``look``. `elsewhere` gives the
    folder that somebody has records in already; `restore_wanted` for who has a backup of them.
    """

    demo_wanted = Signal()
    elsewhere = Signal(str)
    restore_wanted = Signal()
    opened = Signal(object)
    chosen = Signal(str)

    def __init__(self, folder: Path, records: Worker, aside: Worker) -> None:
        super().__init__()
        self.setAccessibleName("Setting up")
        self._records, self._aside = records, aside
        self.making = Making(folder, records, aside)
        self.making.progress.connect(self._tell)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.help = HelpOver(self, lambda: self.page)
        self._setting_pages: dict[Who, FormPage] = {}
        self._password_pages: dict[Who, PasswordPage] = {}
        self._sheet_pages: tuple[SheetPage, CodePage] | None = None
        self.page: Any = None
        self._keyring: str | None = None
        self._looking = False
        self._made: tuple[object, ...] = ()  # what the store that stands ready was made from
        first = self._first = WhoPage()
        first.demo_wanted.connect(self.demo_wanted)
        first.elsewhere_chosen.connect(self.elsewhere)
        first.restore_wanted.connect(self.restore_wanted)
        first.submitted.connect(self._who)
        self._show(first)

    @property
    def who(self) -> Who:
        """Who works with the program."""
        return self._first.who.value() or Who.NURSERY

    def abandon(self) -> None:
        """Leave nothing half done: the window is closing, or shows something else."""
        self.making.abandon()

    def refuse(self, sentence: str) -> None:
        """Say why the records elsewhere cannot be opened."""
        self.page.form.problems([Problem("", sentence)])

    def given(self) -> Given:
        """Return everything filled in so far."""
        setting, password = self._setting_page(), self._password_page()
        values = {**setting.form.values(), **password.form.values()}
        return Given(self.who, setting.form.values(), str(values.get("manager_name", "")))

    def _show(self, page: QWidget) -> None:
        self.help.close()
        if self.page is not None:
            self.page.hide()
        if self._place.indexOf(page) < 0:
            self._place.addWidget(page)
        self.page = page
        page.show()
        self.page.enter()

    def _who(self) -> None:
        if not self._looking:  # not before: what it needs is slow to load
            self._looking = True
            self.making.find_protection(
                lambda found: self._protected(found.keyring), lambda _: self._protected("")
            )
        self._show(self._setting_page())

    def _setting_page(self) -> FormPage:
        if self.who not in self._setting_pages:
            page = SettingPage() if self.who is Who.NURSERY else MePage()
            page.submitted.connect(self._setting)
            page.back.connect(lambda: self._show(self._first))
            self._setting_pages[self.who] = page
        return self._setting_pages[self.who]

    def _setting(self) -> None:
        self._show(self._password_page())

    def _password_page(self) -> PasswordPage:
        if self.who not in self._password_pages:
            page = PasswordPage(self.who)
            page.submitted.connect(self._make)
            page.back.connect(self._who)
            page.weighing.connect(self._weigh)
            self._password_pages[self.who] = page
            if self._keyring is not None:
                page.show_protection(self._keyring)
        return self._password_pages[self.who]

    def _protected(self, keyring: str) -> None:
        self._keyring = keyring
        for page in self._password_pages.values():
            page.show_protection(keyring)

    def _weigh(self, password: str) -> None:
        page = self._password_page()
        self.making.weigh(
            password,
            self.given(),
            alone=page.alone,
            done=lambda found: page.show_strength(password, found.score, found.problem),
        )

    def _make(self) -> None:
        page, given = self._password_page(), self.given()
        password = page.password.value()
        asked = (
            given.who,
            given.name,
            given.kind,
            given.manager,
            *given.texts().values(),
            password,
        )
        if asked == self._made and self._sheet_pages is not None:
            self._show(self._sheet_pages[0])  # nothing changed: the same sheet
            return
        page.set_busy("Making your records…")

        def done(made: Any) -> None:
            page.set_busy("")
            self._made = asked
            self._sheet(*made)

        self.making.prepare(given, password, done, lambda error: self._wrong(page, error))

    def _tell(self, words: str) -> None:
        if isinstance(self.page, StepPage):
            self.page.set_busy(words)

    def _wrong(self, page: FormPage, error: IrError) -> None:
        page.set_busy("")
        found = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        mine = [each for each in found if step_of(each.field) is page.step]
        if mine or page.step is not Step.PASSWORD:
            page.form.problems(mine or found)
            return
        before = self._setting_page()
        self._who()
        before.form.problems(Problem(e.field.removeprefix("setting_"), e.sentence) for e in found)

    def _sheet(self, pdf: bytes, code: str) -> None:
        from ir_desktop.ui.first_run.sheet import CodePage, SheetPage

        for old in self._sheet_pages or ():
            self._place.removeWidget(old)
            old.deleteLater()
        page, typed = self._sheet_pages = SheetPage(self._aside), CodePage()
        typed.setParent(self)
        typed.hide()
        page.show_sheet(pdf, code)
        page.back.connect(self._setting)
        page.submitted.connect(lambda: self._show(typed))
        typed.back.connect(lambda: self._show(page))
        typed.submitted.connect(lambda: self._finish(typed, typed.code.value()))
        self._show(page)

    def _finish(self, page: FormPage, typed: str) -> None:
        page.set_busy("Opening your records…")
        self.making.finish(typed, self._finished, lambda error: self._wrong(page, error))

    def _finished(self, opened: Any) -> None:
        self._password_page().forget()
        self.opened.emit(opened)
        step = BackingUp(opened[0], self._records, self)
        step.over.connect(self._ready)
        self._show(step.page)

    def _ready(self) -> None:
        ready = ReadyPage()
        ready.chosen.connect(self.chosen)
        self._show(ready)
