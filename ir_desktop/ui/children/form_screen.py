"""A form as a page of its own: problems above and at the fields, all at once; save or cancel."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ir_desktop.domain.plain import list_words
from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services.session import Session
from ir_desktop.ui import theme
from ir_desktop.ui.backups.key_changes import KeyChanges
from ir_desktop.ui.children.kept import Back, Keeper
from ir_desktop.ui.children.section_form import SectionForm
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import Button, primary, secondary
from ir_desktop.ui.widgets.cards import ScrollPage, column
from ir_desktop.ui.widgets.dialog import Decision
from ir_desktop.ui.widgets.forms import show_in_page
from ir_desktop.ui.widgets.screen import Screen

__all__ = ["KEPT_WORDS", "FormScreen", "SectionForm"]

KEPT_WORDS = "What you typed before is still here"


class FormScreen(Screen):
    """A page with one form. Subclasses read what it needs, offer it, and say how it is saved.

    `DOING` is said while it is saved, where that takes more than a moment. `CHANGES_KEYS` says that
    saving changes who can open the records: closing the window waits for it, and a backup follows.
    """

    DOING = ""
    CHANGES_KEYS = False

    def __init__(self, name: str, context: Context, places: Places, place: Place) -> None:
        super().__init__(name)
        self._context, self._places, self._place = context, places, place
        self.form: SectionForm | None = None
        self.act: Button | None = None
        self._busy = False
        self.keeper = Keeper(context, place, self)

    @abstractmethod
    def load(self) -> None:
        """Read what the form needs, and offer it."""
        raise NotImplementedError

    @abstractmethod
    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Save what is filled in. Runs in the records' thread; raises `IrError`."""
        raise NotImplementedError

    def problems_of(self, values: Mapping[str, Any]) -> Sequence[Problem]:
        """Return what is wrong with what is filled in, without the records; by default nothing."""
        return ()

    @abstractmethod
    def after(self, saved: Any) -> Place:
        """Return where to go once it is saved."""
        raise NotImplementedError

    @abstractmethod
    def before(self) -> Place:
        """Return where Cancel goes."""
        raise NotImplementedError

    def offer(self, title: str, form: SectionForm, act: str, *above: QWidget) -> None:
        """Show the form under its title, with `above` between them."""
        if self.keeper.error is not None:
            self.fail(self.keeper.error, self.load)
            return
        self.form, self.act = form, primary(act)
        cancel = secondary("Cancel")
        cancel.clicked.connect(self.cancel)
        self.act.clicked.connect(self.submit)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.submit)
        page = ScrollPage()
        parts: list[QWidget] = [Prose(title, Type.TITLE), *above]
        back = self.keeper.watch(form)
        if back is not None:
            parts.append(Banner(Tone.ACCENT, KEPT_WORDS, _told(back, form, act)))
        for box in form.findChildren(QLineEdit):
            if form.holds(box):
                box.returnPressed.connect(self.submit)
        # From the outside in: each time that so many fields are moved costs as much as making them.
        whole = QWidget(self)
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(page, 1)
        down.addWidget(BottomBar(self.act, back=cancel, note=self.keeper.note))
        inside = QWidget()
        inside.setMaximumWidth(theme.of().size(Size.PAPER) * 3 // 2)
        page.body.addWidget(inside)
        page.body.addStretch(1)
        lines = column(*parts)
        inside.setLayout(lines)
        lines.addWidget(form)
        self.fill(whole)
        form.go_to(form.names()[0])
        page.verticalScrollBar().setValue(0)

    def submit(self) -> None:
        """Tell everything that is wrong at once, or have it saved."""
        if self.form is None or self._busy:
            return
        values = self.form.values()
        found = self.form.check()
        told = {each.field for each in found}
        found += [each for each in self.problems_of(values) if each.field not in told]
        self.form.problems(found)
        if found:
            return
        self._busy = True
        if self.DOING:
            self.keeper.note.show_doing(self.DOING)
        save = self.keeper.saving(lambda session: self.save(session, values))
        ask = KeyChanges.of(self._context).ask if self.CHANGES_KEYS else self._context.ask
        ask(save, self._saved, self._failed, owner=self)

    def _saved(self, saved: Any) -> None:
        self._busy = False
        if self.form is not None:
            self.form.settle()
        if not self.gone:
            self._places.go(self.after(saved))

    def _failed(self, error: IrError) -> None:
        self._busy = False
        if self.DOING:
            self.keeper.note.show_doing("")
        problems = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        if self.form is not None:
            self.form.problems(problems)
            show_in_page(self.form.summary)

    def cancel(self) -> None:
        """Go back; what was typed goes only after the person said so."""
        if self.form is None or not self.form.dirty():
            self._places.go(self.before())
            return
        asked = Decision(
            self, "Leave without saving?", "Leave without saving", safe="Go on writing",
            detail="What you typed on this page will not be kept.",
        )  # fmt: skip
        asked.decided.connect(self._decided)
        asked.open()

    def _decided(self, leave: bool) -> None:
        if leave and self.form is not None:
            self.keeper.forget()
            self.form.settle()
            self._places.go(self.before())

    def leave(self) -> None:
        """Keep what was typed for when the person comes back."""
        self.keeper.leave()

    def fail(self, error: IrError, again: Callable[[], None]) -> None:
        """Say what is wrong, and offer to try again: then what was typed is asked for again too."""

        def both() -> None:
            self.keeper.read()
            again()

        super().fail(error, both)


def _told(back: Back, form: SectionForm, act: str) -> str:
    """Return what to know about what was brought back."""
    told = [f"It is saved once you press “{act}”."]
    if back.clashes:
        told.append(
            f"Meanwhile the records were changed in: {list_words(back.clashes)}. Look at these "
            "again: what you typed would take the place of that."
        )
    if form.secretive:
        told.append("A password is never kept: type it again.")
    return " ".join(told)
