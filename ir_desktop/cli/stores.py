"""Commands that make and check stores."""

import argparse
from datetime import date
from pathlib import Path

from ir_desktop.cli.opening import opened, read_password
from ir_desktop.cli.register import Subparsers, add_command, add_group
from ir_desktop.cli.result import Failed
from ir_desktop.errors import invalid

MOST_CHILDREN = 200_000


def register(commands: Subparsers) -> None:
    """Add `demo-store`, `new-store` and `audit`."""
    demo = add_command(
        commands, "demo-store", _demo_store, "make an encrypted demo store", store=False
    )
    demo.add_argument("--children", type=int, default=30, metavar="N")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.add_argument("--seed", type=int, default=1, metavar="S")
    new = add_command(
        commands, "new-store", _new_store, "make a store with its first manager", store=False
    )
    new.add_argument("--out", type=Path, required=True, metavar="DIR")
    new.add_argument("--setting", required=True, metavar="NAME", help="the setting's name")
    new.add_argument("--type", required=True, metavar="TYPE", help=f"one of: {_types()}")
    new.add_argument("--manager", required=True, metavar="NAME", help="the first manager")
    for name in ("urn", "address", "postcode", "phone", "email"):
        new.add_argument(f"--{name}", default="", metavar="TEXT")
    new.add_argument("--password-stdin", action="store_true")
    audit = add_group(commands, "audit", "the record of who did what")
    add_command(audit, "verify", _verify, "check that nothing was changed behind its back")
    add_command(audit, "accept", _accept, "accept records that are older than they were")
    receipts = add_command(
        audit, "receipts", _receipts, "compare with receipts that a health team gives again"
    )
    receipts.add_argument("files", metavar="FILE", type=Path, nargs="+")


def _types() -> str:
    from ir_desktop.domain.people import SettingType

    return ", ".join(each.value for each in SettingType)


def _demo_store(args: argparse.Namespace) -> object:
    from ir_desktop.services.demo import make_demo

    if not 0 <= args.children <= MOST_CHILDREN:
        raise invalid("children", f"Choose a number from 0 to {MOST_CHILDREN}.")
    made = make_demo(args.out, children=args.children, seed=args.seed, today=date.today())
    return {
        "store": str(made.store),
        "staff": [
            {"name": each.name, "role": each.role.value, "password": each.password}
            for each in made.staff
        ],
        "recovery_code": made.recovery_code,
    }


def _new_store(args: argparse.Namespace) -> object:
    from ir_desktop.domain.people import SettingType
    from ir_desktop.services.sign_in import FirstRun, begin

    if args.type not in list(SettingType):
        raise invalid("type", f"Choose one of: {_types()}.")
    begun = begin(
        args.out,
        FirstRun(
            setting_name=args.setting,
            setting_type=SettingType(args.type),
            manager_name=args.manager,
            password=read_password(args),
            urn=args.urn,
            address=args.address,
            postcode=args.postcode,
            phone=args.phone,
            email=args.email,
        ),
        use_keyring=False,  # made by command: the password alone opens it, on any machine
    )
    begun.session.close()
    return {
        "store": str(args.out),
        "staff": [{"name": begun.session.staff.name, "role": begun.session.staff.role.value}],
        "recovery_code": begun.recovery_code,
    }


def _verify(args: argparse.Namespace) -> object:
    from ir_desktop.services.audits import alarm
    from ir_desktop.services.checking import verify_audit

    with opened(args) as session:
        report = verify_audit(session)
        told = alarm(session)
    value = {
        "events": report.events,
        "alarm": None if told is None else told.sentence,
        "findings": [{"where": each.where, "what": each.sentence} for each in report.findings],
    }
    return Failed(value, report.sentence) if report.sentence else value


def _accept(args: argparse.Namespace) -> object:
    from ir_desktop.services.audits import accept

    with opened(args) as session:
        done = accept(session)
    return {"epoch": done.epoch, "set_aside": done.set_aside}


def _receipts(args: argparse.Namespace) -> object:
    from ir_desktop.cli.files import read_file
    from ir_desktop.services.receipts import Standing, compare_receipts

    tokens = [read_file(each).decode("utf-8", "replace") for each in args.files]
    with opened(args) as session:
        found = compare_receipts(session, tokens)
    value = [
        {"file": str(file), "standing": each.standing.value, "export": each.reference or None}
        for file, each in zip(args.files, found, strict=True)
    ]
    if any(each.standing is Standing.NOT_KNOWN for each in found):
        return Failed(
            value,
            "The health team has received something that these records do not know of: they are "
            "older than they were. Restore the newest backup.",
        )
    if any(each.standing is Standing.NO_RECEIPT for each in found):
        return Failed(value, "Not every file is a receipt from a health team for this setting.")
    return value
