"""Problem documents (RFC 9457): what a sender is told where nothing was taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ir_desktop.receiver.refusing import Answer

BASE: Final = "https://ir-desktop.example/problems/"


class Kind(Enum):
    """What can be wrong with a request; refusals of packages have the receipt's own reasons."""

    NO_KEY = "no_key"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    BUSY = "busy"
    FAULT = "fault"
    BUG = "bug"
    NOT_FOUND = "not_found"
    METHOD = "method"
    BAD_CURSOR = "bad_cursor"
    NO_BEARER = "no_bearer"
    BAD_BEARER = "bad_bearer"
    UNKNOWN_SETTING = "unknown_setting"
    CLOCK = "clock"
    REPLAYED = "replayed"


_TOLD: Final[dict[Kind, tuple[int, str, str]]] = {
    Kind.NO_KEY: (
        400,
        "The request has no Idempotency-Key",
        "Send the package's jti, a UUID in lower case, in the header Idempotency-Key.",
    ),
    Kind.TOO_LARGE: (
        413,
        "The package is too large",
        "A package may have at most 20 MB. Leave out or shrink what is attached.",
    ),
    Kind.TOO_SLOW: (408, "The package came too slowly", "Try again on a better connection."),
    Kind.BUSY: (503, "The receiver is busy", "Try again after the seconds in Retry-After."),
    Kind.FAULT: (
        503,
        "The receiver cannot work just now",
        "Nothing was taken. Try again after the seconds in Retry-After.",
    ),
    Kind.BUG: (500, "The receiver has a fault", "Nothing was taken. Tell the health team."),
    Kind.NOT_FOUND: (404, "There is nothing at this address", "See /v1/openapi.json."),
    Kind.METHOD: (405, "This address does not take that method", "See /v1/openapi.json."),
    Kind.BAD_CURSOR: (400, "The cursor is not one of ours", "Send back the last cursor as it was."),
    Kind.NO_BEARER: (401, "A pass is needed", "Send a signed pass: Authorization: Bearer ..."),
    Kind.BAD_BEARER: (401, "The pass is not good here", "Make a new pass."),
    Kind.UNKNOWN_SETTING: (401, "This setting is not known here", "Ring the health team."),
    Kind.CLOCK: (401, "The clocks do not agree", "Set the date and time of the computer."),
    Kind.REPLAYED: (401, "The pass was used before", "Make a new pass for each request."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A problem document ready to be sent as JSON, with the headers that belong to it."""

    status: int
    body: Mapping[str, object]
    headers: Mapping[str, str]


def _document(
    status: int, reason: str, title: str, detail: str, headers: Mapping[str, str]
) -> Told:
    body = {
        "type": BASE + reason,
        "title": title,
        "status": status,
        "detail": detail,
        "reason": reason,
    }
    if status == 401:  # RFC 9110 section 11.6.1 wants a challenge with every 401
        headers = {**headers, "WWW-Authenticate": "Bearer"}
    return Told(status, body, headers)


def problem(
    kind: Kind,
    *,
    detail: str | None = None,
    reference: str | None = None,
    retry_after: int | None = None,
    close: bool = False,
) -> Told:
    """Return a problem document.

    Args:
        kind: what is wrong.
        detail: a sentence instead of the usual one.
        reference: under which a bug is in the log.
        retry_after: seconds to wait.
        close: the connection ends, since the rest of the body was not read.
    """
    status, title, usual = _TOLD[kind]
    told = detail or usual
    if reference is not None:
        told = f"{told} Reference {reference}."
    headers: dict[str, str] = {}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if close:
        headers["Connection"] = "close"
    return _document(status, kind.value, title, told, headers)


def refused(answer: Answer) -> Told:
    """Return the problem document for a package that was not taken, with its receipt if any."""
    reason = "" if answer.reason is None else answer.reason.value
    told = _document(answer.status, reason, "The package was not taken", answer.sentence, {})
    if answer.receipt is None:
        return told
    return Told(told.status, {**told.body, "receipt": answer.receipt}, told.headers)
