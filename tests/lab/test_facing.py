"""One person stands alike whichever way they face: on stored tracks, with the corrections as they are shipped."""

from __future__ import annotations

import numpy as np
import pytest

from lab.tracks import TRACKS_DIR, load_track
from posecheck import anatomy
from posecheck.observation import Observer
from posecheck.stretch.library import load_stretch

# One clip facing left and one facing right, each beginning with somebody who stands.
PAIRS = {
    "man_fit": ("air_squat__heels_lift", "half_kneeling_hip_flexor__arching_back"),
    "woman_slim": ("half_kneeling_hip_flexor__too_shallow", "standing_lunge_hip_flexor__leaning_forward"),
    "woman_short": ("air_squat__shallow_short", "leg_raise_forward__good_short"),
}
STANDS_S = (0.2, 0.7)


def read_standing_hip(name: str, side: str) -> float:
    track = load_track(TRACKS_DIR / f"{name}.npz")
    seen = Observer(load_stretch(name.partition("__")[0]), side, anatomy.UPRIGHT.standing_hip_deg).observe(track)
    stands = (track.time_s >= STANDS_S[0]) & (track.time_s <= STANDS_S[1])
    return float(np.nanmedian(seen.measure("hip_flexion", side)[stands]))


@pytest.mark.parametrize("body", PAIRS)
def test_standing_reads_nearly_the_same_facing_left_and_right(body, monkeypatch):
    def compare() -> float:
        left, right = (read_standing_hip(*each) for each in zip(PAIRS[body], ("left", "right"), strict=True))
        return left - right

    corrected_deg = compare()
    for joint in ("SHOULDER", "HIP", "KNEE"):
        monkeypatch.setattr(anatomy, f"DRAWN_RIGHT_{joint}", 0.0)
    as_drawn_deg = compare()
    assert as_drawn_deg > 3.0
    assert abs(corrected_deg) < as_drawn_deg - 2.0
