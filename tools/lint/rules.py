"""The rules that keep text, records and time where they are safe."""

import ast
import re
from collections.abc import Callable, Iterator

from tools.lint.source import Finding, Source, is_text

Rule = Callable[[Source], Iterator[Finding]]

PRODUCT = "ir_desktop/"
LONGEST_MODULE = 350
_PLAIN_TEXT = ("ir_desktop/ui/plain.py", "ir_desktop/ui/widgets/text.py")
_RAW_SQL = (  # the doors to the two databases, and migrations
    "ir_desktop/receiver/data.py",
    "ir_desktop/storage/checks.py",
    "ir_desktop/storage/database.py",
    "ir_desktop/storage/engine.py",
    "ir_desktop/storage/migrate.py",
    "ir_desktop/storage/migrations/",
)


def escaped_paragraphs(source: Source) -> Iterator[Finding]:
    """A name such as ``O<b`` must never be read as mark-up, so paragraphs are made in one place."""
    if not source.is_in(PRODUCT) or source.is_in("ir_desktop/documents/text.py"):
        return
    for call in source.calls:
        name = source.full_name(call.func)
        if name.startswith("reportlab.") and name.endswith((".Paragraph", ".XPreformatted")):
            yield Finding(call.lineno, "make paragraphs with documents/text.py, which escapes")


_GUESSING_CLASSES = ("QLabel", "QTextEdit", "QTextBrowser", "QErrorMessage")
_GUESSING_CALLS = {
    "QMessageBox.about", "QMessageBox.critical", "QMessageBox.information",
    "QMessageBox.question", "QMessageBox.warning", "QToolTip.showText",
}  # fmt: skip
_GUESSING_METHODS = {"setToolTip", "setWhatsThis", "setHtml", "insertHtml", "appendHtml"}


def plain_text_widgets(source: Source) -> Iterator[Finding]:
    """Qt guesses whether a text is HTML, so what a person typed reaches it in one place only."""
    if not source.is_in("ir_desktop/ui/", "ir_desktop/app.py") or source.is_in(*_PLAIN_TEXT):
        return
    advice = "use ui/plain.py: Qt guesses whether this text is HTML"
    for call in source.calls:
        name = source.full_name(call.func)
        last = name.rpartition(".")[2]
        two = ".".join(name.split(".")[-2:])
        made = name.startswith("PySide6.") and last in (*_GUESSING_CLASSES, "QMessageBox")
        if made or two in _GUESSING_CALLS or last in _GUESSING_METHODS:
            yield Finding(call.lineno, f"{last}: {advice}")
        elif last == "addRow" and call.args and is_text(call.args[0]):
            yield Finding(call.lineno, f"addRow with a text makes a QLabel: {advice}")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                name = source.full_name(base)
                if name.startswith("PySide6.") and name.endswith(_GUESSING_CLASSES):
                    yield Finding(node.lineno, f"a kind of {name.rpartition('.')[2]}: {advice}")


_RUNS_SQL = {"execute", "executemany", "executescript", "scalar", "scalars"}


def no_raw_sql(source: Source) -> Iterator[Finding]:
    """Statements are built with SQLAlchemy's own constructs, so a value can never become SQL."""
    if not source.is_in(PRODUCT) or source.is_in(*_RAW_SQL):
        return
    for call in source.calls:
        name = source.full_name(call.func)
        last = name.rpartition(".")[2]
        if name.startswith("sqlalchemy.") and last in {"text", "TextClause", "literal_column"}:
            yield Finding(call.lineno, f"sqlalchemy.{last}: build the statement from the schema")
        elif last == "exec_driver_sql":
            yield Finding(call.lineno, "exec_driver_sql belongs in storage/database.py")
        elif last in _RUNS_SQL and call.args and is_text(call.args[0]):
            yield Finding(call.lineno, f"{last} of a text: build the statement from the schema")


def escaped_cells(source: Source) -> Iterator[Finding]:
    """A cell that begins with ``=`` is a formula, so cells are made in one place."""
    if not source.is_in(PRODUCT) or source.is_in("ir_desktop/services/cells.py"):
        return
    for node in ast.walk(source.tree):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        if any(module.split(".")[0] == "xlsxwriter" for module in modules):
            yield Finding(getattr(node, "lineno", 1), "write spreadsheets with services/cells.py")
    for call in source.calls:
        if source.full_name(call.func) in {"csv.writer", "csv.DictWriter", "openpyxl.Workbook"}:
            yield Finding(call.lineno, "write spreadsheets with services/cells.py, which escapes")


_CLOCKS = {
    "datetime.date.today", "datetime.datetime.now", "datetime.datetime.today",
    "datetime.datetime.utcnow", "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip


def clock_is_given(source: Source) -> Iterator[Finding]:
    """Rules, packages and papers take today as a parameter, or they cannot be checked."""
    if not source.is_in("ir_desktop/domain/", "ir_desktop/sync/", "ir_desktop/documents/"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and source.full_name(node) in _CLOCKS:
            yield Finding(node.lineno, f"{source.full_name(node)}: take the time as a parameter")


_COMMANDS = (
    "ir_desktop/cli/",
    "ir_desktop/receiver/__main__.py",
    "ir_desktop/receiver/handlers.py",
    "ir_desktop/receiver/package_handlers.py",
)


def no_print(source: Source) -> Iterator[Finding]:
    """Only a command speaks on standard output."""
    if not source.is_in(PRODUCT) or source.is_in(*_COMMANDS):
        return
    for call in source.calls:
        if source.full_name(call.func) == "print":
            yield Finding(call.lineno, "print belongs to commands (cli/); log, or raise an error")


_LOG_MAKERS = ("ir_desktop/log.py", "ir_desktop/receiver/quiet_log.py")
_LEVELS = {"debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "log"}
_LOGGER = re.compile(r"(^|[._])(log|logger|logging|getLogger)$", re.IGNORECASE)
_SAFE_NAME = re.compile(
    r"(^|_)(ids?|counts?|numbers?|seq|sequence|status|state|step|steps|attempts?|version|reference"
    r"|seconds|ms|days|size|bytes|length|kind|outcome|code|port|level|total|signal|errno|__name__)$"
)
_SAFE_CALLS = {"len", "int", "round", "min", "max", "sum", "float", "bool"}


def logs_hold_no_records(source: Source) -> Iterator[Finding]:
    """A log leaves the machine when someone asks for help, so it holds ids and numbers only."""
    if not source.is_in(PRODUCT) or source.is_in(*_LOG_MAKERS):
        return
    for call in source.calls:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _LEVELS:
            continue
        owner = call.func.value
        owner_name = source.full_name(owner.func if isinstance(owner, ast.Call) else owner)
        if not _LOGGER.search(owner_name):
            continue
        yield from _judge_log_call(source, call)


def _judge_log_call(source: Source, call: ast.Call) -> Iterator[Finding]:
    assert isinstance(call.func, ast.Attribute)  # noqa: S101 - the caller looked
    if call.func.attr == "exception" or call.keywords:
        yield Finding(
            call.lineno, "no traceback and no extra: an exception's text may hold a record"
        )
    arguments = call.args[1:] if call.func.attr == "log" else call.args
    if not arguments:
        return
    message, *values = arguments
    if not (isinstance(message, ast.Constant) and isinstance(message.value, str)):
        yield Finding(call.lineno, "a log message is one constant text with %-arguments")
    for value in values:
        if not _safe_to_log(source, value):
            yield Finding(value.lineno, "log ids and numbers only, under names that say so")


def _safe_to_log(source: Source, value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Call):
        return source.full_name(value.func) in _SAFE_CALLS
    if isinstance(value, ast.BinOp):
        return _safe_to_log(source, value.left) and _safe_to_log(source, value.right)
    if isinstance(value, ast.Attribute):
        return bool(_SAFE_NAME.search(value.attr))
    return isinstance(value, ast.Name) and bool(_SAFE_NAME.search(value.id))


_SILENCED = re.compile(
    r"#\s*(?P<what>type:\s*ignore|pyright:\s*ignore|noqa|nosec|pragma:\s*no\s*(?:cover|branch))"
    r"(?P<codes>\s*\[[\w\s,-]*\]|:\s*[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*)?(?P<rest>[^#]*)"
)


def silence_has_a_reason(source: Source) -> Iterator[Finding]:
    """A check that is switched off says which one and why, in words, on the same line."""
    for line, comment in source.comments():
        for match in _SILENCED.finditer(comment):
            reason = match["rest"] + comment[match.end() :]
            if not match["codes"] and not match["what"].startswith("pragma"):
                yield Finding(line, f"{match['what']} names no rule: name the one that is meant")
            if len(re.findall(r"[^\W\d_]{2,}", reason)) < 2:
                yield Finding(line, f"{match['what']} gives no reason: say why, after the rule")


def small_modules(source: Source) -> Iterator[Finding]:
    """A module past this length has a second thing living in it."""
    if source.is_in("ir_desktop/storage/migrations/versions/"):
        return  # a migration repeats the whole schema of its day, frozen
    count = source.text.count("\n")
    if source.is_in(PRODUCT) and count > LONGEST_MODULE:
        yield Finding(1, f"{count} lines; past {LONGEST_MODULE}, move the second thing out")


RULES: dict[str, Rule] = {
    rule.__name__.replace("_", "-"): rule
    for rule in (
        escaped_paragraphs,
        plain_text_widgets,
        no_raw_sql,
        escaped_cells,
        clock_is_given,
        no_print,
        logs_hold_no_records,
        silence_has_a_reason,
        small_modules,
    )
}
