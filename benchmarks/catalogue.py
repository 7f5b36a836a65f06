"""Hold every row of the catalogue against its clips: `python benchmarks/catalogue.py [--fresh] [--docs] [NAME ...]`.

Each clip of the lab is replayed from its stored landmark track. A line says what is true and what the product said; a
check is listed where the two differ. Ends with 1 when any verdict is wrong. Names choose the clips whose name holds one
of them. With `--fresh` the clips are those at first sight (`lab/fresh.py`); `--keep` keeps the outcome of those that
were never looked at before. With `--docs` the outcome of all is written to `docs/catalogue.md`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy_parts.cases import Case, load_catalogue_cases, load_fresh_cases, load_lab_cases  # noqa: E402
from benchmarks.accuracy_parts.verdicts import ClipOutcome, assess_case  # noqa: E402
from benchmarks.catalogue_page import write_page  # noqa: E402
from benchmarks.catalogue_rows import Row, describe_outcome, is_right, tally_row  # noqa: E402
from benchmarks.first_sight import keep_first_sight, load_first_sight  # noqa: E402
from posecheck.stretch.library import find_stretch_files, list_stretches  # noqa: E402

DOCS = ROOT / "docs"


def main(arguments: list[str] | None = None) -> int:
    """Print the outcome of each clip, write the page or keep the first sight; return the exit code."""
    options = _read_options(arguments)
    if options.docs:
        seen, fresh = (assess_all(fresh=which) for which in (False, True))
        _say(f"Written: {write_page(tally_all(seen), tally_all(fresh), load_first_sight(), DOCS)}")
        return 0
    outcomes = assess_all(options.names, fresh=options.fresh or options.keep)
    for outcome in outcomes:
        for line in describe_outcome(outcome):
            _say(line)
    if options.keep:
        _say(f"Kept: {keep_first_sight(outcomes)} clips")
    return 0 if all(is_right(outcome) for outcome in outcomes) else 1


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--fresh", action="store_true", help="the clips at first sight")
    parser.add_argument("--keep", action="store_true", help="keep the outcome of those never looked at before")
    parser.add_argument("--docs", action="store_true", help="write docs/catalogue.md")
    return parser.parse_args(arguments)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def assess_all(names: list[str] | None = None, *, fresh: bool = False) -> list[ClipOutcome]:
    """Return how the product judged the lab's clips, or those at first sight; all, or those whose name holds one."""
    cases = load_fresh_cases() if fresh else load_cases()
    return [assess_case(case) for case in cases if not names or any(name in case.name for name in names)]


def load_cases() -> list[Case]:
    """Return the clips of the stretches in the library."""
    listed = find_stretch_files()
    return [case for case in (*load_lab_cases(), *load_catalogue_cases()) if case.stretch in listed]


def tally_all(outcomes: list[ClipOutcome]) -> list[Row]:
    """Return every row of the library with what became of its clips."""
    return [tally_row(stretch, outcomes) for stretch in list_stretches()]


if __name__ == "__main__":
    sys.exit(main())
