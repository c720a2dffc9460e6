"""Loose rules for postcodes, telephone numbers, e-mail addresses and Ofsted numbers.

Loose on purpose: they catch slips of typing, they do not prove that a thing exists.
"""

import re

from ir_desktop.domain.text import clean_line
from ir_desktop.errors import invalid

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR)([0-9][A-Z]{2})")
_URN = re.compile(r"[0-9]{6,7}|EY[0-9]{4,6}")
_PHONE = re.compile(r"\+?[0-9() .\-/]+(?: ?(?:ext|extension|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)
_EXTENSION = re.compile(r"[a-z].*", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>(),;:\"\\]+@[^\s@<>(),;:\"\\.]+(?:\.[^\s@<>(),;:\"\\.]+)+")


def parse_postcode(text: str, *, field: str = "postcode") -> str:
    """Return a United Kingdom postcode in capitals with one space before its last three.

    Only the shape is checked. Raises `errors.Invalid`, naming `field`.
    """
    match = _POSTCODE.fullmatch(clean_line(text, field=field).replace(" ", "").upper())
    if not match:
        raise invalid(field, "A postcode looks like LS1 4AP. Check the letters and numbers.")
    return f"{match[1]} {match[2]}"


def parse_ofsted_urn(text: str, *, field: str = "ofsted_urn") -> str:
    """Return an Ofsted unique reference number: EY and digits, or six or seven digits.

    Source: DOMAIN "Numbers and codes". Raises `errors.Invalid`, naming `field`.
    """
    urn = clean_line(text, field=field).replace(" ", "").upper()
    if not _URN.fullmatch(urn):
        raise invalid(field, "An Ofsted number is 6 or 7 digits, or EY and 4 to 6 digits.")
    return urn


def parse_phone(text: str, *, field: str = "phone") -> str:
    """Return a telephone number as typed, its spaces tidied: 7 to 15 digits, extension allowed.

    Raises `errors.Invalid`, naming `field`.
    """
    phone = clean_line(text, field=field)
    digits = sum(character.isdigit() for character in _EXTENSION.sub("", phone))
    if not _PHONE.fullmatch(phone) or not 7 <= digits <= 15:
        raise invalid(field, "A phone number has 7 to 15 digits, like 0113 496 0000.")
    return phone


def parse_email(text: str, *, field: str = "email") -> str:
    """Return an e-mail address as typed, without spaces around it.

    Raises `errors.Invalid`, naming `field`, unless it reads name@place.ending.
    """
    email = clean_line(text, field=field, limit=254)
    if not _EMAIL.fullmatch(email):
        raise invalid(field, "An e-mail address looks like name@example.org.")
    return email
