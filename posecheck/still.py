"""Judging a photo: one moment, without time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np

from posecheck.pose import Pose, PoseTrack
from posecheck.results import Feedback, SessionResult, Timeline
from posecheck.stretch import Band, Condition, Repetition, Stretch
from posecheck.trainer import SideChoice, Trainer, replay

# A photo is judged as if the person had stood still for this long, so that the delays of entry and checks pass.
_STILL_S = 3.0
_STILL_FPS = 10


def _stand_still(pose: Pose) -> PoseTrack:
    n = int(_STILL_S * _STILL_FPS)
    return PoseTrack.from_poses([replace(pose, time_s=index / _STILL_FPS) for index in range(n)])


def _without_time(stretch: Stretch) -> Stretch:
    """Return a repetition exercise as a hold: a photo has a position but no movement."""
    if stretch.repetition is None:
        return stretch
    conditions = [*stretch.entry.conditions, _begun(stretch.repetition)]
    entry = stretch.entry.model_copy(update={"conditions": conditions})
    return stretch.model_copy(update={"kind": "hold", "repetition": None, "entry": entry})


def _begun(repetition: Repetition) -> Condition:
    """Return what tells a repetition under way from merely standing ready: its measure has left the rest."""
    band = Band(low=repetition.rest) if repetition.full > repetition.rest else Band(high=repetition.rest)
    return Condition(measure=repetition.measure, limb=repetition.limb, band=band)


def replay_still(pose: Pose, stretch: Stretch, side: SideChoice = "auto", persons: int = 1) -> SessionResult:
    """Return one pose judged as a photo: verdicts of the moment, no hold time and no repetitions.

    The exercise counts as performed when the entry conditions hold in the picture and, where it is done in repetitions,
    one is under way.
    """
    track = _stand_still(pose)
    result = replay(track, _without_time(stretch), side, [persons] * len(track))
    checks = tuple(replace(check, assessed_s=0.0, in_band_s=0.0) for check in result.checks)
    cues = tuple(replace(cue, t_s=0.0) for cue in result.cues)
    timeline = _keep_last(result.timeline)
    return replace(result, holds=(), held_s=0.0, checks=checks, cues=cues, timeline=timeline)


def judge_still(pose: Pose, stretch: Stretch, side: Literal["left", "right"], persons: int = 1) -> Feedback:
    """Return the feedback on one pose as if it had been held for a while, for drawing over a photo."""
    track = _stand_still(pose)
    return Trainer(_without_time(stretch), side).advance(track, [persons] * len(track))[-1]


def _keep_last(timeline: Timeline) -> Timeline:
    def last(table: dict[str, Any]) -> dict[str, Any]:
        return {key: array[-1:] for key, array in table.items()}

    return Timeline(
        time_s=np.zeros(1),
        phase=timeline.phase[-1:],
        good=timeline.good[-1:],
        values=last(timeline.values),
        verdicts=last(timeline.verdicts),
        excess=last(timeline.excess),
        reasons=last(timeline.reasons),
    )
