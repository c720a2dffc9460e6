"""The house's rules on imports are really kept: each contract finds a wall broken through."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.dev.places import PROJECT, ROOT

# one file of a small house each, with one import that its contract forbids
BROKEN = {
    "layers": {
        "storage/rows.py": "import ir_desktop.sync.gate",
        "cli/show.py": "import ir_desktop.ui.shell",
    },
    "ui-through-services": {"ui/shell.py": "import ir_desktop.storage.rows"},
    "receiver": {"receiver/server.py": "import ir_desktop.sync.gate"},
    "domain": {"domain/rule.py": "import socket"},
    "pyside6": {"services/work.py": "from PySide6 import QtCore"},
    "sqlcipher3": {"storage/rows.py": "import sqlcipher3"},
    "keyring": {"storage/database.py": "import keyring"},
    "requests": {"sync/gate.py": "import requests"},
    "reportlab": {"services/work.py": "from reportlab.pdfgen import canvas"},
    "joserfc": {"sync/gate.py": "from joserfc import jwe"},
}  # fmt: skip
ALLOWED = {
    "app.py": "import ir_desktop.ui.shell\nimport PySide6\nimport ir_desktop.services.work",
    "cli/show.py": "import ir_desktop.receiver.server\nimport ir_desktop.services.work",
    "ui/shell.py": "import PySide6.QtWidgets\nimport ir_desktop.services.work",
    "receiver/server.py": "import ir_desktop.sync.envelope\nimport ir_desktop.domain.rule",
    "services/work.py": "import ir_desktop.storage.rows\nimport ir_desktop.documents.letter",
    "documents/letter.py": "import reportlab.platypus\nimport ir_desktop.domain.rule",
    "documents/qt_layout.py": "import PySide6.QtGui",
    "sync/envelope.py": "import joserfc",
    "sync/gate.py": "import ir_desktop.domain.rule",
    "sync/transports/https.py": "import requests",
    "storage/database.py": "import sqlcipher3",
    "storage/device_secret.py": "import keyring",
    "storage/rows.py": "import ir_desktop.errors",
    "domain/rule.py": "import datetime",
    "errors.py": "",
    "log.py": "",
}


def lint_house(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        path = folder / "ir_desktop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for parent in path.relative_to(folder).parents:
            if parent.name:
                (folder / parent / "__init__.py").touch()
        path.write_text(text + "\n", "utf-8")
    shutil.copy(PROJECT, folder)
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports as l; "
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            code + "sys.exit(l(config_filename='pyproject.toml', no_cache=True))",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_the_house_as_drawn_is_allowed(tmp_path: Path) -> None:
    shown = lint_house(tmp_path, ALLOWED)
    assert f"Contracts: {len(BROKEN)} kept, 0 broken." in shown, shown


def test_each_contract_finds_its_broken_wall(tmp_path: Path) -> None:
    files = dict(ALLOWED)
    for broken in BROKEN.values():
        for name, text in broken.items():
            files[name] = files.get(name, "") + "\n" + text
    shown = lint_house(tmp_path, files)
    assert f"Contracts: 0 kept, {len(BROKEN)} broken." in shown, shown


HEAVY = [
    "alembic",
    "joserfc",
    "keyring",
    "openpyxl",
    "reportlab",
    "requests",
    "sqlalchemy",
    "xlsxwriter",
]


@pytest.mark.parametrize("module", ["ir_desktop.__main__", "ir_desktop.app"])
def test_nothing_heavy_is_on_the_way_to_the_sign_in_window(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY} if name in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == []
