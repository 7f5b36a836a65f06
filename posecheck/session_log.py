"""What is kept of the frames of a session: small arrays instead of whole feedbacks, so that an hour fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from posecheck.measures import MEASURES
from posecheck.observation import resolve_keys
from posecheck.results import REASON_WORDS, BodyPosture, Feedback, Timeline, Verdict, ViewState
from posecheck.stretch import Stretch

# Feedbacks are turned into arrays in portions of this many.
PORTION = 512
# A clip can be judged when the view was right for at least this share of the time in which a body was seen.
VALID_VIEW_SHARE = 0.3

REASONS = tuple(REASON_WORDS)
REASON_CODES: dict[str, int] = {reason: code for code, reason in enumerate(REASONS)}
VERDICT_CODES: dict[Verdict, int] = {"pass": 1, "fail": 0, "not_assessable": -1}


@dataclass
class _ViewTally:
    """How often each kind of view was seen, apart for valid and invalid ones."""

    kinds: Counter[ViewState] = field(default_factory=Counter)
    advice: Counter[str] = field(default_factory=Counter)
    postures: Counter[BodyPosture] = field(default_factory=Counter)
    yaw_deg: list[float] = field(default_factory=list)

    def add(self, view: ViewState, yaw_deg: Sequence[float]) -> None:
        frames = len(yaw_deg)
        self.kinds[replace(view, yaw_deg=0.0, advice="", posture="unknown")] += frames
        self.advice[view.advice] += frames
        self.postures[view.posture] += frames
        self.yaw_deg.extend(yaw_deg)

    def summarize(self) -> ViewState:
        return replace(
            self.kinds.most_common(1)[0][0],
            yaw_deg=float(np.median(self.yaw_deg)),
            advice=self.advice.most_common(1)[0][0],
            posture=self.postures.most_common(1)[0][0],
        )


class ViewLog:
    """Collects where the camera stood."""

    def __init__(self) -> None:
        self._valid, self._invalid = _ViewTally(), _ViewTally()
        self._advice_when_nobody = ""

    def add(self, view: ViewState, yaw_deg: Sequence[float]) -> None:
        """Take in frames that had the same view but for their yaw, one value in degrees for each frame.

        Of views that are equally common the one that came first prevails.
        """
        if view.reason == "nobody":
            self._advice_when_nobody = view.advice
        else:
            (self._valid if view.ok else self._invalid).add(view, yaw_deg)

    def summarize(self) -> ViewState:
        """Return the view that prevailed while a body was seen, with the advice given most."""
        valid, invalid = len(self._valid.yaw_deg), len(self._invalid.yaw_deg)
        if not valid + invalid:
            advice = self._advice_when_nobody
            return ViewState("unknown", float("nan"), "", "unknown", False, "nobody", advice)
        is_valid = valid >= VALID_VIEW_SHARE * (valid + invalid)
        return (self._valid if is_valid else self._invalid).summarize()


def list_columns(stretch: Stretch, side: str) -> list[str]:
    """Return the columns that a session of a stretch keeps: those of its checks, entry and repetition, in order."""
    return sorted({MEASURES[name].column(body_side) for name, body_side in resolve_keys(stretch, side).every})


class SessionLog:
    """Collects the frames of one session."""

    def __init__(self, stretch: Stretch, side: str) -> None:
        self._stretch = stretch
        self._columns = list_columns(stretch, side)
        self._pending: list[Feedback] = []
        self._portions: list[Timeline] = []
        self._views = ViewLog()

    def add(self, feedback: Feedback) -> None:
        """Take in one more frame."""
        self._views.add(feedback.view, [feedback.view.yaw_deg])
        self._pending.append(feedback)
        if len(self._pending) >= PORTION:
            self._flush()

    def build_timeline(self) -> Timeline:
        """Return all frames so far as arrays."""
        self._flush()
        portions = self._portions or [self._to_arrays([])]

        def join(arrays: list[NDArray[np.generic]]) -> NDArray[np.generic]:
            return np.concatenate(arrays)

        def join_all(name: str) -> dict[str, NDArray[np.generic]]:
            tables = [getattr(portion, name) for portion in portions]
            return {key: join([table[key] for table in tables]) for key in tables[0]}

        plain = {name: join([getattr(p, name) for p in portions]) for name in ("time_s", "phase", "good")}
        tables = {name: join_all(name) for name in ("values", "verdicts", "excess", "reasons")}
        joined = Timeline(**plain, **tables)  # type: ignore[arg-type]
        self._portions = [joined]
        return joined

    def summarize_view(self) -> ViewState:
        """Return the view that prevailed while a body was seen, with the advice given most."""
        return self._views.summarize()

    def _flush(self) -> None:
        if self._pending:
            self._portions.append(self._to_arrays(self._pending))
            self._pending = []

    def _to_arrays(self, frames: list[Feedback]) -> Timeline:
        ids = [check.id for check in self._stretch.checks]
        states = {check_id: [frame.checks[i] for frame in frames] for i, check_id in enumerate(ids)}
        signs = {"low": -1.0, "high": 1.0, "": 0.0}
        return Timeline(
            time_s=np.array([frame.time_s for frame in frames], dtype=np.float64),
            phase=np.array([frame.phase for frame in frames], dtype="<U10"),
            good=np.array([frame.good for frame in frames], dtype=np.bool_),
            values={
                name: np.array([frame.values[name] for frame in frames], dtype=np.float64) for name in self._columns
            },
            verdicts={
                key: np.array([VERDICT_CODES[state.verdict] for state in row], dtype=np.int8)
                for key, row in states.items()
            },
            excess={
                key: np.array([signs[state.direction] * state.excess for state in row], dtype=np.float64)
                for key, row in states.items()
            },
            reasons={
                key: np.array([REASON_CODES[state.reason] for state in row], dtype=np.int8)
                for key, row in states.items()
            },
        )
