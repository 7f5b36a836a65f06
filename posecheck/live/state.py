"""What a live session remembers, in a form that survives a restart of the server."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

LivePhase = Literal["setup", "countdown", "waiting", "active", "paused", "rest", "hurt", "finished"]
PauseReason = Literal["", "left", "arms", "button", "hidden"]
RepMark = Literal["good", "partial", "faulty"]

# The phases in which the hold clock and the repetition counter run.
COUNTING: tuple[LivePhase, ...] = ("waiting", "active")


@dataclass
class StepProgress:
    """What has been done of one step.

    Attributes:
        held_s: time held well, in seconds.
        marks: the repetitions in order.
        ended: "" while it runs, else how it ended.
    """

    held_s: float = 0.0
    marks: list[RepMark] = field(default_factory=list)
    ended: Literal["", "done", "skipped", "hurt"] = ""

    @property
    def full_reps(self) -> int:
        """Repetitions of full range, good or faulty: those that count for the dose."""
        return sum(mark != "partial" for mark in self.marks)


@dataclass
class SessionState:
    """A live session at one moment.

    Attributes:
        phase: what is going on.
        step: index of the step under way.
        progress: one entry for each step of the plan.
        pause_reason: why it is paused.
        standing_hip_deg: the standing baseline, where it was taken.
        history_ids: ids of the sessions in the history, in order.
    """

    phase: LivePhase = "setup"
    step: int = 0
    progress: list[StepProgress] = field(default_factory=list)
    pause_reason: PauseReason = ""
    standing_hip_deg: float | None = None
    hurt: bool = False
    history_ids: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Return the state that `to_dict` gave."""
        progress = [StepProgress(**entry) for entry in values["progress"]]
        return cls(**{**values, "progress": progress})
