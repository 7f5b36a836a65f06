"""What became of the clips of each row of the catalogue: how many of how many were as they should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.accuracy_parts.verdicts import ClipOutcome, Judged
from posecheck.stretch import Stretch

# What is guided is promised to be timed.
TIMED_WITHIN_S = 0.5
_VERDICTS = ("pass", "fail", "not_assessable", "not_performed")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of so many were as they should be."""

    right: int
    total: int

    def __str__(self) -> str:
        """Return "3 of 4", or a dash where there are none."""
        return f"{self.right} of {self.total}" if self.total else "–"


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a stretch's clips.

    Attributes:
        good: good performances that passed; of what is guided, those that were timed rightly.
        faults: faults, each a check failed in a direction, that were told by that check and direction.
        wrong_fails: checks that were failed in a good performance.
        off_view: clips of a wrong camera place in which no check said pass or fail.
    """

    good: Tally
    faults: Tally
    wrong_fails: int
    off_view: Tally

    @property
    def counts(self) -> bool:
        """Whether the row keeps its promise: good ones pass, faults are told, wrong views refused."""
        tallies = (self.good, self.faults, self.off_view)
        return self.good.total > 0 and not self.wrong_fails and all(each.right == each.total for each in tallies)

    def __str__(self) -> str:
        """Return the cells of a table's row."""
        return f"{self.good} | {self.faults} | {self.wrong_fails} | {self.off_view}"


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch, what became of its clips of held-out bodies, and by clip what was judged wrongly, in words."""

    stretch: Stretch
    figures: Figures
    notes: dict[str, str]


def tally_row(stretch: Stretch, outcomes: Iterable[ClipOutcome]) -> Row:
    """Return what became of a stretch's clips; clips that bands were chosen on are left out."""
    own = [each for each in outcomes if each.case.stretch == stretch.id and each.case.split == "test"]
    expected = {verdict: [each for each in own if each.overall.expected == verdict] for verdict in _VERDICTS}
    judged = [check for each in expected["fail"] for check in each.checks if check.expected == "fail"]
    good, off_view = expected["pass"], expected["not_assessable"]
    if stretch.guided:
        # Nothing is judged from anywhere, so that the truth's verdict does not tell a wrong camera place.
        good = [each for each in off_view if _is_good_performance(each)]
        off_view = [each for each in off_view if each not in good]
    figures = Figures(
        good=Tally(sum(map(_is_good_told, good)), len(good)),
        faults=Tally(sum(check.right for check in judged), len(judged)),
        wrong_fails=sum(check.found == "fail" for each in good for check in each.checks),
        off_view=Tally(sum(not any(map(_is_confident, each.checks)) for each in off_view), len(off_view)),
    )
    return Row(stretch, figures, {each.overall.clip: _describe_wrong(each) for each in own if not is_right(each)})


def add_figures(rows: Iterable[Figures]) -> Figures:
    """Return the sums over rows."""
    each = list(rows)

    def add(name: str) -> Tally:
        return Tally(sum(getattr(one, name).right for one in each), sum(getattr(one, name).total for one in each))

    return Figures(add("good"), add("faults"), sum(one.wrong_fails for one in each), add("off_view"))


def count_unclear(outcomes: Iterable[ClipOutcome]) -> int:
    """Return how many checks are not judged because they truly lie close to a bound."""
    return sum(len(each.case.truth.get("unclear", ())) for each in outcomes)


def is_right(outcome: ClipOutcome) -> bool:
    """Whether the clip, each check and each repetition were judged as they truly are, and guided time was kept."""
    timed = _is_timed(outcome) or not _is_good_performance(outcome)
    return outcome.overall.right and all(check.right for check in outcome.checks) and outcome.reps_exact and timed


def describe_outcome(outcome: ClipOutcome) -> list[str]:
    """Return one line about a clip, and one for each check that was judged wrongly."""
    held = "" if outcome.held_error_s != outcome.held_error_s else f"  held {outcome.held_error_s:+.2f} s"
    reps = f"  reps {outcome.reps_found} of {outcome.reps_expected}" if outcome.reps_expected else ""
    mark = "ok   " if is_right(outcome) else "WRONG"
    overall = outcome.overall
    lines = [f"{mark} {overall.clip}: {overall.found}, truly {overall.expected}{held}{reps}"]
    wrong = [check for check in outcome.checks if not check.right]
    return lines + [f"        {each.check}: {each.found}, truly {each.expected} ({each.note})" for each in wrong]


def _describe_wrong(outcome: ClipOutcome) -> str:
    """Return what was found in a clip that was judged wrongly, and what is true."""
    parts = []
    if not outcome.overall.right:
        parts.append(f"{outcome.overall.found}, truly {outcome.overall.expected}")
    parts += [
        f"{each.check}: {each.found}, truly {each.expected}" + (f" ({each.note})" if each.note else "")
        for each in outcome.checks
        if not each.right
    ]
    if not outcome.reps_exact:
        found, expected = (", ".join(kinds) or "none" for kinds in (outcome.reps_found, outcome.reps_expected))
        parts.append(f"repetitions {found}; truly {expected}")
    return "; ".join(parts)


def _is_good_performance(outcome: ClipOutcome) -> bool:
    return str(outcome.case.truth["variant"]).startswith("good")


def _is_good_told(outcome: ClipOutcome) -> bool:
    return outcome.overall.right and outcome.reps_exact and _is_timed(outcome)


def _is_timed(outcome: ClipOutcome) -> bool:
    """Whether the time held was kept rightly, where there is nothing to judge but that."""
    held_as_long = abs(outcome.result.held_s - outcome.case.truth["held_s"]) <= TIMED_WITHIN_S
    return held_as_long or not outcome.case.reference.guided


def _is_confident(check: Judged) -> bool:
    return check.found in ("pass", "fail")
