"""What Settings and the first pages say, word for word, where no window is needed."""

from datetime import datetime

from ir_desktop.domain.plain import moment_words
from ir_desktop.services.doctor import Check, State
from ir_desktop.services.leaving import InHand, Signed
from ir_desktop.ui.settings import computer_presenter, presenter
from ir_desktop.ui.sign_in.recover_words import colleagues_words


def test_a_moment_in_words() -> None:
    assert moment_words(datetime(2026, 5, 3, 14, 5)) == "3 May 2026 at 14:05"
    assert moment_words(datetime(2026, 12, 31, 0, 0)) == "31 December 2026 at 00:00"


def test_what_somebody_who_leaves_has_in_hand() -> None:
    nothing = presenter.in_hand_words(InHand(children=0, reviews=0, actions=0, signed=()))
    assert nothing == [
        "They have no key children now, and nothing to do in a review being written."
    ]
    signed = (Signed("1", "Zofia Nowak", 1), Signed("2", "Kofi <b>", 2))
    told = presenter.in_hand_words(InHand(children=1, reviews=1, actions=1, signed=signed))
    assert told[:3] == [
        "1 key child here now, with what goes on for them: reviews, meetings and follow-ups.",
        "1 review of theirs not signed off yet.",
        "1 agreed action to do, in reviews being written.",
    ]
    assert told[3].startswith("The signed plan of Zofia Nowak names them for 1 action not done")
    assert told[4].startswith("The signed plan of Kofi <b> names them for 2 actions not done")
    many = presenter.in_hand_words(InHand(children=2, reviews=0, actions=3, signed=()))
    assert [each.split(" here")[0] for each in many] == [
        "2 key children",
        "3 agreed actions to do, in reviews being written.",
    ]


def test_a_computer_is_told_with_what_needs_somebody_first() -> None:
    found = computer_presenter.told(
        [
            Check("fonts", State.GOOD, "The fonts are here."),
            Check("disk", State.WARNING, "Nearly full.", "Make some space."),
            Check("clock", State.PROBLEM, "It is past.", "Set it."),
            Check("new one", State.GOOD, "Fine."),
        ]
    )
    assert [(each.title, each.tag.words) for each in found] == [
        ("Date and time", "Problem"),
        ("Room on the disk", "Look at this"),
        ("Letters for papers", "In order"),
        ("new one", "In order"),
    ]
    assert computer_presenter.summary(found) == "2 things to look at"
    assert computer_presenter.summary(found[1:]) == "1 thing to look at"
    assert computer_presenter.summary(found[2:]) == "Everything is in order"


def test_every_check_of_the_computer_has_a_title_of_its_own() -> None:
    import inspect
    import re

    from ir_desktop.services import doctor

    names = set(re.findall(r'Check\(\s*"([a-z -]+)"', inspect.getsource(doctor)))
    assert names == set(computer_presenter._TITLES)


def test_colleagues_who_need_a_password_are_named() -> None:
    assert colleagues_words([]) == ""
    assert colleagues_words(["Bo"]).startswith("Bo needs a new first password")
    assert colleagues_words(["Bo", "Cy"]).startswith("Bo and Cy need a new first password")
