"""Kill, fill up, break and tamper with stores a great many times, and count what is lost.

``python3 dev.py crash`` does what TARGETS asks for and takes about half an hour; ``--short`` does
a slice of it in seconds. It prints a table; ``--out FILE`` also writes it as JSON.
"""

import argparse
import json
import multiprocessing
import os
import platform
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tools.crash import tampering, trials
from tools.crash.scenes import Known, make
from tools.crash.trials import Ground, Outcome

_FULL = {"kills": 1000, "calls": 1000, "writes": 200, "replays": 1000, "edits": 10_000}
_SHORT = {"kills": 12, "calls": 18, "writes": 2, "replays": 25, "edits": 150}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table: how often it was tried, how often it hit, and what went wrong.

    `unsaid` counts, by file, the writes that failed without a word and were shown to do no harm.
    """

    name: str
    tried: int
    hit: int
    told: int
    wrong: int
    seconds: float
    examples: tuple[str, ...]
    unsaid: dict[str, int] = field(default_factory=dict[str, int])


def main(arguments: list[str]) -> int:
    """Do what is asked; 1 if anything was lost or not found."""
    given = _parser().parse_args(arguments)
    numbers = dict(_SHORT if given.short else _FULL)
    numbers |= {name: value for name in numbers if (value := getattr(given, name)) is not None}
    with tempfile.TemporaryDirectory(dir=_fast_place()) as scratch:
        lines = list(_all(Path(scratch), numbers, given.seed, given.jobs))
    print(_table(lines))
    if given.out is not None:
        told = {"machine": _machine(), "seed": given.seed, "numbers": numbers}
        given.out.write_text(
            json.dumps(told | {"lines": [asdict(each) for each in lines]}, indent=1) + "\n",
            "utf-8",
        )
    wrong = [each for each in lines if each.wrong]
    for line in wrong:
        print(f"{line.name}: {'; '.join(line.examples)}", file=sys.stderr)
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py crash", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a slice, in seconds")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the figures as JSON too")
    for name in _FULL:
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"{_FULL[name]} if not said")
    return parser


def _fast_place() -> str | None:
    """Return a folder in memory: a full run writes a great deal.

    What a kill leaves for the next process does not depend on the disk.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made inside
    return str(memory) if os.access(memory, os.W_OK) else None


def _all(scratch: Path, numbers: dict[str, int], seed: int, jobs: int) -> Iterable[Line]:
    made = scratch / "made"
    made.mkdir()
    ground = Ground(made, _made(made), scratch)
    dice = random.Random(seed)  # noqa: S311 - when something is killed is no secret
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(max_workers=jobs, mp_context=context) as pool:
        several = (
            ("kill -9 at a random moment", trials.random_kills, numbers["kills"]),
            ("kill -9 at a system call", trials.kills_at_calls, numbers["calls"]),
            ("disk full or failing at a write", trials.failing_writes, numbers["writes"]),
        )
        for name, wanted, number in several:
            begin = time.perf_counter()
            some = wanted(number, ground, dice)
            print(f"{name}: {len(some)} times", file=sys.stderr, flush=True)
            outcomes = list(pool.map(partial(trials.run, ground), some))
            yield from _lines(name, outcomes, time.perf_counter() - begin)
        for name, which, share in (
            ("an older page put back", tampering.replays, 1),
            ("a row or an event changed", tampering.edits, jobs),
        ):
            begin = time.perf_counter()
            each = numbers["replays" if which is tampering.replays else "edits"]
            if not each:
                continue
            print(f"{name}: {each} times", file=sys.stderr, flush=True)
            parts = [
                pool.submit(which, ground, each // share + (part < each % share), seed + part)
                for part in range(share)
            ]
            yield _tampered(name, [part.result() for part in parts], time.perf_counter() - begin)


def _made(folder: Path) -> Known:
    """Make the ground in a process of its own: nothing is open in those that fork."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(make, folder).result()


def _lines(name: str, outcomes: list[Outcome], seconds: float) -> Iterable[Line]:
    for scene in dict.fromkeys(each.trial.scene for each in outcomes):
        some = [each for each in outcomes if each.trial.scene == scene]
        bad = [each for each in some if each.wrong]
        yield Line(
            name=f"{name}: {scene}",
            tried=len(some),
            hit=sum(each.hit for each in some),
            told=sum(each.told for each in some),
            wrong=len(bad),
            seconds=round(seconds * len(some) / len(outcomes), 1),
            examples=tuple(
                f"{each.trial.kind} {each.trial.call} {each.trial.at:g}: {', '.join(each.wrong)}"
                for each in bad[:5]
            ),
            unsaid=dict(Counter(each.unsaid for each in some if each.unsaid)),
        )


def _tampered(name: str, parts: list[tampering.Tampered], seconds: float) -> Line:
    return Line(
        name=name,
        tried=sum(each.tried for each in parts),
        hit=sum(each.found for each in parts),
        told=0,
        wrong=sum(each.tried - each.found for each in parts),
        seconds=round(seconds, 1),
        examples=tuple(some for each in parts for some in each.missed)[:5],
    )


def _table(lines: list[Line]) -> str:
    rows = [
        "| what | tried | hit or found | unsaid, no harm | acknowledged before | "
        "lost, broken or missed | seconds |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {each.name} | {each.tried} | {each.hit} | {sum(each.unsaid.values()) or '-'} | "
        f"{each.told or '-'} | {each.wrong} | {each.seconds:g} |"
        for each in lines
    ]
    return "\n".join(rows)


def _machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
