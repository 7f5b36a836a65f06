"""What a draft does to recordings: each judged as published and as drafted, and all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from posecheck.bench.examples import Example
from posecheck.rejudging import Change, compare_results
from posecheck.results import OverallVerdict, SessionResult
from posecheck.stretch.schema import Stretch

Judge = Callable[[Example, Stretch], SessionResult]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One recording, judged as published and as drafted; `changes` is what comes out differently."""

    example: Example
    before: SessionResult
    after: SessionResult
    changes: tuple[Change, ...] = ()

    @property
    def verdict_changes(self) -> bool:
        """Whether the verdict of the whole changes."""
        return self.before.verdict != self.after.verdict


@dataclass(frozen=True, slots=True)
class Totals:
    """What a draft does to all recordings together.

    Attributes:
        recordings: how many were judged.
        changed: how many of them get another verdict, on the whole.
        verdicts: how many recordings go from one verdict to another: ("fail", "pass") -> 2.
        held_s: time held well, before and after, in seconds.
        reps_good: good repetitions, before and after.
    """

    recordings: int
    changed: int
    verdicts: dict[tuple[OverallVerdict, OverallVerdict], int]
    held_s: tuple[float, float]
    reps_good: tuple[int, int]


def compare_examples(
    examples: Iterable[Example], published: Stretch, drafted: Stretch, judge: Judge
) -> tuple[Outcome, ...]:
    """Return each recording judged by both definitions, in the given order.

    Args:
        examples: the recordings.
        published: the stretch as it holds now.
        drafted: as it would be.
        judge: what the trainer makes of a recording.
    """
    if published == drafted:
        results = [(example, judge(example, published)) for example in examples]
        return tuple(Outcome(example, result, result) for example, result in results)
    pairs = [(example, judge(example, published), judge(example, drafted)) for example in examples]
    return tuple(Outcome(*pair, changes=tuple(compare_results(*pair[1:]))) for pair in pairs)


def sum_up(outcomes: Sequence[Outcome]) -> Totals:
    """Return the totals of all recordings."""
    moves = [(each.before.verdict, each.after.verdict) for each in outcomes if each.verdict_changes]
    return Totals(
        recordings=len(outcomes),
        changed=len(moves),
        verdicts={move: moves.count(move) for move in dict.fromkeys(moves)},
        held_s=(sum(each.before.held_s for each in outcomes), sum(each.after.held_s for each in outcomes)),
        reps_good=(
            sum(each.before.count_reps("good") for each in outcomes),
            sum(each.after.count_reps("good") for each in outcomes),
        ),
    )
