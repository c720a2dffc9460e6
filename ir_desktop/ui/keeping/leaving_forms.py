"""Two forms: that a child leaves, and how long records are kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from ir_desktop.domain.plain import count
from ir_desktop.domain.retention import Chosen, Retention
from ir_desktop.errors import Invalid, Problem
from ir_desktop.services import leavers
from ir_desktop.services.leavers import Leaving
from ir_desktop.services.session import Session
from ir_desktop.ui.children.form_screen import FormScreen, SectionForm
from ir_desktop.ui.context import Place
from ir_desktop.ui.keeping.frame import place
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.texts import LineField


class LeavingFormPage(FormScreen):
    """A child's last day here, and what happens to what is not finished."""

    def load(self) -> None:
        """Read what is open."""
        self._context.ask(
            lambda session: leavers.leaving(session, self._place.child_id),
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: Leaving) -> None:
        name = found.child.full_name
        self.named.emit(f"{name} leaves")
        form = SectionForm("This child leaves")
        form.section("Leaving", "undo-2")
        hint = "From the day after, the child is on no list of who is here."
        form.add("on", DateField("Last day here", hint), need="Type the last day.")
        form.end_sections()
        if found.open_review or found.copies:
            form.section("What is not finished", "clipboard-check")
        if found.open_review:
            options = (
                Option(True, "Close it: the child has left", "What is written stays."),
                Option(False, "Go on with it"),
            )
            field = ChoiceField("The two-year review", options)
            form.add("close", field, need="Choose what happens to the review.")
        if found.copies:
            told = count(found.copies, "copy has", "copies have")
            options = (
                Option(False, "Send it when it can go"),
                Option(True, "Stop it: nothing more is sent"),
            )
            field = ChoiceField("What waits for the health team", options, f"{told} not left yet.")
            form.add("stop", field, need="Choose what happens to it.")
        form.end_sections()
        if found.child.leaving_date is not None:
            form.fill({"on": found.child.leaving_date})
        stay = "They are kept as long as your rule says. Nothing is removed."
        notes = [Banner(Tone.CALM, "The records stay", stay)]
        if found.under_way:
            way = "It may have left already, so it cannot be stopped here."
            notes.append(Banner(Tone.WATCH, "A copy is on its way to the health team", way))
        self.offer(f"{name} leaves", form, "Save the last day", *notes)

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Note it."""
        return leavers.leave(
            session,
            self._place.child_id,
            on=values["on"],
            close_review=bool(values.get("close")),
            stop_copies=bool(values.get("stop")),
        )

    def after(self, saved: Any) -> Place:
        """Go back to the child's details."""
        return self.before()

    def before(self) -> Place:
        """Go back to the child's details."""
        return Place("child", self._place.child_id, "Details")


class RetentionFormPage(FormScreen):
    """How long records are kept after a child has left: the setting's own documented choice."""

    def load(self) -> None:
        """Read the rule."""
        self._context.ask(
            leavers.keeping_rule,
            self._show,
            lambda error: self.fail(error, self.load),
            owner=self,
        )

    def _show(self, found: Chosen) -> None:
        self.named.emit("How long records are kept")
        form = SectionForm("How long records are kept")
        form.section("After a child has left", "clock")
        form.add(
            "years",
            LineField("Years after leaving", "Settings choose from 3 years on.", letters=3),
            need="Type a number of years.",
        )
        hint = "Some keep these records until age 25. Type 0 if it makes no difference here."
        label = "With SEN or disability support: until what age?"
        form.add("until_age", LineField(label, hint, letters=3), need="Type an age, or 0.")
        form.end_sections()
        rule = found.rule
        form.fill({"years": str(rule.years), "until_age": str(rule.until_age)})
        note = Banner(
            Tone.ACCENT,
            "It is your setting’s own decision",
            f"Write it in your privacy notice too. {found.source}",
        )
        self.offer("How long records are kept", form, "Save how long", note)

    def problems_of(self, values: Mapping[str, Any]) -> Sequence[Problem]:
        """Return what is no number."""
        found = (_number(values[name], name) for name in ("years", "until_age"))
        return [each for each in found if isinstance(each, Problem)]

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Keep the choice."""
        years, age = (_number(values[name], name) for name in ("years", "until_age"))
        if isinstance(years, Problem) or isinstance(age, Problem):
            raise Invalid(each for each in (years, age) if isinstance(each, Problem))
        return leavers.choose_rule(session, Retention(years, age))

    def after(self, saved: Any) -> Place:
        """Go back to those who have left."""
        return self.before()

    def before(self) -> Place:
        """Go back to those who have left."""
        return place("leavers")


def _number(typed: str, field: str) -> int | Problem:
    text = typed.strip()
    if text.isascii() and text.isdigit() and len(text) < 4:
        return int(text)
    return Problem(field, "Type a whole number, such as 3.")
