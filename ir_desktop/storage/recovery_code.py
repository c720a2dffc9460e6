"""The recovery code: 130 random bits written so that people can copy them from paper.

The alphabet is Crockford's base 32 (no I, L, O or U). Two check characters hold the number modulo
1021, the largest prime below 32 * 32, so any one wrong character and any two swapped neighbours
are noticed before the code is tried.
"""

import secrets

from ir_desktop.errors import invalid

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
# What people write or read instead of the character that was printed.
_READ_AS = {ord("O"): "0", ord("I"): "1", ord("L"): "1", ord("U"): "V"}
_DASHES = "-_.\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
_MODULUS = 1021
_CHARACTERS = 26
_BITS = 5 * _CHARACTERS
_WHOLE = _CHARACTERS + 2
_GROUP = 4
_FIELD = "recovery_code"


def generate() -> str:
    """Return a new recovery code: seven groups of four characters joined by dashes."""
    return _spell(secrets.randbits(_BITS))


def tidy(text: str) -> str:
    """Return `text` as it would have been printed, however it was typed.

    Raises:
        Invalid: too short, too long, a character no code has, or the check does not fit.
    """
    return _spell(_number(text))


def secret_of(text: str) -> bytes:
    """Return the 17 secret bytes (130 bits) of a typed recovery code.

    Raises:
        Invalid: as for `tidy`.
    """
    return _number(text).to_bytes((_BITS + 7) // 8, "big")


def _spell(number: int) -> str:
    letters = _digits(number, _CHARACTERS) + _digits(number % _MODULUS, 2)
    return "-".join(letters[at : at + _GROUP] for at in range(0, _WHOLE, _GROUP))


def _digits(number: int, count: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))


def _number(text: str) -> int:
    spelt = (character for character in text.upper() if character not in _DASHES)
    letters = "".join("".join(spelt).split()).translate(_READ_AS)
    if any(letter not in _VALUE for letter in letters):
        raise invalid(_FIELD, "The recovery code has only letters and digits. Look at it again.")
    if len(letters) != _WHOLE:
        raise invalid(
            _FIELD,
            f"The recovery code has {_WHOLE} characters and this has {len(letters)}. "
            "Look at it again.",
        )
    value = 0
    for letter in letters:
        value = value << 5 | _VALUE[letter]
    number, check = value >> 10, value & 1023
    if number % _MODULUS != check:
        raise invalid(_FIELD, "One character of the recovery code is mistyped. Look at it again.")
    return number
