"""The files that start the program in the bundle, and which of them has a console.

On Windows a program is made either for a console, which then opens beside its window, or without
one, and then a command can neither print nor ask. So there are two: the one to click on, and one
for commands. Elsewhere one serves both, since a console is a matter of where it is started.
"""

from typing import NamedTuple

PROGRAM = "ir-desktop"
COMMANDS = "ir-desktop-commands"


class Starter(NamedTuple):
    """One file that starts the program."""

    name: str
    console: bool


def of(platform: str) -> tuple[Starter, ...]:
    """Return the starters for a system as `sys.platform` names it."""
    if platform == "win32":
        return Starter(PROGRAM, console=False), Starter(COMMANDS, console=True)
    return (Starter(PROGRAM, console=True),)
