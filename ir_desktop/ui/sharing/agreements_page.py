"""Agreements with health teams: those there are, and the way to a new one."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ir_desktop.errors import IrError
from ir_desktop.services import agreements
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing.agreement_presenter import (
    AgreementCard,
    AgreementsView,
    agreements_view,
)
from ir_desktop.ui.sharing.paper import pairs, paper
from ir_desktop.ui.sharing.sender import Sender
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button, link, primary, secondary
from ir_desktop.ui.widgets.cards import Card, column, row
from ir_desktop.ui.widgets.dialog import Decision
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import line, with_lines
from ir_desktop.ui.widgets.screen import Screen
from ir_desktop.ui.widgets.tags import TagWidget

_LEAD = "An agreement says what may be sent to a health team, for what, and until when."
_STEPS = (
    (
        "Introduce this setting",
        "Save this setting’s card to a file and send it to the health team. When they ring, read "
        "the fingerprint out to them.",
    ),
    (
        "They send an agreement back",
        "It is a file. Ring them on a number you know, and have them read out two groups of their "
        "fingerprint.",
    ),
    (
        "Add the agreement",
        "From then on you can send reviews that the family agreed to. Nothing is sent before.",
    ),
)


class AgreementsPage(Screen):
    """The list of agreements. `told` is said above it, after one was added."""

    def __init__(self, context: Context, places: Places, told: str = "") -> None:
        super().__init__("Agreements")
        self._context, self._places, self._told = context, places, told
        self.add: Button | None = None
        self.introduce: Button | None = None
        self.ends: list[Button] = []
        self.decision: Decision | None = None
        self.load()

    def load(self) -> None:
        """Read the agreements anew."""
        self._context.ask(
            agreements_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, view: AgreementsView) -> None:
        back = partial(self._places.go, Place("sharing"))
        page, to = paper("Agreements", _LEAD, "Back to Sharing", back)
        if self._told:
            page.body.addWidget(Banner(Tone.GOOD, self._told))
        self.ends = []
        focus: QWidget = to
        if view.may_manage:
            self.add = primary("Add an agreement", icon="plus")
            self.add.clicked.connect(partial(self._part, "add"))
            self.introduce = secondary("Introduce this setting", icon="house")
            self.introduce.clicked.connect(partial(self._part, "introduce"))
            buttons = (self.add, self.introduce, None)
            page.body.addLayout(column(*buttons[:2]) if theme.of().stacked else row(*buttons))
            focus = self.introduce if not view.cards else self.add
        else:
            page.body.addWidget(Banner(Tone.CALM, "A manager can add and end agreements."))
        if not view.cards:
            page.body.addWidget(_how())
        for each in view.cards:
            page.body.addWidget(self._card(each))
        page.body.addStretch(1)
        self.fill(page)
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _part(self, part: str) -> None:
        self._places.go(Place("sharing", part=part))

    def _card(self, each: AgreementCard) -> Card:
        card = Card()
        card.setAccessibleName(each.team)
        title, tag = Prose(each.team, Type.CARD_TITLE), TagWidget(each.state)
        if theme.of().stacked:
            card.body.addLayout(column(title, Flow([tag], Space.SMALL), gap=Space.SMALL))
        else:
            head = row(title, tag)
            head.setStretch(0, 1)
            card.body.addLayout(head)
        card.add(pairs(each.facts))
        kinds = Disclosure("What may be sent")
        kinds.head.setAccessibleName(f"What may be sent to {each.team}")
        for part in with_lines([line(words, how) for words, how in each.kinds]):
            kinds.body.addWidget(part)
        card.add(kinds)
        if each.may_end:
            end = link("End this agreement", tells=f"End the agreement with {each.team}")
            end.clicked.connect(partial(self._ask_to_end, each))
            self.ends.append(end)
            card.body.addLayout(row(end, None))
        return card

    def _ask_to_end(self, each: AgreementCard) -> None:
        self.decision = Decision(
            self,
            f"End the agreement with {each.team}?",
            "End it",
            safe="Keep it",
            detail="What was sent stays with them. To share again you need a new agreement.",
            goes=("Nothing more is sent to them", "Copies on their way are held here"),
            goes_title="From now on",
            danger=True,
        )
        self.decision.decided.connect(partial(self._end, each.agreement_id))
        self.decision.open()

    def _end(self, agreement_id: str, yes: bool) -> None:
        self.decision = None
        if yes:
            self._context.ask(
                lambda session: agreements.end_agreement(session, agreement_id),
                lambda ended: self._was_ended(ended.recipient_name),
                self._failed,
                owner=self,
            )

    def _was_ended(self, team: str) -> None:
        self._told = f"The agreement with {team} has ended. Nothing more is sent under it."
        self.load()
        Sender.of(self._context).look()

    def _failed(self, error: IrError) -> None:
        self.fail(error, self.load)


def _how() -> Card:
    card = Card("How to begin", icon="list-checks")
    for number, (title, words) in enumerate(_STEPS, 1):
        card.add(line(f"{number}. {title}", words, strong=True))
    return card
