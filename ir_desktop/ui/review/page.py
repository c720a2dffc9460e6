"""What the pages of all steps share: title, problems, fields, and the way to the draft."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.domain.progress import Step
from ir_desktop.errors import Problem
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.looks import Tag, Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.draft import Draft
from ir_desktop.ui.review.opened import Opened
from ir_desktop.ui.review.steps import TITLES
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.cards import ScrollPage, clear, column, row
from ir_desktop.ui.widgets.fields.base import ROOM, Field
from ir_desktop.ui.widgets.forms import naming, show_in_page
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.tags import TagWidget

_WRITING = (Step.ASQ3, Step.PROGRESS_CHECK, Step.HEALTH, Step.CONCLUSIONS, Step.PLAN)

F = TypeVar("F", bound=Field[Any])


class Desk(Protocol):
    """What a page has to do with the workspace that it stands in."""

    @property
    def context(self) -> Context:
        """The way to the records."""
        ...

    @property
    def places(self) -> Places:
        """Where a page may send the person."""
        ...

    @property
    def child_id(self) -> str:
        """The child."""
        ...

    @property
    def opened(self) -> Opened:
        """The review as it was last read."""
        ...

    @property
    def draft(self) -> Draft:
        """What is being written."""
        ...

    @property
    def in_line(self) -> bool:
        """Whether the text is so big that the steps stand in one line above the page."""
        ...

    def go_to(self, step: Step) -> None:
        """Show another step."""
        ...

    def read_again(self, then: Callable[[], None] | None = None) -> None:
        """Save, and read the review anew after something else than its draft has changed."""
        ...

    def saved(self, then: Callable[[], None]) -> None:
        """Save what is not saved; `then` is called when everything is."""
        ...

    def act_changed(self) -> None:
        """Show the words of the page's own primary button again."""
        ...

    def focus_primary(self) -> None:
        """Put the focus on the primary button."""
        ...


class StepPage(ScrollPage):
    """One step. `fill` shows what is written, `collect` gives what stands on the page.

    A page has many fields, and to make them all at once is to let the window not answer. So it is
    made in turns: by `make_some` while there is time, and what is left by `make_rest`.
    """

    tag_changed = Signal()

    def __init__(self, step: Step, desk: Desk, title: str = "") -> None:
        super().__init__(Space.LARGE)
        self.step, self.desk = step, desk
        self.setAccessibleName(title or TITLES[step])
        self.tag: Tag | None = None
        self.asked: tuple[Problem, ...] = ()
        self.fields: dict[str, Field[Any]] = {}
        self._names: dict[str, str] = {}
        self.title = Prose(title or TITLES[step], Type.TITLE)
        self._tag_place = QHBoxLayout()
        self._head = QWidget()
        across = row(self.title, gap=Space.NORMAL)
        across.setStretch(0, 1)
        across.addLayout(self._tag_place)
        self._head.setLayout(across)
        # Where the steps stand in one line, that line is the title.
        if desk.in_line:
            self._head.hide()
        self.summary = Summary()
        self.summary.chosen.connect(self._go_to_field)
        self.summary.hide()
        side, top = theme.of().space(Space.LARGE), theme.of().space(Space.NORMAL)
        # The scroll bar stands in the right margin, so that cards end where the buttons below do.
        self.body.setContentsMargins(side, top, side - theme.of().space(Space.MEDIUM), top)
        self.body.setSpacing(theme.of().space(Space.MEDIUM))
        self.body.addWidget(self._head)
        self.body.addWidget(self.summary)
        self._frozen = Banner(
            Tone.ACCENT,
            "This review is signed off",
            "If you change something, a new version begins, and you are asked why.",
        )
        self._frozen.hide()
        self.body.addWidget(self._frozen)
        self._turns: Iterator[None] | None = self.build()

    def sizeHint(self) -> QSize:
        """Return a small size: a page takes what there is, and to lay it out to ask is slow."""
        return self.minimumSizeHint()

    def build(self) -> Iterator[None]:
        """Put the parts of the page under its title, a few in each turn."""
        yield from ()

    def make_some(self) -> bool:
        """Make a few parts; return whether there are more."""
        if self._turns is None:
            return False
        others = QApplication.topLevelWidgets()
        more = next(self._turns, False) is None
        for each in QApplication.topLevelWidgets():
            if each.parent() is None and each not in others:
                each.setParent(self)  # it goes with the page, also if it is never put on it
        return more

    def make_rest(self) -> None:
        """Make every part that is left, and show what is written."""
        if self._turns is not None:
            while self.make_some():
                pass
            self._turns = None
            self.body.addStretch(1)
            self.fill()

    def fill(self) -> None:
        """Show what is written."""

    def show_signed(self) -> None:
        """Say what a change means, where the review is signed off."""
        shown = self.step in _WRITING and self.desk.opened.signed
        self._frozen.setVisible(shown)

    def collect(self) -> dict[str, Any]:
        """Return the draft's fields as they stand on the page."""
        return {}

    def refresh(self) -> None:
        """Take note that the review was read anew; what is being typed stays."""

    def entered(self) -> None:
        """Take note that the page is shown now, and put the focus where work begins."""
        there = [each for each in self.fields.values() if each.isVisibleTo(self)]
        empty = [each for each in there if each.is_empty()]
        for field in (*empty, *there)[:1]:
            field.focus_field()

    def primary(self) -> str:
        """Return the words of the page's own primary button; empty for "Next: …"."""
        return ""

    def press(self) -> None:
        """Do what the page's own primary button says."""

    def accepted(self) -> None:
        """Take note that the person goes on: what is offered on the page counts as wanted."""

    def add_field(self, name: str, field: F, *, told: str = "") -> F:
        """Take note of a field that is written to the draft with the page, and return it.

        `name` is what problems call it: the way of the content's own, such as ``held_on``.
        `told` is its name in the list of problems, where its label is on the page twice.
        """
        self.fields[name] = field
        self._names[told or field.name()] = name
        field.changed.connect(lambda: self._edited(name))
        return field

    def drop_fields(self, start: str) -> None:
        """Forget the fields whose names begin so."""
        for name in [each for each in self.fields if each.startswith(start)]:
            del self.fields[name]

    def write(self) -> None:
        """Write what stands on the page to the draft."""
        self.desk.draft.put(**self.collect())

    def set_tag(self, tag: Tag | None) -> None:
        """Show a tag beside the title."""
        if tag == self.tag:
            return
        self.tag = tag
        if not self.desk.in_line:
            clear(self._tag_place)
            if tag is not None:
                self._tag_place.addWidget(TagWidget(tag), 0, Qt.AlignmentFlag.AlignVCenter)
        self.tag_changed.emit()

    def problems(self, saved: Iterable[Problem] = ()) -> list[Problem]:
        """Return what is wrong on the page: what cannot be read, and what saving found."""
        own = [
            Problem(name, field.own_problem())
            for name, field in self.fields.items()
            if field.own_problem() and field.isVisibleTo(self)
        ]
        named = {each.field for each in own}
        told = [each for each in saved if each.field in self.fields and each.field not in named]
        return own + told

    def show_problems(self, problems: list[Problem]) -> None:
        """Show problems above the page and at their fields, and go to them; none clears them."""
        self.asked = tuple(problems)
        at = {each.field: each.sentence for each in problems}
        for name, field in self.fields.items():
            if field.problem() != at.get(name, ""):
                field.show_problem(at.get(name, ""))
        told = {name: label for label, name in self._names.items()}
        found = [(told.get(each.field, ""), each.sentence) for each in problems]
        self.summary.show_problems([(name, naming(name, words)) for name, words in found])
        if problems:
            self.summary.setFocus()
            # The summary has no place yet where it was hidden a moment ago.
            QTimer.singleShot(0, self.summary, lambda: show_in_page(self.summary))

    def _go_to_field(self, label: str) -> None:
        field = self.fields[self._names[label]]
        field.focus_field()
        show_in_page(field)

    def _edited(self, name: str) -> None:
        field = self.fields.get(name)
        if field is not None and field.problem():
            field.show_problem("")  # it is being mended; going on asks again
        self.write()


def beside(*fields: QWidget, in_line: bool) -> QHBoxLayout | QVBoxLayout:
    """Return fields side by side with equal shares, or under one another where text is big."""
    if in_line:
        return column(*fields, gap=Space.SMALL)
    line = row(gap=Space.NORMAL)
    for each in fields:
        share = column(each)
        share.addStretch(1)
        line.addLayout(share, 1)
    return line


def roomy(*buttons: QWidget) -> QHBoxLayout:
    """Return buttons at the left, with room for the focus ring."""
    line = row(*buttons, None, gap=Space.MEDIUM)
    line.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
    return line
