"""What a family said, in plain words, and whether it suffices: written apart from the gate."""

from dataclasses import dataclass
from datetime import date, datetime

from ir_desktop.domain.sharing import Agreement, Hold, HoldReason

KINDS = {
    HoldReason.ANOTHER_TEAM: "team",
    HoldReason.NOT_SIGNED_OFF: "signature",
    HoldReason.DEMO_STORE: "demo",
    HoldReason.NO_AGREEMENT: "agreement",
    HoldReason.AGREEMENT_NOT_YET: "agreement",
    HoldReason.AGREEMENT_ENDED: "agreement",
    HoldReason.KEY_NOT_CONFIRMED: "key",
    HoldReason.CATEGORY_NOT_ALLOWED: "cover",
    HoldReason.CONSENT_MISSING: "consent",
    HoldReason.CONSENT_DECLINED: "consent",
    HoldReason.CONSENT_WITHDRAWN: "consent",
    HoldReason.CONSENT_OUT_OF_DATE: "consent",
}


@dataclass
class Said:
    """One thing a family said, as somebody would tell it."""

    team: str
    purpose: str
    about: set[str]
    word: str
    day: date
    review_by: date | None


def latest(history: list[Said], team: str, about: str) -> Said | None:
    """Return what counts: the latest day; of one day, what was written down last."""
    counting: Said | None = None
    for each in history:  # in the order it was written down
        if (
            each.team == team
            and each.purpose == "this_review"
            and about in each.about
            and (counting is None or each.day >= counting.day)
        ):
            counting = each
    return counting


def agreed(said: Said | None, *, may_be_told: bool, today: date) -> bool:
    """Whether the family's word suffices today."""
    if said is None or said.day > today:
        return False
    if said.review_by is not None and today > said.review_by:
        return False
    return said.word == "given" or (said.word == "told" and may_be_told)


def check_reason(hold: Hold, paper: Agreement | None, said: Said | None, now: datetime) -> None:
    """The finer word that a person is told is the right one, too."""
    reason = hold.reason
    if reason is HoldReason.NO_AGREEMENT:
        assert paper is None
    if reason is HoldReason.AGREEMENT_NOT_YET:
        assert paper is not None
        assert paper.ended_on is None
        assert now < paper.valid_from
    if reason is HoldReason.AGREEMENT_ENDED:
        assert paper is not None
        assert paper.ended_on is not None or now > paper.valid_until
    if hold.category is None or reason is HoldReason.CATEGORY_NOT_ALLOWED:
        return
    word = None if said is None else said.word
    if reason is HoldReason.CONSENT_DECLINED:
        assert word == "declined"
    elif reason is HoldReason.CONSENT_WITHDRAWN:
        assert word == "withdrawn"
    elif reason is HoldReason.CONSENT_OUT_OF_DATE:
        assert word in ("given", "told")
        assert said is not None
        assert said.review_by is not None
        assert said.review_by < now.date()
    else:
        assert word in (None, "given", "told")
