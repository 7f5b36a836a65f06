"""Hold every row of the catalogue against its clips: `python benchmarks/catalogue.py [--docs] [NAME ...]`.

Each clip of the lab is replayed from its stored landmark track. A line says what is true and what the product said; a
check is listed where the two differ. Ends with 1 when any verdict is wrong. Names choose the clips whose name holds one
of them. With `--docs` the outcome is written to `docs/catalogue.md`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy_parts.cases import Case, load_catalogue_cases, load_lab_cases  # noqa: E402
from benchmarks.accuracy_parts.verdicts import ClipOutcome, assess_case  # noqa: E402
from benchmarks.catalogue_page import tally_row, write_page  # noqa: E402
from posecheck.stretch.library import find_stretch_files, list_stretches  # noqa: E402

DOCS = ROOT / "docs"


def main(arguments: list[str] | None = None) -> int:
    """Print the outcome of each clip, or write the page; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--docs", action="store_true", help="write docs/catalogue.md")
    options = parser.parse_args(arguments)
    outcomes = [assess_case(case) for case in load_cases(options.names)]
    for outcome in outcomes:
        for line in describe_outcome(outcome):
            sys.stdout.write(f"{line}\n")
    if options.docs:
        rows = [tally_row(stretch, outcomes) for stretch in list_stretches()]
        sys.stdout.write(f"Written: {write_page(rows, DOCS)}\n")
    return 0 if all(is_right(outcome) for outcome in outcomes) else 1


def load_cases(names: list[str]) -> list[Case]:
    """Return the clips of the stretches in the library, or those of them whose name holds one of `names`."""
    listed = find_stretch_files()
    cases = [case for case in (*load_lab_cases(), *load_catalogue_cases()) if case.stretch in listed]
    return [case for case in cases if not names or any(name in case.name for name in names)]


def is_right(outcome: ClipOutcome) -> bool:
    """Whether the clip as a whole, each check and each repetition were judged as they truly are."""
    return outcome.overall.right and all(check.right for check in outcome.checks) and outcome.reps_exact


def describe_outcome(outcome: ClipOutcome) -> list[str]:
    """Return one line about a clip, and one for each check that was judged wrongly."""
    held = "" if outcome.held_error_s != outcome.held_error_s else f"  held {outcome.held_error_s:+.2f} s"
    reps = f"  reps {outcome.reps_found} of {outcome.reps_expected}" if outcome.reps_expected else ""
    mark = "ok   " if is_right(outcome) else "WRONG"
    overall = outcome.overall
    lines = [f"{mark} {overall.clip}: {overall.found}, truly {overall.expected}{held}{reps}"]
    wrong = [check for check in outcome.checks if not check.right]
    return lines + [f"        {each.check}: {each.found}, truly {each.expected} ({each.note})" for each in wrong]


if __name__ == "__main__":
    sys.exit(main())
