"""The people and organisations of a Bundle.

Home addresses, e-mail addresses of the family, ethnic group and everything else that is not
written here are never sent, whatever an agreement allows.
"""

from ir_desktop.domain.categories import Category
from ir_desktop.domain.nhs_number import format_nhs_number
from ir_desktop.domain.people import Carer, Child, FamilyLink, HealthTeam, Setting
from ir_desktop.domain.plain import date_words
from ir_desktop.sync.fhir_codes import (
    INTERPRETER_REQUIRED,
    NHS_NUMBER,
    ODS_CODE,
    OFSTED_URN,
    Own,
    Part,
    own,
)
from ir_desktop.sync.fhir_facts import Section
from ir_desktop.sync.fhir_narrative import Line, line, narrative
from ir_desktop.sync.fhir_parts import Entry, Frame, day, part, string

_RESPONSIBLE = {
    None: "",
    True: "has parental responsibility",
    False: "does not have parental responsibility",
}


def organisations(frame: Frame, setting: Setting, team: HealthTeam) -> tuple[Entry, Entry]:
    """Return the setting and the health team. Addresses stay: a childminder's is a home."""
    sender = frame.entry(
        "Organization",
        "setting",
        identifier=identifier(OFSTED_URN, setting.urn),
        type=[own(Own.SETTING_TYPE, setting.type)],
        name=string(setting.name) or "Early years setting",
        telecom=_telecom(setting.phone, setting.email),
    )
    recipient = frame.entry(
        "Organization",
        "team",
        identifier=identifier(ODS_CODE, team.ods_code),
        name=string(team.name) or "Health visiting team",
        telecom=_telecom(team.phone, team.email),
    )
    return sender, recipient


def signer(frame: Frame, name: str, role: str, key: str) -> tuple[Entry, Entry]:
    """Return the role and the person of somebody who signed; `key` names the entries."""
    person = frame.entry("Practitioner", key, name=[{"text": string(name) or "Not named"}])
    holder = frame.entry(
        "PractitionerRole",
        key,
        "role",
        practitioner=person.ref,
        organization=frame.ref("setting"),
        code=[{"text": string(role)}] if string(role) else [],
    )
    return holder, person


def patient(frame: Frame, child: Child, categories: frozenset[Category]) -> tuple[Entry, Section]:
    """Return the child, as far as the categories say who that is, and the lines that say it.

    Without *identity* the resource says nothing: the Composition must have a subject.
    """
    lines: list[Line] = []
    fields: Part = {}
    if Category.IDENTITY in categories:
        fields = part(
            name=_names(child),
            birthDate=day(child.date_of_birth),
            gender=str(child.sex),
            communication=[
                {"language": {"text": string(each)}}
                for each in child.home_languages
                if each.strip()
            ],
            extension=[]
            if child.interpreter_needed is None
            else [{"url": INTERPRETER_REQUIRED, "valueBoolean": child.interpreter_needed}],
        )
        lines += line(child.full_name, "Name")
        lines += line(child.known_as, "Known as")
        lines += line(date_words(child.date_of_birth), "Born")
        lines += line(str(child.sex).capitalize(), "Sex")
        for language in child.home_languages:
            lines += line(language, "Language at home")
        if child.interpreter_needed is not None:
            lines += line("Yes" if child.interpreter_needed else "No", "Interpreter needed")
    if Category.NHS_NUMBER in categories and child.nhs_number:
        fields["identifier"] = identifier(NHS_NUMBER, child.nhs_number)
        lines += line(format_nhs_number(child.nhs_number), "NHS number")
    text = narrative(lines or [Line("Who the child is was not shared.")])
    entry = frame.entry("Patient", "patient", text=text, **fields)
    return entry, Section("identity", tuple(lines), (entry,))


def relatives(
    frame: Frame, family: tuple[tuple[Carer, FamilyLink], ...]
) -> tuple[tuple[Entry, ...], tuple[Line, ...]]:
    """Return the parents and carers, and a line for each.

    A telephone number goes only where the carer has said that telephoning is safe.
    """
    entries: list[Entry] = []
    lines: list[Line] = []
    for place, (carer, link) in enumerate(family):
        phone = carer.phone if carer.safe_to_phone else ""
        language = string(carer.preferred_language)
        entries.append(
            frame.entry(
                "RelatedPerson",
                "family",
                place,
                patient=frame.ref("patient"),
                name=[{"text": string(carer.name)}] if string(carer.name) else [],
                relationship=[{"text": string(link.relationship)}]
                if string(link.relationship)
                else [],
                telecom=_telecom(phone, ""),
                communication=[{"language": {"text": language}, "preferred": True}]
                if language
                else [],
            )
        )
        facts = [
            link.relationship,
            _RESPONSIBLE[link.parental_responsibility],
            phone and f"phone {phone}",
            carer.preferred_language and f"prefers {carer.preferred_language}",
        ]
        said = ", ".join(each for each in facts if each.strip())
        lines += line(f"{carer.name} ({said})" if said else carer.name, "Parent or carer")
    return tuple(entries), tuple(lines)


def identifier(system: str, value: str) -> list[Part]:
    """Return one Identifier in a list, or none if there is no value."""
    return [{"system": system, "value": string(value)}] if string(value) else []


def _names(child: Child) -> list[Part]:
    full = part(
        use="official",
        text=string(child.full_name),
        family=string(child.family_name),
        given=[string(child.given_name)] if string(child.given_name) else [],
    )
    usual = part(use="usual", text=string(child.known_as))
    return [each for each in (full, usual) if len(each) > 1]


def _telecom(phone: str, email: str) -> list[Part]:
    return [
        {"system": system, "value": string(value)}
        for system, value in (("phone", phone), ("email", email))
        if string(value)
    ]
