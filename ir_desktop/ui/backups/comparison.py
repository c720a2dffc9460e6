"""One child in a backup beside the same child here, in words. Knows no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from ir_desktop.domain.consent import Consent, Contact
from ir_desktop.domain.people import Carer, Child, FamilyLink
from ir_desktop.domain.plain import count, date_words, list_words
from ir_desktop.domain.records import Record
from ir_desktop.domain.review import Review, ReviewVersion
from ir_desktop.services.bringing_back import Comparison, Difference, Standing

_KINDS: Mapping[type[Record], tuple[str, str]] = {
    Child: ("Child’s details", "children’s details"),
    Carer: ("Parent or carer", "parents or carers"),
    FamilyLink: ("Family tie", "family ties"),
    Consent: ("Consent", "consents"),
    Contact: ("Contact with the family", "contacts with the family"),
    Review: ("Review", "reviews"),
    ReviewVersion: ("Signed version of a review", "signed versions of reviews"),
}
_FIELDS: Mapping[str, str] = {
    "gp": "GP",
    "nhs_number": "NHS number",
    "room_id": "room",
    "key_person_id": "key person",
    "health_team_id": "health team",
    "content": "what was written",
    "asq3": "ASQ-3",
    "version": "signed version",
    "author_signed_by": "who signed it",
    "author_signed_at": "when it was signed",
}


@dataclass(frozen=True, slots=True)
class Differing:
    """A record that differs: its id, what it is, and in what it differs."""

    id: str
    words: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """What would come back by itself, what could, and what stays. `nothing` if all is alike."""

    title: str
    removed: bool
    missing: tuple[str, ...]
    differing: tuple[Differing, ...]
    stays: str

    @property
    def nothing(self) -> bool:
        """Whether the backup has nothing that is not here."""
        return not self.missing and not self.differing


def comparison_view(found: Comparison) -> ComparisonView:
    """Return a comparison in words."""
    missing: dict[type[Record], int] = {}
    for each in found.differences:
        if each.standing is Standing.MISSING:
            missing[type(each.then)] = missing.get(type(each.then), 0) + 1
    stays = f"{count(found.same, 'record is', 'records are')} the same here and there."
    if found.only_here:
        stays += f" {count(found.only_here, 'newer record', 'newer records')} here will stay."
    made = date_words(found.made_at.astimezone().date())
    return ComparisonView(
        title=f"{found.name}, in the backup of {made}",
        removed=found.removed,
        missing=tuple(_kind_words(kind, number) for kind, number in missing.items()),
        differing=tuple(
            _differing(each) for each in found.differences if each.standing is Standing.DIFFERENT
        ),
        stays=stays,
    )


def _kind_words(kind: type[Record], number: int) -> str:
    one, many = _KINDS[kind]
    return one if number == 1 else f"{number} {many}"


def _differing(each: Difference) -> Differing:
    names = [_FIELDS.get(name, name.replace("_", " ")) for name in each.fields]
    changed = date_words(each.then.changed_at.astimezone().date())
    words, _ = _KINDS[type(each.then)]
    return Differing(each.then.id, f"{words}, as of {changed}", f"Differs in: {list_words(names)}.")
