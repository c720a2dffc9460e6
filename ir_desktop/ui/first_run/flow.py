"""The pages of the first opening in their order: on, back, and what is done between them."""

from pathlib import Path
from typing import Any

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
        self._pages: dict[object, QWidget] = {}
        self.page: Any = None
        self._keyring: str | None = None
        self._looking = False
        self._made: tuple[object, ...] = ()  # what the store that stands ready was made from
        first = WhoPage()
        first.demo_wanted.connect(self.demo_wanted)
        first.elsewhere_chosen.connect(self.elsewhere)
        first.restore_wanted.connect(self.restore_wanted)
        first.submitted.connect(self._who)
        self._show(Step.WHO, first)

    @property
    def who(self) -> Who:
        """Who works with the program."""
        page = self._pages[Step.WHO]
        assert isinstance(page, WhoPage)  # noqa: S101 - it is the first
        return page.who.value() or Who.NURSERY

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

    def _show(self, key: object, page: QWidget) -> None:
        self._pages[key] = page
        self.help.close()
        if self.page is not None:
            self.page.hide()
        if page.parentWidget() is not self:
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
        page = self._setting_page()
        self._show((Step.SETTING, self.who), page)

    def _setting_page(self) -> FormPage:
        key = (Step.SETTING, self.who)
        if key not in self._pages:
            page = SettingPage() if self.who is Who.NURSERY else MePage()
            page.submitted.connect(self._setting)
            page.back.connect(lambda: self._show(Step.WHO, self._pages[Step.WHO]))
            self._pages[key] = page
        found = self._pages[key]
        assert isinstance(found, FormPage)  # noqa: S101 - made above
        return found

    def _setting(self) -> None:
        self._show((Step.PASSWORD, self.who), self._password_page())

    def _password_page(self) -> PasswordPage:
        key = (Step.PASSWORD, self.who)
        if key not in self._pages:
            page = PasswordPage(self.who)
            page.submitted.connect(self._make)
            page.back.connect(self._who)
            page.weighing.connect(self._weigh)
            self._pages[key] = page
            if self._keyring is not None:
                page.show_protection(self._keyring)
        found = self._pages[key]
        assert isinstance(found, PasswordPage)  # noqa: S101 - made above
        return found

    def _protected(self, keyring: str) -> None:
        self._keyring = keyring
        for page in self._pages.values():
            if isinstance(page, PasswordPage):
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
        if asked == self._made and Step.SHEET in self._pages:
            self._show(Step.SHEET, self._pages[Step.SHEET])  # nothing changed: the same sheet
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

        for key in (Step.SHEET, Step.CODE):
            if (old := self._pages.pop(key, None)) is not None:
                self._place.removeWidget(old)
                old.deleteLater()
        page, typed = SheetPage(self._aside), CodePage()
        page.show_sheet(pdf, code)
        page.back.connect(self._setting)
        page.submitted.connect(lambda: self._show(Step.CODE, typed))
        typed.back.connect(lambda: self._show(Step.SHEET, page))
        typed.submitted.connect(lambda: self._finish(typed, typed.code.value()))
        self._pages[Step.CODE] = typed
        self._show(Step.SHEET, page)

    def _finish(self, page: FormPage, typed: str) -> None:
        page.set_busy("Opening your records…")
        self.making.finish(typed, self._finished, lambda error: self._wrong(page, error))

    def _finished(self, opened: Any) -> None:
        self._password_page().forget()
        self.opened.emit(opened)
        step = BackingUp(opened[0], self._records, self)
        step.over.connect(self._ready)
        self._show(Step.BACKUP, step.page)

    def _ready(self) -> None:
        ready = ReadyPage()
        ready.chosen.connect(self.chosen)
        self._show(Step.READY, ready)
