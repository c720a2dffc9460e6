"""NHS numbers: checked, kept as ten digits, shown 3-3-4.

The check (modulus 11, and dates inside Scottish numbers) is the `nhs-number` package's.
"""

import re

from nhs_number.validate import is_valid

from ir_desktop.errors import invalid

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u00ad\u200b\ufeff]+")
_TEN = re.compile(r"[0-9]{10}")


def parse_nhs_number(text: str, *, field: str = "nhs_number") -> str:
    """Return the ten digits of an NHS number written with or without spaces or hyphens.

    Raises `errors.Invalid`, naming `field`, if it is not ten digits, its check digit is wrong, or
    it is one digit ten times over, which passes the check but is only ever a stand-in.
    """
    digits = _SEPARATORS.sub("", text)
    if not _TEN.fullmatch(digits):
        raise invalid(field, "An NHS number has 10 digits. Leave it empty if you do not know it.")
    if len(set(digits)) == 1:
        raise invalid(field, "This is a stand-in, not an NHS number. Leave it empty instead.")
    if not is_valid(digits):
        raise invalid(field, "This NHS number has a mistake in it. Check it digit by digit.")
    return digits


def format_nhs_number(digits: str) -> str:
    """Return ten digits as people read them: ``999 012 3456``.

    Raises ValueError if not given the ten digits that `parse_nhs_number` returns.
    """
    if not _TEN.fullmatch(digits):
        raise ValueError("not ten digits")
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def is_test_number(digits: str) -> bool:
    """Tell whether the number is of the 999 range, which is never given to a person."""
    return digits.startswith("999")
