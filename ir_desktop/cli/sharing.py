"""Commands on introductions: the setting card out, the agreement in."""

import argparse
from pathlib import Path

from ir_desktop.cli.files import read_file, write_file
from ir_desktop.cli.opening import opened
from ir_desktop.cli.register import Subparsers, add_command, add_group
from ir_desktop.domain.sharing import Agreement


def register(commands: Subparsers) -> None:
    """Add `setting-card` and `agreement`."""
    card = add_command(
        commands, "setting-card", _card, "write the card that introduces this setting"
    )
    card.add_argument("--out", type=Path, metavar="FILE", required=True)
    agreement = add_group(commands, "agreement", "sharing agreements with health teams")
    show = add_command(
        agreement, "show", _show, "say what an agreement file says; trust nothing yet", store=False
    )
    show.add_argument("file", type=Path, metavar="FILE")
    importing = add_command(
        agreement, "import", _import, "take in an agreement whose fingerprint was compared"
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument(
        "--fingerprint",
        metavar="F",
        required=True,
        help="as the health team read it out: the whole, or groups such as '3=ABCD 7=EFGH'",
    )
    importing.add_argument(
        "--confirmed-by", metavar="NAME", required=True, help="who at the health team read it out"
    )
    importing.add_argument("--team", metavar="ID", help="a health team that is here already")
    add_command(agreement, "list", _list, "list the agreements")


def _card(args: argparse.Namespace) -> object:
    from ir_desktop.services.identity import setting_card

    with opened(args) as session:
        card = setting_card(session)
    write_file(args.out, card.token.encode("ascii"))
    return {"file": str(args.out), "fingerprint": card.fingerprint}


def _show(args: argparse.Namespace) -> object:
    from ir_desktop.services.agreements import LARGEST, read_agreement

    read = read_agreement(read_file(args.file, limit=LARGEST))
    return {
        "agreement_id": read.id,
        "version": read.version,
        "recipient": read.recipient_name,
        "contact": read.recipient_contact,
        "setting": read.setting.name,
        "purpose": read.purpose,
        "lawful_basis": read.lawful_basis,
        "from": read.not_before.isoformat(),
        "until": read.expires_at.isoformat(),
        "categories": {category.value: mode.value for category, mode in read.consent_modes.items()},
        "endpoint": read.endpoint.address,
        "fingerprint": read.fingerprint,
    }


def _import(args: argparse.Namespace) -> object:
    from ir_desktop.services.agreements import LARGEST, import_agreement

    data = read_file(args.file, limit=LARGEST)
    with opened(args) as session:
        return _row(
            import_agreement(
                session,
                data,
                typed=args.fingerprint,
                confirmed_by=args.confirmed_by,
                health_team_id=args.team,
            )
        )


def _list(args: argparse.Namespace) -> object:
    from ir_desktop.services.agreements import list_agreements

    with opened(args) as session:
        return [_row(each) for each in list_agreements(session)]


def _row(agreement: Agreement) -> dict[str, object]:
    return {
        "id": agreement.id,
        "agreement_id": agreement.agreement_id,
        "version": agreement.version,
        "team": agreement.health_team_id,
        "recipient": agreement.recipient_name,
        "from": agreement.valid_from.isoformat(),
        "until": agreement.valid_until.isoformat(),
        "categories": [each.value for each in agreement.categories],
        "endpoint": agreement.endpoint,
        "confirmed_by": agreement.confirmed_by,
        "ended_on": None if agreement.ended_on is None else agreement.ended_on.isoformat(),
    }
