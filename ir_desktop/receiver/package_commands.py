"""The command lines of ``package``: for anybody who has a package as a file and a key."""

from pathlib import Path

from ir_desktop.receiver.command_options import LINES, Subparsers, add_text, later

_FORMS = (
    "Each JWK file holds one key or a JSON Web Key Set, such as a receiver's keys.json. --sender "
    "may also name a setting's card. With --data, the receiver's key and the settings it has "
    "confirmed are used."
)


def register(subparsers: Subparsers) -> None:
    """Add ``package`` and its commands."""
    parser = subparsers.add_parser(
        "package",
        help="open or verify a package that came as a file",
        description="Open or verify a package that came as a file, with a key and no store.",
    )
    kinds = parser.add_subparsers(dest="package_command", required=True, metavar="COMMAND")
    for name, handler, words in (
        ("open", "open_package", "open a package and print its claims and its Bundle"),
        (
            "verify",
            "verify_package",
            "check a package in every point and print its claims and its Bundle",
        ),
    ):
        each = kinds.add_parser(name, help=words, description=f"{words.capitalize()}. {_FORMS}")
        each.add_argument("file", type=Path, metavar="FILE", help="the package, as it came")
        keys = each.add_mutually_exclusive_group(required=True)
        keys.add_argument("--key", type=Path, metavar="JWK", help="file with your private key")
        keys.add_argument("--data", type=Path, metavar="DIR", help="a receiver's data folder")
        each.add_argument(
            "--sender",
            type=Path,
            metavar="JWK",
            help="file with the sender's public signing key; without it (and without --data) the "
            "signature is not checked, and the result says so",
        )
        add_text(each)
        each.set_defaults(handler=later("package_handlers", handler), as_text=LINES)
