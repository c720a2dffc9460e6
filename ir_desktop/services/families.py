"""Parents and carers after they were added: changing them, taking them off a child's list."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ir_desktop.domain.child_rules import checked_carer
from ir_desktop.domain.people import Carer, Child, FamilyLink
from ir_desktop.domain.records import Record
from ir_desktop.domain.roles import Act
from ir_desktop.domain.text import clean_line, has_letter, match_key
from ir_desktop.errors import Invalid, NotFound, Problem
from ir_desktop.services.children import FamilyMember, family_of, within
from ir_desktop.services.session import Session, Work, acting, looking
from ir_desktop.storage.repository import Repository

_DETAILS = {each.name for each in fields(Carer)} - {each.name for each in fields(Record)}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCarer:
    """A parent or carer of another child; `children` are that child's and siblings' names."""

    carer_id: str
    name: str
    relationship: str
    children: tuple[str, ...]
    same_family_name: bool


def known_carers(session: Session, child_id: str) -> list[KnownCarer]:
    """Return the carers of other children this person may see, who could be this child's too.

    Those of children with the same family name or address come first.
    """
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        child = records.get(Child, child_id)
        mine = {each.carer_id for each in records.find(FamilyLink, child_id=child_id)}
        seen = within(session, records, records.find(Child), Act.SEE_CHILD)
        others = {each.id: each for each in seen if each.id != child_id}
        carers = {each.id: each for each in records.find(Carer)}
        links: dict[str, list[FamilyLink]] = {}
        for link in records.find(FamilyLink):
            if link.child_id in others and link.carer_id not in mine:
                links.setdefault(link.carer_id, []).append(link)
        found = [_known(carers[key], each, others, child) for key, each in links.items()]
        return sorted(found, key=lambda each: (not each.same_family_name, match_key(each.name)))


def _known(
    carer: Carer, links: list[FamilyLink], others: Mapping[str, Child], child: Child
) -> KnownCarer:
    siblings = [others[each.child_id] for each in links]
    return KnownCarer(
        carer_id=carer.id,
        name=carer.name,
        relationship=links[0].relationship,
        children=tuple(each.full_name for each in siblings),
        same_family_name=any(_could_be_family(child, each) for each in siblings),
    )


def _could_be_family(one: Child, two: Child) -> bool:
    name, home = match_key(one.family_name), match_key(f"{one.address} {one.postcode}")
    same_home = bool(home) and home == match_key(f"{two.address} {two.postcode}")
    return same_home or (bool(name) and name == match_key(two.family_name))


def family_member(session: Session, child_id: str, carer_id: str) -> FamilyMember:
    """Return one of a child's parents or carers. Raises `NotFound`."""
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        for each in family_of(records, child_id):
            if each.carer.id == carer_id:
                return each
    raise _nobody()


def shared_with(session: Session, child_id: str, carer_id: str) -> tuple[str, ...]:
    """Return the names of the other children who have this carer and whom this person may see."""
    with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
        ids = {each.child_id for each in records.find(FamilyLink, carer_id=carer_id)} - {child_id}
        siblings = [records.get(Child, each) for each in sorted(ids)]
        return tuple(each.full_name for each in within(session, records, siblings, Act.SEE_CHILD))


def edit_carer(session: Session, child_id: str, carer_id: str, **changes: Any) -> FamilyMember:
    """Change a parent or carer, and what they are to this child.

    `changes` are `Carer`'s fields, `relationship` and `parental_responsibility`. What is changed
    of the carer is changed for every child they belong to.

    Raises:
        Invalid: with every problem, each naming its field.
        NotFound: they are not one of this child's.
        TypeError: there is no such field.
    """
    own = {"relationship", "parental_responsibility"}
    if unknown := changes.keys() - _DETAILS - own:
        raise TypeError(f"a carer has no field {', '.join(sorted(unknown))} to change")
    with acting(session, Act.EDIT_FAMILY, child_id=child_id) as work:
        link = _link(work.records, child_id, carer_id)
        carer = work.records.get(Carer, carer_id)
        problems: list[Problem] = []
        given = {name: value for name, value in changes.items() if name in own}
        if "relationship" in given:
            given["relationship"] = checked_relationship(given["relationship"], problems)
        try:
            details = {name: value for name, value in changes.items() if name not in own}
            carer = checked_carer(replace(carer, **details))
        except Invalid as error:
            problems = [*error.problems, *problems]
        if problems:
            raise Invalid(problems)
        return FamilyMember(work.save(carer), work.save(replace(link, **given)))


def checked_relationship(text: str, problems: list[Problem]) -> str:
    """Return the words clean, adding a problem where they say nothing or are too long."""
    try:
        words = clean_line(text, field="relationship")
    except Invalid as error:
        problems.extend(error.problems)
        return ""
    if not has_letter(words):
        problems.append(Problem("relationship", "Say what they are to the child, such as mother."))
    return words


def remove_carer(session: Session, child_id: str, carer_id: str) -> FamilyMember:
    """Take a parent or carer off a child's list and return them as they were.

    The carer and what they decided stay on record: `children.add_carer` with their id puts them
    back. Raises `NotFound` if they are not one of this child's.
    """
    with acting(session, Act.EDIT_FAMILY, child_id=child_id) as work:
        link = _link(work.records, child_id, carer_id)
        member = FamilyMember(work.records.get(Carer, carer_id), link)
        work.records.remove(link)
        _note(work, carer_id)
        return member


def _note(work: Work, carer_id: str) -> None:
    work.detail |= {"removed": "carer", "carer": carer_id}


def _link(records: Repository, child_id: str, carer_id: str) -> FamilyLink:
    link = records.find_one(FamilyLink, child_id=child_id, carer_id=carer_id)
    if link is None:
        raise _nobody()
    return link


def _nobody() -> NotFound:
    return NotFound("This parent or carer is not in the child’s list. Open the page again.")
