"""What of a review leaves and what stays, in plain sentences, for the person who approves."""

from collections.abc import Iterator

from ir_desktop.domain.categories import Category
from ir_desktop.domain.consent import Decision
from ir_desktop.sync.fhir_codes import Own, words
from ir_desktop.sync.fhir_facts import BundleFacts
from ir_desktop.sync.fhir_read import BundleView

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_WHY = {
    Decision.DECLINED: "the family has declined",
    Decision.WITHDRAWN: "the family has withdrawn its consent",
}
_NEVER = (
    "Home addresses, e-mail addresses of the family and ethnic group: never sent.",
    "Notes between staff and answers to the checks before signing: never sent.",
)


def words_of_contents(view: BundleView) -> list[str]:
    """Return what a Bundle holds, a sentence for each part of it."""
    return [
        *_about_the_child(view),
        *(
            _section(section.code, section.title, section.empty, view)
            for section in view.sections
            if section.code not in ("identity", "sharing")
        ),
        "Who signed, and from which setting.",
    ]


def words_of_what_stays(facts: BundleFacts) -> list[str]:
    """Return what stays on this laptop, a sentence for each part of it with the reason."""
    sentences: list[str] = []
    for category in Category:
        if category in facts.categories or not _is_there(facts, category):
            continue
        consent = facts.consents.get(category)
        if consent is None:
            why = "the agreement or the family’s consent does not cover it"
        else:
            why = _WHY.get(consent.decision, "the agreement does not allow it")
        sentences.append(f"{words(Own.CATEGORY, category)}: stays, because {why}.")
    if Category.IDENTITY in facts.categories and any(
        carer.phone and not carer.safe_to_phone for carer, _ in facts.family
    ):
        sentences.append(
            "Telephone numbers of carers: stay where nobody noted that phoning is safe."
        )
    if Category.ASQ3 in facts.categories and _is_there(facts, Category.ASQ3):
        sentences.append("Answers to single ASQ-3 items: stay, only scores are sent.")
    return [*sentences, *_NEVER]


def _about_the_child(view: BundleView) -> Iterator[str]:
    if view.child_name or view.date_of_birth:
        yield "The child’s name, date of birth, sex and home languages."
    if view.nhs_number:
        yield "The child’s NHS number."
    if view.relatives:
        people = _counted(view.relatives, "parent or carer", "parents or carers")
        phones = f", {_counted(view.phones, 'telephone number')}" if view.phones else ""
        yield f"Names of the family, {people}{phones}."


def _section(code: str, title: str, empty: bool, view: BundleView) -> str:
    if empty:
        return f"{title}: nothing was written."
    unsure = sum(each.unsure for each in view.questions)
    steps = _counted(len(view.actions), "action")
    if view.follow_up_on:
        steps += " and the date of the follow-up"
    flags = f" and {_counted(len(view.flags), 'point')} to follow up" if view.flags else ""
    details = {
        "questions": f", {_counted(len(view.questions), 'question')}"
        + (f", {_NUMBERS[unsure] if unsure < len(_NUMBERS) else unsure} unsure" if unsure else ""),
        "asq3": f", {_counted(len(view.scores), 'area')}{flags}",
        "plan": f", {steps}",
        "summary_pdf": " as a PDF",
    }
    return f"{title}{details.get(code, '')}."


def _counted(number: int, one: str, many: str = "") -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many or one + 's'}"


def _is_there(facts: BundleFacts, category: Category) -> bool:
    content = facts.version.content
    check = content.progress_check
    return {
        Category.IDENTITY: True,
        Category.NHS_NUMBER: bool(facts.child.nhs_number),
        Category.PROGRESS_CHECK: check is not None,
        Category.PARENTS_VIEW: check is not None and bool(check.parents_view.strip()),
        Category.ASQ3: facts.version.scores is not None,
        Category.HEALTH_PROMPTS: bool(content.health),
        Category.CONCLUSIONS: bool(content.needs or content.discrepancies),
        Category.PLAN: bool(content.actions or content.follow_up_on),
        Category.QUESTIONS: bool(content.questions),
        Category.SUMMARY_PDF: facts.summary_pdf is not None,
    }[category]
