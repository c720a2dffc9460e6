"""Letters to many families at once: who needs one, all of them in one PDF, and that they went."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal, TypeVar

from ir_desktop.documents.facts import InvitationFacts
from ir_desktop.documents.letter import invitation, invitations
from ir_desktop.documents.printed import Printed
from ir_desktop.documents.text import MissingGlyph
from ir_desktop.domain import inviting
from ir_desktop.domain.consent import Contact, How
from ir_desktop.domain.due import Due, due_order
from ir_desktop.domain.inviting import Silence, silence, standing
from ir_desktop.domain.people import Carer, Child, FamilyLink
from ir_desktop.domain.review import Review, ReviewStatus
from ir_desktop.domain.roles import Act
from ir_desktop.errors import Invalid, IrError, Problem, Refused
from ir_desktop.services.due import due_among
from ir_desktop.services.invitations import letter_given
from ir_desktop.services.papers import INVITATION, invitation_facts
from ir_desktop.services.session import Session, acting, looking
from ir_desktop.services.visible import chunks
from ir_desktop.storage.repository import Repository

R = TypeVar("R", Contact, Review, FamilyLink, Carer, Child)
B = TypeVar("B", Contact, FamilyLink)

_OVER = frozenset({ReviewStatus.DECLINED, ReviewStatus.SIGNED_OFF, ReviewStatus.CHILD_LEFT})


class _No(Enum):
    LETTER = "no letter"


class CannotPrint(Refused):
    """Some letters hold a character that no font here has. `child_ids` are all of them."""

    def __init__(self, child_ids: Sequence[str]) -> None:
        self.child_ids = tuple(child_ids)
        super().__init__(
            "Some letters have a name or an address in an alphabet that cannot be printed here "
            "yet. Leave these families out and write to them by hand."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A family who needs a letter, and what for.

    `silence` is why, for a reminder; None for a first invitation. `hand_over` says that nothing
    may be posted; `interpreter` that the family needs one.
    """

    child: Child
    due: Due
    silence: Silence | None
    hand_over: bool
    interpreter: bool

    @property
    def reminder(self) -> bool:
        """Whether they were invited before."""
        return self.silence is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersGiven:
    """What noting the letters did: for how many, and for whom not and why (name, sentence)."""

    done: int
    refused: tuple[tuple[str, str], ...]


def to_invite(session: Session) -> list[LetterRow]:
    """Return the families to invite or to remind now, the most pressing first.

    A family is invited once something is due for the child or will be in a few weeks; and
    reminded after the profile's days of silence.
    """
    with looking(session, Act.SEE_LIST) as records:
        pressing: dict[str, Due] = {}
        for each in sorted(due_among(session, records, session.today), key=due_order):
            pressing.setdefault(each.child_id, each)
        contacts = _by_child(_among(records, Contact, "child_id", pressing))
        reviews = {e.child_id: e for e in _among(records, Review, "child_id", pressing)}
        wanted = {
            child_id: (due, found)
            for child_id, due in pressing.items()
            if (found := _wants(session, contacts[child_id], reviews.get(child_id)))
            is not _No.LETTER
        }
        links = _among(records, FamilyLink, "child_id", wanted)
        carers = _among(records, Carer, "id", (each.carer_id for each in links))
        not_by_post = {each.id for each in carers if each.safe_to_post is False}
        handed = {each.child_id for each in links if each.carer_id in not_by_post}
        children = {each.id: each for each in _among(records, Child, "id", wanted)}
        return [
            LetterRow(
                child=children[child_id],
                due=due,
                silence=found,
                hand_over=child_id in handed,
                interpreter=children[child_id].interpreter_needed is True,
            )
            for child_id, (due, found) in wanted.items()
        ]


def _wants(
    session: Session, contacts: Iterable[Contact], review: Review | None
) -> Silence | Literal[_No.LETTER] | None:
    """Return the silence that a reminder may end, or None for a first letter."""
    if review is not None and (
        review.status in _OVER or review.planned_on is not None or review.draft.held_on is not None
    ):
        return _No.LETTER
    found = standing(contacts)
    if found.tried_on is None:
        return None if found.answer is None else _No.LETTER
    waiting = silence(
        found, review, on=session.today, no_answer_days=session.profile.no_answer_days
    )
    if waiting is None or found.answer is inviting.Answer.ANOTHER_DATE:
        return _No.LETTER  # they answered, or it is too early to ask again: no letter helps now
    return waiting


def _among(records: Repository, kind: type[R], column: str, ids: Iterable[str]) -> list[R]:
    return [each for some in chunks(ids) for each in records.find_in(kind, column, some)]


def _by_child(found: Iterable[B]) -> dict[str, list[B]]:
    by_child: dict[str, list[B]] = defaultdict(list)
    for each in found:
        by_child[each.child_id].append(each)
    return by_child


def make_letters(
    session: Session,
    child_ids: Sequence[str],
    *,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Printed:
    """Return the invitations of these children's families in one PDF, in this order.

    `progress` is told how many are done; `cancelled` is asked before each. Stopped or refused,
    nothing is made and nothing noted.

    Raises:
        CannotPrint: with every family whose letter has a character that no font here has.
        Refused: nobody was chosen, or it was stopped.
    """
    facts: list[InvitationFacts] = []
    for child_id in child_ids:
        with looking(session, Act.PRINT_PAPER, child_id=child_id) as records:
            facts.append(
                invitation_facts(
                    records,
                    records.get(Child, child_id),
                    session.today,
                    demo=session.store.demo,
                )
            )
    try:
        made = invitations(facts, progress, cancelled)
    except MissingGlyph:
        pairs = zip(child_ids, facts, strict=True)
        raise CannotPrint([key for key, each in pairs if not _prints(each)]) from None
    for child_id in child_ids:  # noted only once there is something to print
        with acting(session, Act.PRINT_PAPER, child_id=child_id) as work:
            work.detail["kind"] = INVITATION
    return made


def _prints(facts: InvitationFacts) -> bool:
    try:
        invitation(facts)
    except MissingGlyph:
        return False
    return True


def letters_given(
    session: Session,
    child_ids: Sequence[str],
    *,
    how: How,
    occurred_on: date,
    reminders: frozenset[str] = frozenset(),
) -> LettersGiven:
    """Note that each family got their letter; `reminders` are those who had one before.

    Raises `Invalid` before anything is noted if the day is wrong or nobody is chosen. A family
    for whom it is refused, such as a child who left, is told and does not stop the others.
    """
    problems: list[Problem] = []
    if not child_ids:
        problems.append(Problem("families", "Choose at least one family."))
    if occurred_on > session.today:
        problems.append(Problem("occurred_on", "This day is in the future. Check the date."))
    names: dict[str, str] = {}
    for child_id in child_ids:
        with looking(session, Act.SEE_CHILD, child_id=child_id) as records:
            child = records.get(Child, child_id)
        names[child_id] = child.full_name
        if occurred_on < child.date_of_birth and not problems:
            problems.append(Problem("occurred_on", "This is before a child was born."))
    if problems:
        raise Invalid(problems)
    refused: list[tuple[str, str]] = []
    for child_id in child_ids:
        try:
            letter_given(
                session,
                child_id,
                how=how,
                occurred_on=occurred_on,
                reminder=child_id in reminders,
            )
        except IrError as error:
            refused.append((names[child_id], error.sentence))
    return LettersGiven(done=len(child_ids) - len(refused), refused=tuple(refused))
