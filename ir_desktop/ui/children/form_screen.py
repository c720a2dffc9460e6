"""A form as a page of its own: problems above and at the fields, all at once; save or cancel."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services.session import Session
from ir_desktop.ui import theme
from ir_desktop.ui.children.kept import kept
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import Button, primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column
from ir_desktop.ui.widgets.dialog import Decision
from ir_desktop.ui.widgets.forms import Form, show_in_page
from ir_desktop.ui.widgets.screen import Screen

KEPT_WORDS = "What you typed before is still here"


class SectionForm(Form):
    """A form whose fields stand in cards with a title each."""

    _column: QVBoxLayout

    def __init__(self, tells: str) -> None:
        super().__init__(tells)
        self._outer = self._column
        self._outer.setSpacing(theme.of().space(Space.NORMAL))

    def section(self, title: str, icon: str = "") -> Card:
        """Put the fields that follow in a card."""
        card = Card(title, icon=icon)
        self._outer.addWidget(card)
        self._column = card.body
        return card

    def end_sections(self) -> None:
        """Put what follows under the cards."""
        self._column = self._outer

    def holds(self, part: QWidget) -> bool:
        """Tell whether a part is this form's own, not one of a form that stands in it."""
        above = part.parentWidget()
        while above is not None and not isinstance(above, Form):
            above = above.parentWidget()
        return above is self

    def names(self) -> Sequence[str]:
        """Return the fields' names."""
        return tuple(self._fields)

    def states(self) -> dict[str, object]:
        """Return what stands in the fields, also where it cannot be read."""
        return {name: field.state() for name, field in self._fields.items()}

    def put_back(self, states: Mapping[str, object]) -> None:
        """Show again what stood in the fields; they still count as changed."""
        for name, state in states.items():
            if name in self._fields:
                self._fields[name].put_back(state)


class FormScreen(Screen):
    """A page with one form. Subclasses read what it needs, offer it, and say how it is saved."""

    def __init__(self, name: str, context: Context, places: Places, place: Place) -> None:
        super().__init__(name)
        self._context, self._places, self._place = context, places, place
        self.form: SectionForm | None = None
        self.act: Button | None = None
        self._key = f"{place.kind}/{place.child_id}/{place.part}"
        self._busy = False

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
        self.form, self.act = form, primary(act)
        cancel = secondary("Cancel")
        cancel.clicked.connect(self.cancel)
        self.act.clicked.connect(self.submit)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.submit)
        page = ScrollPage()
        parts: list[QWidget] = [Prose(title, Type.TITLE), *above]
        before = kept(self._context).take(self._key)
        if before:
            form.put_back(before)
            parts.append(Banner(Tone.ACCENT, KEPT_WORDS, f"It is saved once you press “{act}”."))
        inside = QWidget()
        inside.setLayout(column(*parts, form))
        inside.setMaximumWidth(theme.of().size(Size.PAPER) * 3 // 2)
        page.body.addWidget(inside)
        page.body.addStretch(1)
        for box in form.findChildren(QLineEdit):
            if form.holds(box):
                box.returnPressed.connect(self.submit)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(page, 1)
        down.addWidget(BottomBar(self.act, back=cancel))
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
        self._context.ask(
            lambda session: self.save(session, values), self._saved, self._failed, owner=self
        )

    def _saved(self, saved: Any) -> None:
        self._busy = False
        if self.form is not None:
            self.form.settle()
        self._places.go(self.after(saved))

    def _failed(self, error: IrError) -> None:
        self._busy = False
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
            self.form.settle()
            self._places.go(self.before())

    def leave(self) -> None:
        """Keep what was typed for when the person comes back."""
        if self.form is not None and self.form.dirty():
            kept(self._context).put(self._key, self.form.states())
