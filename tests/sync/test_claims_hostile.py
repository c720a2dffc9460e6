"""Whatever arrives, a reader answers with a named refusal and nothing else.

The number of mutations is a few hundred by default; `IR_MUTATIONS` asks for more.
"""

import base64
import os
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ir_desktop.domain.categories import CATEGORY_WORDS, CONSENT_MODE_WORDS, Category, ConsentMode
from ir_desktop.errors import Invalid
from ir_desktop.sync import claims, envelope
from ir_desktop.sync.claims import Code, EnvelopeError

MUTATIONS = int(os.environ.get("IR_MUTATIONS", "300"))
BUNDLE = b'{"resourceType":"Bundle","note":"' + b"x" * 400 + b'"}'

PARSERS: list[Callable[[object], object]] = [
    claims.parse_setting_card,
    claims.parse_agreement,
    claims.parse_package,
    claims.parse_notice,
    claims.parse_withdrawal,
    claims.parse_receipt,
    claims.parse_reply,
    claims.parse_bearer,
]

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=50)
    | st.sampled_from(["x" * 43, "0f" * 32, "2026-11-20", "identity", "given", "https", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=6)
    ),
    max_leaves=12,
)


def good_claims(papers) -> dict[Callable[[object], object], dict[str, object]]:
    papers_and_parsers = {
        claims.parse_setting_card: papers.card(),
        claims.parse_agreement: papers.agreement(),
        claims.parse_package: papers.package(BUNDLE),
        claims.parse_notice: papers.notice(),
        claims.parse_withdrawal: papers.withdrawal(),
        claims.parse_receipt: papers.receipt("0f" * 32),
        claims.parse_reply: papers.reply(),
    }
    return {parse: paper.to_claims() for parse, paper in papers_and_parsers.items()}


@pytest.mark.parametrize("parse", PARSERS)
@given(value=JSON)
def test_any_json_is_invalid_and_no_more(parse, value):
    with pytest.raises(Invalid) as caught:
        parse(value)
    assert caught.value.problems


def paths(value: object, at: tuple = ()) -> list[tuple]:
    """Every place inside a JSON value."""
    found = [at] if at else []
    if isinstance(value, dict):
        found += [path for name, each in value.items() for path in paths(each, (*at, name))]
    elif isinstance(value, list):
        found += [path for index, each in enumerate(value) for path in paths(each, (*at, index))]
    return found


def replaced(value, path: tuple, new: object):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


@settings(max_examples=max(100, MUTATIONS))
@given(data=st.data())
def test_a_good_paper_with_one_thing_changed(papers, data):
    """It is read, or invalid by name; and what is read says again what was read."""
    parse, good = data.draw(st.sampled_from(list(good_claims(papers).items())))
    path = data.draw(st.sampled_from(paths(good)))
    changed = replaced(good, path, data.draw(JSON))
    try:
        read = parse(changed)
    except Invalid:
        return
    assert parse(read.to_claims()) == read


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One small change, of the kinds that damage and malice make."""
    at = chance.randrange(len(data))
    kind = chance.randrange(7)
    if kind == 0:  # another byte
        return data[:at] + bytes([data[at] ^ chance.randrange(1, 256)]) + data[at + 1 :]
    if kind == 1:  # another letter of the alphabet
        return data[:at] + chance.choice(ALPHABET).encode() + data[at + 1 :]
    if kind == 2:  # lost
        return data[:at] + data[at + chance.randrange(1, 5) :]
    if kind == 3:  # doubled or put in
        return data[:at] + bytes([chance.choice(data)]) + data[at:]
    if kind == 4:  # cut off
        return data[:at]
    if kind == 5:  # a segment replaced, emptied or doubled
        parts = data.split(b".")
        index = chance.randrange(len(parts))
        parts[index] = chance.choice([b"", parts[index] * 2, chance.choice(parts), b"e30"])
        return b".".join(parts)
    other = chance.randrange(len(data))  # two bytes change places
    low, high = min(at, other), max(at, other)
    if low == high:
        return data[:at]
    return (
        data[:low]
        + data[high : high + 1]
        + data[low + 1 : high]
        + data[low : low + 1]
        + data[high + 1 :]
    )


def test_every_mutation_of_a_package_is_refused_by_name(papers, opened):
    chance = random.Random(20261120)
    good = papers.sealed(BUNDLE)
    seen: set[Code] = set()
    tried = 0
    while tried < MUTATIONS:
        changed = mutated(good, chance)
        if changed == good:
            continue
        tried += 1
        with pytest.raises(EnvelopeError) as caught:
            opened(changed)
        seen.add(caught.value.code)
    assert {Code.MALFORMED, Code.NOT_DECRYPTABLE} <= seen


def test_every_mutation_of_what_is_inside_is_refused_by_name(papers, team, opened):
    """The sealed bytes are whole, but what was signed was changed before sealing."""
    chance = random.Random(20261121)
    inner = envelope.unseal(papers.sealed(BUNDLE), private_key=team.encryption).encode()
    seen: set[Code] = set()
    tried = 0
    while tried < MUTATIONS:
        changed = mutated(inner, chance)
        if changed == inner or not changed.isascii():
            continue
        tried += 1
        sealed = envelope.seal(changed.decode("ascii"), recipient=team.encryption_public)
        with pytest.raises(EnvelopeError) as caught:
            opened(sealed)
        seen.add(caught.value.code)
    assert {Code.MALFORMED, Code.BAD_SIGNATURE} <= seen


def test_every_single_bit_of_a_receipt_counts(papers, setting, team):
    receipt = papers.receipt("0f" * 32)
    token = claims.sign_receipt(receipt, signing_key=team.signing).encode()
    for at in range(len(token)):
        for bit in (1, 2, 4, 8, 16, 32, 64, 128):
            changed = token[:at] + bytes([token[at] ^ bit]) + token[at + 1 :]
            with pytest.raises(EnvelopeError):
                claims.read_receipt(
                    changed,
                    agreement=papers.agreement(),
                    own_kid=setting.kid,
                    sha256="0f" * 32,
                    jti=receipt.package,
                )


@given(data=st.binary(max_size=400))
def test_bytes_from_nowhere_are_no_paper(papers, setting, team, now, data):
    keys = {"private_key": team.encryption, "sender_key_for": setting.known, "now": now}
    agreement = papers.agreement()
    for read in (
        lambda: claims.open_package(data, **keys),
        lambda: claims.open_reply(data, **keys),
        lambda: claims.read_setting_card(data),
        lambda: claims.read_agreement(data),
        lambda: claims.read_bearer(data, key_for=setting.known, own_kid=team.kid, now=now),
        lambda: claims.read_receipt(
            data, agreement=agreement, own_kid=setting.kid, sha256="0f" * 32, jti=papers.head().jti
        ),
    ):
        with pytest.raises(EnvelopeError) as caught:
            read()
        assert caught.value.code is Code.MALFORMED


def test_base64_of_another_flavour_is_refused(papers, opened):
    good = papers.sealed(BUNDLE)
    parts = good.split(b".")
    for flavour in (
        good.replace(b"-", b"+").replace(b"_", b"/"),
        b".".join(part + b"=" * (-len(part) % 4) for part in parts),
        b".".join(base64.b32encode(part) for part in parts),
    ):
        if flavour != good:
            with pytest.raises(EnvelopeError):
                opened(flavour)


def test_every_category_and_mode_has_words():
    assert set(CATEGORY_WORDS) == set(Category)
    assert set(CONSENT_MODE_WORDS) == set(ConsentMode)
