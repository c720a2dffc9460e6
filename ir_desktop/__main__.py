"""Where the program starts: the window, or a command for administrators and support."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, or run a command; return the exit status.

    With no arguments, or with ``--demo`` or ``--store`` first, it is the window.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    # Neither side is imported for the other: the window must open fast, and commands need no Qt.
    if not given or given[0] in ("--demo", "--store", "--resume-demo"):
        from ir_desktop import app

        return app.run(given)
    from ir_desktop.cli.main import main as command

    return command(given)


if __name__ == "__main__":
    sys.exit(main())
