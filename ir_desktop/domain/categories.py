"""The categories of data that may leave, each allowed or not by an agreement and by consent.

The codes are part of the published exchange format: never rename one, only add.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Category(StrEnum):
    """One kind of information about a child, named in agreements, consents and packages."""

    IDENTITY = "identity"
    NHS_NUMBER = "nhs_number"
    PROGRESS_CHECK = "progress_check"
    PARENTS_VIEW = "parents_view"
    ASQ3 = "asq3"
    HEALTH_PROMPTS = "health_prompts"
    CONCLUSIONS = "conclusions"
    PLAN = "plan"
    QUESTIONS = "questions"
    SUMMARY_PDF = "summary_pdf"


class ConsentMode(StrEnum):
    """How a category may be shared: only once agreed to, or unless objected to after being told."""

    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"


ALWAYS_OPT_IN: Final = frozenset({Category.PROGRESS_CHECK})
"""Categories no agreement may make opt-out: EYFS 2025 asks for the parents' consent before the
progress check is shared directly with other professionals."""

CATEGORY_WORDS: Final[Mapping[Category, str]] = MappingProxyType(
    {
        Category.IDENTITY: "Name, date of birth and carers",
        Category.NHS_NUMBER: "NHS number",
        Category.PROGRESS_CHECK: "The progress check at age two",
        Category.PARENTS_VIEW: "What the parents said",
        Category.ASQ3: "ASQ-3 scores",
        Category.HEALTH_PROMPTS: "Health points talked about",
        Category.CONCLUSIONS: "Conclusions and needs",
        Category.PLAN: "The agreed plan",
        Category.QUESTIONS: "Questions for the health visitor",
        Category.SUMMARY_PDF: "The parents’ summary as a PDF",
    }
)
"""Each category in words for a person, to stand alone in a list."""

CONSENT_MODE_WORDS: Final[Mapping[ConsentMode, str]] = MappingProxyType(
    {
        ConsentMode.OPT_IN: "only after the family has agreed",
        ConsentMode.OPT_OUT: "after the family was told, unless they object",
    }
)
