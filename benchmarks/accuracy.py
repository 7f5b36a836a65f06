"""Measure everything that PoseCheck says against people with known joints: `python benchmarks/accuracy.py`.

Without options it draws and tracks all clips of the lab and the sweeps, tracks the sample videos, and writes
`docs/accuracy.md`. With `--quick` it takes the stored tracks of `lab/tracks`, tracks three sample videos, prints the
figures, and ends with 1 when one is worse than its bound in `benchmarks/accuracy_bounds.json`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy_parts.cases import Case, load_lab_cases, render_cases, track_samples  # noqa: E402
from benchmarks.accuracy_parts.errors import compute_errors  # noqa: E402
from benchmarks.accuracy_parts.figures import TARGETS, compute_figures, find_breaches  # noqa: E402
from benchmarks.accuracy_parts.photos import measure_photos  # noqa: E402
from benchmarks.accuracy_parts.sweeps import run_sweeps  # noqa: E402
from benchmarks.accuracy_parts.verdicts import assess_case  # noqa: E402

# One upright hold with a fault, one lying hold, one with repetitions from the front.
QUICK_SAMPLES = ("half_kneeling_hip_flexor__leaning_forward", "glute_bridge_hold__good", "leg_raise_side__good")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="stored tracks and three samples, held against bounds")
    parser.add_argument("--cache", type=Path, help="keep tracks here, and take those that are there as they are")
    parser.add_argument("--stored", action="store_true", help="write the page from the stored tracks of lab/tracks")
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="folder of the page")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        cache = options.cache or Path(scratch)
        cache.mkdir(parents=True, exist_ok=True)
        return run_quick(cache) if options.quick else run_full(cache, options.docs, stored=options.stored)


def run_quick(cache: Path) -> int:
    """Measure stored tracks and three samples; return 1 when a bound is broken."""
    stored = [case for case in load_lab_cases(samples=True) if case.name not in QUICK_SAMPLES]
    cases = [*load_lab_cases(), *stored, *track_samples(cache, say, QUICK_SAMPLES)]
    figures = compute_figures([error for case in cases for error in compute_errors(case)], [*map(assess_case, cases)])
    tell(figures)
    breaches = find_breaches(figures)
    for breach in breaches:
        say(f"Worse than its bound: {breach}")
    return 1 if breaches else 0


def run_full(cache: Path, docs: Path, *, stored: bool) -> int:
    """Measure everything anew and write the page; `stored` takes the committed tracks instead of drawing the clips."""
    from benchmarks.accuracy_parts.page import Results, write_page

    cases: list[Case] = load_lab_cases() if stored else render_cases(cache, say)
    cases += track_samples(cache, say)
    errors = [error for case in cases for error in compute_errors(case)]
    outcomes = [assess_case(case) for case in cases]
    figures = compute_figures(errors, outcomes)
    results = Results(errors, outcomes, run_sweeps(cache, say), measure_photos(), figures)
    if results.photos is None:
        say("Real photos: not found beside the checkout, left out.")
    tell(figures)
    say(f"Written: {write_page(results, docs)}")
    return 0


def tell(figures: dict[str, float]) -> None:
    """Print the figures beside their targets, then the rest."""
    for target in TARGETS:
        reached = figures[target.key]
        met = "met" if target.is_met(reached) else "NOT MET"
        say(f"{target.label:52} {target.show(reached):>12}  ({target.sense} {target.show(target.value)}: {met})")
    named = {target.key for target in TARGETS}
    for key, value in figures.items():
        if key not in named:
            say(f"{key:52} {value:12.3f}")


def say(text: str) -> None:
    """Print a line at once, with the seconds since the start."""
    print(f"[{time.monotonic() - _STARTED_S:6.0f} s] {text}", flush=True)


_STARTED_S = time.monotonic()

if __name__ == "__main__":
    sys.exit(main())
