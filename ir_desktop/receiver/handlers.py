"""What each receiver command does."""

import argparse
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NoReturn

from ir_desktop.domain.categories import Category, ConsentMode
from ir_desktop.errors import EnvironmentProblem, NotFound, Refused, invalid
from ir_desktop.receiver import command_values, service
from ir_desktop.receiver.command_files import read_file, write_file
from ir_desktop.receiver.command_options import (
    day,
    first_moment,
    last_moment,
)
from ir_desktop.sync import claims

_A_YEAR: Final = timedelta(days=365)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@contextmanager
def _opened(args: argparse.Namespace) -> Generator[service.ReceiverData]:
    data = service.open_data(args.data)
    try:
        yield data
    finally:
        data.close()


def init(args: argparse.Namespace) -> object:
    """``receiver init``."""
    data = service.init(
        args.data,
        name=args.name,
        contact=args.contact,
        hosts=args.host or ["localhost"],
        port=args.port,
        now=_now(),
    )
    data.close()
    return {
        "name": data.facts.name,
        "url": data.facts.url,
        "hosts": list(data.facts.hosts),
        "kid": data.keys.signing_kid,
        "fingerprint": data.keys.fingerprint,
    }


def agree(args: argparse.Namespace) -> object:
    """``receiver agree``."""
    card = read_file(args.card, "The card")
    with _opened(args) as data:
        token = service.agree(
            data,
            card,
            fingerprint_typed=args.fingerprint,
            confirmed_by=args.confirmed_by,
            terms=_terms(args, data, _now()),
            now=_now(),
            agreement_id=args.next_version_of,
            same_setting_as=args.same_setting_as,
        )
        write_file(args.out, token.encode("ascii"))
        agreement = claims.read_agreement(token)
        return command_values.agreement_row(agreement, None) | {
            "fingerprint": data.keys.fingerprint
        }


def _terms(args: argparse.Namespace, data: service.ReceiverData, now: datetime) -> service.Terms:
    chosen = [Category(each) for each in args.categories or list(Category)]
    opt_out = {Category(each) for each in args.opt_out}
    if opt_out - set(chosen):
        raise invalid("opt-out", "Only categories that may be sent at all can be opt-out.")
    # From midnight on, since the setting's clock may be a little behind.
    first = args.start or now.date()
    return service.Terms(
        modes={
            each: ConsentMode.OPT_OUT if each in opt_out else ConsentMode.OPT_IN
            for each in dict.fromkeys(chosen)
        },
        valid_from=first_moment(first),
        valid_until=last_moment(args.until or first + _A_YEAR),
        endpoint=_endpoint(args, data),
        purpose=args.purpose,
        lawful_basis=args.lawful_basis,
    )


def _endpoint(args: argparse.Namespace, data: service.ReceiverData) -> claims.Endpoint:
    if args.by_hand:
        return claims.Endpoint(claims.EndpointKind.BY_HAND)
    if args.mesh is not None:
        return claims.Endpoint(claims.EndpointKind.MESH, args.mesh)
    authority = None if args.public_certificate else data.folder.authority_pem()
    return claims.Endpoint(claims.EndpointKind.HTTPS, args.endpoint or data.facts.url, authority)


def run(args: argparse.Namespace) -> NoReturn:
    """``receiver run``."""
    if (args.certificate is None) != (args.certificate_key is None):
        raise invalid("certificate", "Give --certificate and --certificate-key together.")
    try:
        from ir_desktop.receiver import quiet_log
        from ir_desktop.receiver.serve import serve
    except ImportError as error:
        raise EnvironmentProblem(
            "The parts of the program that serve HTTPS are not installed. Install it with its "
            "extra: ir-desktop[receiver]."
        ) from error
    own = None if args.certificate is None else (args.certificate, args.certificate_key)
    quiet_log.start()
    with _opened(args) as data:
        serve(data, ready=_say_ready, listen=args.listen, port=args.port, certificate=own)
    raise SystemExit(0)


def _say_ready(url: str) -> None:
    print(json.dumps({"url": url, "pid": os.getpid()}), flush=True)


def inbox(args: argparse.Namespace) -> object:
    """``receiver inbox``."""
    if args.save_pdf is not None and args.id is None:
        raise invalid("save-pdf", "Say whose with --id.")
    with _opened(args) as data:
        if args.id is None:
            return [
                command_values.row_of(each)
                for each in service.inbox(
                    data,
                    superseded=args.all,
                    since=None if args.since is None else first_moment(args.since),
                )
            ]
        one = service.open_one(data, args.id)
    row = command_values.full_row(one)
    if args.save_pdf is not None:
        row["saved_pdf"] = str(_save_pdf(one, args.save_pdf))
    return row


def _save_pdf(one: service.OpenedOne, folder: Path) -> Path:
    pdf = None if one.received.view is None else one.received.view.summary_pdf
    if pdf is None:
        raise NotFound("This package holds no summary as a PDF.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            "The folder for the PDF could not be made. Choose another."
        ) from error
    path = folder / f"{one.received.jti}.pdf"
    write_file(path, pdf)
    return path


def _action(text: str) -> claims.AgreedAction:
    parts = [part.strip() for part in text.split("|")]
    wrong = invalid("action", "Write an action as 'what|who|2026-05-03'; the date may be left out.")
    if len(parts) not in (2, 3) or not parts[0] or not parts[1]:
        raise wrong
    if len(parts) == 2 or not parts[2]:
        return claims.AgreedAction(parts[0], parts[1])
    try:
        return claims.AgreedAction(parts[0], parts[1], day(parts[2]))
    except argparse.ArgumentTypeError as error:
        raise wrong from error


def reply(args: argparse.Namespace) -> object:
    """``receiver reply``."""
    if not (args.review_on or args.outcome.strip() or args.action):
        raise invalid("outcome", "Say something: a date, an outcome, or an action.")
    with _opened(args) as data:
        jti, sealed = service.reply(
            data,
            args.package,
            review_on=args.review_on,
            outcome=args.outcome,
            actions=[_action(each) for each in args.action],
            follow_up_by=args.follow_up_by,
            contact=args.contact,
            now=_now(),
        )
    if args.out is not None:
        write_file(args.out, sealed)
    return {"reply": jti, "about": args.package}


def take(args: argparse.Namespace) -> object:
    """``receiver take``."""
    body = read_file(args.file, "The package").strip()
    with _opened(args) as data:
        answer = service.receive_package(data, body, None, _now())
    if args.out is not None and answer.receipt is not None:
        write_file(args.out, answer.receipt.encode("ascii"))
    if answer.reason is not None:
        raise Refused(answer.sentence)
    return {"status": "accepted", "new": answer.status == 201, "receipt": answer.receipt}


def status(args: argparse.Namespace) -> object:
    """``receiver status``."""
    with _opened(args) as data:
        return {
            "name": data.facts.name,
            "contact": data.facts.contact,
            "url": data.facts.url,
            "kid": data.keys.signing_kid,
            "fingerprint": data.keys.fingerprint,
            "settings": [command_values.setting_row(each) for each in service.settings(data)],
            "agreements": [
                command_values.agreement_row(agreement, ended)
                for agreement, ended in service.agreements(data)
            ],
        }


def revoke(args: argparse.Namespace) -> object:
    """``receiver revoke``."""
    with _opened(args) as data:
        setting = service.revoke(data, args.setting, now=_now())
    return {"setting": setting.name, "kid": setting.kid, "status": "revoked"}


def end(args: argparse.Namespace) -> object:
    """``receiver end``."""
    with _opened(args) as data:
        ended = service.end_agreement(data, args.agreement, now=_now())
    return {"agreement": args.agreement, "versions_ended": ended}
