"""The parents' summary with something changed, and its text without white space."""

import re
from collections.abc import Callable
from dataclasses import replace

from ir_desktop.documents.facts import SummaryFacts
from ir_desktop.documents.printed import Printed
from ir_desktop.domain.review import Asq3Scores, ProgressCheck

Pages = Callable[[Printed], list[str]]


def with_content(facts: SummaryFacts, **changes: object) -> SummaryFacts:
    return replace(facts, content=replace(facts.content, **changes))


def with_check(facts: SummaryFacts, **changes: object) -> SummaryFacts:
    return with_content(facts, progress_check=replace(check_of(facts), **changes))


def check_of(facts: SummaryFacts) -> ProgressCheck:
    check = facts.content.progress_check
    assert check is not None
    return check


def scores_of(facts: SummaryFacts) -> Asq3Scores:
    assert facts.scores is not None
    return facts.scores


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)
