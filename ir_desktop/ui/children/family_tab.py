"""Family and consent: who they are, what counts now, every decision, and every contact."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.services import children, families
from ir_desktop.services.children import FamilyMember
from ir_desktop.ui import theme
from ir_desktop.ui.children import child_view
from ir_desktop.ui.children.child_view import CarerPart, ChildView, InForce, TeamPart
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button, link, secondary
from ir_desktop.ui.widgets.cards import Card, IconWidget, Line, column, empty, fact, row
from ir_desktop.ui.widgets.dialog import Decision
from ir_desktop.ui.widgets.disclosure import Disclosure
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import line, with_lines
from ir_desktop.ui.widgets.tags import TagWidget

NEVER_BLOCKS = "Saying no never stops the check"
_NEVER_DETAIL = (
    "The progress check is done all the same and the family always gets the paper. Only what they "
    "agreed to is sent to the health team, and they can change their mind at any time."
)
_SHOWN = 5


class FamilyTab(QWidget):
    """The family part of a child's page. `changed` when its records have changed."""

    changed = Signal(object)

    def __init__(
        self, context: Context, places: Places, view: ChildView, removed: FamilyMember | None
    ) -> None:
        super().__init__()
        self._context, self._places, self._view = context, places, view
        self._removed = removed
        self.told = Prose("", Type.STRONG, colour="act")
        self.told.hide()
        parts: list[QWidget] = [self.told]
        if removed is not None:
            self.undo = link("Undo", tells=f"Put {removed.carer.name} back")
            self.undo.clicked.connect(self._put_back)
            words = f"{removed.carer.name} was taken off the list"
            parts.append(Banner(Tone.GOOD, words, "Nothing else was changed.", self.undo))
        left = column(self._family(), self._contacts())
        right = column(self._consent(), self._decisions())
        for side in (left, right):
            side.addStretch(1)
        if theme.of().stacked:
            whole = column(*parts, left, right)
        else:
            across = row(left, right, gap=Space.LARGE)
            across.setStretch(0, 1)
            across.setStretch(1, 1)
            whole = column(*parts, across)
        self.setLayout(whole)

    def _go(self, words: str, part: str, *, icon: str = "", as_link: bool = False) -> Button:
        button = link(words) if as_link else secondary(words, icon=icon)
        place = Place("child_form", self._view.child_id, part)
        button.clicked.connect(lambda: self._places.go(place))
        return button

    def _family(self) -> Card:
        card = Card("Parents and carers", icon="users")
        carers = self._view.family_part.carers
        if not carers:
            card.add(empty("No parent or carer is written down yet."))
        for each in carers:
            card.body.addLayout(self._carer(each))
            card.add(Line())
        self.add = self._go("Add a parent or carer", "carer", icon="user-plus")
        self.sibling = self._go("Add from another child’s family", "sibling", as_link=True)
        card.body.addLayout(row(self.add, None))
        card.body.addLayout(row(self.sibling, None))
        return card

    def _carer(self, carer: CarerPart) -> QVBoxLayout:
        # Layouts, not widgets: a ring around a link is drawn as far as the card's edges.
        head: list[QWidget] = [Prose(carer.name, Type.STRONG), *map(TagWidget, carer.tags)]
        change = link("Change", tells=f"Change {carer.name}")
        place = Place("child_form", self._view.child_id, f"carer:{carer.carer_id}")
        change.clicked.connect(lambda: self._places.go(place))
        remove = link("Remove", tells=f"Remove {carer.name} from the list")
        remove.clicked.connect(lambda: self._ask_removal(carer))
        facts = Flow([fact(each.name, each.value) for each in carer.facts], Space.LARGE)
        acts = row(change, remove, None, gap=Space.LARGE)
        relation = Prose(carer.relation, Type.SMALL, colour="soft")
        return column(Flow(head, Space.SMALL), relation, facts, acts, gap=Space.TINY)

    def _contacts(self) -> Card:
        card = Card("Contacts with the family", icon="phone")
        lines = self._view.family_part.contacts
        _some(card, lines, "Nobody wrote down a contact yet.", "older contacts")
        self.contact = self._go("Add a contact", "contact", icon="plus")
        card.body.addLayout(row(self.contact, None))
        return card

    def _consent(self) -> Card:
        card = Card("What the family agreed to", icon="shield-check")
        card.add(Banner(Tone.CALM, NEVER_BLOCKS, _NEVER_DETAIL))
        for team in self._view.family_part.teams:
            card.add(_team(team))
        self.decide = self._go("Record what the family decided", "consent", icon="pencil")
        card.body.addLayout(row(self.decide, None))
        return card

    def _decisions(self) -> Card:
        card = Card("Every decision", icon="history")
        lines = self._view.family_part.decisions
        _some(card, lines, "The family has not been asked about sharing yet.", "older decisions")
        return card

    def _ask_removal(self, carer: CarerPart) -> None:
        asked = Decision(
            self,
            f"Take {carer.name} off the list?",
            "Take off the list",
            detail="Their details and what they decided stay on record. You can undo this.",
            danger=True,
        )
        asked.decided.connect(partial(self._removal_decided, carer))
        asked.open()

    def _removal_decided(self, carer: CarerPart, yes: bool) -> None:
        if not yes:
            return
        self._context.ask(
            lambda session: families.remove_carer(session, self._view.child_id, carer.carer_id),
            self.changed.emit,
            self._fail,
            owner=self,
        )

    def _put_back(self) -> None:
        removed = self._removed
        if removed is None:
            return
        self._context.ask(
            lambda session: children.add_carer(
                session,
                self._view.child_id,
                carer_id=removed.carer.id,
                relationship=removed.link.relationship,
                parental_responsibility=removed.link.parental_responsibility,
            ),
            lambda _: self.changed.emit(None),
            self._fail,
            owner=self,
        )

    def _fail(self, error: IrError) -> None:
        self.told.set_text(error.sentence)
        self.told.show()


def _team(team: TeamPart) -> QWidget:
    made = QWidget()
    parts = [_in_force(each) for each in team.groups]
    made.setLayout(column(Prose(team.title, Type.STRONG), *with_lines(parts), gap=Space.SMALL))
    return made


def _in_force(found: InForce) -> QWidget:
    made = QWidget()
    tags = [TagWidget(found.state)]
    if found.again is not None:
        tags.append(TagWidget(found.again))
    parts: list[QWidget] = [Flow(tags, Space.SMALL)]
    if found.words:
        parts.append(Prose(found.words, Type.SMALL, colour="soft"))
    kinds = [_kind(words, found.state.shape) for words in found.kinds]
    made.setLayout(column(*parts, *kinds, gap=Space.TINY))
    made.setAccessibleName(f"{found.state.words}: {', '.join(found.kinds)}. {found.words}")
    return made


def _kind(words: str, shape: str) -> QWidget:
    made = QWidget()
    icon = IconWidget("check" if shape == "circle-check" else "minus", "soft", Size.ICON_SMALL)
    across = row(icon, Words(words), None, gap=Space.SMALL)
    across.setAlignment(icon, Qt.AlignmentFlag.AlignVCenter)
    made.setLayout(across)
    return made


def _some(card: Card, lines: Sequence[child_view.Line], nothing: str, more: str) -> None:
    """Show the newest lines, and the older ones under words that open them."""
    if not lines:
        card.add(empty(nothing))
    shown = [line(each.words, each.detail, each.tag) for each in lines[:_SHOWN]]
    for each in with_lines(shown):
        card.add(each)
    older = lines[_SHOWN:]
    if older:
        rest = Disclosure(f"{len(older)} {more}")
        for part in with_lines([line(each.words, each.detail, each.tag) for each in older]):
            rest.body.addWidget(part)
        card.add(rest)
