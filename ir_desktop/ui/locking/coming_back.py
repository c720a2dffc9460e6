"""Where a person was when the window locked, so that signing in brings them back there.

Kept encrypted among what is theirs alone, and used once: on the same day, by the same person.
Knows no Qt.
"""

from collections.abc import Mapping
from typing import Any

from ir_desktop.services import form_drafts
from ir_desktop.services.session import Session

Here = tuple[str, str, str]
"""A place's kind, its child's id and its part."""

_FORM = "coming_back"


def note(session: Session, here: Here) -> None:
    """Keep where the person signed in is."""
    form_drafts.keep(session, _FORM, {"here": list(here), "day": session.today.isoformat()})


def take(session: Session) -> Here | None:
    """Return where this person was when the window locked, and forget it."""
    kept = form_drafts.kept(session, _FORM)
    if not kept:
        return None
    # Emptied, not removed: that a window was locked and opened is no event of a draft.
    form_drafts.keep(session, _FORM, {})
    return _read(kept) if kept.get("day") == session.today.isoformat() else None


def _read(kept: Mapping[str, Any]) -> Here | None:
    match kept.get("here"):
        case [str(kind), str(child_id), str(part)]:
            return kind, child_id, part
        case _:
            return None
