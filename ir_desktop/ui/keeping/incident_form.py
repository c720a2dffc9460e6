"""Writing down that something reached the wrong person."""

from collections.abc import Mapping
from typing import Any

from ir_desktop.domain.incident import TOLD_WORDS, Told
from ir_desktop.services import incidents
from ir_desktop.services.incidents import IncidentRow
from ir_desktop.services.session import Session
from ir_desktop.ui.children.form_screen import FormScreen, SectionForm
from ir_desktop.ui.context import Place
from ir_desktop.ui.keeping import presenter
from ir_desktop.ui.keeping.frame import place
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.fields.texts import AreaField, LineField

_FIRST = (
    "Stop it going further: ask for the paper back, or ask them to delete it and to say so. If a "
    "child could be in danger because of it, ring for help now, before you write."
)


class IncidentFormPage(FormScreen):
    """A new incident, or another look at one. Its place may name a child to begin with."""

    @property
    def _id(self) -> str:
        return self._place.part.partition(":")[2]

    def load(self) -> None:
        """Read the incident there is, or the child it begins with."""

        def work(session: Session) -> tuple[IncidentRow | None, str]:
            if self._id:
                row = incidents.get_incident(session, self._id)
                return row, "\n".join(row.children)
            name = incidents.child_name(session, self._place.child_id)
            return None, name

        self._context.ask(work, self._show, lambda error: self.fail(error, self.load), owner=self)

    def _show(self, found: tuple[IncidentRow | None, str]) -> None:
        row, names = found
        form = SectionForm("Sent to the wrong person")
        self._what(form)
        self._done(form)
        self._authority(form)
        form.section("Afterwards", "check")
        hint = "For example: two people check the bags before going home"
        form.add("learned", AreaField("What changes from now on?", hint, optional=True, lines=2))
        form.add("closed_on", DateField("Finished on", optional=True))
        form.end_sections()
        values: dict[str, Any] = {"children": names, "authority": Told.NOT_DECIDED}
        if row is not None:
            known = [name for name in form.names() if name not in ("children",)]
            values |= {name: getattr(row.incident, name) for name in known}
        form.fill(values)
        title = "Sent to the wrong person"
        self.named.emit(title)
        self.offer(title, form, "Save what happened", Banner(Tone.WATCH, "First of all", _FIRST))

    @staticmethod
    def _what(form: SectionForm) -> None:
        form.section("What happened", "triangle-alert")
        hint = "For example: the summary of one child was in the bag of another"
        form.add("what", AreaField("What happened?", hint), need="Write what happened.")
        form.add("occurred_on", DateField("When it happened", optional=True))
        form.add("noticed_on", DateField("When somebody noticed"), need="Type the day.")
        clock = "At what time was it noticed?"
        form.add("noticed_at", LineField(clock, "For example: 14:30", optional=True, letters=6))
        hint = "As they stand in the list of children, one a line."
        form.add("children", AreaField("Which children is it about?", hint, optional=True, lines=2))
        form.add("reached", AreaField("Who got what they should not have?", optional=True, lines=2))
        form.end_sections()

    @staticmethod
    def _done(form: SectionForm) -> None:
        form.section("What was done", "list-checks")
        hint = "For example: rang at once, got the paper back unread"
        form.add("done", AreaField("What did you do?", hint, optional=True, lines=2))
        hint = "Say who told them, when and how."
        form.add(
            "families_told", AreaField("Which families were told?", hint, optional=True, lines=2)
        )
        form.end_sections()

    @staticmethod
    def _authority(form: SectionForm) -> None:
        form.section("Telling the ICO", "shield-check")
        form.add_part(
            Banner(
                Tone.ACCENT,
                "Consider whether to tell them",
                presenter.authority_words(incidents.authority_rule()),
            )
        )
        options = [Option(each, TOLD_WORDS[each]) for each in Told]
        form.add("authority", ChoiceField("Did you tell the ICO?", options), need="Choose one.")
        form.add("authority_why", AreaField("Why, or when and how", optional=True, lines=2))
        form.end_sections()

    def save(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Write it down."""
        details = {name: value for name, value in values.items() if name != "children"}
        details["child_ids"] = incidents.children_named(session, values["children"], known=self._id)
        if self._id:
            return incidents.change_incident(session, self._id, **details)
        return incidents.record_incident(session, **details)

    def after(self, saved: Any) -> Place:
        """Show what was written."""
        return place(f"incident:{saved.id}")

    def before(self) -> Place:
        """Go back to it, or to all of them."""
        return place(f"incident:{self._id}" if self._id else "incidents")
