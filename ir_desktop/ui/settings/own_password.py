"""Changing one's own password."""

from collections.abc import Mapping, Sequence
from typing import Any

from ir_desktop.errors import Problem
from ir_desktop.services import passwords
from ir_desktop.services.session import Session
from ir_desktop.ui.children.form_screen import FormScreen, SectionForm
from ir_desktop.ui.context import Place
from ir_desktop.ui.settings import presenter
from ir_desktop.ui.settings.weighed import add_password
from ir_desktop.ui.widgets.fields.texts import PasswordField

_TITLE = "Change your password"
_NOW = "The one you sign in with now."
_NEW = (
    "Three or four words that have nothing to do with each other are easy to remember and hard to "
    "guess. You can paste a password from a password manager."
)


class OwnPasswordPage(FormScreen):
    """The old password, and a new one."""

    DOING = "Changing your password… This can take a minute."
    CHANGES_KEYS = True

    def load(self) -> None:
        """Offer the form: it needs nothing of the records but what was kept of it."""
        self._context.ask(
            lambda _: None,
            lambda _: self._show(),
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self) -> None:
        self.named.emit(_TITLE)
        form = SectionForm(_TITLE)
        form.section("Your password", "lock")
        form.add(
            "old_password",
            PasswordField("Your password now", _NOW, shows="your password now"),
            need="Type the password you sign in with now.",
        )
        self.meter = add_password(
            form,
            PasswordField("New password", _NEW, shows="new password"),
            self._context,
            self,
            need="Type a new password.",
        )
        form.end_sections()
        self.offer(_TITLE, form, "Change my password")

    def problems_of(self, values: Mapping[str, Any]) -> Sequence[Problem]:
        """Return that both are the same, which nothing needs to be opened for."""
        if values["password"] and values["password"] == values["old_password"]:
            return (Problem("password", "This is the password you have. Choose another."),)
        return ()

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Change it."""
        passwords.change_password(session, values["old_password"], values["password"])

    def after(self, saved: Any) -> Place:
        """Go to what is known of the own sign-in, which says since when the password counts."""
        return self.before()

    def before(self) -> Place:
        """Go back to the own sign-in."""
        return Place("settings", part=presenter.YOU)
