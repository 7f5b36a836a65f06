"""What is kept of the frames of a session: small arrays instead of whole feedbacks, so that an hour fits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from posecheck.measures import MEASURES
from posecheck.observation import resolve_limb
from posecheck.results import REASON_WORDS, BodyPosture, Feedback, Timeline, ViewState
from posecheck.stretch import Stretch

# Feedbacks are turned into arrays in portions of this many.
PORTION = 512
# A clip can be judged when the view was right for at least this share of the time in which a body was seen.
VALID_VIEW_SHARE = 0.3

REASONS = tuple(REASON_WORDS)
_REASON_CODES = {reason: code for code, reason in enumerate(REASONS)}
_VERDICT_CODES = {"pass": 1, "fail": 0, "not_assessable": -1}


@dataclass
class _ViewTally:
    """How often each kind of view was seen, apart for valid and invalid ones."""

    kinds: Counter[ViewState] = field(default_factory=Counter)
    advice: Counter[str] = field(default_factory=Counter)
    postures: Counter[BodyPosture] = field(default_factory=Counter)
    yaw_deg: list[float] = field(default_factory=list)

    def add(self, view: ViewState) -> None:
        self.kinds[replace(view, yaw_deg=0.0, advice="", posture="unknown")] += 1
        self.advice[view.advice] += 1
        self.postures[view.posture] += 1
        self.yaw_deg.append(view.yaw_deg)

    def summarize(self) -> ViewState:
        return replace(
            self.kinds.most_common(1)[0][0],
            yaw_deg=float(np.median(self.yaw_deg)),
            advice=self.advice.most_common(1)[0][0],
            posture=self.postures.most_common(1)[0][0],
        )


class SessionLog:
    """Collects the frames of one session."""

    def __init__(self, stretch: Stretch, side: str) -> None:
        self._stretch = stretch
        keys = [(c.measure, c.limb) for c in (*stretch.checks, *stretch.entry.conditions)]
        if stretch.repetition is not None:
            keys.append((stretch.repetition.measure, stretch.repetition.limb))
        self._columns = sorted({MEASURES[name].column(resolve_limb(limb, side)) for name, limb in keys})
        self._pending: list[Feedback] = []
        self._portions: list[Timeline] = []
        self._valid, self._invalid = _ViewTally(), _ViewTally()
        self._advice_when_nobody = ""

    def add(self, feedback: Feedback) -> None:
        """Take in one more frame."""
        view = feedback.view
        if view.reason == "nobody":
            self._advice_when_nobody = view.advice
        else:
            (self._valid if view.ok else self._invalid).add(view)
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
        valid, invalid = len(self._valid.yaw_deg), len(self._invalid.yaw_deg)
        if not valid + invalid:
            advice = self._advice_when_nobody
            return ViewState("unknown", float("nan"), "", "unknown", False, "nobody", advice)
        is_valid = valid >= VALID_VIEW_SHARE * (valid + invalid)
        return (self._valid if is_valid else self._invalid).summarize()

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
                key: np.array([_VERDICT_CODES[state.verdict] for state in row], dtype=np.int8)
                for key, row in states.items()
            },
            excess={
                key: np.array([signs[state.direction] * state.excess for state in row], dtype=np.float64)
                for key, row in states.items()
            },
            reasons={
                key: np.array([_REASON_CODES[state.reason] for state in row], dtype=np.int8)
                for key, row in states.items()
            },
        )
