"""Where the resources and the person's own data are."""

import sys
from pathlib import Path

import pytest

from ir_desktop import paths


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_resources_of_a_checkout_stand_beside_the_package() -> None:
    assert paths.resources() == Path(paths.__file__).resolve().parents[1] / "resources"
    assert paths.resource("instruments", "snomed.csv").is_file()


def test_resources_of_an_installed_wheel_stand_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "ir_desktop"
    (package / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.resource("fonts") == package / "resources" / "fonts"


@pytest.mark.parametrize(
    ("system", "below"),
    [
        ("win32", ("AppData", "Local")),
        ("darwin", ("Library", "Application Support")),
        ("linux", (".local", "share")),
    ],
)
def test_the_data_folder_of_each_system(
    system: str, below: tuple[str, ...], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert paths.data_folder() == home.joinpath(*below, "integrated-review")
    assert not paths.data_folder().exists()  # nothing is made by asking


@pytest.mark.parametrize(
    ("system", "name"), [("win32", "LOCALAPPDATA"), ("linux", "XDG_DATA_HOME")]
)
def test_the_environment_may_name_another_folder_in_full(
    system: str, name: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    usual = paths.data_folder()
    monkeypatch.setenv(name, str(home / "elsewhere"))
    assert paths.data_folder() == home / "elsewhere" / "integrated-review"
    for passed_over in ("", "data"):  # it would move with the folder one starts in
        monkeypatch.setenv(name, passed_over)
        assert paths.data_folder() == usual


def test_a_mac_has_one_place_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    assert "elsewhere" not in str(paths.data_folder())
