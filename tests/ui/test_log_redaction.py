"""The log holds no record content, whatever anybody does."""

import io
import logging
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

from ir_desktop import log

NAME = "Amina Rahman"


class State(Enum):
    HELD = "held"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log.Redacting())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("ir_desktop").setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)


def test_values_that_people_type_are_left_out(written: io.StringIO) -> None:
    own = logging.getLogger("ir_desktop.test")
    own.info("saved %s in %s with %d rows", NAME, State.HELD, 3)
    own.info("export %s", "0198f2a4-6c1e-7d2b-8a3f-1b2c3d4e5f60")
    text = written.getvalue()
    assert NAME not in text
    assert "saved [left out] in HELD with 3 rows" in text
    assert "0198f2a4-6c1e-7d2b-8a3f-1b2c3d4e5f60" in text


@pytest.mark.expected_log("Amina", "other.package")
def test_what_other_packages_say_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("other.package").warning("GET https://host/Amina")
    assert "Amina" not in written.getvalue()
    assert "other.package said something" in written.getvalue()


@pytest.mark.expected_log("fault", "ir_desktop.log")
def test_a_fault_is_its_kind_and_its_places(written: io.StringIO) -> None:
    try:
        raise KeyError(NAME)
    except KeyError as error:
        reference = log.bug(error)
    text = written.getvalue()
    assert reference in text
    assert "KeyError at" in text
    assert NAME not in text


def test_a_store_has_its_log_in_its_folder(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    log.start(tmp_path)
    try:
        logging.getLogger("ir_desktop.test").info("begun")
        text = (tmp_path / "log" / "ir-desktop.log").read_text("utf-8")
        assert "begun" in text
    finally:
        for handler in [each for each in root.handlers if each not in before]:
            root.removeHandler(handler)
            handler.close()


def test_a_large_log_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "ir-desktop.log").write_bytes(b"x" * (log.LARGEST + 1))
    root = logging.getLogger()
    before = list(root.handlers)
    log.start(tmp_path)
    try:
        logging.getLogger("ir_desktop.test").info("begun")
        assert (folder / "ir-desktop.log").stat().st_size < 1000
        assert (folder / "ir-desktop.log.1").stat().st_size > log.LARGEST
    finally:
        for handler in [each for each in root.handlers if each not in before]:
            root.removeHandler(handler)
            handler.close()
