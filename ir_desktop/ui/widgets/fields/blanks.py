"""A field that may have no answer, and then says which kind of none."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.records import BLANK_WORDS, Blank
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.fields.base import Field
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option

V = TypeVar("V")


class BlankField(Field[V | Blank], Generic[V]):
    """A field of another kind, or one of *not asked, not known, declined, not shared*.

    Nothing filled in means *not asked*. Choosing a reason sets what was typed aside; taking the
    reason back, or *not asked*, puts it back as it was.
    """

    def __init__(
        self, inner: Field[V], empty: V, *, reasons: Iterable[Blank] = tuple(Blank)
    ) -> None:
        """Wrap a field; `empty` is the value with nothing filled in."""
        super().__init__(inner.name())
        self.inner, self._empty = inner, empty
        self._aside: object = None
        for part in (self.label, self.hint, self.error):
            part.hide()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        inner.changed.connect(self._typed)
        self.take(inner, roomy=True)
        options = [Option(each, BLANK_WORDS[each]) for each in reasons]
        self.reasons = ChoiceField("Why there is no answer", options, across=True)
        self.reasons.label.hide()
        self.reasons.group.setAccessibleName(f"{inner.name()}: why there is no answer")
        self.reasons.changed.connect(self._reasoned)
        self.more = Disclosure("No answer? Say why", role=Type.SMALL)
        self.more.head.setAccessibleName(f"No answer? Say why: {inner.name()}")
        self.more.body.addWidget(self.reasons)
        self.more.body.setContentsMargins(0, 0, 0, 0)
        self.take(self.more, roomy=True)
        self._show(Blank.NOT_ASKED)

    def value(self) -> V | Blank:
        """Return what is filled in, or why nothing is."""
        if self.inner.is_empty():
            return self.reasons.value() or Blank.NOT_ASKED
        return self.inner.value()

    def set_value(self, value: V | Blank) -> None:
        """Fill in a value, or choose a reason."""
        self._aside = None
        if isinstance(value, Blank):
            self.inner.set_value(self._empty)
            self._show(value)
        else:
            self.inner.set_value(value)
            self._show(Blank.NOT_ASKED if self.inner.is_empty() else None)

    def state(self) -> tuple[object, Blank | None]:
        """Return what stands in the field and the reason chosen."""
        return self.inner.state(), self.reasons.value()

    def put_back(self, state: tuple[object, Blank | None]) -> None:
        """Show again what stood in the field before."""
        self.inner.put_back(state[0])
        self._show(state[1])

    def is_empty(self) -> bool:
        """Tell whether it has neither an answer nor a reason other than *not asked*."""
        return self.value() is Blank.NOT_ASKED

    def own_problem(self) -> str:
        """Return what is wrong with what is typed."""
        return self.inner.own_problem()

    def problem(self) -> str:
        """Return the problem shown."""
        return self.inner.problem()

    def show_problem(self, text: str) -> None:
        """Show a problem at the field inside."""
        self.inner.show_problem(text)

    def targets(self) -> Sequence[QWidget]:
        """Return what the field inside has."""
        return self.inner.targets()

    def tie(self, control: QWidget) -> None:
        """Do nothing: the field inside names its own control."""

    def _typed(self) -> None:
        self._aside = None
        self.reasons.set_value(Blank.NOT_ASKED if self.inner.is_empty() else None)
        self.changed.emit()

    def _reasoned(self) -> None:
        reason: Any = self.reasons.value()
        if reason is Blank.NOT_ASKED and self._aside is not None:
            self.inner.put_back(self._aside)
            self._aside = None
            self.reasons.set_value(None)
        elif not self.inner.is_empty():
            self._aside = self.inner.state()
            self.inner.set_value(self._empty)
        self.changed.emit()

    def _show(self, reason: Blank | None) -> None:
        self.reasons.set_value(reason)
        self.more.set_open(reason not in (None, Blank.NOT_ASKED))
