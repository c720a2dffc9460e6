"""The sign-in page."""

from datetime import datetime
from functools import partial
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from ir_desktop.errors import IrError
from ir_desktop.ui import theme
from ir_desktop.ui.help.over import HelpOver
from ir_desktop.ui.looks import Tag, Tone
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.sign_in import file_words, presenter
from ir_desktop.ui.sign_in.presenter import Person, Wrong
from ir_desktop.ui.sign_in.waiting import Waiting
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets.announce import announce
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import link, primary, secondary
from ir_desktop.ui.widgets.cards import Card, ScrollPage, column, row
from ir_desktop.ui.widgets.fields.texts import CAPS_WORDS, caps_lock
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.problems import FieldError, Summary
from ir_desktop.ui.widgets.rows import RowList
from ir_desktop.ui.widgets.tags import TagWidget

_MOST_ROWS = 5


class PasswordField(QLineEdit):
    """A password field that tells whether Caps Lock seems to be on."""

    caps = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName("Password")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at the letter, then take it."""
        found = caps_lock(event)
        if found is not None:
            self.caps.emit(found)
        super().keyPressEvent(event)


class SignInPage(ScrollPage):
    """Choose a name, type a password. `submitted` gives the slot and the password.

    `forgotten` for somebody who does not know theirs, `restore_wanted` to put the records back from
    a backup; not in a demo, which shows its passwords and is thrown away. Where the names are those
    of a backup's sign-in file, `another_backup` when another is wanted.
    """

    submitted = Signal(str, str)
    forgotten = Signal()
    restore_wanted = Signal()
    another_backup = Signal()

    def __init__(self, *, demo: bool = False, backup: datetime | None = None) -> None:
        """Make the page; `backup` is when the one was made that the names are from, if any."""
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self._chosen, self._busy, self._demo = "", False, demo
        look = theme.of()
        self.problems = Summary()
        self.names = RowList(presenter.COLUMNS, "Your name", heads=False, wide=False)
        self.names.choosing = True
        self.names.opened.connect(self._name_opened)
        self.names.current.connect(self._name_chosen)
        self.name_error, self.password_error = FieldError(), FieldError()
        self.password = PasswordField()
        self.password.returnPressed.connect(self.submit)
        self.password.caps.connect(self._caps)
        self.show_button = secondary("Show", icon="eye", tells="Show password")
        self.show_button.clicked.connect(self._show_or_hide)
        self.hint = Prose("", Type.SMALL, colour="soft")
        self.fill = link("Fill it in for me", tells="Fill in the demo password")
        self.fill.clicked.connect(self._fill_in)
        self.caps_note = Words(CAPS_WORDS, Type.SMALL_STRONG, colour="watch")
        self.button = primary("Sign in")
        self.button.clicked.connect(self.submit)
        self.busy = Words("", colour="soft")
        self.busy.setAccessibleName("What the program is doing")
        self.forgot = link("Forgot your password?")
        self.forgot.clicked.connect(self.forgotten)
        self._waiting = Waiting(self)
        self._waiting.told.connect(self._tell_wait)
        self.links = Flow([self.forgot], Space.LARGE)
        for hidden in (self.caps_note, self.hint, self.fill, self.problems, self.busy, self.links):
            hidden.hide()

        card = Card()
        card.body.setSpacing(look.space(Space.SMALL))
        card.add(Words("Your name", Type.STRONG))
        card.add(self.name_error)
        card.add(self.names)
        card.body.addSpacing(look.space(Space.SMALL))
        card.add(Words("Password", Type.STRONG))
        card.body.addLayout(row(self.hint, self.fill, None, gap=Space.MEDIUM))
        card.add(self.password_error)
        card.body.addLayout(row(self.password, self.show_button, gap=Space.SMALL))
        card.add(self.caps_note)
        card.body.addSpacing(look.space(Space.SMALL))
        across = row(self.button, self.busy, self.links, gap=Space.LARGE)
        across.setStretch(2, 1)
        across.addStretch(0)
        card.body.addLayout(across)
        self.card = card
        self.links.setVisible(not demo)

        self.restore = link("Restore from a backup")
        self.restore.clicked.connect(self.restore_wanted)
        if demo:
            self.restore.hide()
        inside = QWidget()
        head = column(
            Words("Integrated Review", Type.SMALL_STRONG, colour="accent"),
            row(Words("Sign in", Type.TITLE), None, self.restore),
            gap=Space.TINY,
        )
        parts: list[QWidget | QLayout] = []
        if demo:
            parts.append(TagWidget(Tag(presenter.DEMO_MARK, "info", Tone.WATCH)))
            parts.append(Prose("Choose a name to see its password."))
        if backup is not None:
            self.another = link(file_words.ANOTHER)
            self.another.clicked.connect(self.another_backup)
            parts.append(Banner(Tone.CALM, file_words.whose(backup), file_words.THEN))
            parts.append(row(self.another, None))
        inside.setLayout(column(head, *parts, self.problems, card, gap=Space.MEDIUM))
        inside.setMaximumWidth(look.size(Size.FIELD) + look.space(Space.PAGE) * 2)
        across = row(None, inside, None)
        across.setStretch(1, 100)  # up to its greatest width, and narrower in a narrow window
        self.body.addStretch(1)
        self.body.addLayout(across)
        self.body.addStretch(2)
        # Qt tells a change of the active window to windows alone, not to what is in them.
        cast(QGuiApplication, QGuiApplication.instance()).focusWindowChanged.connect(
            self._window_changed
        )
        self.set_people(())
        self.help = HelpOver(self, self.widget)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who can sign in."""
        return self._people

    def set_people(self, people: tuple[Person, ...]) -> None:
        """Show who can sign in; one alone is chosen already."""
        self._people = people
        self.names.show_rows(presenter.rows(people))
        self.names.setFixedHeight(self.names.height_of(max(min(len(people), _MOST_ROWS), 1)))
        if len(people) == 1:
            self.names.choose(people[0].slot_id)
            self._name_chosen(people[0].slot_id)
            self.password.setFocus()
        elif people:
            self.names.setFocus()

    def set_busy(self, words: str) -> None:
        """Show what is being done; empty words end it. What was typed stays."""
        self._busy = bool(words)
        self.busy.setText(words)
        self.busy.setVisible(self._busy)
        self.links.setVisible(not self._busy and not self._demo)
        self.password.setReadOnly(self._busy)

    def show_wrong(self, wrong: list[Wrong]) -> None:
        """Show what is wrong, once: at its field, or above the form if it belongs to neither."""
        self.set_busy("")
        nowhere = [each for each in wrong if not each.field]
        self.problems.show_problems([("", each.sentence) for each in nowhere])
        self._at_fields(wrong)
        self._waiting.begin(max((each.seconds for each in wrong), default=0))
        if wrong:
            self._go_to(wrong[0].field)

    def _tell_wait(self, sentence: str) -> None:
        self._at_fields([Wrong("password", sentence)])

    def _at_fields(self, wrong: list[Wrong]) -> None:
        for field, error, control in self._fields():
            words = _at(field, wrong)
            error.show_words(words)
            control.setAccessibleDescription(words)
        self.password.setProperty("wrong", bool(_at("password", wrong)))
        self.password.style().polish(self.password)

    def show_hindrance(self, problem: IrError | None) -> None:
        """Say what keeps everybody from signing in now; the focus stays where it is."""
        if problem is not None and not self._busy and self.problems.isHidden():
            self.problems.show_problems([("", problem.sentence)])
            announce(self.problems, problem.sentence)

    def _fields(self) -> tuple[tuple[str, FieldError, QWidget], ...]:
        return (
            ("name", self.name_error, self.names),
            ("password", self.password_error, self.password),
        )

    def submit(self) -> None:
        """Try what is there."""
        if self._busy or not self._people:
            return
        wrong = presenter.check(self._chosen, self.password.text())
        self.show_wrong(wrong)
        if not wrong:
            self.submitted.emit(self._chosen, self.password.text())

    def forget(self) -> None:
        """Empty the password field."""
        self.password.clear()

    def _name_opened(self, slot_id: str) -> None:
        self._name_chosen(slot_id)
        self.password.setFocus()

    def _name_chosen(self, slot_id: str) -> None:
        self._chosen = slot_id
        person = next(each for each in self._people if each.slot_id == slot_id)
        self.hint.setVisible(bool(person.password))
        self.fill.setVisible(bool(person.password))
        self.hint.set_text(f"Password: {person.password}" if person.password else "")

    def _fill_in(self) -> None:
        person = next(each for each in self._people if each.slot_id == self._chosen)
        self.password.setText(person.password)
        self.password.setFocus()

    def _show_or_hide(self) -> None:
        self._show_password(self.password.echoMode() is QLineEdit.EchoMode.Password)

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)
        self.show_button.set_words("Hide" if shown else "Show")
        self.show_button.setAccessibleName("Hide password" if shown else "Show password")

    def _caps(self, on: bool) -> None:
        self.caps_note.setVisible(on)

    def _go_to(self, field: str) -> None:
        for name, error, control in self._fields():
            if name == field:
                control.setFocus()
                # Once the words have their place; where there is no room for all, they come first.
                QTimer.singleShot(0, self, partial(self._show_parts, self.button, control, error))
                return
        self.problems.setFocus()

    def _show_parts(self, *parts: QWidget) -> None:
        for each in parts:
            self.ensureWidgetVisible(each)

    def _window_changed(self) -> None:
        """Hide a shown password when the window is left."""
        if not self.isActiveWindow():
            self.caps_note.hide()
            self._show_password(False)


def _at(field: str, wrong: list[Wrong]) -> str:
    return " ".join(each.sentence for each in wrong if each.field == field)
