"""Each rule of the project's own lint finds its bad examples and leaves its good ones alone."""

from pathlib import Path

import pytest

from tools.lint.__main__ import check, sources
from tools.lint.rules import LONGEST_MODULE, RULES
from tools.lint.source import Source

RL = (
    "from reportlab.platypus import Paragraph as P, XPreformatted\nimport reportlab.platypus as r\n"
)
QT = "from PySide6 import QtWidgets\nfrom PySide6.QtWidgets import QLabel, QMessageBox, QTextEdit\n"
SA = "import sqlalchemy as sa\nfrom sqlalchemy import text as t, select\n"
DT = (
    "import datetime as dt\nimport time\n"
    "from datetime import date, datetime\nfrom time import time as t\n"
)
LOG = "import logging\nlog = logging.getLogger(__name__)\n"

# rule -> (path, text) pairs; each bad one has exactly one finding
BAD: dict[str, list[tuple[str, str]]] = {
    "escaped-paragraphs": [
        ("ir_desktop/documents/letter.py", RL + "P(child.name, style)"),
        ("ir_desktop/documents/letter.py", RL + "XPreformatted('x')"),
        ("ir_desktop/documents/letter.py", RL + "r.Paragraph('x')"),
    ],
    "plain-text-widgets": [
        ("ir_desktop/ui/today/screen.py", QT + "QLabel('Mia')"),
        ("ir_desktop/ui/today/screen.py", QT + "QtWidgets.QLabel(self)"),
        ("ir_desktop/ui/today/screen.py", QT + "class Name(QLabel):\n    pass"),
        ("ir_desktop/ui/today/screen.py", QT + "QTextEdit(self)"),
        ("ir_desktop/ui/today/screen.py", QT + "QMessageBox.question(self, 'a', 'b')"),
        ("ir_desktop/ui/today/screen.py", QT + "QMessageBox(self)"),
        (
            "ir_desktop/ui/today/screen.py",
            "from PySide6.QtWidgets import QToolTip as T\nT.showText(p, s)",
        ),
        ("ir_desktop/ui/today/screen.py", "button.setToolTip(child.name)"),
        ("ir_desktop/ui/today/screen.py", "self.button().setWhatsThis('x')"),
        ("ir_desktop/ui/today/screen.py", "box.setHtml(text)"),
        ("ir_desktop/ui/today/screen.py", "form.addRow(f'{child.name}', edit)"),
        ("ir_desktop/app.py", QT + "QMessageBox.critical(None, 'a', 'b')"),
    ],
    "no-raw-sql": [
        ("ir_desktop/storage/children.py", SA + "t('select 1')"),
        ("ir_desktop/storage/children.py", SA + "sa.text('select 1')"),
        ("ir_desktop/storage/children.py", SA + "sa.literal_column('1')"),
        ("ir_desktop/storage/children.py", "connection.exec_driver_sql(statement)"),
        ("ir_desktop/storage/children.py", "connection.execute(f'select {name}')"),
        ("ir_desktop/services/children.py", "connection.execute('select %s' % name)"),
        ("ir_desktop/receiver/store.py", "connection.execute('select ' + name)"),
        ("ir_desktop/storage/children.py", "connection.execute('select {}'.format(name))"),
        ("ir_desktop/storage/children.py", "cursor.executescript('select 1')"),
    ],
    "escaped-cells": [
        ("ir_desktop/services/reports.py", "import xlsxwriter"),
        ("ir_desktop/services/reports.py", "from xlsxwriter.workbook import Workbook"),
        ("ir_desktop/services/reports.py", "import csv\ncsv.writer(file)"),
        ("ir_desktop/cli/reports.py", "from csv import DictWriter\nDictWriter(file, names)"),
        ("ir_desktop/services/reports.py", "import openpyxl\nopenpyxl.Workbook()"),
    ],
    "clock-is-given": [
        ("ir_desktop/domain/age.py", DT + "date.today()"),
        ("ir_desktop/sync/gate.py", DT + "datetime.now(tz)"),
        ("ir_desktop/documents/letter.py", DT + "dt.datetime.utcnow()"),
        ("ir_desktop/domain/age.py", DT + "time.time()"),
        ("ir_desktop/domain/age.py", DT + "t()"),
        ("ir_desktop/domain/age.py", DT + "field(default_factory=date.today)"),
    ],
    "no-print": [("ir_desktop/services/children.py", "print(child)")],
    "logs-hold-no-records": [
        ("ir_desktop/services/children.py", LOG + "log.info(f'saved {child}')"),
        ("ir_desktop/services/children.py", LOG + "log.info('saved ' + name)"),
        ("ir_desktop/services/children.py", LOG + "log.info('saved {}'.format(name))"),
        ("ir_desktop/services/children.py", LOG + "log.info('saved %s', child)"),
        ("ir_desktop/services/children.py", LOG + "log.log(10, 'saved %s', child.name)"),
        ("ir_desktop/services/children.py", LOG + "log.warning('failed: %s', str(error))"),
        ("ir_desktop/services/children.py", LOG + "log.exception('failed')"),
        ("ir_desktop/services/children.py", LOG + "log.error('failed', exc_info=True)"),
        ("ir_desktop/services/children.py", "import logging\nlogging.getLogger('x').info(message)"),
        ("ir_desktop/services/children.py", "self._logger.info('saved %r', record)"),
    ],
    "silence-has-a-reason": [
        ("ir_desktop/paths.py", "x = 1  # noqa: S101"),
        ("tests/test_paths.py", "x = 1  # type: ignore[attr-defined]"),
        ("tools/paths.py", "x = 1  # pyright: ignore[reportPrivateUsage] # why"),
        ("dev.py", "x = 1  # noqa because the line is long"),
        ("ir_desktop/paths.py", "x = 1  # pragma: no cover"),
    ],
    "small-modules": [("ir_desktop/ui/shell.py", "x = 1\n" * (LONGEST_MODULE + 1))],
}

GOOD: dict[str, list[tuple[str, str]]] = {
    "escaped-paragraphs": [
        ("ir_desktop/documents/text.py", RL + "P(escape(text), style)"),
        (
            "ir_desktop/documents/letter.py",
            "from ir_desktop.documents.text import Paragraph\nParagraph()",
        ),
    ],
    "plain-text-widgets": [
        ("ir_desktop/ui/plain.py", QT + "QLabel('Mia').setTextFormat(plain)"),
        ("ir_desktop/ui/today/screen.py", "from ir_desktop.ui.plain import label\nlabel('Mia')"),
        ("ir_desktop/ui/today/screen.py", QT + "QMessageBox.StandardButton.Yes"),
        ("ir_desktop/ui/today/screen.py", QT + "form.addRow(label('Name'), edit)"),
        ("ir_desktop/ui/today/screen.py", QT + "def show(self, part: QLabel) -> None: ..."),
        ("tests/ui/test_today.py", QT + "QLabel('x')"),
    ],
    "no-raw-sql": [
        ("ir_desktop/storage/children.py", SA + "connection.execute(select(children))"),
        ("ir_desktop/storage/children.py", "def text(): ...\ntext()"),
        ("ir_desktop/storage/database.py", "connection.exec_driver_sql('PRAGMA foreign_keys=ON')"),
        ("ir_desktop/storage/migrations/v2.py", SA + "connection.execute(t('update x set y = 1'))"),
    ],
    "escaped-cells": [
        ("ir_desktop/services/cells.py", "import xlsxwriter\nimport csv\ncsv.writer(file)"),
        (
            "ir_desktop/services/importing.py",
            "import csv\nimport openpyxl\ncsv.reader(f)\nopenpyxl.load_workbook(f)",
        ),
    ],
    "clock-is-given": [
        ("ir_desktop/domain/age.py", DT + "def age(today: date): return today - date(2024, 1, 1)"),
        ("ir_desktop/services/today.py", DT + "date.today()"),
    ],
    "no-print": [
        ("ir_desktop/cli/children.py", "print('{}')"),
        ("tools/lint/__main__.py", "print('found')"),
    ],
    "logs-hold-no-records": [
        (
            "ir_desktop/services/children.py",
            LOG + "log.info('saved %s, %d rows', child.id, len(rows))",
        ),
        ("ir_desktop/services/children.py", LOG + "log.warning('try %d of %d', attempt_number, 3)"),
        ("ir_desktop/services/children.py", LOG + "log.log(10, 'status %d', reply.status)"),
        ("ir_desktop/services/children.py", "math.log(value)"),
        ("ir_desktop/log.py", LOG + "log.error('bug %s', reference, exc_info=True)"),
    ],
    "silence-has-a-reason": [
        ("ir_desktop/paths.py", "x = 1  # noqa: S101 - the caller has looked already"),
        ("ir_desktop/paths.py", "x = 1  # type: ignore[attr-defined]  # the stub lacks it"),
        ("ir_desktop/paths.py", "x = 1  # pragma: no cover - only Windows comes here"),
        ("ir_desktop/paths.py", "x = '# noqa'"),
    ],
    "small-modules": [
        ("ir_desktop/ui/shell.py", "x = 1\n" * LONGEST_MODULE),
        ("tests/ui/test_shell.py", "x = 1\n" * (LONGEST_MODULE + 1)),
        ("ir_desktop/storage/migrations/versions/1.py", "x = 1\n" * (LONGEST_MODULE + 1)),
    ],
}


def test_every_rule_is_shown_both_ways() -> None:
    assert set(BAD) == set(GOOD) == set(RULES)


@pytest.mark.parametrize(
    ("rule", "path", "text"), [(rule, *case) for rule, cases in BAD.items() for case in cases]
)
def test_a_bad_example_is_found_once(rule: str, path: str, text: str) -> None:
    findings = list(RULES[rule](Source(path, text)))
    assert len(findings) == 1
    assert findings[0].line >= 1


@pytest.mark.parametrize(
    ("rule", "path", "text"), [(rule, *case) for rule, cases in GOOD.items() for case in cases]
)
def test_a_good_example_is_left_alone(rule: str, path: str, text: str) -> None:
    assert list(RULES[rule](Source(path, text))) == []


def test_the_checkout_is_walked_and_findings_name_place_and_rule(tmp_path: Path) -> None:
    (tmp_path / "ir_desktop" / "ui").mkdir(parents=True)
    (tmp_path / "ir_desktop" / "ui" / "a.py").write_text("ok = 1\nprint(ok)\n", "utf-8")
    (tmp_path / "ir_desktop" / "b.py").write_text("def broken(:\n", "utf-8")
    (tmp_path / "dev.py").write_text("print('hello')\n", "utf-8")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "c.py").write_text("x = 1  # noqa\n", "utf-8")
    found = check(sources(tmp_path))
    assert len(found) == 2
    assert found[0].startswith("ir_desktop/b.py:1: not Python 3.11")
    assert found[1].startswith("ir_desktop/ui/a.py:2: ")
    assert found[1].endswith("[no-print]")
