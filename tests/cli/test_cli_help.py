"""Every command has help, says what it does, and tells wrong usage from refusals."""

import argparse
from collections.abc import Iterator

import pytest

from ir_desktop import __version__
from ir_desktop.cli.main import _parser
from tests.cli.commanding import Command


def commands() -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Yield every command and sub-command there is, as the parser knows them."""
    waiting = [((), _parser())]
    while waiting:
        words, parser = waiting.pop()
        yield words, parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += [((*words, name), inner) for name, inner in action.choices.items()]


COMMANDS = dict(commands())
LEAVES = [
    words
    for words, parser in COMMANDS.items()
    if not any(isinstance(each, argparse._SubParsersAction) for each in parser._actions)
]


def test_the_commands_of_the_design_are_there() -> None:
    wanted = """demo-store | import-children | children | due | score-asq3 | review import
    | review sign-off | consent record | documents | setting-card | agreement import | approve
    | sync | outbox | replies | package open | package verify | receiver init | receiver agree
    | receiver run | receiver inbox | receiver reply | audit verify | doctor"""
    names = {tuple(each.split()) for each in wanted.split("|")}
    assert names <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "ir-desktop")
def test_every_command_has_help(words: tuple[str, ...], command: Command) -> None:
    ran = command(*words, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("usage: ir-desktop")
    if words:
        assert " ".join(words) in ran.out
    assert command(*words, "-h").out == ran.out


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "ir-desktop")
def test_every_command_says_what_it_is_for(words: tuple[str, ...]) -> None:
    parser = COMMANDS[words]
    if words in LEAVES and words != ("score-asq3",):  # that one has a parser of its own
        assert parser.description
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            assert all(each.help for each in action._choices_actions)


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_wrong_usage_is_status_2_with_one_line(words: tuple[str, ...], command: Command) -> None:
    ran = command(*words, "--no-such-option")
    assert (ran.status, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") <= 3


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nonsense",),
        ("review",),
        ("review", "nonsense"),
        ("demo-store", "--children", "many", "--out", "x"),
        ("demo-store",),
        ("sync", "--store", "x", "--staff", "y"),
        ("consent", "record", "--child", "x", "--decision", "perhaps", "--by", "y"),
        ("children", "--store", "x"),
        ("children", "--stor", "x", "--staff", "y"),  # no shortened options
        ("children", "--store", "x", "--staff", "y", "--password", "secret"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_with_where_to_get_help(
    args: tuple[str, ...], command: Command
) -> None:
    ran = command(*args)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "--help" in ran.err


def test_the_version_is_told(command: Command) -> None:
    assert command("--version").out == f"{__version__}\n"
