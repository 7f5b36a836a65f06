"""Poses in time: single keys, and the two courses that most clips follow, a hold and repetitions."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from lab.movements import POSES
from lab.stance import Stance, change_stance

# Times of a calm person, seconds.
_KNEEL_DOWN_S, _SETTLE_S, _GLIDE_S, _LEAVE_S = 1.6, 0.4, 1.2, 1.4
_LIFT_S, _LOWER_S, _REST_S = 1.8, 1.6, 0.8
_STAND_S, _GET_READY_S, _PAUSE_S = 0.9, 0.6, 0.3
# Part of a repetition's time in which the peak is held.
_PEAK_SHARE = 0.1


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(_Model):
    """A pose to be in at a time."""

    at_s: float = Field(ge=0)
    pose: str = Field(description="movement.pose, or a pose of `standing`")
    change: dict[str, float] = Field(default_factory=dict, description="numbers of the pose that differ")

    def stance(self) -> Stance:
        """Return the stance that this key asks for; an unknown pose or number raises ValueError."""
        movement, _, pose = self.pose.rpartition(".")
        movement = movement or "standing"
        if movement not in POSES or pose not in POSES[movement]:
            known = ", ".join(f"{name}.{entry}" for name, poses in POSES.items() for entry in poses)
            raise ValueError(f"Expected a pose among {known}, but got {self.pose!r}.")
        return change_stance(POSES[movement][pose], self.change)


class Hold(_Model):
    """From standing by way of `ready` into `pose`, stay, and come back; or, lying, from `ready` and back."""

    ready: str
    pose: str
    change: dict[str, float] = Field(default_factory=dict, description="numbers that differ in the pose")
    change_ready: dict[str, float] = Field(default_factory=dict, description="numbers that differ in `ready`")
    hold_s: float = Field(default=6.0, gt=0)
    lying: bool = False

    def keys(self) -> tuple[Key, ...]:
        """Return the course as keys."""
        if self.lying:
            steps = [("ready", 0.0), ("ready", 1.5), ("pose", _LIFT_S), ("pose", self.hold_s)]
            steps += [("ready", _LOWER_S), ("ready", _REST_S)]
        else:
            steps = [("standing", 0.0), ("standing", 1.2), ("ready", _KNEEL_DOWN_S), ("ready", _SETTLE_S)]
            steps += [("pose", _GLIDE_S), ("pose", self.hold_s), ("ready", _LEAVE_S)]
        poses = {
            "standing": ("standing", {}),
            "ready": (self.ready, self.change_ready),
            "pose": (self.pose, self.change_ready | self.change),
        }
        return _follow([(poses[name], after_s) for name, after_s in steps])


class Repeat(_Model):
    """Repetitions from `rest` to `peak` and back; the n-th one takes the n-th of `changes`, in turn."""

    rest: str
    peak: str
    count: int = Field(default=4, ge=1)
    rep_s: float = Field(default=2.6, gt=0.5, description="time of one repetition")
    lying: bool = Field(default=False, description="begins at rest, without standing first")
    changes: tuple[dict[str, float], ...] = Field(default=({},), min_length=1)

    def keys(self) -> tuple[Key, ...]:
        """Return the course as keys."""
        rest: tuple[str, dict[str, float]] = (self.rest, {})
        way_s = self.rep_s * (1 - _PEAK_SHARE) / 2
        first = rest if self.lying else ("standing", {})
        steps = [(first, 0.0), (first, _STAND_S), (rest, _GET_READY_S)]
        for index in range(self.count):
            peak = (self.peak, self.changes[index % len(self.changes)])
            steps += [(peak, way_s), (peak, _PEAK_SHARE * self.rep_s), (rest, way_s), (rest, _PAUSE_S)]
        return _follow(steps)


def _follow(steps: list[tuple[tuple[str, dict[str, float]], float]]) -> tuple[Key, ...]:
    """Return keys for poses that follow each other after so many seconds each."""
    keys, at_s = [], 0.0
    for (pose, change), after_s in steps:
        at_s += after_s
        keys.append(Key(at_s=round(at_s, 3), pose=pose, change=change))
    return tuple(keys)
