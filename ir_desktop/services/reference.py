"""The dated reference data, read once from the resources: the instrument, the profile, words."""

import json
from functools import cache

from ir_desktop import paths
from ir_desktop.domain.asq3_data import FILES, Instrument, parse_instrument
from ir_desktop.domain.profile import Profile

DEFAULT_PROFILE = "england-2025.json"


@cache
def instrument() -> Instrument:
    """Return the ASQ-3's forms, windows, cut-offs and codes."""
    return parse_instrument(
        {name: paths.resource("instruments", name).read_text("utf-8") for name in FILES}
    )


@cache
def easy_words() -> tuple[str, ...]:
    """Return the words that passwords in a nursery are made of; their list says where from."""
    found = json.loads(paths.resource("passwords", "easy-words.json").read_text("utf-8"))
    return tuple(str(each) for each in found["words"])


@cache
def default_profile() -> Profile:
    """Return the national default profile."""
    from pydantic import TypeAdapter

    data = paths.resource("profiles", DEFAULT_PROFILE).read_bytes()
    return TypeAdapter(Profile).validate_json(data, strict=True)
