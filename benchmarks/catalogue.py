"""Hold every row of the catalogue against its clips: `python benchmarks/catalogue.py [--sight SET] [NAME ...]`.

Each clip of the lab is replayed from its stored landmark track. A line says what is true and what the product said; a
check is listed where the two differ. Ends with 1 when any verdict is wrong. Names choose the clips whose name holds one
of them. With `--sight fifth` or another set's name the clips are a set at first sight (`lab/fresh.py`); `--keep` keeps
the outcome of those of the set that were never looked at before. With `--docs` the outcome of all is written to
`docs/catalogue.md`, with the sets whose first sight was kept.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy_parts.cases import Case, load_catalogue_cases, load_lab_cases, load_sight_cases  # noqa: E402
from benchmarks.accuracy_parts.verdicts import ClipOutcome, assess_case  # noqa: E402
from benchmarks.catalogue_page import SeenSight, write_page  # noqa: E402
from benchmarks.catalogue_rows import Row, count_unclear, describe_outcome, is_right, tally_row  # noqa: E402
from benchmarks.first_sight import keep_first_sight, list_kept_sights, load_first_sight  # noqa: E402
from lab.sights import SIGHTS, Sight  # noqa: E402
from posecheck.stretch.library import find_stretch_files, list_stretches  # noqa: E402

DOCS = ROOT / "docs"


def main(arguments: list[str] | None = None) -> int:
    """Print the outcome of each clip, write the page or keep the first sight; return the exit code."""
    options = _read_options(arguments)
    if options.docs:
        _say(f"Written: {write_page(tally_all(assess_all()), [see_again(each) for each in list_kept_sights()], DOCS)}")
        return 0
    sight = SIGHTS[options.sight] if options.sight else None
    outcomes = assess_all(options.names, sight=sight)
    for outcome in outcomes:
        for line in describe_outcome(outcome):
            _say(line)
    if sight and options.keep:
        _say(f"Kept: {keep_first_sight(outcomes, sight)} clips")
    return 0 if all(is_right(outcome) for outcome in outcomes) else 1


def _read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sight", choices=tuple(SIGHTS), help="a set of clips at first sight")
    parser.add_argument("--keep", action="store_true", help="keep the outcome of those never looked at before")
    parser.add_argument("--docs", action="store_true", help="write docs/catalogue.md")
    options = parser.parse_args(arguments)
    if options.keep and not options.sight:
        parser.error("--keep needs --sight: which set was looked at.")
    return options


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def see_again(sight: Sight) -> SeenSight:
    """Return how the product judges a set of clips at first sight today, beside what it said then."""
    outcomes = assess_all(sight=sight)
    return SeenSight(sight, load_first_sight(sight.name), tally_all(outcomes), count_unclear(outcomes))


def assess_all(names: list[str] | None = None, *, sight: Sight | None = None) -> list[ClipOutcome]:
    """Return how the product judged the lab's clips, or a set at first sight; all, or those whose name holds one."""
    cases = load_sight_cases(sight) if sight else load_cases()
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
