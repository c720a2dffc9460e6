"""Loads code ahead of its first use, so that the window never waits for it."""

from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

_PAUSE_MS = 5

# What screens ask of, slow to load and without anything of Qt.
_SERVICES = (
    "services.children", "services.reviews", "services.review_file", "services.drafts",
    "services.form_drafts", "services.surroundings",
    "services.first_steps", "services.today", "services.finder",
    "services.history", "services.papers", "services.letters", "services.invitations",
    "services.importing", "services.spreadsheets", "services.withdrawals", "services.teams",
    "services.introductions", "services.export_look", "services.exchange_round",
    "services.to_share", "services.contents", "services.people", "services.settings",
    "services.profile", "services.first_run", "services.checking", "services.leavers",
    "services.removals", "services.everything", "services.incident_paper", "services.closing",
    "services.yourself", "services.leaving", "services.doctor", "services.backup_looks",
    "services.audits",
)  # fmt: skip

# What screens are made of; each builds on those before it, so that each is quick by itself.
_SCREENS = (
    "ui.widgets.data_table", "ui.finding.finder", "ui.shell", "ui.sharing.sender",
    "ui.today.rows", "ui.today.page", "ui.today.list_page", "ui.children.list_page",
    "ui.children.overview_tab", "ui.children.family_tab", "ui.children.papers_tab",
    "ui.children.child_page", "ui.children.form_screen", "ui.children.forms",
    "ui.widgets.stepper", "ui.widgets.answer_grid", "ui.review.saver", "ui.review.page",
    "ui.review.asq3_page", "ui.review.check_page", "ui.review.invite_page", "ui.review.plan_page",
    "ui.review.sign_page", "ui.review.pages", "ui.review.workspace", "ui.sharing.share_list",
    "ui.sharing.detail", "ui.sharing.page", "ui.sharing.add_page", "ui.sharing.agreements_page",
    "ui.sharing.contents_page", "ui.sharing.introduce_page", "ui.settings.page",
    "ui.first_run.sheet", "ui.settings.forms", "ui.backups.watching", "ui.backups.screens",
    "ui.keeping.screens", "ui.letters.page", "ui.importing.page", "ui.help.page",
)  # fmt: skip


def load_services(log_folder: Path | None) -> None:
    """Load what signing in needs and what screens ask of, and begin the log.

    Meant for the records' thread: nothing of Qt's window is loaded here.
    """
    from ir_desktop import log
    from ir_desktop.services import reference, sign_in

    log.start(log_folder)
    del sign_in
    reference.instrument()
    reference.default_profile()
    for name in _SERVICES:
        import_module(f"ir_desktop.{name}")


class Ahead(QObject):
    """Loads the screens' code a module at a time, whenever the window has nothing else to do.

    In the window's own thread: making Qt's classes in another while this one makes widgets can
    end the process. Whoever is quicker than this waits for what is left, no longer than without.
    `finished` tells that everything is there.
    """

    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(_SCREENS)
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._one)

    def begin(self) -> None:
        """Begin; meant for when the services are loaded, which the screens build on."""
        self._timer.start()

    @property
    def done(self) -> bool:
        """Whether everything is loaded."""
        return not self._left

    def _one(self) -> None:
        import_module(f"ir_desktop.{self._left.pop(0)}")
        if not self._left:
            self._timer.stop()
            self.finished.emit()
