"""A guard against a fault of PySide6 6.12.0 that ends the program on Python 3.11.

Its calls give back None, and signals their booleans, without taking a reference to them
(PYSIDE-3474), until Python finds one of them unused and stops: "deallocating None". From Python
3.12 on these objects are immortal and nothing happens. Here they are made so on 3.11, in the way
that Python 3.12 does it: by a count so high that it is never used up.
"""

import sys

_ENOUGH = 1 << 40
_GUARDED = (None, True, False)


def guard() -> None:
    """Make None, True and False practically immortal where Python does not. Twice is harmless."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    if hasattr(sys, "getobjects") or sys.getrefcount(None) >= _ENOUGH // 2:
        return  # a debugging build keeps its counts elsewhere; or it is done already
    import ctypes

    for value in _GUARDED:
        ctypes.c_ssize_t.from_address(id(value)).value += _ENOUGH
