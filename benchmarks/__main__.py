"""``python -m benchmarks [--short] [--json] [--out FILE]``: measure, print a table or JSON."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

if not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import due_list, figures, search, start

_CHILDREN, _MANY = 10_000, 100_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer runs, no 100,000 children")
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    found = _measure(short=options.short)
    text = json.dumps(figures.as_json(found), indent=1, ensure_ascii=False)
    if options.json:
        print(text)
    else:
        print(figures.table(found))
        print("\n".join(f"{name}: {value}" for name, value in figures.machine().items()))
    if options.out is not None:
        options.out.write_text(text + "\n", "utf-8")
    return 0


def _measure(*, short: bool) -> list[figures.Figure]:
    found: list[figures.Figure] = []
    with tempfile.TemporaryDirectory(prefix="ir-bench-") as folder:
        store = Path(folder) / "store"
        with due_list.nursery(store, _CHILDREN) as session:
            _tell("due list")
            found.append(due_list.measure(session, _CHILDREN, 5 if short else 15))
            _tell("search")
            found.append(search.measure(session, 5 if short else 15))
        _tell("start")
        found.insert(0, start.measure(store, 5 if short else 15, Path(folder) / "compiled"))
    if not short:
        _tell(f"due list of {_MANY:,}")
        with (
            tempfile.TemporaryDirectory(prefix="ir-bench-") as folder,
            due_list.nursery(Path(folder) / "store", _MANY) as session,
        ):
            found.append(due_list.measure(session, _MANY, 5))
    return found


def _tell(words: str) -> None:
    print(f"Measuring: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
