"""Invented facts for papers, and what a reader of the PDF gets out of it."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from ir_desktop.documents.facts import InvitationFacts, SummaryFacts
from ir_desktop.documents.printed import Printed
from ir_desktop.domain.asq3 import Area, Band, Zone
from ir_desktop.domain.people import Child, Setting, SettingType, Sex
from ir_desktop.domain.review import (
    Action,
    AreaNote,
    AreaScore,
    Asq3Record,
    Asq3Scores,
    Judgement,
    PrimeArea,
    ProgressCheck,
    Question,
    ReviewContent,
)

_THEN = datetime(2026, 9, 1, 9, tzinfo=UTC)
_MADE = {"created_at": _THEN, "created_by": "s", "changed_at": _THEN, "changed_by": "s"}


def _score(score: float | None, band: Band, zone: Zone, *, confirmed: bool = True) -> AreaScore:
    return AreaScore(
        score=score,
        answered=6,
        adjusted=False,
        band=band,
        zone=zone,
        zone_confirmed=confirmed,
        cutoff=20.0,
        monitoring_upper=30.0,
    )


@pytest.fixture(scope="session")
def setting() -> Setting:
    return Setting(
        id="setting",
        name="Willow Lane Nursery",
        type=SettingType.PRIVATE_NURSERY,
        address="14 Willow Lane\nEastfield",
        postcode="EF1 2GH",
        phone="01632 960 142",
        **_MADE,
    )


@pytest.fixture(scope="session")
def child() -> Child:
    return Child(
        id="child",
        given_name="Zofia",
        family_name="Kowalska",
        date_of_birth=date(2024, 5, 2),
        sex=Sex.FEMALE,
        **_MADE,
    )


@pytest.fixture(scope="session")
def check() -> ProgressCheck:
    return ProgressCheck(
        observed_on=date(2026, 9, 8),
        areas={
            PrimeArea.COMMUNICATION: AreaNote(
                strengths="She joins two words in Polish and says single words in English.",
                next_steps="Joining words, in either language.",
                judgement=Judgement.LITTLE_HELP,
            ),
            PrimeArea.PHYSICAL: AreaNote(
                strengths="She runs, climbs and kicks a ball.",
                next_steps="Drawing lines and circles.",
                judgement=Judgement.GOING_WELL,
            ),
            PrimeArea.PERSONAL: AreaNote(
                strengths="She plays next to other children.",
                next_steps="Taking turns in a small group.",
                judgement=Judgement.GOING_WELL,
            ),
        },
        parents_view="She sings all day, and she always wants to help me cook.",
    )


@pytest.fixture(scope="session")
def scores() -> Asq3Scores:
    return Asq3Scores(
        questionnaire=27,
        months=28,
        days=2,
        corrected=False,
        in_window=True,
        areas={
            Area.COMMUNICATION: _score(45.0, Band.AT_OR_ABOVE, Zone.ON_SCHEDULE),
            Area.GROSS_MOTOR: _score(55.0, Band.AT_OR_ABOVE, Zone.ON_SCHEDULE),
            Area.FINE_MOTOR: _score(25.0, Band.AT_OR_ABOVE, Zone.MONITORING, confirmed=False),
            Area.PROBLEM_SOLVING: _score(15.0, Band.BELOW, Zone.BELOW_CUTOFF),
            Area.PERSONAL_SOCIAL: _score(None, Band.NOT_SCORED, Zone.NOT_SCORED, confirmed=False),
        },
    )


@pytest.fixture(scope="session")
def summary_facts(
    setting: Setting, child: Child, check: ProgressCheck, scores: Asq3Scores
) -> SummaryFacts:
    content = ReviewContent(
        held_on=date(2026, 9, 10),
        progress_check=check,
        asq3=Asq3Record(completed_on=date(2026, 9, 4), questionnaire=27),
        actions=(
            Action(what="Look at one book each day.", owner="Family", when="Start now"),
            Action(what="Say a word, then wait.", owner="Grace", when="Every day"),
            Action(what="Book a hearing check.", owner="Hannah", due=date(2026, 10, 9)),
        ),
        questions=(
            Question(text="Could her hearing be checked?"),
            Question(text="Is it all right to mix languages?", unsure=True),
        ),
        follow_up_on=date(2026, 12, 3),
    )
    return SummaryFacts(
        setting=setting,
        child=child,
        version_number=1,
        content=content,
        scores=scores,
        key_person="Grace",
        author="Grace Adeyemi",
        signed_on=date(2026, 9, 11),
        printed_on=date(2026, 9, 11),
        draft=False,
    )


@pytest.fixture(scope="session")
def invitation_facts(setting: Setting, child: Child) -> InvitationFacts:
    return InvitationFacts(
        setting=replace(setting, email="hello@willowlane.example"),
        child=child,
        carer_names=("Anna Kowalska", "Piotr Kowalski"),
        address_lines=("Flat 3", "27 Orchard Street", "Eastfield", "EF1 4RT"),
        planned_on=date(2026, 9, 10),
        key_person="Grace",
        sent_on=date(2026, 8, 14),
        health_team="Eastfield health visiting team",
        interpreter_offer=True,
        draft=False,
    )


@pytest.fixture(scope="session")
def pages_of() -> Callable[[Printed], list[str]]:
    """Return the text of each page with runs of white space as one space."""

    def read(printed: Printed) -> list[str]:
        pages = PdfReader(io.BytesIO(printed.pdf)).pages
        return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]

    return read
