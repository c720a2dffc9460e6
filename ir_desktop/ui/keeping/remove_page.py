"""Removing everything about one child: what goes, what stays, and one question."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.plain import possessive
from ir_desktop.errors import IrError
from ir_desktop.services import removals
from ir_desktop.services.removals import Removal
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.keeping import presenter
from ir_desktop.ui.keeping.frame import headed, listed, place
from ir_desktop.ui.keeping.leavers_page import REMOVED
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import Button, secondary
from ir_desktop.ui.widgets.cards import row
from ir_desktop.ui.widgets.dialog import DangerButton, Decision
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.screen import Screen

_REST = ("All else that stands on the page under “What goes”",)
_LEAD = "Read what goes and what stays. It cannot be undone here."


class RemovePage(Screen):
    """What a removal does; the button asks once, then removes."""

    def __init__(self, context: Context, places: Places, place: Place) -> None:
        super().__init__("Remove a child’s records")
        self._context, self._places, self._child_id = context, places, place.child_id
        self.remove: Button | None = None
        self._busy = False
        self.load()

    def load(self) -> None:
        """Read what there is of the child."""
        self._context.ask(
            lambda session: removals.look_ahead(session, self._child_id),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: Removal) -> None:
        name = found.child.full_name
        title = f"Remove {possessive(name)} records"
        self.named.emit(title)
        page, _ = headed(
            title, _LEAD, "All who have left", lambda: self._places.go(place("leavers"))
        )
        self.problems = Summary()
        self.problems.hide()
        page.body.addWidget(self.problems)
        early = presenter.early_words(found)
        if early:
            page.body.addWidget(Banner(Tone.WATCH, "It is early to remove them", early))
        gone = presenter.goes(found)
        page.body.addWidget(listed("What goes", "minus", gone, "minus", "act"))
        page.body.addWidget(listed("What stays", "check", presenter.stays(found), "check",
                                   "accent"))  # fmt: skip
        see = secondary("See the child’s page", icon="baby")
        see.clicked.connect(lambda: self._places.go(Place("child", self._child_id)))
        told = (
            "If a parent or anybody else may still ask for these records, give them a copy first."
        )
        page.body.addWidget(Prose(told, colour="soft"))
        page.body.addLayout(row(see, None))
        page.body.addStretch(1)
        self.first = secondary("Take everything out first", icon="file-text")
        self.first.clicked.connect(lambda: self._places.go(place("everything", self._child_id)))
        self.remove = DangerButton("Remove everything", tells=f"Remove everything about {name}")
        self.remove.clicked.connect(lambda: self.ask(name, gone))
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(page, 1)
        down.addWidget(BottomBar(self.remove, back=self.first))
        self.fill(whole)
        self.first.setFocus()

    def ask(self, name: str, gone: list[str]) -> None:
        """Ask once; then remove."""
        asked = Decision(
            self, f"Remove everything about {name}?", "Remove everything", safe="Keep the records",
            detail="It cannot be undone here. Backups have it until newer ones replace them.",
            goes=(gone[0], *_REST), danger=True,
        )  # fmt: skip
        asked.decided.connect(self._decided)
        asked.open()

    def _decided(self, yes: bool) -> None:
        if not yes or self._busy:
            return
        self._busy = True
        self._context.ask(
            lambda session: removals.remove_child(session, self._child_id),
            lambda _: self._places.go(place(f"leavers:{REMOVED}")),
            self._failed,
            owner=self,
        )

    def _failed(self, error: IrError) -> None:
        self._busy = False
        self.problems.show_problems([("", error.sentence)])
        self.problems.setFocus()
