"""How well proposed bands judge: from a few rendered clips of a stretch whose bands were removed, the others judged.

    python benchmarks/tuning.py

First one choice of three good and three faulty clips of half kneeling, then random ones, then for the other stretches
each clip judged by bands from all the rest. The truth of a clip is what the true joint angles say.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from lab.tracks import TRACKS_DIR, load_tracked_clips
from posecheck.rejudging import PreparedTrack
from posecheck.stretch import Stretch
from posecheck.stretch.library import find_stretch_files, load_stretch
from posecheck.tuning import Demonstration, Proposal, open_bands, propose_bands

STRETCH = "half_kneeling_hip_flexor"
FOLDERS = (TRACKS_DIR, TRACKS_DIR / "tuning")
# Three people done well; three of the five faults, so that two are never shown: arching, and too long a step.
GOOD = ("good", "good_heavy", "good_short_step")
FAULTY = ("leaning_forward", "knee_past_toes_slim", "too_shallow")
BOUND = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One clip: its landmarks, and whether it deserves to pass."""

    name: str
    prepared: PreparedTrack
    is_good: bool

    def demonstrate(self) -> Demonstration:
        """Return the clip as something to propose from."""
        return Demonstration(self.name, self.prepared)


def load_cases(stretch_id: str) -> list[Case]:
    """Return the clips of a stretch that can be judged at all."""
    return [
        Case(clip.name.partition("__")[2], PreparedTrack(clip.track), clip.truth["expected_verdict"] == "pass")
        for folder in FOLDERS
        for clip in load_tracked_clips(folder)
        if clip.truth["stretch"] == stretch_id and clip.truth["expected_verdict"] in ("pass", "fail")
    ]


def propose(stretch: Stretch, shown: Sequence[Case]) -> list[Proposal]:
    """Return the bands that some clips give for a stretch whose bands were removed."""
    good, bad = ([case.demonstrate() for case in shown if case.is_good is kind] for kind in (True, False))
    return propose_bands(open_bands(stretch), good, bad)


def apply_proposals(stretch: Stretch, proposals: Sequence[Proposal]) -> Stretch:
    """Return the stretch with the proposed bands; a check for which there is none is left out."""
    bands = {proposal.key: proposal.band for proposal in proposals if proposal.band is not None}
    checks = [
        check.model_copy(update={"band": bands[check.id], "target": None})
        for check in stretch.checks
        if check.id in bands
    ]
    return stretch.model_copy(update={"checks": checks})


def find_wrong(stretch: Stretch, cases: Collection[Case]) -> list[str]:
    """Return the clips that are not judged as they deserve."""
    return [case.name for case in cases if (case.prepared.judge(stretch).verdict == "pass") is not case.is_good]


def compute_balanced_accuracy(wrong: Collection[str], cases: Sequence[Case]) -> float:
    """Return the mean of how many good clips pass and how many faulty ones fail, 0..1."""
    shares = []
    for kind in (True, False):
        names = [case.name for case in cases if case.is_good is kind]
        shares.append(sum(name not in wrong for name in names) / len(names))
    return float(np.mean(shares))


def judge_others(stretch: Stretch, cases: Sequence[Case], shown: Sequence[Case]) -> tuple[float, list[str]]:
    """Return the balanced accuracy on the clips that were not shown, and those that were judged wrongly."""
    others = [case for case in cases if case not in shown]
    wrong = find_wrong(apply_proposals(stretch, propose(stretch, shown)), others)
    return compute_balanced_accuracy(wrong, others), wrong


def report_choice(stretch: Stretch, cases: Sequence[Case]) -> float:
    """Print the proposals from one choice of clips and how they judge the others; return the balanced accuracy."""
    shown = [case for case in cases if case.name in (*GOOD, *FAULTY)]
    print(f"{stretch.id}: bands from {', '.join(GOOD)} (good) and {', '.join(FAULTY)} (faulty)")
    for proposal, check in zip(propose(stretch, shown), stretch.checks, strict=True):
        band = "none" if proposal.band is None else proposal.band.describe()
        print(f"  {check.id:16} library {check.band.describe():12} proposed {band:12} {proposal.note}")
    accuracy, wrong = judge_others(stretch, cases, shown)
    n_good = sum(case.is_good for case in cases) - len(GOOD)
    n_faulty = len(cases) - len(shown) - n_good
    others = f"the other {n_good} good and {n_faulty} faulty clips"
    print(f"  {others}: balanced accuracy {accuracy:.3f}; wrong: {wrong or 'none'}")
    return accuracy


def report_draws(stretch: Stretch, cases: Sequence[Case], draws: int) -> None:
    """Print the balanced accuracy over random choices of three good and three faulty clips."""
    chance = random.Random(7)
    good, faulty = ([case for case in cases if case.is_good is kind] for kind in (True, False))
    found = [judge_others(stretch, cases, chance.sample(good, 3) + chance.sample(faulty, 3))[0] for _ in range(draws)]
    low, middle = np.percentile(found, (5, 50))
    share = np.mean(np.array(found) >= BOUND)
    print(
        f"  {draws} random choices of three and three: median {middle:.3f}, 5th percentile {low:.3f}, "
        f"worst {min(found):.3f}; {share:.0%} reach {BOUND}"
    )


def report_left_out(stretch_ids: Sequence[str]) -> None:
    """Print how each clip of the other stretches is judged by bands from the rest of its stretch."""
    print("the other stretches, each clip judged by bands from all the rest:")
    for stretch_id in stretch_ids:
        stretch, cases = load_stretch(stretch_id), load_cases(stretch_id)
        if min(sum(case.is_good is kind for case in cases) for kind in (True, False)) < 2:
            continue
        wrong = [name for case in cases for name in judge_one(stretch, cases, case)]
        print(f"  {stretch_id:28} {len(cases) - len(wrong)} of {len(cases)} right; wrong: {wrong or 'none'}")


def judge_one(stretch: Stretch, cases: Sequence[Case], case: Case) -> list[str]:
    """Return the clip's name when bands from all others judge it wrongly."""
    shown = [each for each in cases if each is not case]
    return find_wrong(apply_proposals(stretch, propose(stretch, shown)), [case])


def main() -> int:
    """Print the figures; 1 when the first choice does not reach the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    options = parser.parse_args()
    stretch, cases = load_stretch(STRETCH), load_cases(STRETCH)
    accuracy = report_choice(stretch, cases)
    report_draws(stretch, cases, options.draws)
    report_left_out([each for each in find_stretch_files() if each != STRETCH])
    return 0 if accuracy >= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
