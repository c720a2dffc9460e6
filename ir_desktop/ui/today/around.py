"""What is amiss around the records, on Today: looked at once for each person signed in."""

from PySide6.QtCore import Signal

from ir_desktop.errors import IrError
from ir_desktop.services import surroundings
from ir_desktop.services.surroundings import Told
from ir_desktop.ui.context import Context
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.serving import Serving
from ir_desktop.ui.widgets.banner import Banner


class Around(Serving):
    """What was found; `found` comes when it is there, and `told` has it then."""

    found = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: tuple[Told, ...] = ()
        context.ask(surroundings.look, self._looked, self._not_looked, owner=self)

    def banners(self) -> list[Banner]:
        """Return what there is to say."""
        return [
            Banner(Tone.WATCH if each.grave else Tone.CALM, each.title, each.detail)
            for each in self.told
        ]

    def _looked(self, told: tuple[Told, ...]) -> None:
        self.told = told
        if told:
            self.found.emit()

    def _not_looked(self, _: IrError) -> None:
        """Say nothing: what keeps records from being read is told by every page."""
