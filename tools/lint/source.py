"""One Python file as the rules see it."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing wrong: the line it is on (from 1) and a sentence that says what to do instead."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Source:
    """A file: its path from the checkout's root with forward slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.text, self.path)

    @cached_property
    def calls(self) -> list[ast.Call]:
        """Every call in the file."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]

    @cached_property
    def names(self) -> dict[str, str]:
        """What each imported name stands for, in full: ``sa`` -> ``sqlalchemy``."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.asname:
                        found[alias.asname] = alias.name
                    else:
                        found[alias.name.split(".")[0]] = alias.name.split(".")[0]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        return found

    def full_name(self, node: ast.expr) -> str:
        """Return the dotted name of `node` with imports followed, or "" when it is not a name.

        What hangs off anything but a name starts with a dot: ``make().setToolTip`` gives
        ``.setToolTip``.
        """
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            parts.append(self.names.get(node.id, node.id))
        elif parts:
            parts.append("")
        return ".".join(reversed(parts))

    def comments(self) -> Iterator[tuple[int, str]]:
        """Give the line and text of every comment."""
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string

    def is_in(self, *places: str) -> bool:
        """Tell whether this file is one of `places`: files, or folders ending in a slash."""
        return any(
            self.path.startswith(place) if place.endswith("/") else self.path == place
            for place in places
        )


def is_made_up(node: ast.expr) -> bool:
    """Tell whether a text is put together on the spot (f-string, ``+``, ``%``, ``.format``)."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return is_text(node.left) or is_text(node.right)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "join"}
        and is_text(node.func.value)
    )


def is_text(node: ast.expr) -> bool:
    """Tell whether `node` is a text written out here, whole or made up."""
    return (isinstance(node, ast.Constant) and isinstance(node.value, str)) or is_made_up(node)
