"""The drill: does a backup open with the code on the recovery sheet alone?"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ir_desktop.domain.plain import count
from ir_desktop.errors import IrError
from ir_desktop.services import backup_looks
from ir_desktop.services.backup_looks import KeptBackup, Tried
from ir_desktop.ui.backups import frame
from ir_desktop.ui.backups.words import when_words
from ir_desktop.ui.context import Context, Places
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import primary
from ir_desktop.ui.widgets.cards import Card, empty
from ir_desktop.ui.widgets.fields.selects import SelectField
from ir_desktop.ui.widgets.fields.texts import PasswordField
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.forms import Form

TITLE = "Check that a backup opens"
_LEAD = (
    "Take the recovery sheet out of its safe place. This opens a backup with the code alone, as on "
    "a new computer, looks through all of it, and puts it away again. Nothing is changed. Once a "
    "term is often enough."
)
_NONE = (
    "There is no backup in the folder that was chosen, or the folder is not there. Plug the stick "
    "in, or make a backup first."
)


class TryPage(frame.KeptPage):
    """Choose a backup and type the code; then it says what was found."""

    def __init__(self, context: Context, places: Places) -> None:
        super().__init__(TITLE, context, places)
        self.load()

    def show_kept(self, kept: list[KeptBackup]) -> None:
        """Offer the newest first."""
        self.named.emit(TITLE)
        card = Card()
        card.add(Prose(_LEAD))
        self.said = Banner(Tone.GOOD, "")
        self.said.hide()
        parts: list[QWidget] = [self.said, card]
        if not kept:
            card.add(empty(_NONE))
            self.fill(frame.page(self._places, TITLE, parts))
            return
        form = self.form = Form(TITLE)
        words = self.options(kept)
        which = form.add("file", SelectField("Which backup", words), need="Choose a backup.")
        which.set_value(words[0].value)
        code = form.add(
            "code",
            PasswordField("Recovery code", "From the sheet. It is not kept anywhere."),
            need="Type the recovery code from the sheet.",
        )
        code.box.returnPressed.connect(self.submit)
        self.act = primary("Check the backup")
        self.act.clicked.connect(self.submit)
        self.busy = Prose("", colour="soft")
        card.add(form)
        card.add(Flow([self.act], Space.MEDIUM))
        card.add(self.busy)
        self.fill(frame.page(self._places, TITLE, parts))

    def submit(self) -> None:
        """Open the backup with the code."""
        form = self.form
        if form is None or self.busy.text():
            return
        self.said.hide()
        found = form.check()
        form.problems(found)
        if found:
            return
        file, code = Path(form.value("file")), str(form.value("code"))
        self.busy.set_text("Opening the backup and looking through it…")
        session = self._context.session
        self._context.aside.submit(
            lambda: backup_looks.try_backup(session, file, code),
            self._tried,
            self._failed,
            owner=self,
        )

    def _tried(self, tried: Tried) -> None:
        self.busy.set_text("")
        if self.form is not None:
            self.form.field("code").set_value("")
        when = when_words(tried.made_at, self._context.session.today)
        self.said.set_words(
            f"The backup opens. It holds {count(tried.children, 'child', 'children')}.",
            f"It was made {when}. "
            + (
                "Some of it was changed by something else than this program: ask for help. "
                if tried.findings
                else "Everything in it is as it was written. "
            )
            + "Put the recovery sheet back in its safe place.",
        )
        self.said.show()
        self.act.setFocus()

    def _failed(self, error: IrError) -> None:
        self.busy.set_text("")
        self.tell(error)
