"""Step 7: check your answers, answer moderation's questions, sign, and print at once."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ir_desktop.domain.progress import STEP_WORDS, Step
from ir_desktop.errors import Invalid, IrError, Problem
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.review import sign_cards
from ir_desktop.ui.review.check_presenter import (
    Checked,
    check_answers,
    print_version,
    sign,
)
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.review.paper_view import PaperView
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.banner import Banner
from ir_desktop.ui.widgets.buttons import Button
from ir_desktop.ui.widgets.cards import Card, clear, column
from ir_desktop.ui.widgets.fields.texts import AreaField


class SignPage(StepPage):
    """Read anew each time it is shown: it is about what all other pages hold."""

    def build(self) -> Iterator[None]:
        """Keep places for what is filled in once the answers are read."""
        self.checked: Checked | None = None
        self._busy = False
        self._banner, self._parts = QVBoxLayout(), column(gap=Space.MEDIUM)
        self.body.addLayout(self._banner)
        yield
        self.paper = PaperView(self.desk.context)
        self.body.addWidget(self.paper)
        self.body.addLayout(self._parts)
        self.questions: dict[str, AreaField] = {}
        self.reason: AreaField | None = None
        self._typed_reason = ""

    def entered(self) -> None:
        """Save everything, then read what stands before the signature."""
        self.paper.hide()
        self._read()

    def _read(self) -> None:
        child_id = self.desk.child_id
        self.desk.saved(
            lambda: self.desk.context.ask(
                lambda session: check_answers(session, child_id),
                self._show,
                self._failed,
                owner=self,
            )
        )

    def refresh(self) -> None:
        """Say how far the signatures are."""
        clear(self._banner)
        opened = self.desk.opened
        words, detail, tone = "", "", Tone.CALM
        if self._is_signed():
            newest = opened.versions[0]
            words, tone = f"Signed off, version {newest.version}", Tone.GOOD
            detail = sign_cards.signatures(newest)
        elif self._waits():
            words = "Signed by its author, waiting for a countersignature"
            detail = (
                "A room leader or manager reads it and countersigns. A change takes the "
                "signature away."
            )
            tone = Tone.WATCH
        elif opened.versions:
            words, tone = f"Changed since version {opened.versions[0].version}", Tone.WATCH
            detail = "It counts once it is signed again. The earlier version stays as it was."
        elif not opened.may_sign:
            words = "Only the key person, the room leader or a manager can sign this"
        if words:
            self._banner.addWidget(Banner(tone, words, detail))
        self.desk.act_changed()

    def primary(self) -> str:
        """Return what signing is called for this person now."""
        opened = self.desk.opened
        if self._is_signed() or not opened.may_sign:
            return ""
        if self._waits():
            return "Countersign and sign off" if opened.may_countersign else ""
        return "Sign off" if opened.may_countersign else "Sign as the author"

    def press(self) -> None:
        """Sign, if nothing stands before it; else say what does."""
        if self._busy or self.checked is None:
            return
        reason = "" if self.reason is None else self.reason.value()
        if self.desk.opened.versions and not reason:
            self._tell([Problem("reason", "Say why the signed-off review is changed.")])
            return
        self._busy = True
        child_id = self.desk.child_id
        self.desk.saved(
            lambda: self.desk.context.ask(
                lambda session: sign(session, child_id, reason),
                self._signed,
                self._failed,
                owner=self,
            )
        )

    def collect(self) -> dict[str, Any]:
        """Return the answers to moderation's questions, with those to others as they were."""
        answers = dict(self.desk.draft.content.moderation)
        for code, field in self.questions.items():
            answers.pop(code, None)
            if field.value():
                answers[code] = field.value()
        return {"moderation": answers}

    def _is_signed(self) -> bool:
        return self.desk.opened.signed

    def _waits(self) -> bool:
        review = self.desk.opened.review
        return review is not None and review.author_signed_by is not None

    def _signed(self, found: Checked | bool) -> None:
        self._busy = False
        if isinstance(found, Checked):
            self._show(found, start=False)
            self._tell(self._before(found))
            return
        for_good = found
        self.desk.read_again(lambda: self._after(for_good=for_good))

    def _after(self, *, for_good: bool) -> None:
        self.show_problems([])
        self._read()
        if for_good:
            self.print_paper(self.desk.opened.versions[0].version)

    def print_paper(self, version: int) -> None:
        """Show the summary of a version, ready to print."""
        child_id = self.desk.child_id
        title = "Summary for parents" + (f", version {version}" if version > 1 else "")
        self.paper.show_paper(title, lambda session: print_version(session, child_id, version))

    def _before(self, found: Checked) -> list[Problem]:
        missing = [Problem(STEP_WORDS[each.step], each.sentence) for each in found.missing]
        codes = [each.code for each in found.asked]
        return missing + [
            Problem(
                f"moderation, {each.code}",
                f"Answer question {codes.index(each.code) + 1}, or mend what it is about.",
            )
            for each in found.open
        ]

    def _tell(self, problems: list[Problem]) -> None:
        for each in problems:
            if each.field in STEP_WORDS.values():
                self._names[each.field] = each.field
        self.show_problems(problems)

    def _go_to_field(self, label: str) -> None:
        step = next((each for each, words in STEP_WORDS.items() if words == label), None)
        if step is not None:
            self.desk.go_to(step)
        else:
            super()._go_to_field(label)

    def _failed(self, error: IrError) -> None:
        self._busy = False
        problems = error.problems if isinstance(error, Invalid) else (Problem("", error.sentence),)
        self.show_problems([Problem("", each.sentence) for each in problems])

    def _show(self, found: Checked, *, start: bool = True) -> None:
        self.checked = found
        clear(self._parts)
        self.fields.clear()
        self.questions = {}
        self.reason = None
        self.show_problems([])
        self.refresh()
        signed = self._is_signed()
        parts: list[QWidget] = []
        if not signed and found.missing:
            parts.append(sign_cards.missing(self.desk, found.missing))
        if not signed and found.asked:
            card, self.questions = sign_cards.moderation(self, found.asked)
            parts.append(card)
        if not signed and self.desk.opened.versions:
            parts.append(self._reason())
        if self.desk.opened.versions:
            parts.append(sign_cards.versions(self.desk.opened, self.print_paper))
        parts.append(sign_cards.answers(found.told, self._change))
        for each in parts:
            self._parts.addWidget(each)
        # What was added just now is shown, and can take the focus, only after this.
        if start:
            QTimer.singleShot(0, self, self._start)

    def _start(self) -> None:
        """Put the focus on the first thing to do, or to look at: never on the signature."""
        if not self.isVisible() or self.paper.isVisible():
            return
        fields: list[QWidget] = [field.box for field in self.questions.values()]
        links = [each for each in self.findChildren(Button) if each.isVisibleTo(self)]
        inside = [each for each in links if not self.paper.isAncestorOf(each)]
        first = inside if self.checked and self.checked.missing else [*fields, *inside]
        for each in first[:1]:
            each.setFocus()

    def _reason(self) -> Card:
        card = Card("Why it is changed", icon="pencil")
        self.reason = AreaField(
            "Why is the signed-off review changed?", "Kept with the new version.", lines=1
        )
        self.reason.set_value(self._typed_reason)
        self.reason.changed.connect(self._keep_reason)
        self.fields["reason"] = self.reason
        self._names[self.reason.name()] = "reason"
        card.add(self.reason)
        return card

    def _keep_reason(self) -> None:
        self._typed_reason = "" if self.reason is None else self.reason.value()

    def _change(self, key: str) -> None:
        self.desk.go_to(Step(key))
