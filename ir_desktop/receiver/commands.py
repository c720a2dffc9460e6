"""The command lines of the receiver, and of anybody who gets a package.

`register` adds them to a parser. Each sub-parser sets `handler`, which takes the parsed arguments
and returns a JSON-able value, and `as_text`, which makes of that value what ``--text`` shows.
Problems are raised as `IrError`. Only ``receiver run`` prints its result itself, since it has one
before it ends; it then ends with `SystemExit`.
"""

import argparse
from pathlib import Path

from ir_desktop.domain.categories import Category
from ir_desktop.receiver import package_commands
from ir_desktop.receiver.command_options import (
    DEFAULT_LAWFUL_BASIS,
    DEFAULT_PORT,
    DEFAULT_PURPOSE,
    LINES,
    Subparsers,
    add_data,
    add_text,
    day,
    later,
    port,
)

_CATEGORIES = [each.value for each in Category]


def register(subparsers: Subparsers) -> None:
    """Add ``receiver`` and ``package`` with all their commands."""
    parser = subparsers.add_parser(
        "receiver",
        help="the reference receiver that a health team can run",
        description="The reference receiver that a health team can run: it takes reviews from "
        "settings whose keys were compared, and gives answers back.",
    )
    kinds = parser.add_subparsers(dest="receiver_command", required=True, metavar="COMMAND")
    for add in (_init, _agree, _run, _inbox, _reply, _take, _status, _revoke, _end):
        add(kinds)
    package_commands.register(subparsers)


def _new(kinds: Subparsers, name: str, words: str, more: str = "") -> argparse.ArgumentParser:
    description = f"{words[0].upper()}{words[1:]}. {more}".strip()
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=words, description=description)
    add_data(parser)
    parser.set_defaults(as_text=LINES)
    return parser


def _init(kinds: Subparsers) -> None:
    parser = _new(kinds, "init", "make keys, a TLS certificate and a database in a new folder")
    parser.add_argument("--name", required=True, help="the health team's name, as settings see it")
    parser.add_argument("--contact", required=True, help="whom a setting can ring, and how")
    parser.add_argument(
        "--host",
        action="append",
        metavar="NAME",
        help="host name or address under which settings reach this computer; the first is told "
        "to them (default: localhost); may be given several times",
    )
    parser.add_argument(
        "--port",
        type=port,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"port that settings are told (default: {DEFAULT_PORT})",
    )
    add_text(parser)
    parser.set_defaults(handler=later("handlers", "init"))


def _agree(kinds: Subparsers) -> None:
    parser = _new(
        kinds,
        "agree",
        "confirm a setting's card and sign an agreement with it",
        "Have the setting read out the fingerprint of its card over the telephone, on a number "
        "you already had, and type what you hear.",
    )
    parser.add_argument("--card", type=Path, required=True, metavar="FILE", help="the card")
    parser.add_argument(
        "--fingerprint",
        required=True,
        metavar="F",
        help="as heard: the whole, or two or more numbered groups such as '3=ABCD 7=EFGH'",
    )
    parser.add_argument("--confirmed-by", required=True, metavar="NAME", help="who compared it")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="where to write the agreement"
    )
    parser.add_argument(
        "--categories",
        nargs="+",
        choices=_CATEGORIES,
        metavar="CATEGORY",
        help=f"what may be sent (default: all): {', '.join(_CATEGORIES)}",
    )
    parser.add_argument(
        "--opt-out",
        nargs="+",
        choices=_CATEGORIES,
        default=[],
        metavar="CATEGORY",
        help="categories that may be sent after the family was told, unless they object; all "
        "others need their consent",
    )
    parser.add_argument(
        "--from", dest="start", type=day, metavar="DATE", help="first day (default: today)"
    )
    parser.add_argument("--until", type=day, metavar="DATE", help="last day (default: in a year)")
    parser.add_argument("--purpose", default=DEFAULT_PURPOSE, metavar="TEXT")
    parser.add_argument("--lawful-basis", default=DEFAULT_LAWFUL_BASIS, metavar="TEXT")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--endpoint", metavar="URL", help="(default: this receiver's own address)")
    ways.add_argument("--mesh", metavar="MAILBOX", help="packages come by NHS MESH instead")
    ways.add_argument("--by-hand", action="store_true", help="packages come as files instead")
    parser.add_argument(
        "--public-certificate",
        action="store_true",
        help="the server shows a certificate that every computer trusts, so name no authority",
    )
    parser.add_argument(
        "--next-version-of", metavar="ID", help="an earlier agreement with this setting"
    )
    parser.add_argument(
        "--same-setting-as",
        metavar="KID",
        help="the card is of another computer of a setting that is known here",
    )
    add_text(parser)
    parser.set_defaults(handler=later("handlers", "agree"))


def _run(kinds: Subparsers) -> None:
    parser = _new(
        kinds,
        "run",
        "take packages and give replies over HTTPS until told to stop",
        'When it is ready it prints one line of JSON with "url". It stops on SIGTERM or Ctrl-C.',
    )
    parser.add_argument(
        "--port", type=port, metavar="N", help="instead of the one settings are told; 0: any"
    )
    parser.add_argument(
        "--listen",
        metavar="ADDRESS",
        help="address of this machine to listen on (default: only itself where the host is "
        "localhost, else all)",
    )
    parser.add_argument(
        "--certificate", type=Path, metavar="FILE", help="a certificate with its chain, as PEM"
    )
    parser.add_argument("--certificate-key", type=Path, metavar="FILE", help="its key, as PEM")
    parser.set_defaults(handler=later("handlers", "run"), text=False)


def _inbox(kinds: Subparsers) -> None:
    parser = _new(kinds, "inbox", "list what came, newest first, or show one package whole")
    parser.add_argument("--all", action="store_true", help="also what was replaced since")
    parser.add_argument(
        "--since", type=day, metavar="DATE", help="only what came on this day (UTC) or later"
    )
    parser.add_argument("--id", metavar="ID", help="show this package whole")
    parser.add_argument(
        "--save-pdf", type=Path, metavar="DIR", help="with --id: write its summary as DIR/ID.pdf"
    )
    add_text(parser)
    parser.set_defaults(
        handler=later("handlers", "inbox"), as_text=later("command_text", "inbox_table")
    )


def _reply(kinds: Subparsers) -> None:
    parser = _new(kinds, "reply", "answer a package; the setting fetches the answer")
    parser.add_argument("--package", required=True, metavar="ID", help="which package")
    parser.add_argument(
        "--review-on", type=day, metavar="DATE", help="day of the health review, if known"
    )
    parser.add_argument("--outcome", default="", metavar="TEXT", help="what came of it")
    parser.add_argument(
        "--action",
        action="append",
        default=[],
        metavar="'WHAT|WHO|DATE'",
        help="an agreed action; the date may be left out; may be given several times",
    )
    parser.add_argument("--follow-up-by", default="", metavar="NAME", help="who follows up")
    parser.add_argument(
        "--contact", default="", metavar="TEXT", help="whom to ring (default: the team's contact)"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="also write the sealed reply, to give by hand"
    )
    add_text(parser)
    parser.set_defaults(handler=later("handlers", "reply"))


def _take(kinds: Subparsers) -> None:
    parser = _new(kinds, "take", "take in a package that came as a file")
    parser.add_argument("file", type=Path, metavar="FILE", help="the package (.irpkg)")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the receipt, to give back to the setting"
    )
    add_text(parser)
    parser.set_defaults(handler=later("handlers", "take"))


def _status(kinds: Subparsers) -> None:
    parser = _new(
        kinds, "status", "show this receiver's fingerprint, its settings and its agreements"
    )
    add_text(parser)
    parser.set_defaults(handler=later("handlers", "status"))


def _revoke(kinds: Subparsers) -> None:
    parser = _new(kinds, "revoke", "stop taking anything signed with a setting's key")
    parser.add_argument("--setting", required=True, metavar="KID", help="the key; see: status")
    add_text(parser)
    parser.set_defaults(handler=later("handlers", "revoke"))


def _end(kinds: Subparsers) -> None:
    parser = _new(kinds, "end", "end an agreement at once")
    parser.add_argument("--agreement", required=True, metavar="ID", help="see: status")
    add_text(parser)
    parser.set_defaults(handler=later("handlers", "end"))
