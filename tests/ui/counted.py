"""The keystrokes that are promised, read from the page of evidence that tells them."""

import re
from pathlib import Path

_PAGE = Path(__file__).parents[2] / "docs" / "evidence" / "keystrokes.md"
_ROW = re.compile(r"^\| ([^|]+?) \|.*\| (\d+) \|$", re.MULTILINE)


def promised(journey: str) -> dict[str, int]:
    """Return the keys of each part of a journey, and their total, by the page's headings."""
    _, found, rest = _PAGE.read_text("utf-8").partition(f"\n## {journey}\n")
    assert found, f"no part of the page is headed {journey}"
    return {part: int(keys) for part, keys in _ROW.findall(rest.partition("\n## ")[0])}


def with_total(counted: dict[str, int]) -> dict[str, int]:
    """Return what was counted as the page tells it."""
    return counted | {"total": sum(counted.values())}
