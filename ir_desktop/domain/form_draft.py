"""What somebody typed in a form and has not saved yet."""

from dataclasses import dataclass

from ir_desktop.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDraft(Record):
    """A person's unfinished typing in one form; it belongs to whoever created it.

    `form` is the form's own key, `child_id` the child it is about if any, `content` the fields
    as JSON.
    """

    child_id: str | None
    form: str
    content: str
