"""Ids are UUIDs of version 7."""

import time
from uuid import RFC_4122, UUID

from ir_desktop.ids import new_id


def test_an_id_is_a_version_7_uuid_in_lower_case() -> None:
    for made in (new_id() for _ in range(500)):
        read = UUID(made)
        assert (str(read), read.version, read.variant) == (made, 7, RFC_4122)


def test_it_begins_with_the_milliseconds_since_1970() -> None:
    before = time.time_ns() // 1_000_000
    stamp = UUID(new_id()).int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000


def test_ids_sort_by_the_time_they_were_made() -> None:
    earlier = new_id()
    moment = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 <= moment:
        pass
    assert earlier < new_id()


def test_many_made_at_once_differ_in_every_part_that_is_chance() -> None:
    made = [UUID(new_id()).int for _ in range(5_000)]
    assert len(set(made)) == 5_000
    changing = 0
    for each in made:
        changing |= each ^ made[0]
    chance = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)
    assert changing & chance == chance
