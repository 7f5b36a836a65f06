"""What a track shows that no threshold changes: where the camera stood and the measured values, kept for re-use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.advice import assess_view, contradicts_posture
from posecheck.observation import LACKS, Key, Observer, counts_from_rest, explain_missing_from
from posecheck.pose import PoseTrack
from posecheck.rejudging.runs import BoolArray, CodeArray, FloatArray, IntArray
from posecheck.results import ViewState
from posecheck.session_log import PORTION, REASON_CODES, ViewLog
from posecheck.sight import Sight, SightReader
from posecheck.stretch import Stretch
from posecheck.view import ViewReading

# How the legs are told apart, the side being trained where that matters for it, whether the pelvis counts from rest.
Settling = tuple[str, str, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """How the camera saw each of n frames.

    Attributes:
        forms: the readings that occur, in the order of their first frame, without their yaw.
        form: (n,) which of them each frame has.
        yaw_deg: (n,).
        several: (n,) whether more than one person was in the picture.
    """

    forms: tuple[ViewReading, ...]
    form: IntArray
    yaw_deg: FloatArray
    several: BoolArray

    def count_near(self, side: str) -> int:
        """Return in how many frames a side of the body was toward the camera."""
        return int(self.pick([form.near_side == side for form in self.forms]).sum())

    def pick(self, values: list[bool]) -> BoolArray:
        """Return (n,) the value that belongs to the form of each frame."""
        return np.array(values, dtype=np.bool_)[self.form]


@dataclass(frozen=True, slots=True, eq=False)
class ViewVerdict:
    """What a stretch makes of the views; arrays of n frames.

    Attributes:
        ok: whether the stretch may be judged from there.
        nobody: whether nobody was seen.
        possible: whether the person does not lie the wrong way round.
        states: for each form, what was said about it.
        summary: the view that prevailed.
    """

    ok: BoolArray
    nobody: BoolArray
    possible: BoolArray
    states: tuple[ViewState, ...]
    summary: ViewState


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One measure of one side of the body over n frames; `lack` is what it lacks, an index into `LACKS`."""

    values: FloatArray
    lack: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Hips:
    """Where the hips were, `place` (n,) in trunk lengths, and what was taken off their angle in the end."""

    place: FloatArray
    own_hip_deg: float


def encode_views(readings: list[ViewReading], persons: NDArray[np.integer]) -> Views:
    """Return readings as arrays; people in each frame, (n,)."""
    forms: dict[tuple[object, ...], int] = {}
    first: list[ViewReading] = []
    form = np.empty(len(readings), dtype=np.intp)
    for index, each in enumerate(readings):
        key = (each.seen, each.kind, each.near_side, each.posture)
        if key not in forms:
            forms[key] = len(forms)
            first.append(replace(each, yaw_deg=0.0))
        form[index] = forms[key]
    yaw_deg = np.array([each.yaw_deg for each in readings], dtype=np.float64)
    return Views(tuple(first), form, yaw_deg, persons > 1)


def assess_views(views: Views, stretch: Stretch, side: Literal["left", "right"]) -> ViewVerdict:
    """Return what a stretch makes of the views when one side is trained."""
    states = tuple(assess_view(form, stretch, side) for form in views.forms)
    return ViewVerdict(
        ok=views.pick([state.ok for state in states]),
        nobody=views.pick([state.reason == "nobody" for state in states]),
        possible=views.pick([not contradicts_posture(form, stretch) for form in views.forms]),
        states=states,
        summary=_summarize(views, stretch, side),
    )


def _summarize(views: Views, stretch: Stretch, side: Literal["left", "right"]) -> ViewState:
    """Return the view that prevailed; the log takes views in the order in which they first came up."""
    log = ViewLog()
    codes = 2 * views.form + views.several
    found, first = np.unique(codes, return_index=True)
    for code in found[np.argsort(first)].tolist():
        state = assess_view(views.forms[code // 2], stretch, side, persons=1 + code % 2)
        log.add(state, views.yaw_deg[codes == code].tolist())
    return log.summarize()


def find_reasons(views: Views, verdict: ViewVerdict, column: Column, measure: str) -> CodeArray:
    """Return (n,) why a measure would be missing, as codes of `posecheck.session_log.REASONS`."""
    table = [
        [REASON_CODES[state.reason or explain_missing_from(form, measure, lack)] for lack in LACKS]
        for form, state in zip(views.forms, verdict.states, strict=True)
    ]
    return np.array(table, dtype=np.int8).reshape(-1, len(LACKS))[views.form, column.lack]


class Seen:
    """A track looked at once: views at the beginning, each measure when it is first asked for."""

    def __init__(self, track: PoseTrack, persons: NDArray[np.integer], standing_hip_deg: float | None) -> None:
        """Take n frames and the people in each, (n,)."""
        self._track = track
        self._standing_hip_deg = standing_hip_deg
        self._sights = _look(track)
        self.views = encode_views([reading for sight in self._sights for reading in sight.views], persons)
        rolls = self._sights[-1].roll_deg
        self.roll_deg = float(rolls[-1]) if len(rolls) else 0.0
        self._columns: dict[tuple[Settling, Key], Column] = {}
        self._hips: dict[Settling, Hips] = {}

    def measure(self, stretch: Stretch, side: str, keys: list[Key]) -> tuple[dict[Key, Column], Hips]:
        """Return the measures when one side of a stretch is trained, and what else it knows of the hips."""
        settling = find_settling(stretch, side)
        missing = [key for key in keys if (settling, key) not in self._columns]
        if missing or settling not in self._hips:
            self._observe(stretch, side, missing)
        return {key: self._columns[settling, key] for key in keys}, self._hips[settling]

    def _observe(self, stretch: Stretch, side: str, keys: list[Key]) -> None:
        settling = find_settling(stretch, side)
        observer = Observer(stretch, side, self._standing_hip_deg)
        values: dict[Key, list[FloatArray]] = {key: [] for key in keys}
        lacks: dict[Key, list[NDArray[np.int8]]] = {key: [] for key in keys}
        places, own_hip_deg = [], 0.0
        for index, part in enumerate(_slice(self._track)):
            seen = observer.settle(part, self._sights[index])
            places.append(seen.place)
            own_hip_deg = float(seen.own_hip_deg[-1]) if len(part) else 0.0
            for key in keys:
                values[key].append(seen.measure(*key))
                lacks[key].append(seen.find_lack(*key))
        self._hips[settling] = Hips(np.concatenate(places), own_hip_deg)
        for key in keys:
            self._columns[settling, key] = Column(np.concatenate(values[key]), np.concatenate(lacks[key]))


def find_settling(stretch: Stretch, side: str) -> Settling:
    """Return what an observation depends on beside the track: the legs' roles and side, and how the pelvis counts.

    Where the labels of the legs are believed the side does not matter.
    """
    role = stretch.working_leg if stretch.view.kind == "side" else "labelled"
    return role, "" if role == "labelled" else side, counts_from_rest(stretch)


def _slice(track: PoseTrack) -> list[PoseTrack]:
    """Return a track in the portions in which it is looked at; one without frames as one portion."""
    return [track.slice(start, start + PORTION) for start in range(0, max(len(track), 1), PORTION)]


def _look(track: PoseTrack) -> list[Sight]:
    """Return how each portion of a track was seen."""
    reader = SightReader()
    return [reader.read(part) for part in _slice(track)]
