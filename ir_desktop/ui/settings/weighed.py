"""A password field in a form, with how strong the password is under it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from ir_desktop.errors import IrError
from ir_desktop.services import passwords
from ir_desktop.services.passwords import Strength
from ir_desktop.ui.children.section_form import SectionForm
from ir_desktop.ui.context import Context
from ir_desktop.ui.first_run.strength import StrengthMeter
from ir_desktop.ui.first_run.weighing import Weighing
from ir_desktop.ui.widgets.fields.texts import PasswordField


def add_password(
    form: SectionForm,
    field: PasswordField,
    context: Context,
    owner: QObject,
    *,
    name: Callable[[], str] = str,
    need: str = "Type a password.",
) -> StrengthMeter:
    """Add a field for a new password as ``password``, and its meter, which is returned.

    `name` returns whose it is where it is a colleague's: it must not be made of that.
    """
    form.add("password", field, need=need)
    meter = StrengthMeter()
    form.add_part(meter)
    weighing = Weighing(field, meter)

    def unknown(_: IrError) -> None:
        """Show no strength: saving tells what is wrong with the records."""

    def ask(password: str) -> None:
        about = name()

        def shown(found: Strength) -> None:
            weighing.show(password, found.score, found.problem)

        context.ask(
            lambda session: passwords.new_strength(session, password, about),
            shown,
            unknown,
            owner=owner,
        )

    weighing.wanted.connect(ask)
    return meter
