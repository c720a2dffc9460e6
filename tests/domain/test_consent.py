"""Which decision of a family counts."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import (
    HOW_WORDS,
    Consent,
    Contact,
    Decision,
    How,
    Purpose,
    in_force,
)

MORNING = datetime(2026, 11, 2, 9, tzinfo=UTC)
ASQ3, PLAN = Category.ASQ3, Category.PLAN
_ids = count()


def said(
    decision: Decision,
    *categories: Category,
    day: int = 2,
    written: datetime = MORNING,
    team: str = "north",
    purpose: Purpose = Purpose.THIS_REVIEW,
    consent_id: str = "",
) -> Consent:
    return Consent(
        id=consent_id or f"{next(_ids):06}",
        created_at=written,
        created_by="me",
        changed_at=written,
        changed_by="me",
        child_id="c1",
        health_team_id=team,
        purpose=purpose,
        categories=categories or (ASQ3,),
        decision=decision,
        by_name="Marta Field",
        by_relationship="mother",
        how=How.IN_PERSON,
        occurred_on=date(2026, 11, day),
        wording_version="2026-1",
    )


def counts(*consents: Consent, team: str = "north") -> dict[Category, Decision]:
    found = in_force(consents, health_team_id=team, purpose=Purpose.THIS_REVIEW)
    return {category: each.decision for category, each in found.items()}


def test_nothing_said_is_nothing_agreed() -> None:
    assert counts() == {}


@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_day_wins_whatever_order_they_are_kept_in(order: int) -> None:
    yes, no = said(Decision.GIVEN, day=2), said(Decision.DECLINED, day=5)
    assert counts(*[yes, no][::order]) == {ASQ3: Decision.DECLINED}
    again = said(Decision.GIVEN, day=6)
    assert counts(*[yes, no, again][::order]) == {ASQ3: Decision.GIVEN}


def test_a_withdrawal_later_the_same_day_takes_the_consent_back() -> None:
    yes = said(Decision.GIVEN)
    no = said(Decision.WITHDRAWN, written=MORNING + timedelta(hours=3))
    assert counts(no, yes) == {ASQ3: Decision.WITHDRAWN}


def test_of_two_written_down_in_one_moment_the_refusal_counts() -> None:
    yes = said(Decision.GIVEN, consent_id="zz")
    for refusal in (Decision.DECLINED, Decision.WITHDRAWN):
        no = said(refusal, consent_id="aa")
        assert counts(yes, no) == counts(no, yes) == {ASQ3: refusal}


def test_what_is_written_down_late_counts_by_the_day_it_happened() -> None:
    no = said(Decision.WITHDRAWN, day=9)
    form_found = said(Decision.GIVEN, day=2, written=MORNING + timedelta(days=10))
    assert counts(no, form_found) == {ASQ3: Decision.WITHDRAWN}


def test_each_category_has_its_own_decision() -> None:
    both = said(Decision.GIVEN, ASQ3, PLAN)
    no = said(Decision.WITHDRAWN, PLAN, day=3)
    assert counts(both, no) == {ASQ3: Decision.GIVEN, PLAN: Decision.WITHDRAWN}


def test_another_recipient_and_another_purpose_do_not_count() -> None:
    here = said(Decision.GIVEN)
    elsewhere = said(Decision.DECLINED, day=5, team="south")
    beforehand = said(Decision.DECLINED, day=6, purpose=Purpose.NOTICE_BEFORE)
    assert counts(here, elsewhere, beforehand) == {ASQ3: Decision.GIVEN}
    assert counts(here, elsewhere, team="south") == {ASQ3: Decision.DECLINED}
    assert counts(beforehand) == {}


def test_every_way_of_reaching_a_family_has_words() -> None:
    assert set(HOW_WORDS) == set(How)
    contact = Contact(
        id="k1",
        created_at=MORNING,
        created_by="me",
        changed_at=MORNING,
        changed_by="me",
        child_id="c1",
        carer_id=None,  # not known who answered
        how=How.PHONE,
        about="invitation",
        outcome="no answer",
        occurred_on=date(2026, 11, 2),
    )
    assert HOW_WORDS[contact.how] == "by phone"


decisions = st.builds(
    said,
    st.sampled_from(Decision),
    st.sampled_from([ASQ3, PLAN]),
    day=st.integers(1, 4),
    written=st.integers(0, 3).map(lambda hours: MORNING + timedelta(hours=hours)),
    team=st.sampled_from(["north", "south"]),
    purpose=st.sampled_from([Purpose.THIS_REVIEW, Purpose.ONWARD]),
)


@given(st.lists(decisions, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_keeping_never_matters(consents: list[Consent], dice: Random) -> None:
    shuffled = list(consents)
    dice.shuffle(shuffled)
    assert counts(*shuffled) == counts(*consents)
    for category in (ASQ3, PLAN):
        mine = [
            each
            for each in consents
            if category in each.categories
            and (each.health_team_id, each.purpose) == ("north", Purpose.THIS_REVIEW)
        ]
        last = max(((each.occurred_on, each.created_at) for each in mine), default=None)
        latest = {each.decision for each in mine if (each.occurred_on, each.created_at) == last}
        no = latest & {Decision.DECLINED, Decision.WITHDRAWN}
        decided = counts(*consents).get(category)
        assert decided in (no or latest or {None})
