"""The Sharing place: the list at the left, one review whole at the right."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ir_desktop.errors import IrError
from ir_desktop.ui import theme
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.sharing import detail as acts
from ir_desktop.ui.sharing.detail import Detail
from ir_desktop.ui.sharing.detail_presenter import HOLD, RENEW, SEND, detail_view
from ir_desktop.ui.sharing.doing import Doing
from ir_desktop.ui.sharing.list_presenter import AGAIN, CHILD, READ, list_view
from ir_desktop.ui.sharing.nothing import nothing
from ir_desktop.ui.sharing.sender import Sender
from ir_desktop.ui.sharing.share_list import ShareList
from ir_desktop.ui.sharing.share_view import DetailView, ListView
from ir_desktop.ui.sharing.sharing_words import AGREEMENTS, ASK_FAMILY
from ir_desktop.ui.sharing.standing import Standing
from ir_desktop.ui.theme import Edge, Space, Type
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, clear, column, row
from ir_desktop.ui.widgets.screen import Screen

_PAUSE = 120  # milliseconds that a row is rested on before it is opened


class SharingPage(Screen):
    """Every review for a health team. `child_id` or `key` names the one to show first."""

    def __init__(self, context: Context, places: Places, child_id: str = "", key: str = "") -> None:
        super().__init__("Sharing")
        self._context, self._places = context, places
        self._wanted_child, self._wanted = child_id, key
        self.post = Sender.of(context)
        self.post.changed.connect(self.load)
        self.doing = Doing(context, self)
        self.doing.began.connect(self._say)
        self.doing.failed.connect(self._say)
        self.doing.approved.connect(self._approved)
        self.doing.read.connect(self._was_read)
        self.list: ShareList | None = None
        self.detail: Detail | None = None
        self._view: ListView | None = None
        self._asked, self._enter = "", False
        self._head, self._left, self._right = QWidget(), Card(), QWidget()
        self._beside = QVBoxLayout(self._right)
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._rest.timeout.connect(self._open)
        self.load()
        self.post.look()  # a consent may have freed something since

    def load(self) -> None:
        """Read the list anew, and the review that is shown."""
        self._context.ask(
            list_view, self._show, lambda error: self.fail(error, self.load), owner=self
        )

    def _show(self, view: ListView) -> None:
        before, self._view = self._view, view
        if before is None or bool(view.rows) != bool(before.rows) or not self.loaded:
            self._build(view)
        if self.list is None:
            return
        chosen = self.list.key()
        self.list.show_rows(view.rows)
        self._choose_wanted()
        if self.list.key() == chosen and self._asked:
            self._open(self._asked)  # the same row may stand otherwise by now

    def _choose_wanted(self) -> None:
        """Choose the row that was asked for; otherwise the one chosen stays, or the first."""
        if self.list is None or self._view is None:
            return
        keys = self.list.keys()
        of_child = [each.key for each in self._view.rows if each.child_id == self._wanted_child]
        wanted = self._wanted if self._wanted in keys else ""
        if not wanted and self._wanted_child and of_child:
            wanted = of_child[0]
        self._wanted = self._wanted_child = ""
        if wanted or self.list.key() not in keys:
            self.list.choose(wanted or keys[0])

    def _build(self, view: ListView) -> None:
        look = theme.of()
        whole = QWidget()
        down = QVBoxLayout(whole)
        side, top = look.space(Space.PAGE), look.space(Space.LARGE)
        down.setContentsMargins(side, top, side, top)
        down.setSpacing(look.space(Space.MEDIUM))
        agreements = self.agreements = secondary("Agreements", icon="file-text")
        agreements.clicked.connect(self._agreements)
        self.standing = Standing(self.post)
        title = column(Words("Sharing", Type.TITLE), self.standing, gap=Space.TINY)
        head = row(title, agreements)
        head.setStretch(0, 1)
        head.setAlignment(agreements, Qt.AlignmentFlag.AlignTop)
        self._head = QWidget()
        self._head.setLayout(head)
        down.addWidget(self._head)
        self.detail = None
        if not view.rows:
            self.list = None
            down.addWidget(nothing(view, self._agreements))
            down.addStretch(1)
            self.fill(whole)
            agreements.setFocus()
            return
        self.list = ShareList()
        self.list.chosen.connect(self._chosen)
        self.list.entered.connect(self._entered)
        self.list.acted.connect(self._row_act)
        self._left, self._right = _Sheet(self.list), QWidget()
        self._beside = QVBoxLayout(self._right)
        self._beside.setContentsMargins(0, 0, 0, 0)
        across = QHBoxLayout()
        across.setSpacing(look.space(Space.LARGE))
        across.addWidget(self._left, 38)
        across.addWidget(self._right, 62)
        if look.stacked:
            self._right.hide()
        down.addLayout(across, 1)
        self.fill(whole)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, key: str) -> None:
        """Show nothing of another child from the moment that a row is chosen."""
        self._asked = key
        if self.detail is None or self.detail.view.key != key:
            self._say("Opening…")
        self._rest.start()

    def _say(self, words: str) -> None:
        self.detail = None
        clear(self._beside)
        card = Card()
        card.add(Prose(words, colour="soft"))
        self._beside.addWidget(card)
        self._beside.addStretch(1)

    def _open(self, wanted: str = "") -> None:
        """Read a review: the chosen row's, or another of the same child."""
        key = wanted or (self.list.key() if self.list is not None else "")
        self._asked = key
        self._rest.stop()
        self._context.ask(
            lambda session: detail_view(session, key),
            self._show_detail,
            lambda error: self._not_opened(key, error),
            owner=self,
        )

    def _not_opened(self, key: str, error: IrError) -> None:
        if key == self._asked:
            self._say(error.sentence)

    def _show_detail(self, view: DetailView) -> None:
        if view.key != self._asked:
            return  # another row was chosen meanwhile
        if self.detail is None or self.detail.view != view:
            focus = QApplication.focusWidget()
            inside = focus is not None and self._right.isAncestorOf(focus)
            clear(self._beside)
            self.detail = Detail(view, back=theme.of().stacked)
            self.detail.acted.connect(self._act)
            self._beside.addWidget(self.detail, 1)
            self._enter = self._enter or inside
        if self._enter:
            self._enter = False
            self.detail.first_control().setFocus(Qt.FocusReason.OtherFocusReason)

    def _entered(self, key: str) -> None:
        """Go into a row: the keyboard goes to its page, which big text shows alone."""
        self._enter = True
        self._turn(to_list=False)
        if self.detail is not None and self.detail.view.key == key:
            self._show_detail(self.detail.view)
        else:
            self._open()

    def _turn(self, *, to_list: bool) -> None:
        """Show the list or the page alone, where there is no room for both."""
        if theme.of().stacked:
            self._head.setVisible(to_list)
            self._left.setVisible(to_list)
            self._right.setVisible(not to_list)

    def _back_to_list(self) -> None:
        self._turn(to_list=True)
        if self.list is not None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _later(self) -> None:
        """Go on to the next row."""
        self._back_to_list()
        if self.list is not None:
            keys = self.list.keys()
            self.list.choose(keys[(keys.index(self.list.key()) + 1) % len(keys)])

    def _row_act(self, key: str) -> None:
        found = [] if self._view is None else [each for each in self._view.rows if each.key == key]
        for each in found[:1]:
            self._do(each.does, each.key, each.child_id)

    def _act(self, does: str) -> None:
        if self.detail is None:
            return
        view = self.detail.view
        if does in (SEND, HOLD):
            self.doing.approve(view, does)
        elif does == acts.BACK:
            self._back_to_list()
        elif does == acts.LATER:
            self._later()
        else:
            self._do(does, view.key, view.child_id)

    def _do(self, does: str, key: str, child_id: str) -> None:
        if does == ASK_FAMILY:
            self._places.go(Place("child", child_id, "Family & consent"))
        elif does == AGREEMENTS:
            self._agreements()
        elif does == acts.CHILD_PAGE:
            self._places.show_child(child_id)
        elif does == acts.PAGES:
            self._places.go(Place("sharing", child_id, f"pages:{key}"))
        elif does == AGAIN:
            self.doing.try_again(key)
        elif does == READ:
            self.doing.read_answer(key)
        elif does == RENEW:
            self._open(CHILD + child_id)

    def _agreements(self) -> None:
        self._places.go(Place("sharing", part="agreements"))

    def _approved(self, key: str) -> None:
        self._wanted = key
        self.load()
        self.post.look()

    def _was_read(self, key: str) -> None:
        self._wanted, self._enter = key, True
        self._turn(to_list=False)
        self.load()


class _Sheet(Card):
    """The card that the list fills to its edges."""

    def __init__(self, inside: ShareList) -> None:
        super().__init__()
        edge = Edge.FIRM.value
        self._whole.setContentsMargins(edge, edge, edge, 2 * edge)
        self.add_wide(inside)
