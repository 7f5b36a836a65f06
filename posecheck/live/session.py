"""The guided session as a state machine: feedback and time in, phases and things to say out.

Pure: no clock, no network, no camera. Times are the session's own, in seconds, rising with every frame; the
words come from a language file and from the reference pose.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from posecheck.live.body_signs import has_arms_lifted
from posecheck.live.phrases import Phrases, speak_units
from posecheck.live.plan import Plan, PlanStep
from posecheck.live.setup import SetupChecker, SetupItem
from posecheck.live.state import COUNTING, LivePhase, PauseReason, SessionState, StepProgress
from posecheck.live.texts import Texts
from posecheck.live.voice import Event, VoiceGate
from posecheck.recognition import Candidate
from posecheck.results import Feedback
from posecheck.stretch import Stretch

Command = Literal["begin", "pause", "resume", "skip", "hurt", "end", "hide"]

COUNTDOWN_S = 3.0
# Being out of the picture for this long pauses; being back for this long goes on.
LEFT_S = 1.5
BACK_S = 0.8
# Both arms lifted for this long pauses or goes on; then they have to come down first.
ARMS_S = 1.5
# While the pose is not taken, the next instruction is spoken this often.
INSTRUCT_EVERY_S = 8.0
# Advice about the view is repeated this often.
ADVISE_EVERY_S = 7.0
# Shorter moments out of the pose make no tone.
TONE_AFTER_S = 0.4
# Praise for half of a hold shorter than this would only disturb.
SHORTEST_WITH_HALF_S = 12.0
LAST_SECONDS = 5


class LiveSession:
    """Guides one person through a plan."""

    def __init__(
        self,
        plan: Plan,
        stretches: Mapping[str, Stretch],
        texts: Texts,
        state: SessionState | None = None,
        start_s: float = 0.0,
    ) -> None:
        """Start a session, or go on with one whose state was kept.

        Args:
            plan: what is to be done.
            stretches: the reference poses of the plan by id, with their words in the language of `texts`.
            texts: the words.
            state: a state from before; what was under way goes on when the pose is taken again.
            start_s: the session's time now.
        """
        self.plan = plan
        self.state = state or SessionState(progress=[StepProgress() for _ in plan.steps])
        self.setup_items: list[SetupItem] = []
        self._stretches = stretches
        self._phrases = Phrases(texts, stretches)
        self._gate = VoiceGate()
        self._now_s = self._since_s = start_s
        self._carried = self.progress.held_s, list(self.progress.marks)
        self._setup = SetupChecker(self.stretch, texts)
        self._seen_s = self._unseen_since_s = start_s
        self._arms_since_s: float | None = None
        self._arms_armed = True
        self._spoken_count = 0
        self._half_said = False
        self._was_good = False
        self._tone_due_s: float | None = None
        self._instructed_s = start_s
        self._instruction = 0
        self._other: Candidate | None = None
        if state is not None and state.phase in ("countdown", "waiting", "active", "paused"):
            self._enter("waiting")

    @property
    def step(self) -> PlanStep:
        """The step under way, the last one when all are done."""
        return self.plan.steps[min(self.state.step, len(self.plan.steps) - 1)]

    @property
    def stretch(self) -> Stretch:
        """The reference pose of the step under way."""
        return self._stretches[self.step.stretch_id]

    @property
    def progress(self) -> StepProgress:
        """What has been done of the step under way."""
        return self.state.progress[min(self.state.step, len(self.plan.steps) - 1)]

    @property
    def counting(self) -> bool:
        """Whether the hold clock and the repetition counter run."""
        return self.state.phase in COUNTING

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self.state.phase == "finished"

    @property
    def now_s(self) -> float:
        """The session's time of the last frame."""
        return self._now_s

    @property
    def phase_s(self) -> float:
        """For how long the phase has lasted, in seconds."""
        return self._now_s - self._since_s

    @property
    def instruction(self) -> str:
        """The instruction of the stretch to show while the pose is not taken yet."""
        return self.stretch.steps[max(self._instruction - 1, 0) % len(self.stretch.steps)]

    @property
    def mismatch(self) -> str:
        """What to show when another stretch is done than the one of this step, else ""."""
        return self._phrases.describe_other(self._other, self.step) if self._other is not None else ""

    @property
    def phrases(self) -> Phrases:
        """The words of this session."""
        return self._phrases

    @property
    def seconds_left(self) -> float | None:
        """Seconds left of the countdown or the rest; None in other phases."""
        total = {"countdown": COUNTDOWN_S, "rest": self._rest_s()}.get(self.state.phase)
        return None if total is None else max(0.0, total - self.phase_s)

    def observe(self, feedback: Feedback, persons: int = 1, brightness: float = 0.5) -> list[Event]:
        """Take one more frame and return what is to be heard now.

        Args:
            feedback: what the chain says; in counting phases its totals are those of the step under way since
                the session object was made or the step began.
            persons: how many people are in the picture.
            brightness: the picture's mean, 0..1; only the set-up looks at it.
        """
        self._now_s = feedback.time_s
        if feedback.pose.detected:
            self._seen_s = feedback.time_s
        else:
            self._unseen_since_s = feedback.time_s
        gesture = self._follow_arms(feedback)
        handlers = {
            "setup": lambda: self._observe_setup(feedback, persons, brightness),
            "countdown": self._observe_countdown,
            "waiting": lambda: self._observe_counting(feedback, gesture),
            "active": lambda: self._observe_counting(feedback, gesture),
            "paused": lambda: self._observe_pause(gesture),
            "rest": self._observe_rest,
        }
        handler = handlers.get(self.state.phase)
        return handler() if handler else []

    def notice(self, other: Candidate | None) -> list[Event]:
        """Take the stretch that is clearly done instead of the wanted one, or None; return what is to be heard."""
        self._other = other
        return self._gate.cue(self._now_s, f"other{other.stretch}", self.mismatch) if other is not None else []

    def command(self, command: Command) -> list[Event]:
        """Obey a button; what makes no sense in the present phase does nothing."""
        phase = self.state.phase
        if command == "end" and not self.over:
            return self._finish("ended")
        if command == "begin" and phase == "setup":
            return self._begin()
        if command in ("pause", "hide") and self.counting:
            return self._pause("button" if command == "pause" else "hidden")
        if command == "resume" and phase == "paused":
            return self._resume()
        if command == "hurt" and phase in ("countdown", "waiting", "active", "paused", "rest"):
            return self._stop_for_pain()
        if command == "skip":
            return self._skip()
        return []

    def _enter(self, phase: LivePhase) -> None:
        self.state.phase, self._since_s = phase, self._now_s
        self._instructed_s = self._now_s
        self._tone_due_s = None
        self._arms_since_s, self._arms_armed = None, False
        self._seen_s = max(self._seen_s, self._now_s)

    def _announce(self, key: str, **values: object) -> Event:
        return self._gate.announce(self._now_s, self._phrases.say(key, **values))

    # Set-up and countdown

    def _observe_setup(self, feedback: Feedback, persons: int, brightness: float) -> list[Event]:
        self.setup_items, ready = self._setup.step(feedback, persons, brightness)
        self.state.standing_hip_deg = self._setup.standing_hip_deg
        if ready:
            return self._begin()
        if self.phase_s < 1.0:
            return []
        wanted = [item for item in self.setup_items if item.state == "mend"] or [
            item for item in self.setup_items if item.id == "standing" and item.state == "wait"
        ]
        return self._gate.cue(self._now_s, wanted[0].id, wanted[0].text) if wanted else []

    def _begin(self) -> list[Event]:
        self._enter("countdown")
        self._spoken_count = 0
        return [self._announce("countdown_say")]

    def _observe_countdown(self) -> list[Event]:
        left = math.ceil(COUNTDOWN_S - self.phase_s)
        if left <= 0:
            return self._start_step()
        if self.phase_s >= 0.9 and left != self._spoken_count:
            self._spoken_count = left
            return [self._gate.count("", "tick")]
        return []

    def _start_step(self) -> list[Event]:
        self._enter("waiting")
        self._carried = self.progress.held_s, list(self.progress.marks)
        self._half_said, self._was_good, self._instruction = False, False, 0
        self._spoken_count = LAST_SECONDS + 1
        return [self._gate.announce(self._now_s, self._phrases.invite(self.step), "tick")]

    # The pose itself

    def _observe_counting(self, feedback: Feedback, gesture: bool) -> list[Event]:
        if gesture:
            return self._pause("arms")
        if self._now_s - self._seen_s > LEFT_S:
            return self._pause("left")
        events = self._count(feedback)
        if self._is_done():
            return [*events, *self._complete_step()]
        if self.state.phase == "waiting":
            return events + (self._activate() if self._has_begun(feedback) else self._instruct(feedback))
        return events + self._coach(feedback)

    def _has_begun(self, feedback: Feedback) -> bool:
        if self.step.reps is None:
            return feedback.phase == "in_pose"
        return feedback.rep_progress > 0.3 or bool(self.progress.marks)

    def _activate(self) -> list[Event]:
        self._enter("active")
        kind = "hold" if self.step.reps is None else "reps"
        return [self._announce(f"active_{kind}_say")] if not self._half_said else []

    def _instruct(self, feedback: Feedback) -> list[Event]:
        if not feedback.view.ok:
            key = f"{feedback.view.reason}{int(self._now_s / ADVISE_EVERY_S)}"
            return self._gate.cue(self._now_s, key, feedback.view.advice)
        if self._now_s - self._instructed_s < INSTRUCT_EVERY_S or not self.stretch.steps:
            return []
        text = self.stretch.steps[self._instruction % len(self.stretch.steps)]
        events = self._gate.cue(self._now_s, f"step{self._instruction}", text)
        if events:
            self._instructed_s = self._now_s
            self._instruction += 1
        return events

    def _count(self, feedback: Feedback) -> list[Event]:
        held_s, marks = self._carried
        self.progress.held_s = held_s + feedback.held_s
        counts = {"good": feedback.reps_good, "partial": feedback.reps_partial, "faulty": feedback.reps_faulty}
        events: list[Event] = []
        for kind, total in counts.items():
            before = sum(mark == kind for mark in self.progress.marks) - sum(mark == kind for mark in marks)
            for _ in range(total - before):
                self.progress.marks.append(kind)  # type: ignore[arg-type]
                events.append(self._announce_rep(kind))
        return events

    def _announce_rep(self, kind: str) -> Event:
        count = self.progress.full_reps
        text = self._phrases.say(f"rep_{kind}_say", count=count)
        half = self.step.reps is not None and count * 2 == self.step.reps and self.step.reps >= 6
        if kind != "partial" and half and not self._half_said:
            self._half_said = True
            text = self._phrases.say("half_reps_say", left=self.step.reps - count)  # type: ignore[operator]
        return self._gate.count(text, "partial" if kind == "partial" else "rep")

    def _coach(self, feedback: Feedback) -> list[Event]:
        events = self._follow_good(feedback.good) if self.step.reps is None else []
        events += self._tell_time(feedback.good)
        if not feedback.view.ok and feedback.phase == "wrong_view":
            return events + self._gate.cue(self._now_s, f"view{feedback.view.reason}", feedback.view.advice)
        shown, fresh = feedback.cue, feedback.new_cue
        if shown is not None and shown.direction:
            events += self._gate.cue(
                self._now_s, f"{shown.check}{shown.direction}", speak_units(shown.text, self._phrases)
            )
        elif fresh is not None:
            events += self._gate.cue(self._now_s, f"praise{fresh.check}", fresh.text)
        return events

    def _follow_good(self, good: bool) -> list[Event]:
        if good == self._was_good:
            self._tone_due_s = None
            return []
        if self._tone_due_s is None:
            self._tone_due_s = self._now_s + (0.0 if good else TONE_AFTER_S)
        if self._now_s < self._tone_due_s:
            return []
        self._was_good, self._tone_due_s = good, None
        return [self._gate.count("", "in" if good else "out")]

    def _tell_time(self, good: bool) -> list[Event]:
        if self.step.hold_s is None or not good:
            return []
        left_s = self.step.hold_s - self.progress.held_s
        if not self._half_said and left_s <= self.step.hold_s / 2 and self.step.hold_s >= SHORTEST_WITH_HALF_S:
            self._half_said = True
            return [self._announce("half_say")]
        whole = math.ceil(left_s)
        if whole >= self._spoken_count or whole > LAST_SECONDS or self.step.hold_s <= 2 * LAST_SECONDS:
            return []
        self._spoken_count = whole
        text = self._phrases.say("seconds_left_say") if whole == LAST_SECONDS else str(whole)
        return [self._gate.count(text)] if whole > 0 else []

    def _is_done(self) -> bool:
        if self.step.reps is not None:
            return self.progress.full_reps >= self.step.reps
        return self.step.hold_s is not None and self.progress.held_s >= self.step.hold_s

    # Ends, rests and pauses

    def _complete_step(self) -> list[Event]:
        kind = "hold" if self.step.reps is None else "reps"
        done = self._announce(f"set_done_{kind}_say", count=self.progress.full_reps)
        self.progress.ended = "done"
        return [self._gate.announce(self._now_s, done.text, "done"), *self._advance()]

    def _advance(self) -> list[Event]:
        before = self.step
        if self.state.step + 1 >= len(self.plan.steps):
            return self._finish("finished")
        self.state.step += 1
        self._carried = self.progress.held_s, list(self.progress.marks)
        self._enter("rest")
        return [self._gate.announce(self._now_s, self._phrases.introduce_rest(before, self.step))]

    def _rest_s(self) -> float:
        return self.plan.steps[max(self.state.step - 1, 0)].rest_s

    def _observe_rest(self) -> list[Event]:
        return self._start_step() if self.phase_s >= self._rest_s() else []

    def _finish(self, how: Literal["finished", "ended"]) -> list[Event]:
        self._enter("finished")
        return [self._announce(f"{how}_say")]

    def _skip(self) -> list[Event]:
        phase = self.state.phase
        if phase in ("setup", "countdown", "rest"):
            return self._start_step()
        if phase in ("waiting", "active", "paused"):
            self.progress.ended = "skipped"
            return self._advance()
        return self._advance() if phase == "hurt" else []

    def _stop_for_pain(self) -> list[Event]:
        if self.state.phase != "rest":
            self.progress.ended = "hurt"
        self.state.hurt = True
        self._enter("hurt")
        caution = self.stretch.cautions[0] if self.stretch.cautions else ""
        return [self._announce("hurt_say"), Event(caution)]

    def _pause(self, reason: PauseReason) -> list[Event]:
        self._enter("paused")
        self.state.pause_reason = reason
        return [] if reason == "hidden" else [self._announce(f"paused_{reason}_say")]

    def _resume(self) -> list[Event]:
        self.state.pause_reason = ""
        self._enter("waiting")
        return [self._announce("resumed_say")]

    def _observe_pause(self, gesture: bool) -> list[Event]:
        back = self.state.pause_reason == "left" and self._now_s - self._unseen_since_s >= BACK_S
        return self._resume() if gesture or back else []

    def _follow_arms(self, feedback: Feedback) -> bool:
        """Return whether both arms have just been lifted for long enough."""
        if self._uses_arms() or not has_arms_lifted(feedback.pose):
            self._arms_since_s, self._arms_armed = None, True
            return False
        if self._arms_since_s is None:
            self._arms_since_s = self._now_s
        lifted = self._arms_armed and self._now_s - self._arms_since_s >= ARMS_S
        if lifted:
            self._arms_armed = False
        return lifted

    def _uses_arms(self) -> bool:
        """Return whether the stretch itself lifts the arms, so that lifting them cannot mean a pause."""
        conditions = [*self.stretch.entry.conditions, *self.stretch.checks]
        return any(condition.measure == "shoulder_flexion" for condition in conditions)
