"""The built wheel, installed in an empty environment away from the checkout, starts from there."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.dev.places import ROOT, venv_program

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a release would, without fetching anything."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True, text=True)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that holds the wheel and sees this one's packages, but no checkout.

    The packages come by a path file of their own, which Python reads without following the path
    files inside: so the editable install of the checkout stays unseen.
    """
    made = tmp_path_factory.mktemp("empty") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(made)], check=True)
    python = str(venv_program("python", made))
    shown = "import sysconfig; print(sysconfig.get_path('purelib'))"
    target = Path(output(python, "-c", shown).strip())
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", python, "install", "-qq"),
            *("--isolated", "--no-index", "--no-deps", str(wheel)),
        ],
        check=True,
    )
    ours = output(sys.executable, "-c", shown).strip()
    (target / "packages_of_the_tests.pth").write_text(ours + "\n", "utf-8")
    return made


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def run(installed: Path, away: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=away, capture_output=True, text=True, check=False)


def test_the_wheel_holds_the_program_and_its_resources_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "ir_desktop/__init__.py" in names
    assert any(name.startswith("ir_desktop/resources/fonts/") for name in names)
    assert {name.split("/")[0] for name in names} == {
        "ir_desktop",
        next(name.split("/")[0] for name in names if ".dist-info/" in name),
    }
    assert not [name for name in names if "__pycache__" in name]


def test_the_program_starts_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    ran = run(installed, tmp_path, str(venv_program("ir-desktop", installed)), "--help")
    assert ran.returncode == 0, ran.stderr
    assert "ir-desktop" in ran.stdout


def test_resources_come_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "from ir_desktop import paths; print(paths.resources()); print(paths.__file__)"
    ran = run(installed, tmp_path, str(venv_program("python", installed)), "-c", code)
    assert ran.returncode == 0, ran.stderr
    resources, module = (Path(line) for line in ran.stdout.splitlines())
    assert installed in module.parents
    assert installed in resources.parents
    assert list((resources / "fonts").glob("*.ttf"))


def test_every_module_is_in_the_wheel_and_can_be_imported(installed: Path, tmp_path: Path) -> None:
    """A module or folder left out of the wheel would be missed only on somebody's laptop."""
    ran = run(installed, tmp_path, str(venv_program("python", installed)), "-c", IMPORT_ALL)
    assert ran.returncode == 0, ran.stderr
    here = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "ir_desktop").rglob("*.py")
        if "migrations" not in path.parts and path.name != "__main__.py"
    }
    assert set(ran.stdout.split()) >= here


IMPORT_ALL = """
import importlib, pkgutil, ir_desktop
print(ir_desktop.__name__)
for module in pkgutil.walk_packages(ir_desktop.__path__, "ir_desktop."):
    if ".migrations" not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""
