"""What is being written: one content that every page changes, saved a few fields at a time."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from ir_desktop.domain.review import ReviewContent


class Draft(QObject):
    """The content as it stands on the pages, and which of its fields are not saved yet.

    `changed` comes with every change that a person makes.
    """

    changed = Signal()

    def __init__(self, content: ReviewContent, based_on: datetime | None, *, begun: bool) -> None:
        """Take the stored content; a review not `begun` saves its whole start with the first."""
        super().__init__()
        self.content, self.based_on = content, based_on
        self._begun = begun
        self._dirty: set[str] = set()

    def put(self, **fields: Any) -> None:
        """Change some fields of the content."""
        new = {name: value for name, value in fields.items() if value != self._get(name)}
        if not new:
            return
        self.content = replace(self.content, **new)
        self._dirty |= new.keys()
        if not self._begun:
            self._dirty.add("model")
            self._begun = True
        self.changed.emit()

    def answer(self, code: str, sentence: str) -> None:
        """Answer one of moderation's questions, or take the answer back with an empty sentence."""
        answers = dict(self.content.moderation)
        answers.pop(code, None)
        if sentence:
            answers[code] = sentence
        self.put(moderation=answers)

    @property
    def dirty(self) -> bool:
        """Whether something is not on its way to the store yet."""
        return bool(self._dirty)

    def take(self) -> dict[str, Any]:
        """Return the fields that are not saved, which count as saved from now on."""
        taken = {name: self._get(name) for name in sorted(self._dirty)}
        self._dirty.clear()
        return taken

    def give_back(self, names: Any) -> None:
        """Count fields as not saved again, as saving them failed."""
        self._dirty |= set(names)

    def _get(self, name: str) -> Any:
        return getattr(self.content, name)
