"""The review workspace: the steps at the side, one of them on the page, saved as it is typed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
)

from ir_desktop.domain.progress import Step
from ir_desktop.errors import IrError, Problem
from ir_desktop.services.drafts import Progress, SavedStep
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.review import steps
from ir_desktop.ui.review.draft import Draft
from ir_desktop.ui.review.frame import Frame
from ir_desktop.ui.review.opened import Opened, open_review
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.review.pages import make_page
from ir_desktop.ui.review.saver import Saver
from ir_desktop.ui.widgets.forms import show_in_page
from ir_desktop.ui.widgets.saved_note import SavedNote
from ir_desktop.ui.widgets.screen import Screen
from ir_desktop.ui.widgets.stepper import StepLine, Stepper

_LAID_OUT_MS = (0, 60)
_AHEAD_MS = 150  # the page shown is laid out first


class ReviewWorkspace(Screen):
    """One child's review. `part` names the step to show first; without one, the next to do."""

    def __init__(self, context: Context, places: Places, child_id: str, part: str = "") -> None:
        super().__init__("Two-year review")
        self.context, self.places, self.child_id = context, places, child_id
        self._wanted = steps.step_named(part)
        self.pages: dict[Step, StepPage] = {}
        self._problems: tuple[Problem, ...] = ()
        self._making: dict[Step, StepPage] = {}
        self._load()

    @property
    def in_line(self) -> bool:
        """Whether the text is so big that the steps stand in one line above the page."""
        return self.frame.in_line

    @property
    def stepper(self) -> Stepper | StepLine:
        """The steps."""
        return self.frame.stepper

    @property
    def page(self) -> StepPage:
        """The page shown."""
        return self.pages[self.step]

    def leave(self) -> None:
        """Have everything that was typed saved: what was asked first is also done first."""
        if self.loaded:
            self._saver.leave()

    def part_shown(self) -> str | None:
        """Return the step shown."""
        return self.step.value if self.loaded else None

    def hideEvent(self, event: QHideEvent) -> None:
        """Have everything saved: the window may be closing."""
        self.leave()
        super().hideEvent(event)

    def go_to(self, step: Step) -> None:
        """Show a step; what was typed on the others stays on their pages."""
        self.step = step
        page = self.pages.get(step)
        if page is None:
            page = self.pages[step] = self._begun(step)
            del self._making[step]
            page.make_rest()
            page.tag_changed.connect(partial(self._show_tag, page))
            self.frame.stack.addWidget(page)
        self.frame.stack.setCurrentWidget(page)
        page.verticalScrollBar().setValue(0)
        page.show_signed()
        page.refresh()
        self._show_steps()
        self._show_tag(page)
        before = steps.before(step)
        self.back.set_words(steps.back_words(before))
        self.act_changed()
        self.saved(self._nothing)
        page.entered()
        # A new page is laid out in a few rounds; what has the focus may be further down on it.
        for wait in _LAID_OUT_MS:
            QTimer.singleShot(wait, self, self._show_focus)
        after = steps.after(step)
        if after is not None and after not in self.pages:
            QTimer.singleShot(_AHEAD_MS, self, lambda: self._make(after, self._nothing))

    def _begun(self, step: Step) -> StepPage:
        if step not in self._making:
            page = self._making[step] = make_page(step, self)
            page.setParent(self)  # it goes with the workspace, also if it is never shown
            page.hide()
        return self._making[step]

    def _make(self, step: Step, then: Callable[[], None]) -> None:
        """Make a page a few parts at a time, and do `then` in a turn of its own."""
        if step not in self.pages:
            more = self._begun(step).make_some()
            QTimer.singleShot(0, self, partial(self._make, step, then) if more else then)

    def _show_focus(self) -> None:
        there = QApplication.focusWidget()
        if there is not None and self.page.isAncestorOf(there):
            show_in_page(there)

    def _nothing(self) -> None:
        """Wait for nothing more after saving."""

    def act_changed(self) -> None:
        """Show the words of the primary button that belong to the page."""
        own, after = self.page.primary(), steps.after(self.step)
        if own or after is None:
            self.primary.show_words(own, arrow=False)
        else:
            self.primary.show_words(steps.next_words(after), arrow=True)
        self.primary.setVisible(bool(self.primary.words()))

    def focus_primary(self) -> None:
        """Put the focus on the primary button."""
        self.primary.setFocus()

    def saved(self, then: Callable[[], None]) -> None:
        """Save what is not saved; `then` is called when everything is."""
        self._saver.flush(then)

    def read_again(self, then: Callable[[], None] | None = None) -> None:
        """Save, and read the review anew after something else than its draft has changed."""

        def read(opened: Opened) -> None:
            self.opened = opened
            self.draft.based_on = opened.changed_at
            self._show_steps()
            for page in self.pages.values():
                page.refresh()
            self.act_changed()
            if then is not None:
                then()

        self.saved(
            lambda: self.context.ask(
                lambda session: open_review(session, self.child_id),
                read,
                self._failed,
                owner=self,
            )
        )

    def _load(self) -> None:
        self.context.ask(
            lambda session: open_review(session, self.child_id),
            self._show,
            lambda error: self.fail(error, self._load),
            owner=self,
        )

    def _show(self, opened: Opened) -> None:
        self.opened = opened
        self.named.emit(f"{opened.child.full_name}, two-year review")
        self.setAccessibleName(f"{opened.child.full_name}: two-year review")
        self.draft = Draft(opened.content, opened.changed_at, begun=opened.review is not None)
        self.step = self._wanted or opened.progress.next_step.step or Step.SIGN_OFF
        self.note = SavedNote()
        self._saver = Saver(self.context, self.child_id, self.draft, self.note, self)
        self._saver.kept.connect(self._kept)
        self.frame = Frame(opened, self.step, self.note)
        self.frame.stepper.chosen.connect(self._chosen)
        self.frame.check.connect(lambda: self.go_to(Step.SIGN_OFF))
        self.primary, self.back = self.frame.primary, self.frame.back
        self.primary.clicked.connect(self._go_on)
        self.back.clicked.connect(self._go_back)
        self._make(self.step, self._ready)

    def _ready(self) -> None:
        self.fill(self.frame)
        self.go_to(self.step)
        for keys, act in (
            ("Ctrl+Return", self._next_by_key),
            ("Ctrl+PgDown", self._next_by_key),
            ("Ctrl+PgUp", self._go_back),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _kept(self, saved: SavedStep, progress: Progress) -> None:
        self.opened = replace(self.opened, review=saved.review, progress=progress)
        self._problems = saved.problems
        self._show_steps()
        self.page.show_signed()

    def _show_steps(self) -> None:
        self.stepper.show_steps(steps.looks(self.opened.progress.steps), self.step)

    def _show_tag(self, page: StepPage) -> None:
        if page is self.pages.get(self.step):
            self.frame.show_tag(page.tag)

    def _chosen(self, key: str) -> None:
        self.go_to(Step(key))

    def _next_by_key(self) -> None:
        """Go on by keyboard; a button that signs or leads elsewhere is gone to, not pressed."""
        if self.page.primary():
            self.focus_primary()
        else:
            self._go_on()

    def _go_on(self) -> None:
        page = self.page
        if page.primary():
            page.press()
            return
        page.accepted()
        found = page.problems(self._problems)
        if found and tuple(found) != page.asked:
            page.show_problems(found)  # once; going on again goes on
            return
        self.saved(lambda: self._go_after(page))

    def _go_after(self, page: StepPage) -> None:
        found = page.problems(self._problems)
        if found and tuple(found) != page.asked:
            page.show_problems(found)
            return
        after = steps.after(page.step)
        if after is not None and self.step is page.step:
            self.go_to(after)

    def _go_back(self) -> None:
        before = steps.before(self.step)
        if before is None:
            self.places.show_child(self.child_id)
        else:
            self.go_to(before)

    def _failed(self, error: IrError) -> None:
        self.note.show_failed(error.sentence)
