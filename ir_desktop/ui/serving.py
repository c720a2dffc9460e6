"""What works on its own for the person signed in, beside the screens: one of each kind for each."""

from typing import Self

from PySide6.QtCore import QObject

from ir_desktop.ui.context import Context


class Serving(QObject):
    """One for each person signed in: `of` gives it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.records)
        self.context = context

    @classmethod
    def of(cls, context: Context) -> Self:
        """Return the one of the person signed in, made if it is not there yet."""
        found = context.records.findChild(cls)
        if found is not None and found.context.session is context.session:
            return found
        if found is not None:
            found.stop()
            found.setParent(None)  # so that it is not found again before it is deleted
            found.deleteLater()
        return cls(context)

    def stop(self) -> None:
        """Stop for good; by default there is nothing to stop."""
