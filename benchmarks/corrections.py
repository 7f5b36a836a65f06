"""Where the product's errors come from, and what its constants rest on: `python benchmarks/corrections.py`.

From the stored tracks of `lab/tracks`, seen from the right side, it prints by split

- how far each landmark of the near side lies from the true joint in the picture, after the corrections of
  `posecheck.anatomy`, along its segment and toward the front of the body, in percent of the segment;
- the far knee's mean error for each share by which the far hip could be moved (`anatomy.FAR_HIP_SHARE`);
- the errors of each main measure beside what `posecheck.uncertainty` says of it.

Constants are chosen on "tune" and "sample"; "test" only tells whether they hold.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.accuracy_parts.cases import Case, load_lab_cases  # noqa: E402
from benchmarks.accuracy_parts.errors import compute_errors, find_trained_side, observe  # noqa: E402
from posecheck import anatomy  # noqa: E402
from posecheck.advice import assess_view  # noqa: E402
from posecheck.observation import Observation  # noqa: E402
from posecheck.pose import opposite  # noqa: E402
from posecheck.uncertainty import find_error  # noqa: E402

FloatArray = NDArray[np.float64]
# Each joint with the segment, from its first joint to its second, along which its error is told.
SEGMENTS = {
    "shoulder": ("hip", "shoulder"),
    "hip": ("hip", "knee"),
    "knee": ("hip", "knee"),
    "ankle": ("knee", "ankle"),
}
SHARES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


def main() -> None:
    """Print all three tables."""
    cases = [case for case in [*load_lab_cases(), *load_lab_cases(samples=True)] if not case.off_view]
    sideways = [case for case in cases if case.reference.view.kind == "side"]
    tell_landmarks(sideways)
    tell_far_knee([case for case in sideways if not case.lying])
    tell_uncertainty(cases)


def tell_landmarks(cases: list[Case]) -> None:
    """Print where the landmarks of the near side lie from the true joints."""
    say("Landmarks of the near side, percent of the segment: along it, toward the front")
    table: dict[tuple[str, str], list[list[float]]] = defaultdict(list)
    for case in cases:
        table[case.stretch, case.split].append([value for joint in SEGMENTS for value in _find_offset(case, joint)])
    say(f"{'stretch':28}{'split':8}" + "".join(f"{joint:>16}" for joint in SEGMENTS))
    for (stretch, split), rows in sorted(table.items()):
        pairs = np.mean(rows, axis=0).reshape(-1, 2)
        say(f"{stretch:28}{split:8}" + "".join(f"{along:+9.1f} {front:+6.1f}" for along, front in pairs))


def _find_offset(case: Case, joint: str) -> tuple[float, float]:
    """Return the mean offset of a landmark of the near side along its segment and to the front, percent."""
    seen = observe(case)
    start, end = (_read_true_joint(case, name) for name in SEGMENTS[joint])
    length = np.linalg.norm(end - start, axis=1)
    along = (end - start) / length[:, np.newaxis]
    sign = 1.0 if case.near_side == "right" else -1.0
    # The front of a trunk lies on the other hand of the upward line than that of a leg, which hangs down.
    front = along[:, ::-1] * np.array([1.0, -1.0]) * (-sign if joint == "shoulder" else sign)
    off = seen.body.at(case.near_side, joint) - _read_true_joint(case, joint)
    judged = _find_judged(case, seen)
    return tuple(float(100 * np.nanmean(((off * way).sum(axis=1) / length)[judged])) for way in (along, front))  # type: ignore[return-value]


def _read_true_joint(case: Case, joint: str) -> FloatArray:
    """Return a joint of the near side in the picture (n, 2) at the times of the track."""
    places = case.truth["image_xy"][f"{case.near_side}_{joint}"]
    true_xy = np.array([[np.nan if value is None else value for value in place] for place in places], np.float64)
    time_s = np.array(case.truth["time_s"])
    return np.stack([np.interp(case.track.time_s, time_s, true_xy[:, axis]) for axis in (0, 1)], axis=1)


def _find_judged(case: Case, seen: Observation) -> NDArray[np.bool_]:
    side = find_trained_side(case)
    return np.array([assess_view(view, case.reference, side).ok for view in seen.views], dtype=np.bool_)


def tell_far_knee(cases: list[Case]) -> None:
    """Print the far knee's mean error, the mean over stretches, for each share of the way to the near hip."""
    say("\nFar knee of upright bodies, mean error in degrees by the share of the way from the far hip to the near one")
    say(f"{'split':8}" + "".join(f"{share:>7}" for share in SHARES))
    rows: dict[str, list[float]] = defaultdict(list)
    shipped = anatomy.FAR_HIP_SHARE
    for share in SHARES:
        anatomy.FAR_HIP_SHARE = share
        table: dict[str, dict[str, list[FloatArray]]] = defaultdict(lambda: defaultdict(list))
        for case in cases:
            table[case.split][case.stretch].append(_find_far_knee_errors(case))
        for split, stretches in table.items():
            means = [np.nanmean(np.concatenate(errors)) for errors in stretches.values()]
            rows[split].append(float(np.mean(means)))
    anatomy.FAR_HIP_SHARE = shipped
    for split, values in sorted(rows.items()):
        say(f"{split:8}" + "".join(f"{value:7.2f}" for value in values))


def _find_far_knee_errors(case: Case) -> FloatArray:
    seen, far = observe(case), opposite(case.near_side)
    errors = np.abs(seen.measure("knee_flexion", far) - case.true_column(f"{far}_knee_flexion_deg"))
    return errors[_find_judged(case, seen)]


def tell_uncertainty(cases: list[Case]) -> None:
    """Print mean, 68th and 90th percentile of each main measure's error beside the stated uncertainty."""
    say("\nErrors in degrees: mean, 68 %, 90 % of the frames, and what the product states")
    table: dict[tuple[str, str], list[FloatArray]] = defaultdict(list)
    for case in cases:
        for sample in compute_errors(case):
            if sample.is_main:
                table[sample.measure, case.split].append(np.abs(sample.product))
    for (measure, split), parts in sorted(table.items()):
        errors = np.concatenate(parts)
        middle, high = np.nanpercentile(errors, (68, 90))
        say(f"{measure:20}{split:8}{np.nanmean(errors):6.1f}{middle:6.1f}{high:6.1f}{find_error(measure):8.1f}")


def say(text: str) -> None:
    """Print a line."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
