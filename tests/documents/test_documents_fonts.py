import hashlib
import io
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from ir_desktop.documents.facts import InvitationFacts, SummaryFacts
from ir_desktop.documents.fonts import BOLD, REGULAR, face
from ir_desktop.documents.letter import invitations
from ir_desktop.documents.summary import parents_summary
from ir_desktop.paths import resource


def _fonts(pdf: bytes) -> Iterator[DictionaryObject]:
    reader = PdfReader(io.BytesIO(pdf))
    for at in range(1, len(reader.xref[0]) + 1):
        found = reader.get_object(at)
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/Font":
            yield found


def test_every_font_is_embedded_and_cut_to_what_is_used(
    summary_facts: SummaryFacts, invitation_facts: InvitationFacts
) -> None:
    greek = replace(summary_facts, key_person="Χρυσάνθη Олена")
    for printed in (
        parents_summary(summary_facts),
        parents_summary(greek),
        invitations([invitation_facts] * 3),
    ):
        fonts = list(_fonts(printed.pdf))
        assert len(fonts) >= 2
        for font in fonts:
            assert re.match(r"/[A-Z]{6}\+NotoSans", str(font["/BaseFont"]))
            descriptor = font["/FontDescriptor"].get_object()
            assert isinstance(descriptor, DictionaryObject)
            file = descriptor["/FontFile2"].get_object()
            assert isinstance(file, StreamObject)
            data = file.get_data()
            assert 1_000 < len(data) < 100_000
            assert "/ToUnicode" in font
        assert b"Helvetica" not in printed.pdf
        assert b"Times" not in printed.pdf


def test_a_face_is_read_once() -> None:
    assert face(REGULAR) is face(REGULAR)
    assert face(REGULAR) is not face(BOLD)
    assert set(face(REGULAR).widths) == set(face(BOLD).widths)


def test_the_font_files_are_those_of_the_note() -> None:
    note = resource("fonts", "SOURCE.md").read_text("utf-8")
    rows = re.findall(r"\| (\S+\.ttf) \| ([0-9a-f]{64}) \|", note)
    assert len(rows) == 2
    for name, digest in rows:
        assert hashlib.sha256(resource("fonts", name).read_bytes()).hexdigest() == digest
    licence = resource("fonts", "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Copyright 2015 Google LLC" in licence


def test_two_threads_print_what_one_does(summary_facts: SummaryFacts) -> None:
    many = [replace(summary_facts, key_person=f"Łucja {chr(0x3B1 + n)}") for n in range(8)]
    alone = [parents_summary(facts) for facts in many]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(parents_summary, many)) == alone


def test_papers_need_neither_a_screen_nor_the_markup_parser() -> None:
    code = (
        "import sys, ir_desktop.documents.summary, ir_desktop.documents.letter;"
        "print([m for m in sys.modules if m.startswith(('PySide6', 'reportlab.platypus'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_another_start_of_the_program_gives_the_same_bytes(summary_facts: SummaryFacts) -> None:
    code = (
        "import sys, pickle; from ir_desktop.documents.summary import parents_summary;"
        "sys.stdout.buffer.write(parents_summary(pickle.load(sys.stdin.buffer)).pdf)"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=pickle.dumps(summary_facts),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.stdout == parents_summary(summary_facts).pdf
