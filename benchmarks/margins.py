"""Where each bound lies between what is done well and what is not: `python benchmarks/margins.py [NAME ...]`.

For every bound of every check, over the lab's clips and the sets at first sight that are kept: the last reading of good
performances, the first one of performances that truly break it for a while, and the bound. A hold counts with its
median, an exercise with the 5th or 95th percentile. "!" marks a bound that does not lie between the two, "?" one that
lies within its measurement error of either, and nearer than a quarter of the way. Names choose stretches.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy_parts.cases import Case, load_catalogue_cases, load_lab_cases, load_sight_cases  # noqa: E402
from benchmarks.first_sight import list_kept_sights  # noqa: E402
from posecheck.results import CheckResult  # noqa: E402
from posecheck.stretch import Check  # noqa: E402
from posecheck.stretch.library import find_stretch_files, load_stretch  # noqa: E402
from posecheck.trainer import replay  # noqa: E402
from posecheck.uncertainty import find_error  # noqa: E402

# A fault that is truly there for less may be the way into the pose.
LASTING_S = {"hold": 3.0, "reps": 1.0}
NEAR_SHARE = 0.25


@dataclass
class Margin:
    """What was read on either side of one bound: readings with the clip that they are of."""

    check: Check
    direction: str
    good: list[tuple[float, str]] = field(default_factory=list)
    faulty: list[tuple[float, str]] = field(default_factory=list)

    @property
    def bound(self) -> float | None:
        """The bound itself, None where the band is open."""
        return self.check.band.low if self.direction == "low" else self.check.band.high

    def describe(self) -> str:
        """Return the bound with its nearest readings in a line, marked where it lies badly."""
        assert self.bound is not None
        outward = 1.0 if self.direction == "high" else -1.0
        good, faulty = max(self.good, key=lambda each: outward * each[0]), "-"
        mark, line = " ", f"{self.check.id:14} {self.direction:4} {self.bound:7.2f}  good to {good[0]:7.2f} ({good[1]})"
        if self.faulty:
            first = min(self.faulty, key=lambda each: outward * each[0])
            faulty = f"{first[0]:7.2f} ({first[1]})"
            spare, apart = outward * (self.bound - good[0]), outward * (first[0] - good[0])
            nearest = min(spare, apart - spare)
            close = nearest < NEAR_SHARE * apart and nearest < find_error(self.check.measure)
            mark = "!" if nearest <= 0 else "?" if close else " "
        return f"{mark} {line}  faulty from {faulty}  ({len(self.good)}/{len(self.faulty)} clips)"


def main(names: list[str]) -> int:
    """Print each bound of the stretches that are named, or of all."""
    cases = load_cases()
    for stretch_id in sorted(find_stretch_files()):
        if names and stretch_id not in names:
            continue
        margins = measure_margins(stretch_id, cases)
        if margins:
            sys.stdout.write("\n".join([stretch_id, *(f"  {each.describe()}" for each in margins), ""]))
    return 0


def load_cases() -> list[Case]:
    """Return all clips whose outcome has been looked at."""
    seen = [case for sight in list_kept_sights() for case in load_sight_cases(sight)]
    return [*load_lab_cases(), *load_lab_cases(samples=True), *load_catalogue_cases(), *seen]


def measure_margins(stretch_id: str, cases: list[Case]) -> list[Margin]:
    """Return the bounds of a stretch for which its good performances among the cases give a reading."""
    stretch = load_stretch(stretch_id)
    margins = {
        (check.id, direction): Margin(check, direction)
        for check in stretch.checks
        for direction, bound in (("low", check.band.low), ("high", check.band.high))
        if bound is not None
    }
    for case in cases:
        if case.stretch == stretch_id and not case.off_view:
            for key, reading, kind in _read(case):
                if key in margins:
                    getattr(margins[key], kind).append((reading, case.name.split("__")[1]))
    return [each for each in margins.values() if each.good]


def _read(case: Case) -> Iterator[tuple[tuple[str, str], float, str]]:
    """Return check, direction, reading and "good" or "faulty" of each check that a clip tells something about."""
    side = case.truth["side"] if case.truth["side"] != "both" else case.near_side
    for check in replay(case.track, case.reference, side).checks:
        for direction in ("low", "high"):
            reading = _pick(check, direction, case.reference.kind)
            lasting_s = sum(
                fault["end_s"] - fault["start_s"]
                for fault in case.truth["faults"]
                if (fault["check"], fault["direction"]) == (check.id, direction)
            )
            if reading is None:
                continue
            if case.name.split("__")[1].startswith("good"):
                yield (check.id, direction), reading, "good"
            elif lasting_s > LASTING_S[case.reference.kind]:
                yield (check.id, direction), reading, "faulty"


def _pick(check: CheckResult, direction: str, kind: str) -> float | None:
    if kind == "hold":
        return check.median_deg
    return check.p05_deg if direction == "low" else check.p95_deg


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
