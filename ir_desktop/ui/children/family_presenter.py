"""The family of a child, what they agreed to, and how they were reached, in words. No Qt."""

from collections.abc import Iterator, Mapping
from datetime import date

from ir_desktop.domain.categories import CATEGORY_WORDS, Category
from ir_desktop.domain.consent import HOW_WORDS, Consent, Decision, Purpose, in_force
from ir_desktop.domain.plain import date_words
from ir_desktop.services import teams
from ir_desktop.services.children import ChildPage, FamilyMember
from ir_desktop.services.session import Session
from ir_desktop.ui import shapes
from ir_desktop.ui.children.child_view import CarerPart, Fact, FamilyPart, InForce, Line, TeamPart
from ir_desktop.ui.looks import Tag, Tone

DECISION_WORDS = {
    Decision.GIVEN: "Agreed",
    Decision.DECLINED: "Said no",
    Decision.WITHDRAWN: "Took it back",
    Decision.TOLD: "Told, no objection",
}
PURPOSE_WORDS = {
    Purpose.THIS_REVIEW: "Sharing this review",
    Purpose.NOTICE_BEFORE: "Telling the health team before the meeting",
    Purpose.ONWARD: "Passing it on to another service",
    Purpose.ANSWER_BACK: "The health visitor’s answer coming back to us",
}
_TAGS = {
    Decision.GIVEN: (shapes.DONE, Tone.GOOD),
    Decision.TOLD: (shapes.DONE, Tone.GOOD),
    Decision.DECLINED: ("circle-x", Tone.CALM),
    Decision.WITHDRAWN: ("undo-2", Tone.CALM),
}
_NOT_ASKED = Tag("Not asked yet", "circle", Tone.CALM)
_NO_TEAM = "The health team"


def family(session: Session, page: ChildPage) -> FamilyPart:
    """Return the family part of a child's page."""
    names = {team.id: team.name for team, _ in teams.list_teams(session)}
    people = {each.carer.id: each.carer.name for each in page.family}
    contacts = sorted(page.contacts, key=lambda each: (each.occurred_on, each.created_at))
    decided = sorted(page.consents, key=lambda each: (each.occurred_on, each.created_at))
    return FamilyPart(
        carers=tuple(_carer(each) for each in page.family),
        teams=tuple(_teams(page, names, session.today)),
        decisions=tuple(_decision(each, names) for each in reversed(decided)),
        contacts=tuple(
            Line(
                f"{each.about}: {each.outcome}" if each.outcome else each.about,
                ", ".join(
                    part
                    for part in (
                        date_words(each.occurred_on),
                        HOW_WORDS[each.how],
                        people.get(each.carer_id or "", ""),
                    )
                    if part
                ),
            )
            for each in reversed(contacts)
        ),
    )


def _carer(member: FamilyMember) -> CarerPart:
    carer, link = member.carer, member.link
    tags: list[Tag] = []
    if carer.safe_to_post is False:
        tags.append(Tag("Do not post", "mail", Tone.WATCH))
    if carer.safe_to_phone is False:
        tags.append(Tag("Do not ring", "phone", Tone.WATCH))
    return CarerPart(
        carer_id=carer.id,
        name=carer.name,
        relation=" · ".join(
            part for part in (capital(link.relationship), _responsibility(member)) if part
        ),
        facts=(
            Fact("Phone", carer.phone or "Not written down"),
            Fact("E-mail", carer.email or "Not written down"),
            Fact("Safe to ring", _yes(carer.safe_to_phone)),
            Fact("Safe to post to", _yes(carer.safe_to_post)),
            Fact("Language", carer.preferred_language or "Not asked"),
            Fact("Best way to reach", carer.preferred_contact or "Not asked"),
            *([Fact("Needs letters as", carer.preferred_format)] if carer.preferred_format else []),
            *([Fact("Own address", carer.address)] if carer.address else []),
        ),
        tags=tuple(tags),
    )


def _responsibility(member: FamilyMember) -> str:
    held = member.link.parental_responsibility
    if held is None:
        return "parental responsibility not asked"
    return "has parental responsibility" if held else "no parental responsibility"


def _yes(value: bool | None) -> str:
    return "Not asked" if value is None else "Yes" if value else "No"


def _teams(page: ChildPage, names: Mapping[str, str], today: date) -> Iterator[TeamPart]:
    own = page.health_team.id if page.health_team else next(iter(names), "")
    found = dict.fromkeys([own, *(each.health_team_id for each in page.consents)])
    for team_id in found:
        for purpose in Purpose:
            decided = in_force(page.consents, health_team_id=team_id, purpose=purpose)
            if not decided and (purpose is not Purpose.THIS_REVIEW or team_id != own):
                continue
            name = names.get(team_id, _NO_TEAM)
            title = f"{PURPOSE_WORDS[purpose]}: {name}"
            yield TeamPart(title, tuple(_in_force(decided, today)))


def _in_force(decided: Mapping[Category, Consent], today: date) -> Iterator[InForce]:
    groups: dict[str, list[Category]] = {}
    for category in Category:
        if category in decided:
            groups.setdefault(decided[category].id, []).append(category)
    consents = {each.id: each for each in decided.values()}
    for key, kinds in groups.items():
        consent = consents[key]
        yield InForce(
            state=_state(consent.decision),
            words=_who(consent),
            again=_again(consent, today),
            kinds=tuple(CATEGORY_WORDS[each] for each in kinds),
        )
    open_ones = tuple(CATEGORY_WORDS[each] for each in Category if each not in decided)
    if open_ones:
        yield InForce(state=_NOT_ASKED, words="", again=None, kinds=open_ones)


def _state(decision: Decision) -> Tag:
    return Tag(DECISION_WORDS[decision], *_TAGS[decision])


def _who(consent: Consent) -> str:
    by = consent.by_name
    if consent.by_relationship:
        by += f" ({consent.by_relationship})"
    return f"{by}, {HOW_WORDS[consent.how]}, {date_words(consent.occurred_on)}"


def _again(consent: Consent, today: date) -> Tag | None:
    if consent.decision is not Decision.GIVEN or consent.review_by is None:
        return None
    day = date_words(consent.review_by)
    if consent.review_by < today:
        return Tag(f"Ran out {day}: ask again", shapes.LOOK, Tone.WATCH)
    return Tag(f"Look again by {day}", shapes.LATER, Tone.CALM)


def _decision(consent: Consent, names: Mapping[str, str]) -> Line:
    about = PURPOSE_WORDS[consent.purpose]
    team = names.get(consent.health_team_id, _NO_TEAM)
    every = len(consent.categories) == len(Category)
    kinds = "every kind of information"
    if not every:
        kinds = "; ".join(CATEGORY_WORDS[each] for each in consent.categories)
    words = f"{about}: {team}"
    return Line(words, f"{_who(consent)}. About: {kinds}.", _state(consent.decision))


def capital(words: str) -> str:
    """Return words with their first letter large."""
    return words[:1].upper() + words[1:]
