"""What is amiss around the records, on Today: looked at once for each person signed in."""

from PySide6.QtCore import Signal

from ir_desktop.domain.people import Role
from ir_desktop.domain.plain import moment_words
from ir_desktop.errors import IrError
from ir_desktop.services import clock_doubts, surroundings
from ir_desktop.services.surroundings import Kind, Told
from ir_desktop.ui.context import Context
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.serving import Serving
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.dialog import Decision

IS_RIGHT = "The date is right"


class Around(Serving):
    """What was found; `found` comes when it is there or has changed, and `told` has it then."""

    found = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: tuple[Told, ...] = ()
        self._trouble = ""
        self.look()

    def look(self) -> None:
        """Look; by itself it does so once."""
        self.context.ask(surroundings.look, self._looked, self._not_looked, owner=self)

    def banners(self) -> list[Banner]:
        """Return what there is to say; where a manager can settle it, with a link for that."""
        return [self._banner(each) for each in self.told]

    def _banner(self, each: Told) -> Banner:
        tone = Tone.WATCH if each.grave else Tone.CALM
        if each.kind is not Kind.CLOCK or self.context.session.staff.role is not Role.MANAGER:
            return Banner(tone, each.title, each.detail)
        act = link(IS_RIGHT, tells=f"{IS_RIGHT}: {each.title}")
        detail = f"{self._trouble} {each.detail}".strip()
        banner = Banner(tone, each.title, detail, act)
        act.clicked.connect(lambda: self._ask(banner))
        return banner

    def _ask(self, banner: Banner) -> None:
        now = moment_words(self.context.session.clock.now().astimezone())
        asked = Decision(
            banner.window(),  # Today may be made anew under it
            "Are the date and the time of this computer right?",
            "Yes, they are right",
            safe="Not now",
            detail=f"It says {now}. Compare it with a telephone. The warning ends with your word, "
            "and comes again if the clock is ever set back to before it.",
        )
        asked.decided.connect(self._decided)
        asked.open()

    def _decided(self, yes: bool) -> None:
        if yes:
            self.context.ask(
                clock_doubts.say_right, lambda _: self._settled(), self._not_settled, owner=self
            )

    def _settled(self) -> None:
        self.told = tuple(each for each in self.told if each.kind is not Kind.CLOCK)
        self.found.emit()

    def _not_settled(self, error: IrError) -> None:
        self._trouble = error.sentence
        self.found.emit()

    def _looked(self, told: tuple[Told, ...]) -> None:
        self.told = told
        if told:
            self.found.emit()

    def _not_looked(self, _: IrError) -> None:
        """Say nothing: what keeps records from being read is told by every page."""
