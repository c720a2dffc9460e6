"""What writing and opening papers have in common."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from ir_desktop.errors import Invalid
from ir_desktop.sync.keys import Jwk
from ir_desktop.sync.problems import Code, EnvelopeError

CLOCK_TOLERANCE: Final = timedelta(minutes=10)
"""How far the clocks of the two sides may differ."""

KeyFor = Callable[[str], Jwk | None]
"""Looks up a confirmed public signing key by its `kid`; None when it is not known or revoked."""

Paper = TypeVar("Paper")


def parsed(claims: object, parse: Callable[[object], Paper]) -> Paper:
    """Return what `parse` makes of verified claims.

    Raises:
        EnvelopeError: `invalid_claims`, with the problems.
    """
    try:
        return parse(claims)
    except Invalid as error:
        raise EnvelopeError(Code.INVALID_CLAIMS, error.problems) from error
