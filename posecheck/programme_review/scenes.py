"""Where a film has to be looked at afresh: the body is seen smaller than before, from a camera or a place further away.

The chain remembers a body's longest leg and its floor for half a minute (`posecheck.standing`), which is right within
one stretch. Who has just come back from the phone would seem to bend the knees.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from posecheck import geometry as geo
from posecheck.pose import PoseTrack

FloatArray = NDArray[np.float64]

# A straight leg that is seen shorter than it was by this much would read as a knee bent by 50 degrees.
SHRUNK_SHARE = 0.9
# It has to stay shorter for most of this long: a repetition is no change of place.
STAYS_S = 4.0


def find_scenes(track: PoseTrack) -> list[tuple[int, int]]:
    """Return the index ranges [start, end) of a track to be looked at one by one; together they are all of it."""
    if not len(track):
        return []
    lengths = compute_leg_lengths(track)
    coming = _compute_coming_medians(lengths, track.time_s)
    starts, longest = [0], -np.inf
    for index, (length, staying) in enumerate(zip(lengths.tolist(), coming.tolist(), strict=True)):
        if max(length, staying) < SHRUNK_SHARE * longest:
            starts.append(index)
            longest = length
        elif length > longest:
            longest = length
    return list(zip(starts, [*starts[1:], len(track)], strict=True))


def compute_leg_lengths(track: PoseTrack) -> FloatArray:
    """Return thigh and shin (n,) of the leg that is seen longer, in frame heights; NaN where nobody is seen."""
    return np.asarray(np.fmax(*(_compute_leg_length(track, side) for side in ("left", "right"))))


def _compute_leg_length(track: PoseTrack, side: str) -> FloatArray:
    hip, knee, ankle = (track.point(f"{side}_{joint}") for joint in ("hip", "knee", "ankle"))
    return geo.compute_length(knee - hip) + geo.compute_length(ankle - knee)


def _compute_coming_medians(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return (n,) the median of what comes within STAYS_S after each frame, NaN where nothing does."""
    steps_s = np.diff(time_s)
    ahead = max(1, round(STAYS_S / float(np.median(steps_s)))) if len(steps_s) else 1
    padded = np.pad(values, (0, ahead - 1), constant_values=np.nan)
    with warnings.catch_warnings():
        # Where nobody is seen for all of that time the median is missing, and that is meant.
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmedian(np.lib.stride_tricks.sliding_window_view(padded, ahead), axis=1))
