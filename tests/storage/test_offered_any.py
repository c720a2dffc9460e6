"""Sign-in files lost, put back and changed in any order: only the one that the records name counts.

The model is short: each file that ever was, and which of them the records name now.
"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ir_desktop.errors import IrError
from ir_desktop.storage import key_edits
from ir_desktop.storage.cost import WEAK_COST
from ir_desktop.storage.keys import NewSlot
from ir_desktop.storage.offered import offer
from ir_desktop.storage.problems import KeysPutBack, OtherSignInFile
from ir_desktop.storage.recovery_code import generate
from ir_desktop.storage.slots import KEYS_FILE, NEXT_FILE
from ir_desktop.storage.store import Store, open_store, open_with_recovery
from tests.storage.stores import MOMENT, PASSWORD, make_store

MOST = 100  # of anything that is chosen by a number


class SignInFiles(RuleBasedStateMachine):
    """One store, whose sign-in file people lose, damage and put back."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp())
        self.folder = self.top / "store"
        self.file = self.folder / KEYS_FILE
        self.code = generate()
        self.known: list[tuple[bytes, int]] = []  # each file that was, and the number of its key
        self.key, self.people = 0, 0

    @initialize()
    def begin(self) -> None:
        store = make_store(self.folder)
        self._renew(store, key_edits.with_recovery_code, self.code)
        store.close()
        self._know()

    def teardown(self) -> None:
        shutil.rmtree(self.top)

    def _know(self) -> None:
        self.known.append((self.file.read_bytes(), self.key))

    @property
    def right(self) -> bytes:
        """The file that the records name."""
        return self.known[-1][0]

    @property
    def is_right(self) -> bool:
        return self.file.exists() and self.file.read_bytes() == self.right

    def _renew(self, store: Store, edit, *more: object) -> None:
        with store.changing_keys(new_data_key=True) as change, store.transaction() as records:
            change.stage(records.connection, edit(change.keys, *more, change.data_key))
            store.append_event(
                records, at=MOMENT, staff_id="first", act="x", child_id=None, detail={}
            )
        self.key += 1

    @rule()
    def let_somebody_in(self) -> None:
        if self.is_right:
            store = open_store(self.folder, "first", PASSWORD)
            store.add_slot(NewSlot(f"n{self.people}", "Grace", PASSWORD), cost=WEAK_COST)
            store.close()
            self.people += 1
            self._know()

    @rule()
    def give_the_records_another_key(self) -> None:
        if self.is_right:
            store = open_store(self.folder, "first", PASSWORD)
            self._renew(store, key_edits.with_recovery_code, self.code)
            store.close()
            self._know()

    @rule()
    def lose_it(self) -> None:
        self.file.unlink(missing_ok=True)

    @rule(cut=st.integers(1, MOST))
    def damage_it(self, cut: int) -> None:
        self.file.write_bytes(self.right[:-cut])

    @rule(which=st.integers(0, MOST))
    def put_an_older_one_there_by_hand(self, which: int) -> None:
        self.file.write_bytes(self.known[which % len(self.known)][0])

    @rule(which=st.integers(0, MOST))
    def leave_one_beside_as_a_kill_does(self, which: int) -> None:
        (self.folder / NEXT_FILE).write_bytes(self.known[which % len(self.known)][0])

    @rule(which=st.integers(0, MOST), by_code=st.booleans())
    def put_one_back(self, which: int, by_code: bool) -> None:
        raw, key = self.known[which % len(self.known)]
        before = self.file.read_bytes() if self.file.exists() else None
        beside = self.folder / NEXT_FILE
        right = {self.right} & {raw, before, beside.read_bytes() if beside.exists() else b""}
        try:
            if by_code:
                store = open_with_recovery(self.folder, self.code, offered=offer(raw))
                assert store.has_own_keys_file() == bool(right)
            else:
                store = open_store(self.folder, "first", PASSWORD, offered=offer(raw))
            store.close()
            opened = True
        except (KeysPutBack, OtherSignInFile):  # nothing else may come of it
            opened = False
        after = self.file.read_bytes() if self.file.exists() else None
        if not opened:
            assert not right
            assert after == before
            assert not (by_code and key == self.key)
            return
        assert bool(right) or by_code
        assert after == self.right if right else after in (raw, before)
        if after == raw and before not in (None, after):
            assert before in [
                each.read_bytes() for each in self.folder.glob("keys-replaced-*.json")
            ]

    @invariant()
    def the_right_one_and_no_other_lets_a_password_in(self) -> None:
        if not self.known:
            return
        scratch = self.top / "scratch"
        shutil.copytree(self.folder, scratch)
        beside = self.folder / NEXT_FILE
        right = self.is_right or (
            self.file.exists()
            and beside.exists()
            and beside.read_bytes() == self.right
            and any(self.file.read_bytes() == each for each, _ in self.known)
        )
        try:
            open_store(scratch, "first", PASSWORD).close()
            opened = True
        except IrError:
            opened = False
        finally:
            shutil.rmtree(scratch)
        assert opened == right


TestSignInFiles = SignInFiles.TestCase
TestSignInFiles.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
