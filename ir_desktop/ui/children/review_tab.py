"""The review on a child's page: what is signed, or still a draft."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ir_desktop.ui import theme
from ir_desktop.ui.children.child_view import ChildView, Line, ReviewPart, ScoreLine
from ir_desktop.ui.looks import Tone
from ir_desktop.ui.plain import Prose, Words
from ir_desktop.ui.theme import Size, Space, Type
from ir_desktop.ui.widgets import cards
from ir_desktop.ui.widgets.buttons import Button, link
from ir_desktop.ui.widgets.cards import Card, column, empty, fact, row
from ir_desktop.ui.widgets.flow import Flow
from ir_desktop.ui.widgets.lines import heading, line, ticked, with_lines
from ir_desktop.ui.widgets.tags import TagWidget
from ir_desktop.ui.widgets.zones import ZoneBar


def review_tab(view: ChildView, open_review: Callable[[], object]) -> QWidget:
    """Return the review, or a sentence that there is none; `open_review` opens where it is written.

    The link to it is no button: the page has its one primary button at its head.
    """
    made = QWidget()
    review = view.review
    if review is None:
        card = Card("Two-year review", icon="clipboard-check")
        card.add(empty("There is no review of this child yet."))
        card.body.addLayout(row(_link(view, open_review), None))
        made.setLayout(column(card))
        return made
    parts = [_state(review, _link(view, open_review))]
    parts += _before_signature(review, view.review_problem)
    if review.scores:
        parts.append(_scores(review))
    parts.append(_areas(review))
    for title, icon, lines, nothing in (
        ("Needs", "heart-pulse", review.needs, "No needs are written down."),
        ("To ask the health visitor", "message-circle", review.questions, "No questions yet."),
        ("Plan", "list-checks", review.actions, "No actions are agreed yet."),
    ):
        parts.append(_list(title, icon, lines, nothing))
    made.setLayout(column(*parts))
    return made


def _link(view: ChildView, open_review: Callable[[], object]) -> Button:
    made = link(view.review_act)
    made.clicked.connect(lambda: open_review())
    return made


def _state(review: ReviewPart, go: Button) -> QWidget:
    card = Card()
    card.body.addLayout(
        row(Words("Two-year review", Type.CARD_TITLE), TagWidget(review.state), None, go)
    )
    card.add(Prose(review.about, colour="soft"))
    return card


def _before_signature(review: ReviewPart, problem: str) -> list[QWidget]:
    if not (problem or review.to_mend or review.to_answer):
        return []
    card = Card(
        "Before it can be signed off", icon="triangle-alert", colour="watch", edge=Tone.WATCH
    )
    if problem:
        card.add(ticked(problem, "octagon-alert", "act"))
    if review.to_mend:
        card.add(heading("Still missing"))
        for sentence in review.to_mend:
            card.add(ticked(sentence, "circle", "control"))
    if review.to_answer:
        card.add(heading("To mend, or to answer in a sentence"))
        for sentence in review.to_answer:
            card.add(ticked(sentence, "triangle-alert", "watch"))
    return [card]


def _scores(review: ReviewPart) -> Card:
    card = Card("ASQ-3", icon="chart-column")
    if review.form:
        card.add(Prose(review.form, colour="soft"))
    look = theme.of()
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.space(Space.LARGE))
    grid.setVerticalSpacing(look.space(Space.SMALL))
    for place, words in enumerate(("Area", "Score", "National band, then zone")):
        grid.addWidget(Words(words, Type.SMALL, colour="soft"), 0, place)
    last = 3
    if not look.stacked:
        grid.addWidget(Words("With the cut-off marked", Type.SMALL, colour="soft"), 0, last)
        grid.setColumnStretch(last, 1)
    for number, score in enumerate(review.scores):
        at = 1 + 2 * number
        grid.addWidget(cards.Line(), at, 0, 1, last + 1)
        grid.addWidget(Words(score.area, Type.STRONG), at + 1, 0)
        figure = Words(score.score, Type.SECOND_TITLE)
        grid.addWidget(figure, at + 1, 1, Qt.AlignmentFlag.AlignRight)
        zone = Words(score.zone, Type.SMALL, colour="soft")
        grid.addLayout(column(TagWidget(score.tag), zone, gap=Space.TINY), at + 1, 2)
        if not look.stacked:
            grid.addWidget(_bar(score), at + 1, last)
    grid.setColumnMinimumWidth(1, look.size(Size.ROW))
    card.body.addLayout(grid)
    if review.scores_note:
        card.add(Prose(review.scores_note, Type.SMALL, colour="soft"))
    return card


def _bar(score: ScoreLine) -> ZoneBar:
    tells = f"{score.area}: {score.score}, cut-off {score.cutoff:.2f}, {score.tag.words}"
    return ZoneBar(score.at, score.cutoff, score.upper, score.confirmed, tells)


def _areas(review: ReviewPart) -> Card:
    card = Card("Progress check", icon="sprout")
    if not review.areas and not review.voices:
        card.add(empty("The progress check is not written yet."))
    parts: list[QWidget] = []
    for area in review.areas:
        part = QWidget()
        head: list[QWidget] = [Words(area.title, Type.STRONG)]
        if area.judgement is not None:
            head.append(TagWidget(area.judgement))
        texts = [fact(each.name, each.value) for each in area.parts]
        part.setLayout(column(Flow(head, Space.NORMAL), *texts, gap=Space.SMALL))
        parts.append(part)
    parts += [fact(each.name, each.value) for each in review.voices]
    parts += [fact(each.name, each.value) for each in review.answered]
    for each in with_lines(parts):
        card.add(each)
    return card


def _list(title: str, icon: str, lines: tuple[Line, ...], nothing: str) -> Card:
    card = Card(title, icon=icon)
    if not lines:
        card.add(empty(nothing))
    for each in with_lines([line(each.words, each.detail, each.tag) for each in lines]):
        card.add(each)
    return card
