"""The command that looks at the computer: what it has and lacks, in plain words."""

import argparse
from pathlib import Path
from typing import Any, cast

from ir_desktop import paths
from ir_desktop.cli.register import Subparsers, add_command
from ir_desktop.cli.result import Failed

_WORDS = {"good": "Good", "warning": "Warning", "problem": "Problem"}


def register(commands: Subparsers) -> None:
    """Add `doctor`."""
    parser = add_command(
        commands, "doctor", _doctor, "look what this computer has and lacks", store=False
    )
    parser.add_argument(
        "--store", metavar="DIR", type=Path, help="the records' folder; it is not opened"
    )
    parser.set_defaults(as_text=_in_words)


def _doctor(args: argparse.Namespace) -> object:
    from ir_desktop.services import doctor

    checks = doctor.examine(args.store or paths.data_folder())
    value = {
        "ready": all(each.state is not doctor.State.PROBLEM for each in checks),
        "checks": [
            {"check": each.name, "state": each.state.value, "what": each.what, "do": each.do}
            for each in checks
        ],
    }
    if not value["ready"]:
        return Failed(value, "Something here keeps the program from working as it should.")
    return value


def _in_words(value: object) -> str:
    found = cast(dict[str, Any], value)
    return "".join(
        f"{_WORDS[each['state']]}: {each['what']}{' ' + each['do'] if each['do'] else ''}\n"
        for each in found["checks"]
    )
