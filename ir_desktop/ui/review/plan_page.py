"""Step 6: the plan: who does what, where and by when, and when you look again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from ir_desktop.domain.plain import count
from ir_desktop.domain.review import Action
from ir_desktop.errors import Problem
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.action_row import ActionRow
from ir_desktop.ui.review.page import StepPage, roomy
from ir_desktop.ui.review.removed import Removed
from ir_desktop.ui.theme import Space
from ir_desktop.ui.widgets.buttons import secondary
from ir_desktop.ui.widgets.cards import Card, column
from ir_desktop.ui.widgets.fields.dates import DateField
from ir_desktop.ui.widgets.forms import show_in_page


class PlanPage(StepPage):
    """The list of actions, and the day of the follow-up, offered by the profile's weeks."""

    def build(self) -> Iterator[None]:
        """Put the actions and the follow-up on the page."""
        self.rows: list[ActionRow] = []
        self._made = 0
        card = Card("What will be done", icon="list-checks")
        self._none = Prose("No actions yet. Two or three small ones work best.", colour="soft")
        card.add(self._none)
        self._place = column(gap=Space.SMALL)
        card.body.addLayout(self._place)
        self._removed = Removed()
        card.add(self._removed)
        self.more = secondary("Add an action", icon="plus")
        self.more.clicked.connect(self._add)
        card.body.addLayout(roomy(self.more))
        self.body.addWidget(card)
        yield
        again = Card("Look again", icon="calendar-days")
        weeks = count(self.desk.opened.profile.follow_up_weeks, "week")
        form = self.desk.opened.profile.asq3_follow_up_form
        self.follow_up = self.add_field(
            "follow_up_on",
            DateField(
                "When will you look again?",
                f"Usually {weeks} after the meeting, with the {form}-month ASQ-3.",
            ),
        )
        again.add(self.follow_up)
        self.body.addWidget(again)

    def fill(self) -> None:
        """Show what is written; without a day for the follow-up, the usual one is offered."""
        content = self.desk.draft.content
        for each in content.actions:
            self._show(each, opened=False)
        self._offered = content.follow_up_on is None
        weeks = timedelta(weeks=self.desk.opened.profile.follow_up_weeks)
        usual = (content.held_on or self.desk.opened.today) + weeks
        self.follow_up.set_value(content.follow_up_on or usual)
        self.follow_up.changed.connect(self._chosen)

    def refresh(self) -> None:
        """Offer the usual day after another meeting, where nobody chose one."""
        held_on = self.desk.draft.content.held_on
        if self._offered and self.desk.draft.content.follow_up_on is None and held_on is not None:
            weeks = timedelta(weeks=self.desk.opened.profile.follow_up_weeks)
            self.follow_up.set_value(held_on + weeks)

    def _chosen(self) -> None:
        self._offered = False

    def entered(self) -> None:
        """Put the focus on the button that adds, or on the action that is open."""
        opened = next((each for each in self.rows if each.is_open()), None)
        if opened is None:
            self.more.setFocus()
        else:
            opened.fields["what"].focus_field()

    def accepted(self) -> None:
        """Take the day that is offered, where nobody chose another."""
        if not self.desk.opened.signed:
            self.write()

    def collect(self) -> dict[str, Any]:
        """Return the actions in which something is typed, and the day of the follow-up."""
        unread = bool(self.follow_up.own_problem())
        kept = self.desk.draft.content.follow_up_on
        return {
            "actions": tuple(each.action() for each in self.rows if not each.is_empty()),
            "follow_up_on": kept if unread else self.follow_up.value(),
        }

    def problems(self, saved: Iterable[Problem] = ()) -> list[Problem]:
        """Return what is wrong; the draft counts actions that have words, the page its rows."""
        told = [each for each in self.rows if not each.is_empty()]
        return super().problems(_placed(problem, told) for problem in saved)

    def _show(self, action: Action, *, opened: bool) -> ActionRow:
        self._made += 1
        made = ActionRow(self, self._made, action, opened=opened)
        made.removed.connect(lambda: self._remove(made))
        self._place.addWidget(made)
        self._count(self.rows.append, made)
        return made

    def _count(self, act: Callable[[ActionRow], None], which: ActionRow) -> None:
        act(which)
        self._none.setVisible(not self.rows)
        for place, each in enumerate(self.rows):
            each.line.setVisible(place > 0)

    def _add(self) -> None:
        empty = next((each for each in self.rows if each.is_empty()), None)
        made = empty or self._show(Action(what="", owner=""), opened=True)
        made.set_open(True)
        made.fields["what"].focus_field()
        show_in_page(made)

    def _remove(self, which: ActionRow) -> None:
        place, words = self.rows.index(which), which.action().what
        which.hide()
        self._count(self.rows.remove, which)
        self.write()
        if which.is_empty():
            self.more.setFocus()
            return

        def back() -> None:
            which.show()
            self._count(lambda each: self.rows.insert(place, each), which)
            self.write()
            which.focus()

        self._removed.offer(words or "an action", back)


def _placed(problem: Problem, rows: Sequence[ActionRow]) -> Problem:
    """Return a problem under the name that its row has on the page."""
    first, _, rest = problem.field.partition(", ")
    number = first.removeprefix("actions ")
    if number == first or not number.isdecimal() or int(number) > len(rows):
        return problem
    return Problem(f"{rows[int(number) - 1].key}, {rest}", problem.sentence)
