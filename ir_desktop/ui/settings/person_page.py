"""One member of staff: role, cover, and whether they work here."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.people import ROLE_WORDS, Cover, Role
from ir_desktop.domain.plain import count, date_words
from ir_desktop.errors import Invalid, IrError, NotFound, Problem
from ir_desktop.services import people
from ir_desktop.services.people import StaffRow
from ir_desktop.services.session import Session
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.settings.parts import form
from ir_desktop.ui.theme import Space, Type
from ir_desktop.ui.widgets.buttons import Button, link, primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, empty, row
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.key_value import Answered, KeyValue
from ir_desktop.ui.widgets.problems import Summary
from ir_desktop.ui.widgets.screen import Screen
from ir_desktop.ui.widgets.tags import TagWidget


class PersonPage(Screen):
    """What Settings knows of somebody, and what a manager may do about it."""

    def __init__(self, context: Context, places: Places, place: Place) -> None:
        super().__init__("A member of staff")
        self._context, self._places = context, places
        self._id = place.part.partition(":")[2]
        self.acts: dict[str, Button] = {}
        self.load()

    def load(self) -> None:
        """Read them anew."""

        def work(session: Session) -> StaffRow:
            for each in people.list_staff(session):
                if each.staff.id == self._id:
                    return each
            raise NotFound("There is no such member of staff.")

        self._context.ask(work, self._show, lambda error: self.fail(error, self.load), owner=self)

    def _show(self, found: StaffRow) -> None:
        staff = found.staff
        self.named.emit(staff.name)
        self.acts = {}
        self.problems = Summary()
        self.problems.hide()
        page = ScrollPage()
        back = link("All staff", tells="Back to all staff")
        back.clicked.connect(lambda: self._places.go(Place("settings", part=presenter.STAFF)))
        title = Flow([Prose(staff.name, Type.TITLE), TagWidget(presenter.state(found))],
                     Space.NORMAL)  # fmt: skip
        for each in (row(back, None), title, self.problems):
            if isinstance(each, QWidget):
                page.body.addWidget(each)
            else:
                page.body.addLayout(each)
        facts = Card("Role", icon="user")
        told = (
            ("Role", ROLE_WORDS[staff.role]),
            ("Sees", presenter.reach(found) or "Nothing now"),
            ("Key children", count(found.key_children, "child", "children")),
        )
        facts.add(KeyValue(Answered(name, name, words, act="") for name, words in told))
        page.body.addWidget(facts)
        page.body.addWidget(Flow(self._buttons(found), Space.MEDIUM))
        if staff.active and staff.role is Role.PRACTITIONER:
            page.body.addWidget(self._cover(found))
        page.body.addStretch(1)
        self.fill(page)

    def _buttons(self, found: StaffRow) -> list[QWidget]:
        if not found.staff.active:
            again = self.acts["again"] = primary("Let them work here again")
            again.clicked.connect(lambda: self._do(people.start_staff_again, self._id))
            return [again]
        own = self._id == self._context.session.staff.id
        self._offer("change", primary("Change name or role", icon="pencil"), "member")
        if own:
            button = self.acts["own"] = secondary("Change your password", icon="lock")
            button.clicked.connect(lambda: self._places.go(form("own-password")))
        elif found.can_sign_in:
            self._offer("reset", secondary("Give a new password", icon="lock"), "reset")
        else:
            self._offer("password", secondary("Give a first password", icon="lock"), "password")
        if not own:
            self._offer("stop", secondary("Stop working here"), "stop")
        return list(self.acts.values())

    def _offer(self, key: str, button: Button, part: str) -> None:
        self.acts[key] = button
        button.clicked.connect(lambda: self._go(part))

    def _cover(self, found: StaffRow) -> Card:
        card = Card("Cover", icon="calendar")
        if not found.covers:
            card.add(empty("No cover now or later."))
        for cover, name in found.covers:
            card.add(self._cover_line(cover, name))
        add = self.acts["cover"] = secondary("Give cover", icon="plus")
        add.clicked.connect(lambda: self._go("cover"))
        card.body.addLayout(row(add, None))
        return card

    def _cover_line(self, cover: Cover, name: str) -> QWidget:
        made = QWidget()
        words = f"{name}, {date_words(cover.from_day)} to {date_words(cover.until_day)}"
        end = self.acts[f"end:{cover.id}"] = link("End it", tells=f"End cover: {words}")
        end.clicked.connect(lambda: self._do(people.end_cover, cover.id))
        across = row(Prose(words), end)
        across.setStretch(0, 1)
        made.setLayout(across)
        return made

    def _go(self, part: str) -> None:
        self._places.go(form(f"{part}:{self._id}"))

    def _do(self, service: Callable[[Session, str], object], about: str) -> None:
        self._context.ask(
            lambda session: service(session, about),
            lambda _: self.load(),
            self._failed,
            owner=self,
        )

    def _failed(self, error: IrError) -> None:
        found = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        self.problems.show_problems([("", each.sentence) for each in found])
        self.problems.setFocus()
