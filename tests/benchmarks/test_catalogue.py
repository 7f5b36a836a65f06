"""Every row of the catalogue keeps its promise, and the published page says what is so today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="the lab's clips need the extra `lab`")

from benchmarks.catalogue import assess_all, tally_all
from benchmarks.catalogue_page import PICTURES, write_page
from benchmarks.catalogue_rows import Figures, Row, Tally, add_figures
from benchmarks.first_sight import keep_first_sight, load_causes, load_first_sight
from posecheck.stretch.library import find_stretch_files

DOCS = Path(__file__).parents[2] / "docs"
STRETCHES = list(find_stretch_files())
# Clips that had to be drawn again, from the other side, have one more check that fails wrongly.
WRONG_FAILS_SINCE = {"lizard_lunge": 2}


def tally(fresh: bool) -> dict[str, Row]:
    return {row.stretch.id: row for row in tally_all(assess_all(fresh=fresh))}


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return tally(fresh=False)


@pytest.fixture(scope="module")
def fresh() -> dict[str, Row]:
    return tally(fresh=True)


@pytest.mark.parametrize("stretch_id", STRETCHES)
def test_a_row_keeps_its_promise_on_people_that_nothing_was_tuned_on(rows, stretch_id):
    row = rows[stretch_id]
    assert row.figures.counts, f"{row.figures}: {row.notes}"


@pytest.mark.parametrize("stretch_id", STRETCHES)
def test_clips_at_first_sight_are_judged_no_worse_than_then(fresh, stretch_id):
    now, then = fresh[stretch_id].figures, load_first_sight().rows[stretch_id]
    for kind in ("good", "faults", "off_view"):
        found, kept = getattr(now, kind), getattr(then, kind)
        assert found.total == kept.total
        assert found.right >= kept.right, f"{kind}: {fresh[stretch_id].notes}"
    assert now.wrong_fails <= WRONG_FAILS_SINCE.get(stretch_id, then.wrong_fails)


def test_each_clip_that_was_judged_wrongly_has_its_cause(fresh):
    now = {clip for row in fresh.values() for clip in row.notes}
    assert now | set(load_first_sight().notes) == set(load_causes())


def test_first_sight_of_a_clip_is_kept_once(tmp_path):
    path = tmp_path / "first_sight.json"
    outcomes = assess_all(["cobra"], fresh=True)
    assert keep_first_sight(outcomes[:1], path) == 1
    assert keep_first_sight([replace(outcomes[0], checks=[]), *outcomes[1:]], path) == len(outcomes) - 1
    [row] = [row for row in tally_all(outcomes) if row.stretch.id == "cobra"]
    assert load_first_sight(path).rows == {"cobra": row.figures}


def test_a_row_counts_when_nothing_of_it_was_judged_wrongly():
    kept = Figures(Tally(1, 1), Tally(2, 2), 0, Tally(1, 1))
    missed = Figures(Tally(1, 1), Tally(1, 2), 0, Tally(1, 1))
    failed = Figures(Tally(1, 1), Tally(2, 2), 1, Tally(1, 1))
    assert [kept.counts, missed.counts, failed.counts] == [True, False, False]
    assert add_figures([kept, missed, failed]) == Figures(Tally(3, 3), Tally(5, 6), 1, Tally(3, 3))


def test_the_page_is_what_the_command_writes(rows, fresh, tmp_path):
    page = write_page(list(rows.values()), list(fresh.values()), load_first_sight(), tmp_path)
    remedy = "write it anew: python benchmarks/catalogue.py --docs"
    assert (DOCS / page.name).read_text(encoding="utf-8") == page.read_text(encoding="utf-8"), remedy
    for picture in (tmp_path / PICTURES).iterdir():
        assert (DOCS / PICTURES / picture.name).is_file(), remedy
