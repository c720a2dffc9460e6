"""Sharing on a child's page: each copy and its state, the answers, the consents."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.plain import list_words
from ir_desktop.ui.children.child_view import ChildView, ExportPart, ReplyPart
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, column, empty, fact, row
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import heading, line, ticked, with_lines
from ir_desktop.ui.widgets.tags import TagWidget


class RingCard(Card):
    """The health teams to ring, and the button by which it is noted that they were told."""

    def __init__(self, view: ChildView, told: Callable[[], None]) -> None:
        teams = list_words([each.team for each in view.rings])
        super().__init__("Ring the health team", icon="phone", edge=Tone.WATCH, bar=Tone.WATCH)
        for each in view.rings:
            self.add(Prose(each.team, Type.STRONG))
            self.add(Prose(each.sentence))
        self.told = secondary("They were told", icon="check", tells=f"Note that {teams} was told")
        self.told.clicked.connect(told)
        self.body.addLayout(row(self.told, None))


def sharing_tab(view: ChildView, told: Callable[[], None]) -> QWidget:
    """Return the sharing part; `told` notes that the health teams to ring were told."""
    made = QWidget()
    parts: list[QWidget] = [RingCard(view, told)] if view.rings else []
    parts += [_reply(each) for each in view.replies]
    parts += [_export(each) for each in view.exports]
    if not view.exports:
        card = Card("Copies for the health team", icon="send")
        card.add(empty("No copy was approved for sending. Nothing leaves by itself."))
        parts.append(card)
    parts.append(_consents(view))
    made.setLayout(column(*parts))
    return made


def _reply(reply: ReplyPart) -> Card:
    card = Card("The health visitor’s answer", icon="inbox")
    card.add(Prose(reply.when, colour="soft"))
    if reply.outcome:
        card.add(Prose(reply.outcome))
    if reply.actions:
        card.add(heading("Agreed actions"))
        for each in with_lines([line(each.words, each.detail) for each in reply.actions]):
            card.add(each)
    if reply.facts:
        card.add(Flow([fact(each.name, each.value) for each in reply.facts], Space.PAGE))
    return card


def _export(export: ExportPart) -> Card:
    card = Card(edge=Tone.WATCH if export.holds else None)
    card.body.addLayout(row(Words(export.title, Type.CARD_TITLE), TagWidget(export.state), None))
    if export.words:
        card.add(Prose(export.words))
    for sentence in export.holds:
        card.add(ticked(sentence, "triangle-alert", "watch"))
    if export.facts:
        card.add(Flow([fact(each.name, each.value) for each in export.facts], Space.PAGE))
    card.add(heading("In this copy"))
    for words in export.leaves:
        card.add(ticked(words, "check", "accent"))
    return card


def _consents(view: ChildView) -> Card:
    card = Card("What the family decided", icon="users")
    if not view.consents:
        card.add(empty("The family has not been asked about sharing yet."))
    lines = [line(each.words, each.detail, each.tag) for each in view.consents]
    for each in with_lines(lines):
        card.add(each)
    return card
