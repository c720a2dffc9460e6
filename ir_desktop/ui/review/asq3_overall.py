"""The overall questions by neutral topic: yes or no as ticked, and a comment. No wording."""

from collections.abc import Iterable, Iterator, Mapping

from ir_desktop.domain.asq3_data import OverallTopic
from ir_desktop.domain.review import OverallAnswer, YesNo
from ir_desktop.ui.plain import Prose
from ir_desktop.ui.review.page import StepPage
from ir_desktop.ui.theme import Type
from ir_desktop.ui.widgets.cards import Card, Line
from ir_desktop.ui.widgets.fields.choices import ChoiceField, Option
from ir_desktop.ui.widgets.fields.texts import LineField
from ir_desktop.ui.widgets.lines import ticked


class Overall(Card):
    """A yes or no for each topic, put there by `build`; the comment opens with an answer."""

    def __init__(self, topics: Iterable[OverallTopic]) -> None:
        super().__init__("Overall questions", icon="message-circle")
        self.add(
            Prose(
                "As ticked on the paper. They have no score; the topics are ours, the questions "
                "are on the form.",
                Type.SMALL,
                colour="soft",
            )
        )
        self._topics = tuple(topics)
        self.answers: dict[str, ChoiceField[YesNo]] = {}
        self.comments: dict[str, LineField] = {}
        self._flags = {
            each.topic: ticked("Worth following up", "triangle-alert", "watch")
            for each in self._topics
        }

    def build(self, page: StepPage) -> Iterator[None]:
        """Put the questions on the card, one in each turn."""
        options = (Option(YesNo.YES, "Yes"), Option(YesNo.NO, "No"))
        for place, each in enumerate(self._topics):
            if place:
                self.add(Line())
            name = f"asq3, overall, {each.topic}"
            answer = page.add_field(name, ChoiceField(each.label, options, across=True))
            comment = page.add_field(
                f"{name}, comment",
                LineField("Comment", optional=True),
                told=f"{each.label}, comment",
            )
            comment.box.setAccessibleName(f"{each.label}: comment")
            answer.changed.connect(self._show)
            self.answers[each.topic], self.comments[each.topic] = answer, comment
            for part in (answer, self._flags[each.topic], comment):
                self.add(part)
            yield
        self._show()

    def fill(self, overall: Mapping[str, OverallAnswer]) -> None:
        """Show what is written."""
        for topic, field in self.answers.items():
            found = overall.get(topic)
            field.set_value(None if found is None else found.answer)
            self.comments[topic].set_value("" if found is None else found.comment)
        self._show()

    def collect(self) -> dict[str, OverallAnswer]:
        """Return what stands here, for the topics that have an answer."""
        return {
            topic: OverallAnswer(answer=answer, comment=self.comments[topic].value())
            for topic, field in self.answers.items()
            if (answer := field.value()) is not None
        }

    def _show(self) -> None:
        for each in self._topics:
            answer = self.answers[each.topic].value()
            self.comments[each.topic].setVisible(answer is not None)
            self._flags[each.topic].setVisible(each.needs_follow_up(answer))
