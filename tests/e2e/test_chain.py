"""One child through the whole chain, by commands, against a receiver in another process.

The first test runs each command in a process of its own; the others so run what they are about, and
what leads up to it in this process.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.e2e.chain_hands import consent, introduce, review, sign
from tests.e2e.commands import Receiver, Store, run

pytestmark = pytest.mark.timeout(300)


def test_the_whole_chain(
    make_store: Callable[..., Store], receiver: Receiver, tmp_path: Path
) -> None:
    store = make_store(runs=run)

    # Children in: looked at first, then all of them.
    born = date.today() - timedelta(days=27 * 30 + 20)
    sheet = tmp_path / "children.csv"
    sheet.write_text(
        f"First name;Surname;DOB;Room\nWren;Hartley-Nkemelu;{born:%d/%m/%Y};Ladybirds\n",
        "utf-8-sig",
    )
    assert store.value("import-children", sheet, "--dry-run")["saved"] is False
    added = store.value("import-children", sheet)
    assert added["saved"] is True
    child = added["added"][0]["id"]
    again = store.value("import-children", sheet)
    assert (again["added"], len(again["matched"])) == ([], 1)

    # Due.
    due = {row["item"]: row for row in store.value("due") if row["child"] == child}
    assert set(due) == {"progress_check", "health_review", "asq3"}

    # The review: moderation's question stops the signature until it is answered.
    file = tmp_path / "review.json"
    worried = review(child)
    worried["progress_check"] |= {"concern": "She seldom answers to her name."}
    file.write_text(json.dumps(worried), "utf-8")
    asked = store.value("review", "import", file)["questions"]
    codes = [each["code"] for each in asked]
    assert codes == ["concern_without_plan"]
    refused = store.run("review", "sign-off", "--child", child)
    assert (refused.status, codes[0] in refused.err) == (1, True)
    worried["moderation"] = {codes[0]: "The SENCO visits on Monday."}
    file.write_text(json.dumps(worried), "utf-8")
    store.value("review", "import", file)
    signed = store.value("review", "sign-off", "--child", child)
    assert signed["version"] == 1

    # Paper.
    papers = store.value("documents", "--child", child, "--out", tmp_path / "papers")
    assert {each["kind"] for each in papers} >= {"invitation", "parents_summary"}
    for paper in papers:
        assert "Wren" not in Path(paper["file"]).name
        pages = PdfReader(paper["file"]).pages
        assert len(pages) == paper["pages"]
        assert "Wren" in "".join(page.extract_text() for page in pages)

    # Authority, and what happens without it.
    agreement = introduce(store, receiver, tmp_path)
    held = store.value("approve", "--child", child, "--agreement", agreement)
    assert held["state"] == "held"
    assert {each["reason"] for each in held["holds"]} == {"consent_missing"}
    assert store.value("sync", "--once")["exports"][0]["state"] == "held"
    consent(store, child, agreement)

    # The receiver is stopped: it waits and says so.
    waits = store.value("sync", "--once")
    assert [each["state"] for each in waits["exports"]] == ["waiting"]
    assert waits["exports"][0]["words"].startswith("Waiting for the internet")
    assert waits["troubles"]

    with receiver.running():
        sent = store.value("sync", "--once")
        assert [each["state"] for each in sent["exports"]] == ["received"]
        assert store.value("sync", "--once")["exports"] == []  # nothing twice
        (came,) = receiver.run("inbox").value
        assert came["id"] == held["id"]
        assert came["child"] == "Wren Hartley-Nkemelu"

        # Answered.
        assert store.value("replies") == []
        answered = receiver.run(
            *("reply", "--package", came["id"], "--review-on", "2026-11-20"),
            *("--outcome", "Hearing test asked for", "--action", "Hearing test|Hannah|2026-12-18"),
            *("--follow-up-by", "Hannah"),
        )
        assert answered.status == 0, answered.err
        assert len(store.value("sync", "--once")["new_replies"]) == 1
        assert store.value("sync", "--once")["new_replies"] == []

    (reply,) = store.value("replies")
    assert (reply["child"], reply["outcome"]) == (child, "Hearing test asked for")
    assert reply["actions"] == [{"what": "Hearing test", "who": "Hannah", "by": "2026-12-18"}]
    still = {row["item"] for row in store.value("due") if row["child"] == child}
    assert still == set()  # the health review has its date, the check is signed off
    (row,) = [each for each in store.value("outbox") if each["child"] == child]
    assert row["state"] == "received"
    assert store.value("audit", "verify")["findings"] == []


def test_an_amendment_is_a_new_version_that_replaces_the_first(
    make_store: Callable[..., Store], receiver: Receiver, tmp_path: Path
) -> None:
    store = make_store()
    child = store.here.child("Blessing")
    sign(store.here, child, tmp_path)
    agreement = introduce(store.here, receiver.here, tmp_path)
    consent(store.here, child, agreement)
    first = store.value("approve", "--child", child, "--agreement", agreement)
    with receiver.running():
        store.value("sync", "--once")
        twice = store.run("approve", "--child", child)
        assert (twice.status, "already" in twice.err) == (1, True)
        file = tmp_path / "review.json"
        file.write_text(json.dumps(review(child, discrepancies="We see it alike.")), "utf-8")
        store.here.value("review", "import", file)
        assert store.run("review", "sign-off", "--child", child).status == 1  # no reason given
        again = store.value("review", "sign-off", "--child", child, "--reason", "New facts")
        assert again["version"] == 2
        second = store.value("approve", "--child", child)
        assert second["supersedes"] == first["id"]
        store.value("sync", "--once")
        (current,) = receiver.run("inbox").value
        assert (current["id"], current["review_version"]) == (second["id"], 2)
    states = {row["id"]: row["state"] for row in store.value("outbox")}
    assert states == {first["id"]: "superseded", second["id"]: "received"}


def test_what_the_family_did_not_agree_to_stays(
    make_store: Callable[..., Store], receiver: Receiver, tmp_path: Path
) -> None:
    store = make_store()
    child = store.here.child("Blessing")
    sign(store.here, child, tmp_path)
    agreement = introduce(
        *(store.here, receiver.here, tmp_path, "--categories"),
        *("identity", "progress_check", "parents_view", "asq3", "plan"),
    )
    consent(store.here, child, agreement)
    consent(store, child, agreement, "declined", "--category", "asq3")
    store.value("approve", "--child", child, "--agreement", agreement)
    with receiver.running():
        store.value("sync", "--once")
    (came,) = receiver.run("inbox").value
    whole = receiver.run("inbox", "--id", came["id"]).out
    assert "Should her hearing" not in whole  # questions are not in the agreement
    assert "Problem solving" not in whole
    assert "She loves the park" in whole


def test_withdrawn_consent_holds_what_was_not_sent(
    make_store: Callable[..., Store], receiver: Receiver, tmp_path: Path
) -> None:
    store = make_store()
    child = store.here.child("Blessing")
    sign(store.here, child, tmp_path)
    agreement = introduce(store.here, receiver.here, tmp_path)
    consent(store.here, child, agreement)
    queued = store.value("approve", "--child", child, "--agreement", agreement)
    assert queued["state"] == "queued"
    store.value("sync", "--once")  # nobody there: the envelope is made and waits
    consent(store, child, agreement, "withdrawn")
    with receiver.running():
        (held,) = store.value("sync", "--once")["exports"]
        assert held["state"] == "held"
        assert {each["reason"] for each in held["holds"]} == {"consent_withdrawn"}
        assert receiver.run("inbox").value == []


def test_roles_are_kept_by_commands(
    make_store: Callable[..., Store], receiver: Receiver, tmp_path: Path
) -> None:
    store = make_store()
    child = store.here.child("Blessing")
    assert len(store.value("children", role="practitioner")) < len(store.value("children"))
    for refused in (
        ("setting-card", "--out", tmp_path / "card.jwt"),
        ("approve", "--child", child),
        ("sync", "--once"),
        ("audit", "verify"),
    ):
        done = store.run(*refused, role="practitioner")
        assert (done.status, done.err) == (1, "Your role does not allow this. Ask a manager.\n")
    assert not (tmp_path / "card.jwt").exists()
    assert store.value("audit", "verify")["findings"] == []


def test_what_is_held_for_want_of_an_agreement_goes_when_it_comes(
    make_store: Callable[..., Store], receiver: Receiver, tmp_path: Path
) -> None:
    store = make_store()
    child = store.here.child("Blessing")
    sign(store.here, child, tmp_path)
    # Asked and approved before there is any agreement, or a name for the team.
    store.value("consent", "record", "--child", child, "--decision", "given", "--by", "Her mother")
    held = store.value("approve", "--child", child)
    assert held["state"] == "held"
    assert {each["reason"] for each in held["holds"]} == {"no_agreement"}
    assert store.value("sync", "--once")["exports"][0]["state"] == "held"
    introduce(store.here, receiver.here, tmp_path)
    with receiver.running():
        (sent,) = store.value("sync", "--once")["exports"]
        assert (sent["id"], sent["state"]) == (held["id"], "received")
