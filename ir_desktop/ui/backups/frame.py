"""What the pages about backups share: which there are, the way back, and room for what is wrong."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.services import backup_looks
from ir_desktop.services.backup_looks import KeptBackup
from ir_desktop.ui.backups.words import when_words
from ir_desktop.ui.context import Context, Place, Places
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.settings.tab_names import BACKUPS
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.buttons import link
from ir_desktop.ui.widgets.cards import ScrollPage, row
from ir_desktop.ui.widgets.fields.choices import Option
from ir_desktop.ui.widgets.forms import Form
from ir_desktop.ui.widgets.screen import Screen


class KeptPage(Screen):
    """A page with a form that begins with which backups there are: `show_kept` gets them."""

    def __init__(self, title: str, context: Context, places: Places) -> None:
        super().__init__(title)
        self._context, self._places = context, places
        self.form: Form | None = None

    def load(self) -> None:
        """Read which backups there are."""
        self._context.ask(
            backup_looks.list_backups,
            self.show_kept,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    @abstractmethod
    def show_kept(self, kept: list[KeptBackup]) -> None:
        """Fill the page; `kept` are the backups in the folder, newest first."""
        raise NotImplementedError

    def options(self, kept: Sequence[KeptBackup]) -> list[Option[str]]:
        """Return the backups to choose from, by when they were made."""
        today = self._context.session.today
        told = [when_words(each.made_at, today) for each in kept]
        return [
            Option(str(each.path), words[:1].upper() + words[1:])
            for each, words in zip(kept, told, strict=True)
        ]

    def tell(self, error: IrError) -> None:
        """Show what is wrong in the form."""
        if self.form is not None:
            self.form.problems(problems_of(error, "code"))


def page(places: Places, title: str, parts: Sequence[QWidget]) -> ScrollPage:
    """Return a page with its title and the way back to Backups."""
    made = ScrollPage()
    back = link("Backups", tells="Back to Backups")
    back.clicked.connect(lambda: to_backups(places))
    made.body.addLayout(row(back, None))
    made.body.addWidget(Prose(title, Type.TITLE))
    for each in parts:
        made.body.addWidget(each)
    made.body.addStretch(1)
    return made


def to_backups(places: Places) -> None:
    """Show Backups in Settings."""
    places.go(Place("settings", part=BACKUPS))


def problems_of(error: IrError, field: str = "") -> list[Problem]:
    """Return what to show of an error; what is wrong with the `field` stands there too."""
    if not isinstance(error, Invalid):
        return [Problem("", error.sentence)]
    return [Problem(field or each.field, each.sentence) for each in error.problems]
