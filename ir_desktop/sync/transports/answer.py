"""What a transport brings back, and the ways in which it may bring nothing back."""

from dataclasses import dataclass, field

from ir_desktop.errors import EnvironmentProblem


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came, believed in nothing.

    `status` is the HTTP status; `content_type` the media type in lower case without parameters,
    or ""; `retry_after` the seconds that the other side asks to be left alone, at most a day.
    """

    status: int
    body: bytes = field(repr=False)
    content_type: str = ""
    retry_after: int | None = None


class Offline(EnvironmentProblem):
    """The other side was not reached, or the line broke."""


class Timeout(EnvironmentProblem):
    """The other side was too slow."""


class BadCertificate(EnvironmentProblem):
    """The other side could not prove who it is. Nothing was sent to it."""


class AnswerTooLong(EnvironmentProblem):
    """The answer was larger than any true answer."""


class Cancelled(EnvironmentProblem):
    """The person, or locking, stopped the transport."""
