"""All that can be done with a receiver: one door to the modules that do it."""

from ir_desktop.receiver.answering import (
    Page,
    PassRefused,
    SealedReply,
    admit,
    replies_after,
    reply,
)
from ir_desktop.receiver.authority import KnownSetting
from ir_desktop.receiver.data import ReceiverData, check, open_data
from ir_desktop.receiver.intake import receive_package
from ir_desktop.receiver.introductions import Terms, agree, init
from ir_desktop.receiver.reading import OpenedOne, Received, inbox, open_one
from ir_desktop.receiver.refusing import Answer
from ir_desktop.receiver.standing import agreements, end_agreement, revoke, settings

__all__ = [
    "Answer",
    "KnownSetting",
    "OpenedOne",
    "Page",
    "PassRefused",
    "Received",
    "ReceiverData",
    "SealedReply",
    "Terms",
    "admit",
    "agree",
    "agreements",
    "check",
    "end_agreement",
    "inbox",
    "init",
    "open_data",
    "open_one",
    "receive_package",
    "replies_after",
    "reply",
    "revoke",
    "settings",
]
