"""Reading the services' own source: which public functions there are, and what each asks for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ir_desktop import services

FOLDER = Path(services.__file__).parent
GUARDS = frozenset({"acting", "looking", "changing", "may"})
"""The functions that check the role of the person signed in."""


@dataclass(frozen=True)
class Function:
    """A function of a service: the type of its first parameter, and whom it names and calls."""

    module: str
    name: str
    first: str
    acts: frozenset[str] = frozenset()
    calls: frozenset[tuple[str, str]] = field(default=frozenset())


@cache
def functions() -> dict[tuple[str, str], Function]:
    """Return every function at the top of a module of services, private ones too."""
    found: dict[tuple[str, str], Function] = {}
    for path in sorted(FOLDER.rglob("*.py")):
        module = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        tree = ast.parse(path.read_text("utf-8"))
        names = dict(_imports(tree))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[module, node.name] = _function(module, node, names)
    return found


def public() -> list[Function]:
    """Return the public ones: what screens and commands may call."""
    return [each for each in functions().values() if not each.name.startswith("_")]


def reached(function: Function) -> tuple[frozenset[str], bool]:
    """Return the acts that a function names, itself or in what it calls, and whether it checks."""
    seen: set[tuple[str, str]] = set()
    waiting = [(function.module, function.name)]
    acts: set[str] = set()
    checks = False
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        checks = checks or key[1] in GUARDS
        found = functions().get(key)
        if found is not None and key[1] not in GUARDS:
            acts |= found.acts
            waiting += found.calls
    return frozenset(acts), checks


def _imports(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield local names with the module of services, and the function, that they stand for."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        for alias in node.names:
            local = alias.asname or alias.name
            if node.module == "ir_desktop.services":
                yield local, (alias.name, "")
            elif node.module.startswith("ir_desktop.services."):
                module = node.module.removeprefix("ir_desktop.services.")
                yield local, (module, alias.name)


def _function(module: str, node: ast.FunctionDef, names: dict[str, tuple[str, str]]) -> Function:
    acts: set[str] = set()
    calls: set[tuple[str, str]] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
            if inner.value.id == "Act":
                acts.add(inner.attr.lower())
            elif names.get(inner.value.id, ("", "-"))[1] == "":
                calls.add((names[inner.value.id][0], inner.attr))
        elif isinstance(inner, ast.Name):
            calls.add(names.get(inner.id, (module, inner.id)))
    arguments = [*node.args.posonlyargs, *node.args.args]
    first = ast.unparse(arguments[0].annotation) if arguments and arguments[0].annotation else ""
    return Function(module, node.name, first, frozenset(acts), frozenset(calls))
