"""A summary of 15 MB, scanned pictures and all."""

import time
import tracemalloc
from dataclasses import replace
from random import Random

from ir_desktop.sync.package import BundleFacts, build_bundle, check_bundle, read_bundle

PDF = b"%PDF-1.7\n" + Random(1).randbytes(15_000_000)


def test_a_large_summary_goes_and_comes_back(facts: BundleFacts) -> None:
    started = time.perf_counter()
    data = build_bundle(replace(facts, summary_pdf=PDF))
    assert check_bundle(data) == ()
    assert read_bundle(data).summary_pdf == PDF
    assert time.perf_counter() - started < 10


def test_a_large_summary_does_not_fill_the_memory(facts: BundleFacts) -> None:
    large = replace(facts, summary_pdf=PDF)
    tracemalloc.start()
    try:
        read_bundle(build_bundle(large))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(PDF)
