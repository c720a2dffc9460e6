"""`dev.py` makes its environment once, and never takes a half-made one for finished."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools.dev import main as dev_main
from tools.dev import qt_libraries, venv
from tools.dev.places import LOCK, ROOT, Stop, venv_program

DEBIAN = 'NAME="Debian GNU/Linux"\nID=debian\n'
MINT = 'ID=linuxmint\nID_LIKE="ubuntu debian"\n'
FEDORA = "ID=fedora\n"
ARCH = "ID=arch\n"


def finished(folder: Path, stamp: dict[str, str]) -> Path:
    made = folder / ".venv"
    program = venv_program("python", made)
    program.parent.mkdir(parents=True)
    program.touch()
    venv.write_stamp(made, stamp)
    return made


def test_a_finished_environment_is_left_alone_until_what_made_it_changes(tmp_path: Path) -> None:
    lock, project = tmp_path / "lock", tmp_path / "project"
    lock.write_text("a==1", "utf-8")
    project.write_text("[project]", "utf-8")
    want = venv.wanted_stamp(tmp_path, lock, project)
    made = finished(tmp_path, want)
    assert venv.steps_needed(venv.read_stamp(made), want) == ()

    project.write_text("[project] # more", "utf-8")
    want = venv.wanted_stamp(tmp_path, lock, project)
    assert venv.steps_needed(venv.read_stamp(made), want) == ("project",)

    lock.write_text("a==2", "utf-8")
    want = venv.wanted_stamp(tmp_path, lock, project)
    assert venv.steps_needed(venv.read_stamp(made), want) == ("packages", "project")


def test_a_checkout_that_was_moved_starts_afresh(tmp_path: Path) -> None:
    want = venv.wanted_stamp(ROOT, LOCK, LOCK)
    made = finished(tmp_path, want | {"root": "elsewhere"})
    assert venv.steps_needed(venv.read_stamp(made), want) == ("packages", "project")


def test_an_interrupted_set_up_starts_afresh(tmp_path: Path) -> None:
    want = venv.wanted_stamp(ROOT, LOCK, LOCK)
    made = finished(tmp_path, want)
    stamp = made / venv.STAMP_NAME
    for broken in ("", "{", "[]", '"x"'):
        stamp.write_text(broken, "utf-8")
        assert venv.read_stamp(made) is None
    stamp.unlink()
    assert venv.steps_needed(venv.read_stamp(made), want) == ("packages", "project")


def test_a_stamp_without_a_python_is_not_trusted(tmp_path: Path) -> None:
    made = finished(tmp_path, {"lock": "x"})
    assert venv.read_stamp(made) == {"lock": "x"}
    venv_program("python", made).unlink()
    assert venv.read_stamp(made) is None


def test_the_stamp_goes_before_anything_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project that cannot be installed leaves an environment not regarded as finished."""
    lock, project = tmp_path / "lock", tmp_path / "project"
    lock.touch()
    project.write_text("[project]\nname = 'broken'", "utf-8")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / ".venv")], check=True)
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "LOCK": lock}.items():
        monkeypatch.setattr(venv, name, value)
    monkeypatch.setattr(venv, "PROJECT", project)
    stamp = venv.wanted_stamp(tmp_path, lock, project)
    venv.write_stamp(tmp_path / ".venv", stamp | {"project": "an older one"})
    with pytest.raises(Stop, match="could not be installed"):
        venv.ensure()
    assert venv.read_stamp(tmp_path / ".venv") is None


@pytest.mark.skipif(sys.platform == "win32", reason="there the lock ends with its process")
def test_a_killed_set_up_holds_the_next_back_until_its_child_has_ended(tmp_path: Path) -> None:
    """Two pips must never write to one environment."""
    go_on = tmp_path / "go-on"
    done = tmp_path / "done"
    child = (
        "import pathlib, time\nprint('writing', flush=True)\n"
        f"while not pathlib.Path({str(go_on)!r}).exists(): time.sleep(0.02)\n"
        f"pathlib.Path({str(done)!r}).touch()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, str(tmp_path), child], cwd=ROOT, stdout=subprocess.PIPE
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"writing\n"
        first.kill()
        first.stdout.close()
    second = subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, str(tmp_path), f"open({str(done)!r})"], cwd=ROOT,
    )  # fmt: skip
    with second:
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(timeout=0.5)
        go_on.touch()
        assert second.wait(timeout=20) == 0
    assert done.exists()


HOLD_LOCK = """
import sys
from pathlib import Path
from tools.dev import venv
venv.ROOT = Path(sys.argv[1])
with venv._one_at_a_time():
    venv._run([sys.executable, "-c", sys.argv[2]], "failed")
"""


def test_ldd_is_read() -> None:
    shown = (
        "libQt6Gui.so.6:\n\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x00)\n"
        "libqxcb.so:\n\tlibxcb-cursor.so.0 => not found\n\tlibEGL.so.1 => not found\n"
    )
    assert qt_libraries.parse_ldd(shown) == ["libEGL.so.1", "libxcb-cursor.so.0"]


@pytest.mark.parametrize("system", [DEBIAN, MINT])
def test_the_install_line_is_exact_on_debian_and_its_kin(system: str) -> None:
    text = qt_libraries.advice(["libxcb-cursor.so.0", "libEGL.so.1"], system)
    assert "    sudo apt-get install -y libegl1 libxcb-cursor0\n" in text


def test_the_install_line_is_exact_on_fedora() -> None:
    text = qt_libraries.advice(["libxcb-icccm.so.4", "libxcb-image.so.0"], FEDORA)
    assert "    sudo dnf install -y xcb-util-image xcb-util-wm\n" in text


def test_elsewhere_the_libraries_are_listed() -> None:
    text = qt_libraries.advice(["libEGL.so.1"], ARCH)
    assert "libEGL.so.1" in text
    assert "apt-get" not in text
    assert "dnf" not in text


def test_a_library_nobody_knows_is_still_named() -> None:
    text = qt_libraries.advice(["libodd.so.9"], DEBIAN)
    assert "Also install the packages that hold: libodd.so.9." in text
    assert "apt-get" not in text


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux libraries")
def test_what_is_missing_is_found_in_a_real_library(tmp_path: Path) -> None:
    """A copy of Qt's own plug-in, away from the Qt libraries beside it, cannot be loaded."""
    import PySide6

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqoffscreen.so"
    moved = tmp_path / plugin.name
    moved.write_bytes(plugin.read_bytes())
    assert qt_libraries.missing_libraries([plugin]) == []
    assert "libQt6Gui.so.6" in qt_libraries.missing_libraries([moved])


def test_what_is_not_built_yet_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev_main, "ROOT", tmp_path)
    assert dev_main.main(["pictures"]) == 1
    assert "Not built yet" in capsys.readouterr().err


def test_an_old_python_gets_a_sentence() -> None:
    """The check stands before anything an older Python could not read."""
    text = (ROOT / "dev.py").read_text("utf-8")
    old = text.replace("import sys\n", "import sys\nsys.version_info = (3, 9, 1)\n", 1)
    ran = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith("This project needs Python 3.11 or newer; this is Python 3.9.")
    ast.parse(text, feature_version=(3, 7))  # it can be read that far at all


def test_help_lists_every_command() -> None:
    ran = subprocess.run(
        [sys.executable, "dev.py", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    for name in dev_main._COMMANDS:
        assert f"    {name} " in ran.stdout
