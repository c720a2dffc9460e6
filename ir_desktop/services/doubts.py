"""What may have been sent already, after records became older than they were.

An export whose envelope is stored can go again: the same bytes under the same reference get the
same receipt. One whose envelope was not built yet may have been built and sent since, and other
bytes under its reference would be refused as a fraud. It gets a new reference, naming the one it
replaces, and waits for a person who has asked the health team.
"""

from dataclasses import replace

from ir_desktop.domain.sharing import Export, ExportBody, ExportState
from ir_desktop.ids import new_id
from ir_desktop.services.session import Work
from ir_desktop.sync import outbox

_WAITS = (
    "Older records were put back: this may have been sent since. Ask the health team, then try "
    "again"
)
_NOT_SEALED = outbox.OPEN_STATES | {ExportState.SET_ASIDE}


def set_aside(work: Work) -> list[Export]:
    """Put every export in doubt aside under a new reference; return them."""
    found: list[Export] = []
    for export in work.records.find_in(Export, "state", [each.value for each in _NOT_SEALED]):
        body = work.records.get(ExportBody, export.id)
        if body.envelope:
            continue
        fresh_id = new_id()
        work.new(ExportBody, id=fresh_id, bundle=body.bundle)
        found.append(
            work.records.add(
                replace(
                    export,
                    id=fresh_id,
                    state=ExportState.SET_ASIDE,
                    holds=(),
                    attempts=0,
                    next_try_at=None,
                    last_outcome=_WAITS,
                    supersedes=export.id,
                )
            )
        )
        work.save(outbox.move(export, ExportState.SUPERSEDED))
    return found
