"""One live session at work: poses in; feedback, things to say and the history out. No network, no camera."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from posecheck.anatomy import UPRIGHT
from posecheck.live.fault_pictures import FaultWatch
from posecheck.live.keeper import HistoryKeeper
from posecheck.live.lookalike import LookalikeWatch
from posecheck.live.session import Command, LiveSession
from posecheck.live.voice import Event
from posecheck.pose import Pose
from posecheck.results import Feedback, SessionResult
from posecheck.stretch import Stretch
from posecheck.trainer import Trainer

# A trainer that has nothing to count yet is replaced after this long, because it remembers every frame.
WATCH_S = 20.0


class LiveRun:
    """Feeds a session with the trainer that fits the moment.

    What counts (from the call to take the pose until the dose is reached) goes through one trainer a step, so
    that its result is the one that a review of the same frames would give. At all other times another trainer
    watches, for the view and the set-up.
    """

    def __init__(
        self, session: LiveSession, stretches: Mapping[str, Stretch], keeper: HistoryKeeper, *, pictures: bool = False
    ) -> None:
        """Join a session, the reference poses that it is judged by, and its history.

        Args:
            session: what is to be done, and how far it is.
            stretches: the reference poses by id.
            keeper: the history.
            pictures: whether the person asked for a picture of the moment of each fault to be kept.
        """
        self.session = session
        self._stretches = stretches
        self._keeper = keeper
        self._lookalike = LookalikeWatch()
        self._faults = FaultWatch(session.phrases.interpreter.language) if pictures else None
        self._near_side: Literal["left", "right"] = "left"
        self._counter: Trainer | None = None
        self._counted_step = -1
        self._counting_since_s = session.now_s
        self._watcher = self._make_trainer()
        self._watching_since_s = session.now_s

    def observe(self, pose: Pose, persons: int, brightness: float, jpeg: bytes = b"") -> tuple[Feedback, list[Event]]:
        """Take one more pose and return the feedback and what is to be heard.

        Args:
            pose: as tracked, with the session's time.
            persons: how many people are in the picture.
            brightness: the picture's mean, 0..1; only the set-up looks at it.
            jpeg: the picture itself; looked at only where pictures are kept.
        """
        counting = self.session.counting
        trainer = self._get_counter(pose.time_s) if counting else self._get_watcher(pose.time_s)
        feedback = trainer.update(pose, persons)
        if feedback.view.near_side:
            self._near_side = feedback.view.near_side
        if counting:
            self._keeper.append(pose, feedback, persons)
            self._renew_idle_counter(feedback)
        else:
            self._keeper.stay_alive(pose.time_s)
        feedback = self.session.phrases.interpreter.interpret(feedback, self.session.stretch)
        if counting and self._faults is not None:
            self._faults.look(feedback, self.session.stretch, jpeg)
        events = self.session.observe(feedback, persons, brightness)
        waiting = self.session.state.phase == "waiting"
        other = self._lookalike.step(pose, self.session.step.stretch_id, waiting=waiting)
        events += self.session.notice(other)
        self._follow_step()
        return feedback, events

    def command(self, command: Command) -> list[Event]:
        """Obey a button."""
        was_hurt = self.session.state.phase == "hurt"
        events = self.session.command(command)
        if self.session.state.phase == "hurt" and not was_hurt:
            self._keeper.report_pain(self.session.step)
        self._follow_step()
        return events

    def close(self) -> None:
        """End what is recorded: finished when the session is over, else interrupted."""
        if self.session.over:
            self._keeper.finish()
        else:
            if self._counter is not None and self._faults is not None:
                self._keep_pictures(self._counter.finish())
            self._keeper.interrupt()
        self._keeper.close()

    @property
    def unsaved(self) -> str:
        """Why nothing can be saved at the moment, "" when all is well."""
        return self._keeper.problem

    def _make_trainer(self) -> Trainer:
        step = self.session.step
        side = self._near_side if step.side == "both" else step.side
        state = self.session.state
        # The set-up takes the standing baseline from readings with nothing of the person's own taken off.
        standing_hip_deg = UPRIGHT.standing_hip_deg if state.phase == "setup" else state.standing_hip_deg
        return Trainer(self._stretches[step.stretch_id], side, standing_hip_deg)

    def _get_watcher(self, time_s: float) -> Trainer:
        step = self.session.step
        stale = time_s - self._watching_since_s > WATCH_S
        other = self._watcher.stretch.id != step.stretch_id or step.side not in ("both", self._watcher.side)
        if stale or other:
            self._watcher = self._make_trainer()
            self._watching_since_s = time_s
        return self._watcher

    def _get_counter(self, time_s: float) -> Trainer:
        if self._counter is None:
            self._counting_since_s = time_s
            self._counter = self._make_trainer()
            self._counted_step = self.session.state.step
            self._keeper.start_step(self.session.step)
        return self._counter

    def _renew_idle_counter(self, feedback: Feedback) -> None:
        counted = feedback.held_s or feedback.reps_good or feedback.reps_partial or feedback.reps_faulty
        idle = feedback.phase != "in_pose" and not counted and not feedback.rep_progress > 0
        if idle and feedback.time_s - self._counting_since_s > WATCH_S:
            self._counter = self._make_trainer()
            self._counting_since_s = feedback.time_s

    def _keep_pictures(self, result: SessionResult) -> None:
        if self._faults is not None:
            self._keeper.keep_pictures(self._faults.take(result))

    def _follow_step(self) -> None:
        """Store the result of a step that has ended."""
        state = self.session.state
        over = self.session.over
        if self._counter is not None and (over or state.phase == "hurt" or state.step != self._counted_step):
            result = self._counter.finish()
            self._keeper.finish_step(result)
            self._keep_pictures(result)
            self._counter = None
        if over:
            self._keeper.finish()
