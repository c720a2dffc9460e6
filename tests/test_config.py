"""The window's settings: kept whole, and forgiven when they are damaged."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ir_desktop import config
from ir_desktop.config import Appearance, Config
from ir_desktop.errors import EnvironmentProblem


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a" / "settings.json"


@pytest.mark.parametrize("appearance", Appearance)
def test_what_is_kept_comes_back(file: Path, tmp_path: Path, appearance: Appearance) -> None:
    wanted = Config(
        appearance=appearance, text_size=150, last_store=tmp_path / "kept here", lock_minutes=15
    )
    config.save(wanted, file)
    config.save(wanted, file)
    assert config.load(file) == wanted
    assert [each.name for each in file.parent.iterdir()] == ["settings.json"]


def test_nothing_kept_yet_gives_the_defaults(file: Path) -> None:
    assert config.load(file) == Config(appearance=Appearance.SYSTEM, text_size=100)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "\x00\xff",
        "[" * 50_000,
        '{"appearance": "pink", "text_size": 99, "last_store": "not/absolute"}',
        '{"appearance": ["dark"], "text_size": true, "last_store": 7}',
        '{"text_size": 1e2, "last_store": "/a\\u0000b"}',
        '{"text_size": 201}',
        '{"lock_minutes": 4}',
        '{"lock_minutes": 16}',
        '{"lock_minutes": 5.0}',
        '{"text_size": NaN}',
        " " * 70_000 + '{"appearance": "dark"}',
    ],
)
def test_a_damaged_file_gives_the_defaults(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    assert config.load(file) == Config()


def test_one_damaged_value_leaves_the_others(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"appearance": "dark", "text_size": "big", "new": 1}', "utf-8")
    assert config.load(file) == Config(appearance=Appearance.DARK)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_any_bytes_are_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.json"
    path.write_bytes(data)
    assert 100 <= config.load(path).text_size <= 200


def test_a_size_out_of_range_is_a_bug(file: Path) -> None:
    with pytest.raises(ValueError, match="100 to 200"):
        config.save(Config(text_size=99), file)
    assert not file.exists()


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file where the folder should be")
    with pytest.raises(EnvironmentProblem) as caught:
        config.save(Config(), tmp_path / "a" / "settings.json")
    assert "settings folder" in caught.value.sentence
    assert str(tmp_path) not in caught.value.sentence


def test_a_failed_write_leaves_what_was_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.save(Config(text_size=125), file)

    def full(_: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentProblem):
        config.save(Config(text_size=175), file)
    assert config.load(file).text_size == 125
    assert len(list(file.parent.iterdir())) == 1


def test_only_this_person_may_read_it(file: Path) -> None:
    config.save(Config(), file)
    private = 0o666 if sys.platform == "win32" else 0o600  # Windows has no such modes
    assert stat.S_IMODE(file.stat().st_mode) == private
    assert json.loads(file.read_text("utf-8"))["last_store"] is None


@pytest.mark.parametrize(
    ("platform", "variable", "ending"),
    [
        ("linux", "XDG_CONFIG_HOME", "integrated-review/settings.json"),
        ("win32", "APPDATA", "integrated-review/settings.json"),
    ],
)
def test_where_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, ending: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert config.config_file() == tmp_path / ending
    config.save(Config(text_size=110))
    assert config.load().text_size == 110
    monkeypatch.setenv(variable, "not/absolute")
    assert config.config_file().is_relative_to(Path.home())


def test_where_it_is_kept_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert config.config_file().is_relative_to(Path.home() / "Library")
