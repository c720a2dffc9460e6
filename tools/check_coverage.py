"""Hold the files whose mistakes would harm a child or leak a record at 100 % line and branch.

A plain run reads the `.coverage` data of the last test run; `dev.py test` calls `problems` itself.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import coverage

# The rules that decide, the gate every send passes, the envelope around it, and the keys.
HELD = (
    "ir_desktop/domain/**/*.py",
    "ir_desktop/sync/envelope.py",
    "ir_desktop/sync/gate.py",
    "ir_desktop/storage/keys.py",
)
_MOST_SHOWN = 12


def problems(root: Path) -> list[str]:
    """Return one line for each held file under `root` that is not covered to the last branch."""
    data = coverage.Coverage(
        data_file=str(root / ".coverage"), config_file=str(root / "pyproject.toml")
    )
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "coverage.json"
        data.json_report(outfile=str(out))
        measured = json.loads(out.read_text("utf-8"))["files"]
    held = sorted({path for pattern in HELD for path in root.glob(pattern)})
    return judge(measured, [path.relative_to(root).as_posix() for path in held])


def judge(measured: Mapping[str, Mapping[str, Any]], held: list[str]) -> list[str]:
    """Compare what coverage `measured` (its JSON report's ``files``) with the files `held`."""
    by_name = {name.replace("\\", "/"): file for name, file in measured.items()}
    found: list[str] = []
    for name in held:
        file = by_name.get(name)
        if file is None:
            found.append(f"{name}: no test loads it")
            continue
        lines = [str(line) for line in file["missing_lines"]]
        branches = [f"{start}->{max(end, 0) or 'exit'}" for start, end in file["missing_branches"]]
        if lines or branches:
            parts = [f"lines {_some(lines)}"] if lines else []
            parts += [f"branches {_some(branches)}"] if branches else []
            found.append(f"{name}: not covered: {'; '.join(parts)}")
    return found


def _some(places: list[str]) -> str:
    more = len(places) - _MOST_SHOWN
    return ", ".join(places[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def main() -> int:
    """Print the problems of the last test run and return 1 if there are any."""
    found = problems(Path(__file__).resolve().parents[1])
    print("\n".join(found) or "Every line and branch of the held files is covered.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
