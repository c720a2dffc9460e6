"""Apply every rule to every Python file of the checkout."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.lint.rules import RULES
from tools.lint.source import Source

FOLDERS = ("ir_desktop", "tests", "tools", "benchmarks", "packaging")


def sources(root: Path) -> Iterator[Source]:
    """Give every Python file the rules look at, in order of path."""
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*.py")]
    for path in sorted([*files, *root.glob("*.py")]):
        yield Source(path.relative_to(root).as_posix(), path.read_text("utf-8"))


def check(files: Iterable[Source]) -> list[str]:
    """Return one line for each finding: where, what, and the rule's name."""
    found: list[str] = []
    for source in files:
        try:
            found += [
                f"{source.path}:{finding.line}: {finding.sentence} [{name}]"
                for name, rule in RULES.items()
                for finding in rule(source)
            ]
        except SyntaxError as problem:
            found.append(f"{source.path}:{problem.lineno}: not Python 3.11: {problem.msg} [syntax]")
    return found


def main() -> int:
    """Print what is wrong and return 1, or say nothing and return 0."""
    found = check(sources(Path(__file__).resolve().parents[2]))
    print("\n".join(found) or "No findings.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
