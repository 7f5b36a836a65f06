"""From a clip's keys to the posture at any moment: easing, breathing, sway and tremor."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from lab.body import Body
from lab.clip import Clip
from lab.movements.standing import Standing
from lab.posture import Posture
from lab.rotation import FloatArray
from lab.stance import Stance, change_stance, mix_stances
from lab.stepping import ground_offset_m, step_between

# How far each number of a stance wanders while a calm person holds still, degrees (about 0.5 at the trunk).
_SWAY_DEG = {
    "pelvis_pitch_deg": 0.5,
    "thigh_back_deg": 0.4,
    "spine_flexion_deg": 0.6,
    "spine_side_deg": 0.5,
    "neck_flexion_deg": 1.2,
    "neck_turn_deg": 2.0,
    "hip_flexion_deg": 0.6,
    "hip_abduction_deg": 0.5,
    "knee_flexion_deg": 0.5,
}
_SWAY_HZ = (0.17, 0.31, 0.53)
_BREATHING_HZ = 0.27
_BREATHING_DEG = 0.4
_TREMOR_HZ = 7.0
_TREMOR_DEG = 0.06


def ease(share: float) -> float:
    """Return the minimum-jerk course (0..1) of a movement that is a `share` (0..1) of its time along."""
    share = float(np.clip(share, 0.0, 1.0))
    return share**3 * (10.0 - 15.0 * share + 6.0 * share**2)


@dataclass(frozen=True, slots=True, eq=False)
class _Wander:
    """Slow sums of sines, one per number of a stance, fixed by a seed."""

    phases: FloatArray
    amount: float

    def at(self, index: int, name: str, time_s: float) -> float:
        angles = 2 * np.pi * np.array(_SWAY_HZ) * time_s + self.phases[index, :3]
        slow = _SWAY_DEG[name] * float(np.sin(angles).sum()) / len(_SWAY_HZ)
        tremor = _TREMOR_DEG * np.sin(2 * np.pi * _TREMOR_HZ * time_s + self.phases[index, 3])
        breath = _BREATHING_DEG * np.sin(2 * np.pi * _BREATHING_HZ * time_s) if name == "spine_flexion_deg" else 0.0
        return self.amount * (slow + float(tremor) + float(breath))


class Performance:
    """A clip's motion on a body: `posture_at(time_s)`."""

    def __init__(self, clip: Clip, body: Body) -> None:
        self._body = body
        self._times_s = [key.at_s for key in clip.timeline]
        self._stances = [key.stance() for key in clip.timeline]
        self._offsets_m = [self._align_standing(index) for index in range(len(self._stances))]
        self._mirror = clip.working_side == "right"
        rng = np.random.default_rng(clip.seed)
        self._wander = _Wander(rng.uniform(0, 2 * np.pi, (len(_SWAY_DEG), 4)), clip.sway)

    def posture_at(self, time_s: float) -> Posture:
        """Return the posture at a time; before the first key and after the last it stays at theirs."""
        later = int(np.searchsorted(self._times_s, time_s, side="right"))
        later = min(max(later, 1), len(self._times_s) - 1)
        start_s, end_s = self._times_s[later - 1 : later + 1]
        share = ease((time_s - start_s) / (end_s - start_s))
        posture = self._between(later, share, time_s)
        return posture.mirrored() if self._mirror else posture

    def _between(self, later: int, share: float, time_s: float) -> Posture:
        start, end = self._stances[later - 1 : later + 1]
        if type(start) is type(end):
            posture = self._swayed(mix_stances(start, end, share), time_s).build(self._body)
            return posture.moved(self._offsets_m[later])
        first, second = (
            self._swayed(self._stances[index], time_s).build(self._body).moved(self._offsets_m[index])
            for index in (later - 1, later)
        )
        return step_between(self._body, first, second, share)

    def _align_standing(self, index: int) -> FloatArray:
        """Return where to stand (3,) so that the supporting foot need not move for the nearest other stance."""
        others = [place for place, stance in enumerate(self._stances) if not isinstance(stance, Standing)]
        if not others or not isinstance(self._stances[index], Standing):
            return np.zeros(3)
        nearest = min(others, key=lambda place: abs(place - index))
        wanted, found = (self._stances[place].build(self._body) for place in (nearest, index))
        return ground_offset_m(self._body, wanted, found)

    def _swayed(self, stance: Stance, time_s: float) -> Stance:
        present = {name.name for name in fields(stance)}
        changes = {
            name: getattr(stance, name) + self._wander.at(index, name, time_s)
            for index, name in enumerate(_SWAY_DEG)
            if name in present
        }
        return change_stance(stance, changes)
