"""A new recovery sheet: print it and type its code back; then the old one opens nothing."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services import recovery
from ir_desktop.services.recovery import NewCode
from ir_desktop.services.session import Session
from ir_desktop.ui.backups.key_changes import KeyChanges
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.first_run.page import StepPage
from ir_desktop.ui.first_run.sheet import CodePage, SheetPage
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.widgets.screen import Screen

_FIRST, _SECOND = "New recovery sheet, step 1 of 2", "New recovery sheet, step 2 of 2"
_WORKING = "Putting your records under a new key… This can take a minute."


class SheetScreen(Screen):
    """Two pages. Leaving before the end changes nothing: the old sheet still counts."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("A new recovery sheet")
        self._context, self._places = context, places
        self._new: NewCode | None = None
        self.page: StepPage | None = None
        self.load()

    def load(self) -> None:
        """Have a new code made, which does not count yet, and its sheet."""

        def work(session: Session) -> tuple[NewCode, bytes]:
            new = recovery.new_code(session)
            return new, recovery.sheet(new).pdf

        self._context.ask(work, self._show, lambda error: self.fail(error, self.load), owner=self)

    def _show(self, found: tuple[NewCode, bytes]) -> None:
        self._new, pdf = found
        self.named.emit("A new recovery sheet")
        self.sheet = SheetPage(self._context.aside, _FIRST, presenter.NEW_SHEET)
        self.sheet.back_button.set_words("Cancel")
        self.sheet.show_sheet(pdf, self._new.code)
        self.typed = CodePage(_SECOND, "Let the new sheet count")
        holder = QWidget()
        self._place = QVBoxLayout(holder)
        self._place.setContentsMargins(0, 0, 0, 0)
        for each in (self.sheet, self.typed):
            self._place.addWidget(each)
            each.hide()
        self.sheet.back.connect(self._go_back)
        self.sheet.submitted.connect(lambda: self._turn(self.typed))
        self.typed.back.connect(lambda: self._turn(self.sheet))
        self.typed.submitted.connect(self._use)
        self.fill(holder)
        self._turn(self.sheet)

    def _turn(self, page: StepPage) -> None:
        if self.page is not None:
            self.page.hide()
        self.page = page
        page.show()
        page.enter()

    def _use(self) -> None:
        new, page, typed = self._new, self.typed, self.typed.code.value()
        if new is None:
            return
        page.set_busy(_WORKING)

        def failed(error: IrError) -> None:
            page.set_busy("")
            problems = (
                error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
            )
            page.form.problems(problems)

        KeyChanges.of(self._context).ask(
            lambda session: recovery.use_code(session, new, typed),
            lambda _: self._go_back(),
            failed,
            owner=self,
        )

    def _go_back(self) -> None:
        self._places.go(Place("settings", part=presenter.YOU))
