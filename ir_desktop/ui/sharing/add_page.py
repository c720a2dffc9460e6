"""Adding an agreement: choose the file, see what it says, compare its key, take it in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ir_desktop.domain.sharing import Agreement
from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services import agreements
from ir_desktop.services.introductions import Offered
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing import files
from ir_desktop.ui.sharing.agreement_presenter import OfferView, offered
from ir_desktop.ui.sharing.compare import CompareForm
from ir_desktop.ui.sharing.paper import pairs, paper
from ir_desktop.ui.sharing.sender import Sender
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.bottom_bar import BottomBar
from ir_desktop.ui.widgets.buttons import Button, secondary
from ir_desktop.ui.widgets.cards import Card, clear, column, row
from ir_desktop.ui.widgets.focus import focus_soon
from ir_desktop.ui.widgets.lines import line, with_lines
from ir_desktop.ui.widgets.screen import Screen

_KINDS = "Agreements (*.jwt);;All files (*)"
_LEAD = "You need the file that the health team sent, and somebody there to ring."


class AddPage(Screen):
    """Three steps on one page, each shown when the one before is done."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__("Add an agreement")
        self._context, self._places = context, places
        self.dialog: QFileDialog | None = None
        self.compare: CompareForm | None = None
        self.refusal: Banner | None = None
        self._offered: Offered | None = None
        back = partial(places.go, Place("sharing", part="agreements"))
        page, _ = paper("Add an agreement", _LEAD, "Back to Agreements", back)
        self.choose = secondary("Choose the file", icon="upload")
        self.choose.clicked.connect(self._ask_which)
        self._file = Card("1. The agreement file", icon="file-text")
        self._file.body.addLayout(row(self.choose, None))
        self._told = QVBoxLayout()
        self._file.body.addLayout(self._told)
        page.body.addWidget(self._file)
        self._rest = column()
        page.body.addLayout(self._rest)
        page.body.addStretch(1)
        self._page = page
        whole = QWidget()
        self._foot = column()
        whole.setLayout(column(page, self._foot))
        self.fill(whole)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first step: there is nothing to read before it."""
        super().showEvent(event)
        if self.compare is None:
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def add(self) -> Button | None:
        """The page's primary button, once there is something to add."""
        return None if self.compare is None else self.compare.add_button

    def _ask_which(self) -> None:
        self.dialog = files.to_open(self, "Choose the agreement file", _KINDS, self.read)

    def read(self, file: Path) -> None:
        """Read a file; what it says is shown, and nothing is trusted."""
        self._context.ask(
            lambda session: offered(session, file),
            lambda found: self._offer(file.name, *found),
            self._not_read,
            owner=self,
        )

    def _not_read(self, error: IrError) -> None:
        self._offered, self.compare = None, None
        clear(self._rest)
        clear(self._foot)
        words = error.sentence
        if isinstance(error, Invalid):
            words = " ".join(dict.fromkeys(each.sentence for each in error.problems))
        self.refusal = Banner(Tone.ACT, "This file cannot be used.", words)
        self._tell(self.refusal)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, name: str, found: Offered, view: OfferView) -> None:
        self._offered = found
        self._tell(Prose(f"{name} was read. Nothing is trusted yet.", colour="soft"))
        self.choose.set_words("Choose another file")
        clear(self._rest)
        says = Card("2. What it says", icon="eye")
        says.add(pairs(view.facts))
        kinds = Card("What may be sent under it", icon="list-checks")
        for each in with_lines([line(words, how) for words, how in view.kinds]):
            kinds.add(each)
        self.compare = CompareForm(view)
        self.compare.wanted.connect(self._take_in)
        for part in (says, kinds, self.compare):
            self._rest.addWidget(part)
        clear(self._foot)
        self._foot.addWidget(BottomBar(self.compare.add_button))
        says.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        focus_soon(self.compare.first())
        self._page.ensureWidgetVisible(says)

    def _tell(self, part: QWidget) -> None:
        clear(self._told)
        self._told.addWidget(part)

    def _take_in(self) -> None:
        if self._offered is None or self.compare is None:
            return
        data, form = self._offered.data, self.compare
        typed, name, team = form.typed(), form.name(), form.team()
        self._context.ask(
            lambda session: agreements.import_agreement(
                session, data, typed=typed, confirmed_by=name, health_team_id=team
            ),
            self._added,
            self._refused,
            owner=self,
        )

    def _refused(self, error: IrError) -> None:
        if self.compare is not None:
            found = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
            self.compare.refuse(found)

    def _added(self, agreement: Agreement) -> None:
        Sender.of(self._context).look()
        self._places.go(Place("sharing", part=f"added:{agreement.recipient_name}"))
