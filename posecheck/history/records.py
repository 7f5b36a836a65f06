"""What the history gives back: sessions as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from posecheck.results import CheckResult, Cue, Hold, OverallVerdict, RepetitionResult, Verdict
from posecheck.stretch.schema import Dose, Stretch

SessionSide = Literal["left", "right", "both"]
Source = Literal["live", "upload"]
State = Literal["recording", "finished", "interrupted"]


class LayerNumbers(NamedTuple):
    """Under which published versions something was judged: of the clinic and of the patient; 0 is none."""

    clinic: int = 0
    patient: int = 0


NO_LAYERS = LayerNumbers()

# A session is as good as its worst set: a pass takes that every set passed.
_WORST_FIRST: tuple[OverallVerdict, ...] = ("fail", "not_assessable", "not_performed", "pass")


@dataclass(frozen=True, slots=True)
class SetSummary:
    """One set of one side.

    Attributes:
        working_side: in a set of both sides the one that was measured; None before anything was.
        verdict: None while it has not been judged.
        standing_hip_deg: the standing baseline that was subtracted from the hip angle, None when unknown.
        held_s: time held well.
    """

    set_no: int
    side: SessionSide
    working_side: Literal["left", "right"] | None
    verdict: OverallVerdict | None
    held_s: float
    reps_good: int
    reps_partial: int
    reps_faulty: int
    standing_hip_deg: float | None


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session without its details.

    Attributes:
        id: a UUID.
        person: the code of the person, "me" by default.
        stretch_sha256: hash of the stretch's definition as judged.
        side: the side trained, or "both".
        dose: the dose that was asked for.
        started_utc, ended_utc: aware datetimes; `ended_utc` is None while recording.
        utc_offset_min: the person's clock against UTC when it began.
        pain: whether the person said that it hurts; `pain_note` is what they said.
        layers: the published versions that made the stretch as judged.
    """

    id: str
    person: str
    stretch_id: str
    stretch_name: str
    stretch_sha256: str
    source: Source
    side: SessionSide
    dose: Dose
    state: State
    started_utc: datetime
    ended_utc: datetime | None
    utc_offset_min: int
    pain: bool
    pain_note: str
    note: str
    sets: tuple[SetSummary, ...]
    layers: LayerNumbers = NO_LAYERS

    @property
    def local_start(self) -> datetime:
        """When it began on the person's own clock, without a time zone."""
        return self.started_utc.replace(tzinfo=None) + timedelta(minutes=self.utc_offset_min)

    @property
    def local_date(self) -> date:
        """The day on which it began on the person's own calendar."""
        return self.local_start.date()

    @property
    def held_s(self) -> float:
        """Time held well over all sets, in seconds."""
        return sum(each.held_s for each in self.sets)

    @property
    def held_s_by_side(self) -> dict[SessionSide, float]:
        """Time held well on each side that was trained, in seconds."""
        return _sum_by_side((each.side, each.held_s) for each in self.sets)

    @property
    def reps_good(self) -> int:
        """Good repetitions over all sets."""
        return sum(each.reps_good for each in self.sets)

    @property
    def reps_good_by_side(self) -> dict[SessionSide, int]:
        """Good repetitions on each side that was trained."""
        return {side: int(n) for side, n in _sum_by_side((s.side, s.reps_good) for s in self.sets).items()}

    @property
    def verdict(self) -> OverallVerdict | None:
        """The worst verdict of its judged sets; None when none was judged."""
        return find_worst(each.verdict for each in self.sets)


@dataclass(frozen=True, slots=True)
class SetRecord:
    """One set with all that was found in it."""

    summary: SetSummary
    checks: tuple[CheckResult, ...]
    holds: tuple[Hold, ...]
    reps: tuple[RepetitionResult, ...]
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Rejudgement:
    """What another version of the stretch made of a session later, kept beside what was said then.

    Attributes:
        number: counts from 1; the highest one counts.
        created_utc: an aware datetime.
        author: who had it judged again, "" for the user of this machine.
        stretch_sha256: hash of the definition that judged it.
        layers: the published versions that made that definition.
        sets: of the session, as judged by it.
    """

    number: int
    created_utc: datetime
    author: str
    stretch_sha256: str
    layers: LayerNumbers
    sets: tuple[SetRecord, ...]

    @property
    def verdict(self) -> OverallVerdict | None:
        """The worst verdict of its sets; None without any."""
        return find_worst(each.summary.verdict for each in self.sets)


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session with its details, and the stretch as it was judged then.

    Attributes:
        definition: the stretch's definition, as stored.
        stretch: the same, read; None when this version of PoseCheck cannot read it any more.
        frames: how many frames of landmarks are stored.
        rejudgements: what later versions made of it, oldest first.
    """

    summary: SessionSummary
    definition: dict[str, Any]
    stretch: Stretch | None
    sets: tuple[SetRecord, ...]
    frames: int
    rejudgements: tuple[Rejudgement, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckMedian:
    """One check of one set: the median of its measure, with where it comes from.

    Attributes:
        column: the column name of the measure, "left_knee_flexion_deg".
        median: in the measure's unit; None when the check could not be assessed.
        assessed_s: time over which the median was taken.
    """

    session: SessionSummary
    set_no: int
    check_id: str
    name: str
    measure: str
    column: str
    verdict: Verdict
    median: float | None
    assessed_s: float


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """Which sessions to list; None takes all.

    Attributes:
        since, until: days on the person's calendar, both included.
    """

    person: str | None = None
    stretch_id: str | None = None
    source: Source | None = None
    state: State | None = None
    since: date | None = None
    until: date | None = None

    def matches_day(self, day: date) -> bool:
        """Return whether a day lies within `since` and `until`."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def find_worst(verdicts: Iterable[OverallVerdict | None]) -> OverallVerdict | None:
    """Return the worst of some verdicts; None when there is none among them."""
    found = set(verdicts)
    return next((verdict for verdict in _WORST_FIRST if verdict in found), None)


def _sum_by_side(pairs: Iterable[tuple[SessionSide, float]]) -> dict[SessionSide, float]:
    totals: dict[SessionSide, float] = {}
    for side, amount in pairs:
        totals[side] = totals.get(side, 0) + amount
    return totals
