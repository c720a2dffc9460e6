"""One review for a health team, as the right-hand page of Sharing."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.sharing.boxes import Box, headed, shaped, two_boxes
from ir_desktop.ui.sharing.share_view import DetailView, Freed, ReplyView
from ir_desktop.ui.theme import Edge, Space, Type
from ir_desktop.ui.widgets import ring
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button, link, primary, secondary
from ir_desktop.ui.widgets.cards import Card, Line, ScrollPage, column, fact, row
from ir_desktop.ui.widgets.fields.base import ROOM
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.tags import TagWidget

LATER, PAGES, CHILD_PAGE, BACK = "later", "pages", "child_page", "back"
_ICONS = {"send": "send", "hold": "hourglass", "again": "send", "renew": "undo-2", "read": "inbox"}


class Detail(Card):
    """The page: scrolls above its buttons, which stay. `acted` names the act that was chosen."""

    acted = Signal(str)

    def __init__(self, view: DetailView, *, back: bool) -> None:
        """Show a view; `back` puts a way to the list above it."""
        super().__init__()
        look = theme.of()
        self.view = view
        self.setAccessibleName(view.title)
        self._whole.setContentsMargins(ROOM, Edge.FIRM.value, ROOM, look.space(Space.SMALL))
        self.page = ScrollPage(Space.NORMAL)
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page.setAccessibleName(f"{view.title}. Scroll with the arrow keys")
        ring.inset(self.page)
        body = self.page.body
        top = look.space(Space.NORMAL)
        body.setContentsMargins(top, look.space(Space.MEDIUM), top, look.space(Space.MEDIUM))
        body.setSpacing(look.space(Space.MEDIUM))
        self.back = link("Back to the list") if back else None
        if self.back is not None:
            self.back.clicked.connect(partial(self.acted.emit, BACK))
            body.addWidget(self.back)
        body.addWidget(self._head(view))
        for part in self._parts(view):
            body.addWidget(part)
        self.act: Button | None = None
        self.pages = secondary("See every page", icon="eye")
        self.pages.clicked.connect(partial(self.acted.emit, PAGES))
        self._whole.addWidget(self.page, 1)
        foot = self._foot(view)
        if look.stacked:  # big text needs all the height for reading
            body.addWidget(Line())
            body.addWidget(foot)
            body.addStretch(1)
            return
        body.addStretch(1)
        self._whole.addWidget(Line())
        self._whole.addWidget(foot)

    def first_control(self) -> QWidget:
        """Return what the keyboard goes to first: the way back, the page's act, or the page."""
        return self.back or self.act or self.page

    def _head(self, view: DetailView) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.of().space(Space.MEDIUM))
        title = Prose(view.title, Type.SECOND_TITLE)
        tag = TagWidget(view.state)
        if theme.of().stacked:
            line.addLayout(column(title, Flow([tag], Space.SMALL), gap=Space.SMALL), 1)
        else:
            line.addWidget(title, 1)
            line.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _parts(self, view: DetailView) -> list[QWidget]:
        parts: list[QWidget] = []
        if view.told is not None:
            parts.append(Banner(view.told.tone, view.told.words, view.told.detail))
        parts += [self._held(each) for each in view.holds]
        if view.reply is not None:
            parts.append(_reply(view.reply))
        parts.append(two_boxes(view.leaves_title, view.leaves, view.stays))
        for block in view.blocks:
            parts += [Line(), headed(block)]
        return parts

    def _held(self, each: Freed) -> Banner:
        go = link(each.act, tells=f"{each.act}: {each.words}") if each.act else None
        if go is not None:
            go.clicked.connect(partial(self.acted.emit, each.does))
        return Banner(Tone.WATCH, each.words, each.detail, go)

    def _foot(self, view: DetailView) -> QWidget:
        look = theme.of()
        later = link("Not today", tells="Not today: go on to the next")
        later.clicked.connect(partial(self.acted.emit, LATER))
        if not view.does:
            later = link("Open the child’s page")
            later.clicked.connect(partial(self.acted.emit, CHILD_PAGE))
        buttons: list[QWidget] = [later, self.pages]
        if view.does:
            # What is held is not sent now: to free it comes first, so it has no primary button.
            make = secondary if view.does == "hold" else primary
            self.act = make(view.act, icon=_ICONS[view.does])
            self.act.clicked.connect(partial(self.acted.emit, view.does))
            buttons.append(self.act)
        made = QWidget()
        if look.stacked:
            down = column(*buttons[::-1], gap=Space.SMALL)
            down.setContentsMargins(0, 0, 0, ROOM)
            made.setLayout(down)
            return made
        line = row(later, None, *buttons[1:], gap=Space.MEDIUM)
        side, room = look.space(Space.NORMAL), look.space(Space.SMALL)
        line.setContentsMargins(side, room, side, ROOM)
        made.setLayout(line)
        return made


def _reply(reply: ReplyView) -> QWidget:
    box = Box("The health visitor’s answer", leaves=True)
    box.body.addWidget(Prose(reply.when, Type.SMALL, colour="soft"))
    if not reply.read:
        told = "It is kept here until you read it."
        if not reply.may_read:
            told = "The child’s key person, or a manager, can read it."
        box.body.addWidget(Prose(told))
        return box
    if reply.outcome:
        box.body.addWidget(Prose(reply.outcome))
    for each in reply.actions:
        box.body.addWidget(shaped(each))
    if reply.facts:
        box.body.addWidget(Flow([fact(name, value) for name, value in reply.facts], Space.PAGE))
    return box
