"""The command line: the parser, and how results and problems are told.

Exit status: 0 done; 1 refused or failed, with one sentence on standard error; 2 wrong usage.
"""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn, cast

from ir_desktop import __version__, log
from ir_desktop.cli import (
    backups,
    children,
    doctor,
    letters,
    outbox,
    reviews,
    score_asq3,
    sharing,
    stores,
)
from ir_desktop.cli.register import Subparsers
from ir_desktop.cli.result import Failed, print_result
from ir_desktop.errors import Invalid, IrError, Problem


def main(argv: Sequence[str]) -> int:
    """Run one command and return the exit status."""
    os.umask(0o077)
    log.hush()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of every script, on every system
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if argv and argv[0] == "score-asq3":
        return score_asq3.main(argv[1:], sys.stdin, sys.stdout, sys.stderr)
    args = _parser().parse_args(argv)
    try:
        _refuse_broken_text(args)
        result = args.handler(args)
    except Invalid as error:
        sys.stderr.writelines(f"{problem}\n" for problem in error.problems)
        return 1
    except IrError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1
    except Exception as error:  # a bug: told with its kind only, for it could hold record content
        print(
            "Something went wrong in the program itself; nothing was half saved. "
            f"Reference: {type(error).__name__} in {_place(error)}.",
            file=sys.stderr,
        )
        return 1
    value = result.value if isinstance(result, Failed) else result
    try:
        if args.text:
            sys.stdout.write(args.as_text(value))
        else:
            print_result(value, sys.stdout, text=False)
        sys.stdout.flush()
    except OSError as error:
        # What Python holds back it would try to write once more at its end, and complain.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open until the program ends
        if not isinstance(error, BrokenPipeError):  # who closed the pipe wants no more
            print("It was done, but what came of it could not be written out.", file=sys.stderr)
        return 1
    if isinstance(result, Failed):
        print(result.sentence, file=sys.stderr)
        return 1
    return 0


def _refuse_broken_text(args: argparse.Namespace) -> None:
    """Raise `Invalid` for arguments whose bytes are not text; names of files may be any bytes."""
    problems: list[Problem] = []
    for name, value in sorted(vars(args).items()):
        texts = cast(list[object], value) if isinstance(value, list) else [value]
        if any(isinstance(text, str) and not _is_text(text) for text in texts):
            problems.append(Problem(name.replace("_", "-"), "This cannot be read as text."))
    if problems:
        raise Invalid(problems)


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    place = "the program"
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("ir_desktop"):
            place = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, then how to get help."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. See {self.prog} --help.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ir-desktop",
        description="Integrated Review Desktop. Without a command it opens the window.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--demo", action="store_true", help="open the window on a demo nursery")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for area in (stores, backups, children, reviews, letters, sharing, outbox, doctor):
        area.register(commands)
    commands.add_parser("score-asq3", help="score an ASQ-3 from standard input", add_help=False)
    _register_receiver(commands)
    return parser


def _register_receiver(commands: Subparsers) -> None:
    from ir_desktop.receiver import commands as receiver_commands

    receiver_commands.register(commands)
