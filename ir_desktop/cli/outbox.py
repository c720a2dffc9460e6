"""Commands on what leaves and what comes back."""

import argparse

from ir_desktop.cli.opening import opened
from ir_desktop.cli.register import Subparsers, add_command
from ir_desktop.cli.tables import Column, table
from ir_desktop.domain.sharing import Export

_EXPORTS = (
    Column("name", 18, "Child"),
    Column("words", 26, "State"),
    Column("recipient", 14, "Health team"),
    Column("id", 36, "Id"),
)
_REPLIES = (
    Column("name", 18, "Child"),
    Column("replied_at", 10, "Answered", day=True),
    Column("review_on", 10, "Review on"),
    Column("outcome", 28, "Outcome"),
    Column("actions", 26, "Actions"),
)


def register(commands: Subparsers) -> None:
    """Add `approve`, `sync`, `outbox` and `replies`."""
    approve = add_command(commands, "approve", _approve, "queue a signed-off review for sending")
    approve.add_argument("--child", metavar="ID", required=True)
    approve.add_argument(
        "--agreement", metavar="ID", help="the recipient; the child's own health team if not given"
    )
    sync = add_command(commands, "sync", _sync, "try to send what is approved, and fetch answers")
    sync.add_argument("--once", action="store_true", required=True, help="one try, then stop")
    outbox = add_command(commands, "outbox", _outbox, "list what was sent, waits or is held")
    outbox.set_defaults(as_text=_exports_table)
    outbox.add_argument(
        "--try-again", metavar="ID", help="put an export that was set aside back in the queue"
    )
    replies = add_command(commands, "replies", _replies, "list the answers that came back")
    replies.add_argument("--child", metavar="ID")
    replies.set_defaults(as_text=_replies_table)


def _exports_table(value: object) -> str:
    return table(value, _EXPORTS)


def _replies_table(value: object) -> str:
    return table(value, _REPLIES)


def _approve(args: argparse.Namespace) -> object:
    from ir_desktop.services.exports import approve
    from ir_desktop.sync.outbox import state_words

    with opened(args) as session:
        export = approve(session, args.child, agreement_id=args.agreement)
    return _export(export, state_words(export))


def _sync(args: argparse.Namespace) -> object:
    from ir_desktop.services.replies import fetch_replies
    from ir_desktop.services.sending import sync_once
    from ir_desktop.sync.outbox import state_words

    with opened(args) as session:
        exports = sync_once(session)
        fetched = fetch_replies(session)
    return {
        "exports": [_export(each, state_words(each)) for each in exports],
        "new_replies": [each.id for each in fetched.replies],
        "unusable_replies": fetched.unusable,
        "troubles": list(fetched.troubles),
    }


def _outbox(args: argparse.Namespace) -> object:
    from ir_desktop.services.exports import ledger, try_again

    with opened(args) as session:
        if args.try_again is not None:
            try_again(session, args.try_again)
        return [
            _export(row.export, row.words) | {"name": row.child_name, "recipient": row.team_name}
            for row in ledger(session)
        ]


def _export(export: Export, words: str) -> dict[str, object]:
    return {
        "id": export.id,
        "child": export.child_id,
        "review": export.review_id,
        "version": export.review_version,
        "state": export.state.value,
        "words": words,
        "holds": [
            {
                "reason": each.reason.value,
                "category": None if each.category is None else each.category.value,
                "sentence": each.sentence,
            }
            for each in export.holds
        ],
        "attempts": export.attempts,
        "next_try_at": None if export.next_try_at is None else export.next_try_at.isoformat(),
        "received_at": None if export.received_at is None else export.received_at.isoformat(),
        "rejected_reason": export.rejected_reason or None,
        "supersedes": export.supersedes or None,
    }


def _replies(args: argparse.Namespace) -> object:
    from ir_desktop.services.replies import list_replies

    with opened(args) as session:
        return [
            {
                "id": row.reply.id,
                "export": row.reply.about,
                "child": row.reply.child_id,
                "name": row.child_name,
                "replied_at": row.reply.replied_at.isoformat(),
                "review_on": None
                if row.reply.review_on is None
                else row.reply.review_on.isoformat(),
                "outcome": row.reply.outcome,
                "actions": [
                    {
                        "what": each.what,
                        "who": each.who,
                        "by": None if each.by is None else each.by.isoformat(),
                    }
                    for each in row.reply.actions
                ],
                "follow_up_by": row.reply.follow_up_by,
                "contact": row.reply.contact,
            }
            for row in list_replies(session, child_id=args.child)
        ]
