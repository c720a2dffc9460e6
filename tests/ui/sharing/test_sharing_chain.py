"""Agreement to received to reply, by keyboard, with a real receiver that stops and starts."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from watchdog import never_blocked

from ir_desktop.domain.sharing import Export, ExportState
from ir_desktop.ui.sharing.add_page import AddPage
from ir_desktop.ui.sharing.agreements_page import AgreementsPage
from ir_desktop.ui.sharing.introduce_page import IntroducePage
from ir_desktop.ui.sharing.page import SharingPage
from tests.e2e.commands import Receiver, run
from tests.ui.counted import promised, with_total
from tests.ui.sharing.conftest import TEAM, Driver

pytestmark = pytest.mark.timeout(300)

CHILD = "Zofia Kowalska"
PLACE = Qt.Key.Key_4  # Sharing stands fourth in the rail


def exports(desk: Driver) -> list[Export]:
    def found(session: Any) -> list[Export]:
        with session.store.reading() as records:
            return records.find(Export)

    return desk.do(found)


def open_sharing(desk: Driver) -> Any:
    desk.keys.press(PLACE, modifier=Qt.KeyboardModifier.ControlModifier)
    page = desk.screen(SharingPage)
    desk.focus(lambda: page.list)
    return page


def groups_of(receiver: Receiver, file: Path) -> list[str]:
    """Return what the health team would read out."""
    return run("agreement", "show", file).value["fingerprint"].split()


def add_agreement(
    desk: Driver,
    receiver: Receiver,
    folder: Path,
    elsewhere: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> None:
    """Introduce the setting and take the agreement in, from the sharing page, by keyboard.

    What the health team does is done `elsewhere`: the window is not to be blamed for it.
    """
    keys = desk.keys
    page = desk.screen(SharingPage)
    keys.tab_to(lambda: page.agreements, back=True)
    keys.press(Qt.Key.Key_Space)
    listed = desk.screen(AgreementsPage)
    desk.focus(lambda: listed.introduce)
    keys.press(Qt.Key.Key_Space)
    introduce = desk.screen(IntroducePage)
    desk.focus(lambda: introduce.save)
    keys.press(Qt.Key.Key_Space)
    desk.pick(folder / "card.jwt")
    desk.until(lambda: (folder / "card.jwt").exists())

    with elsewhere():
        receiver.agree(folder / "card.jwt", introduce.card.fingerprint, folder / "agreement.jwt")

    keys.press(Qt.Key.Key_Left, modifier=Qt.KeyboardModifier.AltModifier)
    listed = desk.screen(AgreementsPage)
    desk.focus(lambda: listed.introduce)
    keys.tab_to(lambda: listed.add, back=True)
    keys.press(Qt.Key.Key_Space)
    adding = desk.screen(AddPage)
    desk.focus(lambda: adding.choose)
    keys.press(Qt.Key.Key_Space)
    desk.pick(folder / "agreement.jwt")
    desk.focus(lambda: None if adding.compare is None else adding.compare.first())
    with elsewhere():
        told = groups_of(receiver, folder / "agreement.jwt")
    first, second = adding.compare.typed()
    assert adding.compare.typed() == {first: "", second: ""}
    keys.type(told[first - 1].lower())
    keys.press(Qt.Key.Key_Tab)
    keys.type(told[second - 1])
    keys.press(Qt.Key.Key_Tab)
    keys.type("Hannah Whitlock")
    keys.press(Qt.Key.Key_Return)
    desk.screen(AgreementsPage)
    keys.press(PLACE, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.screen(SharingPage)


@pytest.mark.alone
def test_agreement_to_received_to_reply(
    desk: Driver,
    receiver: Receiver,
    tmp_path: Path,
    record_property: Callable[[str, Any], None],
) -> None:
    with never_blocked(record_property) as dog:
        keys = desk.keys
        desk.sign_in()
        page = open_sharing(desk)
        assert "no agreement yet" in desk.row(page, CHILD).words
        add_agreement(desk, receiver, tmp_path, dog.resting)
        set_up = keys.count
        page = desk.screen(SharingPage)

        # The receiver is not there: the review is approved, and waits in words.
        row = desk.row(page, CHILD)
        assert row.words == "Ready to send"
        desk.focus(lambda: page.list)
        before = keys.count
        while page.list.key() != row.key:
            keys.press(Qt.Key.Key_Down)
        keys.press(Qt.Key.Key_Return)
        desk.until(lambda: page.detail is not None and page.detail.view.key == row.key)
        detail = page.detail
        assert detail.view.act == "Send to health team"
        assert detail.view.once_more[0] == CHILD
        desk.focus(lambda: detail.act)
        keys.press(Qt.Key.Key_Space)
        desk.focus(lambda: None if page.doing.decision is None else page.doing.decision.safe)
        keys.press(Qt.Key.Key_Tab)
        keys.press(Qt.Key.Key_Return)
        sending = keys.count - before
        desk.until(lambda: "Waiting for the internet, next try" in desk.row(page, CHILD).words)
        desk.until(lambda: "Waiting for the internet, next try" in page.standing.text())
        assert [each.state for each in exports(desk)] == [ExportState.WAITING]

        with ExitStack() as running:
            with dog.resting():
                running.enter_context(receiver.running())
            desk.until(lambda: not desk.sender.busy and page.standing.try_now is not None)
            page.list.setFocus()
            desk.focus(lambda: page.list)
            before = keys.count
            keys.tab_to(lambda: page.standing.try_now, back=True)
            keys.press(Qt.Key.Key_Space)
            trying = keys.count - before
            desk.until(lambda: desk.row(page, CHILD).words.startswith("Received"))
            with dog.resting():
                (came,) = receiver.run("inbox").value
                assert came["child"] == CHILD
                answered = receiver.run(
                    *("reply", "--package", came["id"], "--review-on", "2026-11-20"),
                    *("--outcome", "Hearing <b>test</b> asked for"),
                    *("--action", "Hearing test|Hannah|2026-12-18", "--follow-up-by", "Hannah"),
                )
            assert answered.status == 0, answered.err
            desk.sender.try_now()
            desk.until(lambda: desk.row(page, CHILD).act == "Read reply")
            with dog.resting():
                running.close()

        # The receiver is gone again; the answer is here.
        row = desk.row(page, CHILD)
        page.list.choose(row.key)
        desk.until(lambda: page.detail is not None and page.detail.view.key == row.key)
        desk.until(lambda: page.detail is not None and page.detail.view.reply is not None)
        assert page.detail.view.reply.read is False
        page.list.setFocus()
        desk.focus(lambda: page.list)
        before = keys.count
        keys.press(Qt.Key.Key_Return)
        desk.focus(lambda: page.detail.act)
        keys.press(Qt.Key.Key_Space)
        reading = keys.count - before
        desk.until(lambda: page.detail is not None and page.detail.view.reply.read)
        reply = page.detail.view.reply
        assert reply.outcome == "Hearing <b>test</b> asked for"
        assert [each.words for each in reply.actions] == ["Hearing test"]
        assert ("Who follows up", "Hannah") in reply.facts
        assert desk.row(page, CHILD).act == ""
        (export,) = exports(desk)
        assert (export.state, bool(export.receipt)) == (ExportState.RECEIVED, True)

    counted = {"set up": set_up, "send": sending, "try now": trying, "read": reading}
    assert promised("From an agreement to the answer") == with_total(counted)


def test_held_for_want_of_consent_and_then_freed_by_itself(
    desk: Driver, receiver: Receiver, tmp_path: Path
) -> None:
    from ir_desktop.domain.consent import Decision, How
    from ir_desktop.services import consents

    child = "Saoirse O’Brien"
    desk.sign_in()
    open_sharing(desk)
    add_agreement(desk, receiver, tmp_path)
    page = desk.screen(SharingPage)
    detail = desk.open(page, child)
    assert desk.row(page, child).words == "Held: family has not agreed yet"
    assert detail.view.state.words == "Held"
    assert [(each.act, each.does) for each in detail.view.holds] == [("Ask family", "ask_family")]
    assert detail.view.act == "Approve now, send when it may"
    with receiver.running():
        detail.act.click()
        desk.until(lambda: page.doing.decision is not None)
        page.doing.decision.act.click()
        desk.until(lambda: exports(desk))
        assert [each.state for each in exports(desk)] == [ExportState.HELD]
        desk.sender.look()
        desk.until(lambda: not desk.sender.busy)
        assert receiver.run("inbox").value == []
        (export,) = exports(desk)
        desk.do(
            lambda session: consents.record_consent(
                session,
                export.child_id,
                decision=Decision.GIVEN,
                by_name="Niamh O’Brien",
                by_relationship="mother",
                how=How.PHONE,
                occurred_on=session.today,
            )
        )
        page = desk.go()  # coming back from the consent form is enough
        desk.until(lambda: desk.row(page, child).words.startswith("Received"))
        (came,) = receiver.run("inbox").value
        assert came["child"] == child


def test_groups_that_do_not_fit_are_refused_in_words(
    desk: Driver, receiver: Receiver, tmp_path: Path
) -> None:
    desk.sign_in()
    introduce = desk.go("introduce")
    introduce.save_to(tmp_path / "card.jwt")
    desk.until(lambda: (tmp_path / "card.jwt").exists())
    file = tmp_path / "agreement.jwt"
    receiver.agree(tmp_path / "card.jwt", introduce.card.fingerprint, file)
    page = desk.go("add")
    page.read(file)
    desk.until(lambda: page.compare is not None and page.compare.isVisible())
    told = groups_of(receiver, file)
    shown = " ".join(
        getattr(each, "text", lambda: "")() for each in page.findChildren(object) if each
    )
    assert not any(group in str(shown) for group in told)  # nothing to copy from
    form = page.compare
    form.add_button.click()
    assert form.form.summary.isVisible()
    first, second = form.boxes
    first.box.setText(told[form.typed_groups[0] - 1])
    second.box.setText("AAAA")
    form.who.box.setText("Hannah")
    form.add_button.click()
    desk.until(lambda: form.refusal.isVisible())
    assert "not added" in form.refusal.accessibleName()
    assert "do not use this file" in form.refusal.accessibleDescription()
    assert second.box.text() == "AAAA"  # what was typed is never lost
    assert form.form.summary.hasFocus()
    agreements = desk.go("agreements")
    assert agreements.ends == []


def test_a_file_that_is_no_agreement_is_told_in_words(desk: Driver, tmp_path: Path) -> None:
    desk.sign_in()
    wrong = tmp_path / "holiday.jwt"
    wrong.write_bytes(b"\xff\xfe not an agreement")
    page = desk.go("add")
    page.read(wrong)
    desk.until(lambda: page.refusal is not None)
    assert "not an agreement file" in page.refusal.accessibleDescription()
    assert page.compare is None
    page.read(tmp_path / "gone.jwt")
    desk.until(lambda: "could not be read" in page.refusal.accessibleDescription())


def test_ending_an_agreement_asks_once(desk: Driver, receiver: Receiver, tmp_path: Path) -> None:
    desk.sign_in()
    open_sharing(desk)
    add_agreement(desk, receiver, tmp_path)
    page = desk.go("agreements")
    page.ends[0].click()
    desk.until(lambda: page.decision is not None)
    page.decision.safe.click()
    desk.until(lambda: page.decision is None)
    assert len(page.ends) == 1
    page.ends[0].click()
    desk.until(lambda: page.decision is not None)
    page.decision.act.click()
    desk.until(lambda: page.ends == [])
    page = desk.go()
    assert desk.row(page, CHILD).words == "Held: agreement has ended"
    assert desk.row(page, CHILD).act == "See agreements"


__all__ = ["TEAM"]
