"""Which refusal it was, and papers that are rightly signed although they say something else."""

import pytest

from ir_desktop.errors import Invalid
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import Code, EnvelopeError

BUNDLE = b'{"resourceType":"Bundle"}'


def code_of(call, *args, **kwargs) -> Code:
    with pytest.raises(EnvelopeError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def fields_of(error: Invalid | EnvelopeError) -> set[str]:
    return {each.field for each in error.problems}


def resealed(papers, change: dict, *, drop: str = "", typ: str = claims.TYP_PACKAGE) -> bytes:
    """A package whose claims say something else, rightly signed and sealed all the same."""
    said = papers.package(BUNDLE).to_claims() | {"bundle": BUNDLE.decode()} | change
    said.pop(drop, None)
    token = envelope.sign(said, typ=typ, key=papers.setting.signing)
    return envelope.seal(token, recipient=papers.team.encryption_public)
