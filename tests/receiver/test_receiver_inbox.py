"""What a health team reads: which package counts, what is odd about the numbers, and answers."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from ir_desktop.errors import Invalid, NotFound
from ir_desktop.ids import new_id
from ir_desktop.receiver import service
from ir_desktop.receiver.current import Numbered, Version, number_notes, replaced_by
from ir_desktop.receiver.tables import PACKAGES
from ir_desktop.sync import claims, envelope
from tests.receiver.parties import CANARY, PDF, Sender, Sent, introduce, make_bundle, now


def take(data: service.ReceiverData, *all_sent: Sent) -> None:
    for sent in all_sent:
        assert service.receive_package(data, sent.body, sent.jti, now()).status == 201


def test_a_package_is_opened_when_it_is_read(data: service.ReceiverData, sender: Sender) -> None:
    sent = sender.package(introduce(data, sender))
    take(data, sent)
    (row,) = service.inbox(data)
    assert (row.jti, row.setting, row.superseded_by, row.notes) == (
        sent.jti,
        "Poppies Nursery",
        None,
        (),
    )
    assert row.view is not None
    assert row.view.child_name.startswith(f"Zofia{CANARY}")
    assert row.view.date_of_birth == date(2024, 5, 23)
    assert [each.text for each in row.view.questions] == [f"Could it be {CANARY} hearing?"]
    one = service.open_one(data, sent.jti)
    assert one.claims == sent.told
    assert one.received == row
    assert one.received.view is not None
    assert one.received.view.summary_pdf == PDF


def test_a_package_that_cannot_be_opened_any_more_does_not_hide_the_others(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    good, bad = sender.package(agreement), sender.package(agreement)
    take(data, good, bad)
    with data.writing() as connection:
        connection.execute(
            update(PACKAGES).where(PACKAGES.c.jti == bad.jti).values(body=bad.body[:-3] + b"AAA")
        )
    rows = {row.jti: row for row in service.inbox(data)}
    assert rows[good.jti].view is not None
    assert rows[bad.jti].view is None
    assert "could not be opened" in rows[bad.jti].problem
    with pytest.raises(envelope.EnvelopeError):
        service.open_one(data, bad.jti)


def test_what_came_is_read_after_the_setting_was_revoked(
    data: service.ReceiverData, sender: Sender
) -> None:
    take(data, sender.package(introduce(data, sender)))
    service.revoke(data, sender.kid, now=now())
    assert service.inbox(data)[0].view is not None


def test_nothing_of_that_number(data: service.ReceiverData) -> None:
    assert service.inbox(data) == []
    with pytest.raises(NotFound):
        service.open_one(data, new_id())
    with pytest.raises(NotFound):
        reply_to(data, new_id())


@pytest.mark.parametrize("seed", range(4))
def test_one_record_counts_for_each_review_and_version_in_whatever_order_it_came(
    data: service.ReceiverData, sender: Sender, seed: int
) -> None:
    agreement = introduce(data, sender)
    review = new_id()
    first = sender.package(agreement, review_id=review)
    again = sender.package(agreement, review_id=review)
    third = sender.package(agreement, review_id=review, supersedes=again.jti)
    amended = sender.package(
        agreement, make_bundle(version=2), review_id=review, version=2, supersedes=third.jti
    )
    other = sender.package(agreement)
    came = [first, again, third, amended, other]
    random.Random(seed).shuffle(came)
    take(data, *came)
    assert {row.jti for row in service.inbox(data)} == {amended.jti, other.jti}
    whole = {row.jti: row for row in service.inbox(data, superseded=True)}
    assert len(whole) == 5
    assert whole[third.jti].superseded_by == amended.jti
    assert all(not row.notes for row in whole.values())


REVIEWS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 9), st.none() | st.integers(0, 7)), max_size=8
)


@given(REVIEWS, st.randoms(use_true_random=False))
def test_whatever_is_named_one_of_the_latest_version_counts(
    told: list[tuple[int, int, int | None]], chance: random.Random
) -> None:
    every = [
        Version(str(place), version, (0, seq, place), None if named is None else str(named))
        for place, (version, seq, named) in enumerate(told)
    ]
    found = replaced_by(every)
    chance.shuffle(every)
    assert replaced_by(every) == found
    count = [each for each in every if found[each.jti] is None]
    for version in {each.version for each in every}:
        assert sum(each.version == version for each in count) <= 1
    if every:
        latest = max(each.version for each in every)
        assert [each.version for each in count].count(latest) == 1
    assert all(by in found and by != jti for jti, by in found.items() if by is not None)


def test_another_settings_package_cannot_be_superseded(
    data: service.ReceiverData, sender: Sender
) -> None:
    ours = sender.package(introduce(data, sender))
    thief = Sender(name="Other Nursery")
    theirs = thief.package(
        introduce(data, thief), review_id=ours.told.review.id, supersedes=ours.jti
    )
    take(data, ours, theirs)
    assert {row.jti for row in service.inbox(data)} == {ours.jti, theirs.jti}


def test_two_computers_of_one_setting_have_one_record(
    data: service.ReceiverData, sender: Sender
) -> None:
    introduce(data, sender)
    second = Sender()
    agreement = introduce(data, second, same_setting_as=sender.kid)
    assert set(agreement.setting.kids) == {sender.kid, second.kid}
    review = new_id()
    one = sender.package(agreement, review_id=review)
    two = second.package(agreement, review_id=review, supersedes=one.jti)
    take(data, one, two)
    assert [row.jti for row in service.inbox(data)] == [two.jti]


def test_what_replaces_something_that_never_came_says_so(
    data: service.ReceiverData, sender: Sender
) -> None:
    take(data, sender.package(introduce(data, sender), supersedes=new_id()))
    assert service.inbox(data)[0].notes == ("It replaces an earlier package that never came.",)


def test_a_gap_and_a_fork_are_shown_and_never_refused(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    first = sender.package(agreement)
    sender.package(agreement)
    third = sender.package(agreement)
    twin = sender.package(agreement, seq=3)
    take(data, first, third, twin)
    notes = {row.jti: row.notes for row in service.inbox(data)}
    assert notes[first.jti] == ()
    assert "Number 2 from this setting has not come." in notes[third.jti]
    assert any("number 3" in note for note in notes[third.jti])
    assert any("number 3" in note for note in notes[twin.jti])


def _row(seq: int, *, epoch: int = 0, prev: int | None = None, kid: str = "k") -> Numbered:
    return Numbered(
        jti=f"{kid}{epoch}-{seq}",
        kid=kid,
        epoch=epoch,
        seq=seq,
        prev=None if prev is None else f"{kid}{epoch}:{prev}",
        sha256=f"{kid}{epoch}:{seq}",
    )


def test_the_first_not_being_number_one_is_a_gap() -> None:
    assert number_notes([_row(4, prev=3)])["k0-4"] == (
        "Numbers 1 to 3 from this setting have not come.",
    )


def test_what_does_not_follow_the_one_before_is_told() -> None:
    rows = [_row(1), replace(_row(2), prev="something else")]
    assert "does not follow" in number_notes(rows)["k0-2"][0]


def test_a_new_series_after_a_backup_is_told_once() -> None:
    rows = [_row(1), _row(2, prev=1), replace(_row(2, epoch=1), prev="k0:1"), _row(3, epoch=1)]
    notes = number_notes([*rows[:3], replace(rows[3], prev="k1:2")])
    assert "backup" in notes["k1-2"][0]
    assert notes["k1-3"] == ()
    assert number_notes([_row(7, epoch=2)])["k2-7"] == ()


@given(st.permutations(range(1, 9)), st.sets(st.integers(1, 8)))
def test_exactly_the_gaps_are_told_in_whatever_order_they_came(
    order: list[int], missing: set[int]
) -> None:
    here = [number for number in order if number not in missing]
    rows = [_row(number, prev=number - 1 or None) for number in here]
    rows += [_row(number, prev=number - 1 or None, kid="other") for number in order]
    notes = number_notes(rows)
    told: set[int] = set()
    for number in here:
        for note in notes[f"k0-{number}"]:
            words = [int(word) for word in note.replace(".", "").split() if word.isdigit()]
            told |= set(range(words[0], words[-1] + 1))
    assert told == {number for number in missing if here and number < max(here)}
    assert not any(notes[f"other0-{number}"] for number in order)


def reply_to(data: service.ReceiverData, jti: str, **more: object) -> tuple[str, bytes]:
    whole: dict[str, object] = {
        "review_on": date(2026, 12, 8),
        "outcome": "Seen at home.\nHearing test asked for.",
        "actions": [claims.AgreedAction("Hearing test", "Audiology", date(2027, 1, 15))],
        "follow_up_by": "Noor Haddon",
        "contact": "",
        "now": now(),
    }
    return service.reply(data, jti, **(whole | more))  # type: ignore[arg-type] - one of many shapes


def test_a_reply_is_sealed_to_the_sender(data: service.ReceiverData, sender: Sender) -> None:
    agreement = introduce(data, sender)
    sent = sender.package(agreement)
    take(data, sent)
    jti, sealed = reply_to(data, sent.jti)
    opened = claims.open_reply(
        sealed,
        private_key=sender.encryption,
        sender_key_for=lambda kid: agreement.signing_key if kid == agreement.signing_kid else None,
        now=now(),
    ).claims
    assert (opened.head.jti, opened.about, opened.about_kind) == (
        jti,
        sent.jti,
        claims.AboutKind.PACKAGE,
    )
    assert opened.head.agreement == sent.told.head.agreement
    assert opened.review_on == date(2026, 12, 8)
    assert opened.contact == "01632 960002"
    assert opened.actions[0].who == "Audiology"
    assert service.inbox(data)[0].replies == 1
    page = service.replies_after(data, sender.kid, 0)
    assert [each.envelope for each in page.replies] == [sealed]


def test_an_impossible_reply_is_refused_and_not_kept(
    data: service.ReceiverData, sender: Sender
) -> None:
    sent = sender.package(introduce(data, sender))
    take(data, sent)
    with pytest.raises(Invalid):
        reply_to(data, sent.jti, outcome="x" * 5000)
    assert service.replies_after(data, sender.kid, 0).replies == ()


def test_a_page_ends_where_it_gets_too_long(
    data: service.ReceiverData, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = sender.package(introduce(data, sender))
    take(data, sent)
    sizes = [len(reply_to(data, sent.jti)[1]) for _ in range(3)]
    monkeypatch.setattr("ir_desktop.receiver.answering.PAGE_BYTES", sizes[0] + sizes[1])
    page = service.replies_after(data, sender.kid, 0)
    assert (len(page.replies), page.more) == (2, True)
    monkeypatch.setattr("ir_desktop.receiver.answering.PAGE_BYTES", 1)
    page = service.replies_after(data, sender.kid, page.replies[-1].position)
    assert (len(page.replies), page.more) == (1, False)


def test_old_passes_are_forgotten_once_they_would_be_refused_anyway(
    data: service.ReceiverData, sender: Sender
) -> None:
    agreement = introduce(data, sender)
    token = sender.bearer(agreement)
    assert service.admit(data, token, now()) == sender.kid
    with pytest.raises(service.PassRefused, match="used before"):
        service.admit(data, token, now() + timedelta(minutes=14))
    with pytest.raises(service.PassRefused) as late:
        service.admit(data, token, now() + timedelta(minutes=16))
    assert late.value.kind == "clock"
