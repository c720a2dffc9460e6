"""What a person typed in a form and has not saved yet: kept, brought back and forgotten.

It is nobody's record but the person's own unfinished typing, so everybody may keep theirs and
sees only theirs. The audit chain is told that a draft began and that it ended; what is typed in
between changes every few seconds, and is no event.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from ir_desktop.domain.form_draft import FormDraft
from ir_desktop.domain.people import Child
from ir_desktop.domain.roles import Act
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.storage.repository import Repository


def keep(
    session: Session, form: str, fields: Mapping[str, object], *, child_id: str | None = None
) -> None:
    """Keep what stands in a form in place of what was kept of it before.

    `fields` holds what JSON can hold. Raises `NotFound` if there is no such child.
    """
    content = json.dumps(fields)
    with acting(session, Act.KEEP_DRAFT) as work:
        found = _own(work.records, session, form)
        if found is not None:
            work.save(replace(found, content=content))
            work.told = False
            return
        if child_id is not None:
            work.records.get(Child, child_id)
        work.new(FormDraft, child_id=child_id, form=form, content=content)
        work.detail["draft"] = "begun"


def kept(session: Session, form: str) -> Mapping[str, Any]:
    """Return what this person's form held; nothing where nothing was kept, or it is unreadable."""
    with looking(session, Act.KEEP_DRAFT) as records:
        found = _own(records, session, form)
    if found is None:
        return {}
    try:
        fields = json.loads(found.content)
    except ValueError:
        return {}
    return cast(Mapping[str, Any], fields) if isinstance(fields, dict) else {}


def forget(session: Session, form: str) -> None:
    """Forget what was kept of this person's form, if anything."""
    with acting(session, Act.KEEP_DRAFT) as work:
        found = _own(work.records, session, form)
        work.told = found is not None
        if found is not None:
            work.records.remove(found)
            work.detail["draft"] = "ended"


def _own(records: Repository, session: Session, form: str) -> FormDraft | None:
    return records.find_one(FormDraft, created_by=session.staff.id, form=form)
