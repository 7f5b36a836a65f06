"""What is kept of the frames of a session: small arrays instead of whole feedbacks, so that an hour fits."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from posecheck.measures import MEASURES
from posecheck.observation import resolve_keys
from posecheck.results import REASON_WORDS, BodyPosture, Direction, Feedback, Phase, Timeline, Verdict, ViewState
from posecheck.stretch import Stretch

FloatArray = NDArray[np.float64]

# A track is judged in portions of this many frames, and feedbacks become arrays after FEW_FEEDBACKS: each holds a
# whole pose, 8 KB.
PORTION = 512
FEW_FEEDBACKS = 64
# A clip can be judged when the view was right for at least this share of the time in which a body was seen.
VALID_VIEW_SHARE = 0.3

REASONS = tuple(REASON_WORDS)
REASON_CODES: dict[str, int] = {reason: code for code, reason in enumerate(REASONS)}
PHASES: NDArray[np.str_] = np.array(get_args(Phase), dtype="<U10")
_PHASE_CODES: dict[Phase, int] = {phase: code for code, phase in enumerate(get_args(Phase))}
_SIGNS: dict[Direction, float] = {"low": -1.0, "high": 1.0, "": 0.0}
VERDICT_CODES: dict[Verdict, int] = {"pass": 1, "fail": 0, "not_assessable": -1}


@dataclass
class _ViewTally:
    """How often each kind of view was seen, apart for valid and invalid ones."""

    kinds: Counter[ViewState] = field(default_factory=Counter)
    advice: Counter[str] = field(default_factory=Counter)
    postures: Counter[BodyPosture] = field(default_factory=Counter)
    yaw_deg: array[float] = field(default_factory=lambda: array("d"))

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
    """Collects the frames of one session, each as a row of numbers and a row of codes: 0.1 KB a frame."""

    def __init__(self, stretch: Stretch, side: str) -> None:
        self._check_ids = [check.id for check in stretch.checks]
        self._columns = list_columns(stretch, side)
        self._pending: list[Feedback] = []
        self._numbers: list[FloatArray] = [np.empty((0, 1 + len(self._columns) + len(self._check_ids)))]
        self._codes: list[NDArray[np.int8]] = [np.empty((0, 2 + 2 * len(self._check_ids)), dtype=np.int8)]
        self._views = ViewLog()

    def add(self, feedback: Feedback) -> None:
        """Take in one more frame."""
        self._views.add(feedback.view, [feedback.view.yaw_deg])
        self._pending.append(feedback)
        if len(self._pending) >= FEW_FEEDBACKS:
            self._flush()

    def build_timeline(self) -> Timeline:
        """Return all frames so far as arrays."""
        self._flush()
        self._numbers, self._codes = [np.concatenate(self._numbers)], [np.concatenate(self._codes)]
        numbers, codes = iter(self._numbers[0].T.copy()), iter(self._codes[0].T.copy())
        return Timeline(
            time_s=next(numbers),
            phase=PHASES[next(codes)],
            good=next(codes) == 1,
            values={name: next(numbers) for name in self._columns},
            verdicts={check_id: next(codes) for check_id in self._check_ids},
            excess={check_id: next(numbers) for check_id in self._check_ids},
            reasons={check_id: next(codes) for check_id in self._check_ids},
        )

    def summarize_view(self) -> ViewState:
        """Return the view that prevailed while a body was seen, with the advice given most."""
        return self._views.summarize()

    def _flush(self) -> None:
        if self._pending:
            self._numbers.append(np.array([self._list_numbers(frame) for frame in self._pending], dtype=np.float64))
            self._codes.append(np.array([_list_codes(frame) for frame in self._pending], dtype=np.int8))
            self._pending = []

    def _list_numbers(self, frame: Feedback) -> list[float]:
        values = [frame.values[name] for name in self._columns]
        return [frame.time_s, *values, *(_SIGNS[state.direction] * state.excess for state in frame.checks)]


def _list_codes(frame: Feedback) -> list[int]:
    verdicts = [VERDICT_CODES[state.verdict] for state in frame.checks]
    reasons = [REASON_CODES[state.reason] for state in frame.checks]
    return [_PHASE_CODES[frame.phase], int(frame.good), *verdicts, *reasons]
