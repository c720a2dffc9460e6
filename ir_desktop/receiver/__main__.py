"""``python -m ir_desktop.receiver``: the receiver's commands by themselves."""

import argparse
import json
import sys
from collections.abc import Sequence

from ir_desktop.errors import IrError
from ir_desktop.receiver.commands import register


def main(argv: Sequence[str]) -> int:
    """Run one command; return the exit status (0 done, 1 refused or failed; 2 wrong usage)."""
    parser = argparse.ArgumentParser(prog="python -m ir_desktop.receiver")
    register(parser.add_subparsers(required=True, metavar="COMMAND"))
    args = parser.parse_args(argv)
    try:
        value = args.handler(args)
    except IrError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    sys.stdout.write(args.as_text(value) if args.text else json.dumps(value) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
