"""What was done, in plain words: the acts of the audit chain as a person would tell them."""

from collections.abc import Mapping

from ir_desktop.domain.plain import count
from ir_desktop.domain.roles import Act

BY_ITSELF = "This computer"
"""Who did what the program does by itself."""

ADDED = Act.ADD_CHILD.value
"""The event with which the history of a child begins who was added by hand."""

BROUGHT_IN = "brought_in"
"""Stands for the event of a whole list of children, in the history of each of them."""

_WORDS: Mapping[str, str] = {
    Act.ADD_CHILD: "Added the child",
    Act.EDIT_CHILD: "Changed the details",
    Act.EDIT_FAMILY: "Changed the family",
    Act.RECORD_CONSENT: "Wrote down what the family decided",
    Act.RECORD_CONTACT: "Wrote down a contact with the family",
    Act.WRITE_REVIEW: "Wrote in the review",
    Act.SIGN_REVIEW: "Signed the review as its author",
    Act.COUNTERSIGN_REVIEW: "Signed the review off",
    Act.PRINT_PAPER: "Made a paper",
    Act.APPROVE_EXPORT: "Approved a copy for the health team",
    Act.SEND: "Sent a copy to the health team",
    Act.READ_REPLY: "Read the health visitor’s answer",
    Act.SEE_CHILD: "Opened the child’s page",
    Act.RESTORE: "Brought records back from a backup",
    Act.KEEP_DRAFT: "Typed in a form",
    Act.REMOVE_CHILD: "Removed the child’s records",
    Act.SUBJECT_ACCESS: "Took out everything about the child",
    Act.RECORD_INCIDENT: "Wrote down an incident",
    BROUGHT_IN: "Brought the child in with a list of children",
    "removed_again": "Removed the child’s records again after a restore",
    "reply_shown": "Brought the health visitor’s answer",
    "send_begin": "Began to send a copy to the health team",
    "send_end": "Ended an attempt to send a copy",
}
_DETAILS: Mapping[tuple[str, str], str] = {
    ("decision", "given"): "agreed",
    ("decision", "declined"): "said no",
    ("decision", "withdrawn"): "took it back",
    ("decision", "told"): "told, no objection",
    ("kind", "invitation"): "invitation letter",
    ("kind", "summary"): "summary for parents",
    ("answer", "yes"): "said yes",
    ("answer", "no"): "said no",
    ("answer", "another_date"): "asked for another date",
    ("removed", "carer"): "took a parent or carer off the list",
    ("state", "received"): "the health team received it",
    ("state", "waiting"): "it waits for the internet",
    ("state", "rejected"): "the health team did not take it",
    ("state", "held"): "it is held back",
    ("state", "set_aside"): "it was set aside",
    ("state", "handed_over"): "it was handed over",
    ("state", "withdrawn"): "it was withdrawn",
    ("draft", "begun"): "began, not saved yet",
    ("draft", "ended"): "cleared what was not saved",
    ("step", "left"): "the child leaves",
    ("step", "came_back"): "the child came back",
    ("step", "made"): "looked at it",
    ("step", "pdf"): "saved it as a PDF",
    ("step", "json"): "saved it as a file for computers",
    ("review", "closed"): "closed the review",
    ("copies", "stopped"): "stopped copies that had not left",
}


def act_words(act: str, detail: Mapping[str, str], *, refused: bool = False, times: int = 1) -> str:
    """Return what was done, such as "Made a paper: summary for parents (3 times)".

    `act` is the code of an act or of what the program did by itself; `detail` are its codes.
    """
    told = _WORDS.get(act, "Did something else")
    parts = [told if not refused else f"Was not allowed: {told[:1].lower()}{told[1:]}"]
    for name, value in detail.items():
        for part in value.split(","):
            found = _DETAILS.get((name, part))
            if found:
                parts.append(found)
    if "version" in detail:
        parts.append(f"version {detail['version']}")
    sentence = ": ".join((parts[0], ", ".join(parts[1:]))) if parts[1:] else parts[0]
    return sentence if times == 1 else f"{sentence} ({count(times, 'time')})"
