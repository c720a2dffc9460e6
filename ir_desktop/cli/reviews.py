"""Commands on reviews and consent."""

import argparse
from pathlib import Path

from ir_desktop.cli.files import read_file
from ir_desktop.cli.opening import opened, read_day
from ir_desktop.cli.register import Subparsers, add_command, add_group
from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision, How
from ir_desktop.domain.moderation import ModerationQuestion
from ir_desktop.domain.review import ReviewVersion


def register(commands: Subparsers) -> None:
    """Add `review` and `consent`."""
    review = add_group(commands, "review", "reviews written elsewhere, and their signature")
    importing = add_command(
        review,
        "import",
        _import,
        "save a review file as the child's draft; its format: docs/review-file.md",
    )
    importing.add_argument("file", type=Path, metavar="FILE.json")
    importing.add_argument("--child", metavar="ID", help="if the file does not name the child")
    check = add_command(review, "check", _check, "say what stands before the signature")
    check.add_argument("--child", metavar="ID", required=True)
    sign = add_command(review, "sign-off", _sign_off, "sign the draft; a version is frozen")
    sign.add_argument("--child", metavar="ID", required=True)
    sign.add_argument("--reason", default="", help="why a signed-off review is changed")
    consent = add_group(commands, "consent", "what families agreed to")
    record = add_command(consent, "record", _consent, "record what a family decided")
    record.add_argument("--child", metavar="ID", required=True)
    record.add_argument("--decision", required=True, choices=[each.value for each in Decision])
    record.add_argument("--by", metavar="NAME", required=True, help="who decided")
    record.add_argument("--relationship", default="parent", help="what they are to the child")
    record.add_argument("--how", default="in_person", choices=[each.value for each in How])
    record.add_argument("--on", metavar="DATE", help="the day it was decided; today if not given")
    record.add_argument("--team", metavar="ID", help="which health team; if there are several")
    record.add_argument("--agreement", metavar="ID", help="the team of this agreement")
    record.add_argument(
        "--category",
        action="append",
        choices=[each.value for each in Category],
        help="only this kind of information; may be repeated; all kinds if not given",
    )
    record.add_argument("--review-by", metavar="DATE", help="ask again by this day")


def _import(args: argparse.Namespace) -> object:
    from ir_desktop.services.reviews import check, import_review

    data = read_file(args.file)
    with opened(args) as session:
        review = import_review(session, data, child_id=args.child)
        found = check(session, review.child_id)
        return {
            "review": review.id,
            "child": review.child_id,
            "status": review.status.value,
            "missing": [_question(each) for each in found.missing],
            "questions": [_question(each) for each in found.open_questions],
        }


def _question(question: ModerationQuestion) -> dict[str, str]:

    return {"code": question.code, "where": question.where, "ask": question.sentence}


def _check(args: argparse.Namespace) -> object:
    from ir_desktop.services.reviews import check

    with opened(args) as session:
        found = check(session, args.child)
        return {
            "review": found.review.id,
            "ready": found.ready,
            "missing": [_question(each) for each in found.missing],
            "questions": [_question(each) for each in found.open_questions],
        }


def _sign_off(args: argparse.Namespace) -> object:
    from ir_desktop.services.reviews import sign_off

    with opened(args) as session:
        signed = sign_off(session, args.child, reason=args.reason)
    if isinstance(signed, ReviewVersion):
        return {
            "review": signed.review_id,
            "version": signed.version,
            "status": "signed_off",
            "signed_by": signed.signed_by_name,
            "sha256": signed.sha256,
        }
    return {
        "review": signed.id,
        "version": signed.latest_version,
        "status": "waiting_for_countersignature",
    }


def _consent(args: argparse.Namespace) -> object:
    from ir_desktop.services.agreements import recipient_of
    from ir_desktop.services.consents import record_consent

    occurred_on = None if args.on is None else read_day(args.on, "on")
    review_by = None if args.review_by is None else read_day(args.review_by, "review_by")
    with opened(args) as session:
        team = args.team
        if team is None and args.agreement is not None:
            team = recipient_of(session, args.agreement)
        consent = record_consent(
            session,
            args.child,
            decision=Decision(args.decision),
            by_name=args.by,
            by_relationship=args.relationship,
            how=How(args.how),
            occurred_on=occurred_on or session.today,
            health_team_id=team,
            categories=tuple(Category(each) for each in args.category or Category),
            review_by=review_by,
        )
    return {
        "consent": consent.id,
        "child": consent.child_id,
        "team": consent.health_team_id,
        "decision": consent.decision.value,
        "categories": [each.value for each in consent.categories],
        "review_by": None if consent.review_by is None else consent.review_by.isoformat(),
    }
