"""Every row of the catalogue keeps its promise, and the published page says what is so today."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("numba", reason="the lab's clips need the extra `lab`")

from benchmarks.accuracy_parts.verdicts import assess_case
from benchmarks.catalogue import load_cases
from benchmarks.catalogue_page import PICTURES, Row, tally_row, write_page
from posecheck.stretch.library import find_stretch_files, list_stretches

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    outcomes = [assess_case(case) for case in load_cases([])]
    return {stretch.id: tally_row(stretch, outcomes) for stretch in list_stretches()}


@pytest.mark.parametrize("stretch_id", list(find_stretch_files()))
def test_a_row_keeps_its_promise_on_people_that_nothing_was_tuned_on(rows, stretch_id):
    row = rows[stretch_id]
    assert row.counts, f"good {row.good}, faults {row.faults}, wrong view {row.off_view}: {row.notes}"


def test_the_page_is_what_the_command_writes(rows, tmp_path):
    page = write_page(list(rows.values()), tmp_path)
    remedy = "write it anew: python benchmarks/catalogue.py --docs"
    assert (DOCS / page.name).read_text(encoding="utf-8") == page.read_text(encoding="utf-8"), remedy
    for picture in (tmp_path / PICTURES).iterdir():
        assert (DOCS / PICTURES / picture.name).is_file(), remedy
