"""The wording of papers: dated data in `resources/letters`, one file per kind and language."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from ir_desktop.errors import EnvironmentProblem
from ir_desktop.paths import resource

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """A paper's words in one language, with who wrote them, from what, and since when."""

    kind: str
    language: str
    version: str
    in_use_from: date
    author: str
    source: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: str) -> str:
        """Return a text with its places, such as ``{child}``, filled once.

        What fills a place is never read for places of its own. Raises KeyError for an unknown
        text, or a place that nothing fills.
        """
        return _PLACE.sub(lambda found: values[found[1]], self.texts[key])


@cache
def wording(kind: str, language: str = "en") -> Wording:
    """Return the wording of a kind of paper (``summary``, ``invitation``) in a language.

    Raises `errors.EnvironmentProblem` if the file is missing or damaged.
    """
    try:
        raw: Any = json.loads(resource("letters", f"{kind}.{language}.json").read_text("utf-8"))
        texts = {str(key): str(text) for key, text in raw["texts"].items()}
        return Wording(
            kind=str(raw["kind"]),
            language=str(raw["language"]),
            version=str(raw["version"]),
            in_use_from=date.fromisoformat(raw["in_use_from"]),
            author=str(raw["author"]),
            source=str(raw["source"]),
            texts=MappingProxyType(texts),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EnvironmentProblem(
            "The wording of this paper is missing or damaged. Install the program again."
        ) from error
