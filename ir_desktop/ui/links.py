"""Places as keys: a row of a list, or a line of a help page, names where it leads. Knows no Qt."""

_BETWEEN = "\x1f"  # in no record's id, no kind of place and no name of a part


def link_to(kind: str, child_id: str = "", part: str = "") -> str:
    """Return the key of a place: a kind of `places.ENTRIES`, which child, which part of it."""
    return _BETWEEN.join((kind, child_id, part))


def parts_of(key: str) -> tuple[str, str, str]:
    """Return the kind, the child and the part that a key was made of."""
    kind, child_id, part = key.split(_BETWEEN)
    return kind, child_id, part
