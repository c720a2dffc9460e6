"""Record ids: UUID version 7 (RFC 9562), so that ids sort by the time they were made."""

import secrets
import time
from uuid import UUID


def new_id() -> str:
    """Return a fresh UUIDv7 as lower-case text."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))
