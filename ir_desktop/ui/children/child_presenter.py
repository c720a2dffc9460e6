"""Makes a child's page from the records. Runs in the database's thread and knows no Qt."""

from dataclasses import dataclass

from ir_desktop.domain.consent import HOW_WORDS, Decision, Purpose, in_force
from ir_desktop.domain.people import Child, Role
from ir_desktop.domain.plain import age_words, date_words, list_words
from ir_desktop.domain.records import BLANK_WORDS, Blank
from ir_desktop.domain.review import ReviewStatus, ReviewVersion
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, NotFound
from ir_desktop.services import children, first_steps, papers, reviews, withdrawals
from ir_desktop.services.children import ChildPage
from ir_desktop.services.reviews import SignOffCheck
from ir_desktop.services.session import Session, looking
from ir_desktop.ui import shapes
from ir_desktop.ui.children import (
    details_presenter,
    family_presenter,
    review_presenter,
    sharing_presenter,
    timeline,
)
from ir_desktop.ui.children.child_view import (
    ChildView,
    Fact,
    PaperLine,
    ReviewPart,
    RingPart,
)
from ir_desktop.ui.looks import Tag, Tone


@dataclass(frozen=True, slots=True)
class _Standing:
    """The newest signed-off version, what stands before the draft's signature, and why not."""

    signed: ReviewVersion | None
    check: SignOffCheck | None
    problem: str


def child_view(session: Session, child_id: str) -> ChildView:
    """Return a child's page. Raises `NotFound` or `Refused` with a sentence."""
    page = children.child_page(session, child_id)
    standing = _standing(session, page)
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        there = papers.list_papers(records, child_id)
    first = first_steps.of_child(session, child_id)
    review = _review(session, page, standing)
    return ChildView(
        child_id=child_id,
        name=page.child.full_name,
        initials=initials(page.child.full_name),
        age=age_words(page.age),
        tags=tuple(_tags(page, session)),
        facts=tuple(_facts(page)),
        review_act=_review_act(page),
        step=first.words,
        step_hint=first.why,
        events=timeline.events(page),
        family=tuple(
            Fact(_capital(each.link.relationship), each.carer.name) for each in page.family
        ),
        health=tuple(_health(page)),
        ask=() if review is None else tuple(each.words for each in review.questions),
        review=review,
        review_problem=standing.problem,
        papers=tuple(PaperLine(each.kind, each.title) for each in there),
        exports=sharing_presenter.exports(page),
        replies=sharing_presenter.replies(page),
        consents=sharing_presenter.consents(page),
        rings=tuple(
            RingPart(each.team, each.sentence) for each in withdrawals.of_child(session, child_id)
        ),
        details=details_presenter.details(page),
        family_part=family_presenter.family(session, page),
        manager=session.staff.role is Role.MANAGER,
        leaves=page.child.leaving_date is not None,
    )


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _standing(session: Session, page: ChildPage) -> _Standing:
    signed = page.versions[0] if page.versions else None
    if page.review is None:
        return _Standing(signed, None, "")
    try:
        return _Standing(signed, reviews.check(session, page.child.id), "")
    except NotFound:
        return _Standing(signed, None, "")
    except Invalid as error:
        return _Standing(signed, None, error.sentence)


def _review(session: Session, page: ChildPage, standing: _Standing) -> ReviewPart | None:
    if page.review is None:
        return None
    names = session.profile.level_labels
    if standing.signed is not None and page.review.status is ReviewStatus.SIGNED_OFF:
        return review_presenter.signed(standing.signed, names)
    return review_presenter.draft(page.review, standing.check, names)


def _review_act(page: ChildPage) -> str:
    """Return the words of the button that opens the review."""
    if page.review is None:
        return "Start the review"
    signed = page.review.status is ReviewStatus.SIGNED_OFF
    return "Open the review" if signed else "Continue the review"


def _tags(page: ChildPage, session: Session) -> list[Tag]:
    child, found = page.child, list[Tag]()
    if child.interpreter_needed:
        found.append(Tag(f"Interpreter: {_first_language(child)}", "languages", Tone.WATCH))
    if any(each.carer.safe_to_post is False for each in page.family):
        found.append(Tag("Ring, do not post", "phone", Tone.WATCH))
    if any(each.carer.safe_to_phone is False for each in page.family):
        found.append(Tag("Do not ring", "phone", Tone.WATCH))
    if child.other_settings:
        found.append(Tag(f"Also at {list_words(child.other_settings)}", "house", Tone.CALM))
    if child.check_elsewhere:
        found.append(Tag(f"Check done by {child.check_elsewhere}", "house", Tone.CALM))
    if child.leaving_date is not None and child.leaving_date < session.today:
        found.append(Tag(f"Left {date_words(child.leaving_date)}", "undo-2", Tone.CALM))
    if _sharing_agreed(page):
        found.append(Tag("Sharing agreed", shapes.DONE, Tone.GOOD))
    return found


def _first_language(child: Child) -> str:
    return child.home_languages[0] if child.home_languages else "language not known"


def _sharing_agreed(page: ChildPage) -> bool:
    teams = {each.health_team_id for each in page.consents}
    return any(
        decision.decision in (Decision.GIVEN, Decision.TOLD)
        for team in teams
        for decision in in_force(
            page.consents, health_team_id=team, purpose=Purpose.THIS_REVIEW
        ).values()
    )


def _facts(page: ChildPage) -> list[Fact]:
    child = page.child
    return [
        Fact("Born", date_words(child.date_of_birth)),
        Fact("Key person", page.key_person or "Nobody yet"),
        Fact("Room", page.room or "None"),
        Fact("Languages", list_words(child.home_languages) or _blank(child, "home_languages")),
        Fact("NHS number", spaced(child.nhs_number) or _blank(child, "nhs_number")),
    ]


def spaced(nhs_number: str) -> str:
    """Return an NHS number as it is written: three, three and four figures."""
    return " ".join(part for part in (nhs_number[:3], nhs_number[3:6], nhs_number[6:]) if part)


def _blank(child: Child, field: str) -> str:
    return BLANK_WORDS[child.blanks.get(field, Blank.NOT_ASKED)]


def _health(page: ChildPage) -> list[Fact]:
    child, found = page.child, list[Fact]()
    team = "Not known yet" if page.health_team is None else page.health_team.name
    found.append(Fact("Health team", team))
    if child.named_health_visitor:
        found.append(Fact("Health visitor", child.named_health_visitor))
    if child.health_review_on is not None:
        found.append(Fact("Health review", date_words(child.health_review_on)))
    given = [each for each in page.consents if each.decision is Decision.GIVEN]
    if given:
        latest = max(given, key=lambda each: each.occurred_on)
        how = f"{latest.by_name} agreed {HOW_WORDS[latest.how]}"
        found.append(Fact(how, date_words(latest.occurred_on)))
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
