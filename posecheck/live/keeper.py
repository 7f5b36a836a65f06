"""Writing a live session to the history while it runs: one history session for each stretch of the plan.

Everything is written by a thread of its own, so that a slow disk delays no answer and a full one ends no session.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Mapping, Sequence
from itertools import takewhile

from posecheck.history import DEFAULT_PERSON, History, HistoryError, KeptPicture, SessionRecorder, keep_picture
from posecheck.history.records import NO_LAYERS, LayerNumbers
from posecheck.live.fault_pictures import FaultMoment, draw_moment
from posecheck.live.plan import Plan, PlanSide, PlanStep
from posecheck.live.state import SessionState
from posecheck.live.writer import PatientWriter
from posecheck.pose import Pose
from posecheck.results import Feedback, SessionResult
from posecheck.stretch import Dose, Stretch

_LOG = logging.getLogger(__name__)

# A crash loses what has gathered since the last write: at most this and the time of the write.
WRITE_EVERY_S = 0.5
# While nothing is counted (rest, pause) the session is marked as alive this often; silent ones count as cut off.
ALIVE_EVERY_S = 2.0

Frame = tuple[Pose, Feedback, int]


class HistoryKeeper:
    """Follows a live session and keeps the history up to the second."""

    def __init__(  # noqa: PLR0913 - whose session it is, by keyword
        self,
        history: History,
        plan: Plan,
        stretches: Mapping[str, Stretch],
        state: SessionState,
        *,
        person: str = DEFAULT_PERSON,
        layers: Mapping[str, LayerNumbers] | None = None,
    ) -> None:
        """Take the history and the session; a session with history ids goes on in the last of them.

        Args:
            history: where it is recorded.
            plan: what is to be done.
            stretches: the reference poses by id.
            state: how far it is.
            person: whose session it is.
            layers: the published versions that made each stretch.
        """
        self._history = history
        self._plan = plan
        self._stretches = stretches
        self._state = state
        self._person = person
        self._layers = layers or {}
        self._writer = PatientWriter()
        # Belongs to the writer's thread once that has begun.
        self._recorder: SessionRecorder | None = None
        self._stretch_id = ""
        self._running = False
        self._frames: deque[Frame] = deque()
        self._written_s = self._alive_s = float("-inf")
        if state.history_ids:
            self._resume(state.history_ids[-1])

    @property
    def last_time_s(self) -> float:
        """The time of the newest pose that was written, -inf when there is none."""
        return self._recorder.last_time_s if self._recorder else float("-inf")

    @property
    def problem(self) -> str:
        """Why nothing can be saved at the moment, "" when all is well."""
        return self._writer.problem

    def start_step(self, step: PlanStep) -> None:
        """Begin a set; a new stretch begins a new session in the history."""
        if not self._running or self._stretch_id != step.stretch_id:
            self.finish()
            self._running, self._stretch_id = True, step.stretch_id
            self._writer.do(lambda: self._start_session(step))
        standing_hip_deg = self._state.standing_hip_deg
        self._writer.do(lambda: self._get_recorder().start_set(step.side, standing_hip_deg))

    def append(self, pose: Pose, feedback: Feedback, persons: int) -> None:
        """Take one more frame of the set; what has gathered is written twice a second."""
        if self._running:
            self._frames.append((pose, feedback, persons))
            if time.monotonic() - self._written_s >= WRITE_EVERY_S:
                self._hand_over_frames()

    def stay_alive(self, time_s: float) -> None:
        """Mark the session as running while nothing is counted."""
        if self._running and time_s - self._alive_s >= ALIVE_EVERY_S:
            self._alive_s = time_s
            self._hand_over_frames()

    def finish_step(self, result: SessionResult) -> None:
        """Store a set's result in the place of its running totals."""
        if self._running:
            self._hand_over_frames()
            self._writer.do(lambda: self._get_recorder().finish_set(result))

    def keep_pictures(self, moments: Sequence[FaultMoment]) -> None:
        """Keep the moments of the set that has just been judged as pictures; they are drawn in the writer's thread."""
        if self._running and moments:
            self._writer.do(lambda: self._write_pictures(moments), needed=False)

    def report_pain(self, step: PlanStep) -> None:
        """Mark that the person said that it hurts; before the first set this begins the session of the step."""
        if not self._running:
            self.start_step(step)
        self._writer.do(lambda: self._get_recorder().report_pain())

    def finish(self) -> None:
        """End the session under way in the history."""
        if self._running:
            self._hand_over_frames()
            self._writer.do(lambda: self._end(finished=True))
            self._running = False

    def interrupt(self) -> None:
        """End it as interrupted; it can be taken up again."""
        if self._running:
            self._hand_over_frames()
            self._writer.do(lambda: self._end(finished=False))
            self._running = False

    def settle(self) -> bool:
        """Wait until everything is written, some seconds at most, and return whether it is."""
        return self._writer.settle()

    def close(self) -> None:
        """Write what can be written, and end the writing."""
        self._writer.close()

    def _hand_over_frames(self) -> None:
        self._written_s = time.monotonic()
        frames, self._frames = self._frames, deque()
        self._writer.do(lambda: self._write_frames(frames), needed=False)

    # In the writer's thread. A job that failed is run again: each has to leave off where it was.

    def _get_recorder(self) -> SessionRecorder:
        assert self._recorder is not None
        return self._recorder

    def _start_session(self, step: PlanStep) -> None:
        stretch = self._stretches[step.stretch_id]
        self._recorder = self._history.start_session(
            stretch,
            side=self._find_side(step),
            source="live",
            dose=_describe_dose(stretch, step),
            person=self._person,
            layers=self._layers.get(step.stretch_id, NO_LAYERS),
        )
        self._state.history_ids.append(self._recorder.id)

    def _write_frames(self, frames: deque[Frame]) -> None:
        recorder = self._get_recorder()
        while frames:
            pose, feedback, persons = frames.popleft()
            recorder.append(pose, feedback, persons=persons)
        recorder.flush()

    def _write_pictures(self, moments: Sequence[FaultMoment]) -> None:
        recorder = self._get_recorder()
        try:
            for moment in moments:
                picture = KeptPicture(recorder.set_no, moment.check_id, draw_moment(moment))
                keep_picture(self._history, recorder.id, picture)
        except HistoryError as error:
            # Not tried again: nothing else of the session may wait for a picture.
            _LOG.warning("A picture of a fault could not be kept: %s", error)

    def _end(self, *, finished: bool) -> None:
        recorder = self._get_recorder()
        if finished:
            recorder.finish()
        else:
            recorder.interrupt()

    def _resume(self, history_id: str) -> None:
        try:
            self._recorder = self._history.resume_session(history_id)
        except HistoryError:
            # It was deleted meanwhile; the next step begins a new one.
            return
        self._stretch_id = self._plan.steps[min(self._state.step, len(self._plan.steps) - 1)].stretch_id
        self._running = True

    def _find_side(self, step: PlanStep) -> PlanSide:
        rest = self._plan.steps[self._plan.steps.index(step) :]
        sides = {each.side for each in takewhile(lambda each: each.stretch_id == step.stretch_id, rest)}
        return step.side if len(sides) == 1 else "both"


def _describe_dose(stretch: Stretch, step: PlanStep) -> Dose:
    # What the person chose may lie outside the prescribed range.
    chosen = {"hold_s": step.hold_s, "hold_range_s": None, "reps": step.reps, "sets": step.sets, "rest_s": step.rest_s}
    return stretch.dose.model_copy(update=chosen)
