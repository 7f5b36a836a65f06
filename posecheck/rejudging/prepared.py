"""A stored track, prepared once and judged as often as one likes under changed thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.observation import resolve_keys
from posecheck.pose import PoseTrack
from posecheck.rejudging.cues import find_trend_steps
from posecheck.rejudging.judging import Frames, judge_frames
from posecheck.rejudging.seen import Seen, assess_views, find_reasons
from posecheck.results import SessionResult
from posecheck.stretch import Stretch
from posecheck.trainer import SideChoice, rank_session

Side = Literal["left", "right"]


class PreparedTrack:
    """A track whose views and measures are computed once, so that judging it again takes a blink.

        prepared = PreparedTrack(track)
        before, after = prepared.judge(stretch, "left"), prepared.judge(changed, "left")

    `judge` gives what `posecheck.trainer.replay` gives: every verdict, hold, repetition, cue and frame of the
    timeline. An hour of 30 poses a second takes about a second to prepare, half of it at the first `judge` of
    a stretch, and less than a tenth of a second for each further one (`benchmarks/rejudge.py`). Any stretch may be
    given; what depends on its measures and its view is computed when they are first asked for and kept.

    Not to be shared between threads while the first `judge` of a stretch runs. The arrays of the results belong to
    the prepared track where no threshold decides about them (times and values): do not change them.
    """

    def __init__(
        self,
        track: PoseTrack,
        persons: Sequence[int] | NDArray[np.integer] | None = None,
        standing_hip_deg: float | None = None,
    ) -> None:
        """Look at a track once.

        Args:
            track: n frames; none are fine, too.
            persons: how many people were seen in each frame; one where not given.
            standing_hip_deg: this person's `hip_flexion` reading when standing upright, where it was taken.
        """
        counts = np.ones(len(track), np.intp) if persons is None else np.asarray(persons, dtype=np.intp)
        self.time_s = track.time_s
        self._seen = Seen(track, counts, standing_hip_deg)
        self._trend_steps = find_trend_steps(track.time_s)
        self._frames: dict[tuple[object, ...], Frames] = {}

    def __len__(self) -> int:
        return len(self.time_s)

    def judge(self, stretch: Stretch, side: SideChoice = "auto") -> SessionResult:
        """Return the track judged as one session under a stretch's definition.

        Args:
            stretch: as it was, or changed.
            side: the side trained; "auto" takes the one that was performed better, and a stretch in which both
                sides work together is measured on the near one, both as in `posecheck.trainer.replay`.
        """
        if stretch.sides == "both":
            side = self.find_near_side()
        if side != "auto":
            return judge_frames(self._prepare(stretch, side), stretch, side)
        results = [self.judge(stretch, each) for each in ("left", "right")]
        return max(results, key=lambda result: rank_session(result, self._seen.views.count_near(result.working_side)))

    def find_near_side(self) -> Side:
        """Return which side of the body was toward the camera for more frames; "left" when that cannot be told."""
        views = self._seen.views
        return "right" if views.count_near("right") > views.count_near("left") else "left"

    def _prepare(self, stretch: Stretch, side: Side) -> Frames:
        """Return all that the thresholds of a stretch are applied to."""
        keys = resolve_keys(stretch, side)
        key = (stretch.view.kind, stretch.view.near, stretch.posture, stretch.working_leg, side, keys)
        if key not in self._frames:
            self._frames[key] = self._compute_frames(stretch, side)
        return self._frames[key]

    def _compute_frames(self, stretch: Stretch, side: Side) -> Frames:
        keys = resolve_keys(stretch, side)
        view = assess_views(self._seen.views, stretch, side)
        columns, hips = self._seen.measure(stretch, side, keys.every)
        return Frames(
            time_s=self.time_s,
            keys=keys,
            values={key: np.where(view.ok, column.values, np.nan) for key, column in columns.items()},
            reasons={key: find_reasons(self._seen.views, view, column, key[0]) for key, column in columns.items()},
            place=hips.place,
            view=view,
            trend_steps=self._trend_steps,
            roll_deg=self._seen.roll_deg,
            own_hip_deg=hips.own_hip_deg,
        )
