"""Whether a performance shows plainly what it is called, by its true angles alone, and what is too close to call.

A check lies clearly inside its band, or plainly outside, when it still does with every bound moved by a margin. What is
between is nobody's fault: people with a ruler would not agree on it either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from lab.catalogue import Band, RepRule, StretchRules
from lab.moments import demand_moments
from lab.truth import TruthTrack, find_entered, find_faults, find_reps, find_runs, find_settled

# A fault of a check by its name, such as ("trunk", "leaning forward").
Fault = tuple[str, str]
# A fault of a hold has to last so long in one go to count (as `benchmarks/accuracy_parts/verdicts.py` has it).
LASTING_S = 3.0
_PASSAGE_S = 1.0
RANGE_FAULT: Fault = ("range", "short of the reach")
# A word is recognised by its first letters: "leans" and "leaning".
_STEM_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Margin:
    """How far from a bound, in degrees where that is the unit and in shares of a segment elsewhere."""

    deg: float
    share: float

    def of(self, measure: str) -> float:
        """Return the margin for a column of the truth."""
        return self.deg if measure.endswith("_deg") else self.share

    def plus(self, deg: float, share: float) -> Margin:
        """Return a wider margin."""
        return Margin(self.deg + deg, self.share + share)


# Beyond a bound by so much, a fault is plain; by so much inside, a performance is clearly good.
PLAIN, CLEAR = Margin(4.0, 0.08), Margin(2.0, 0.03)


def loosen(rules: StretchRules, margin: Margin) -> StretchRules:
    """Return the rules with every bound, and the reach of a repetition, easier to keep by a margin."""
    return _move(rules, margin, 1.0)


def tighten(rules: StretchRules, margin: Margin) -> StretchRules:
    """Return the rules with every bound, and the reach of a repetition, harder to keep by a margin."""
    return _move(rules, margin, -1.0)


def _move(rules: StretchRules, margin: Margin, way: float) -> StretchRules:
    form = tuple(_move_band(band, margin, way) for band in rules.form)
    return replace(rules, form=form, rep=rules.rep and _move_reach(rules.rep, margin, way))


def _move_band(band: Band, margin: Margin, way: float) -> Band:
    by = way * margin.of(band.measure)
    return replace(band, low=band.low - by, high=band.high + by)


def _move_reach(rule: RepRule, margin: Margin, way: float) -> RepRule:
    towards_rest = 1.0 if rule.rest_deg > rule.reach_deg else -1.0
    once = tuple(_move_band(band, margin, way) for band in rule.once)
    return replace(rule, reach_deg=rule.reach_deg + towards_rest * way * margin.of(rule.measure), once=once)


def find_steady_faults(rules: StretchRules, track: TruthTrack, side: str) -> set[Fault]:
    """Return the faults that last in a hold, or that every repetition has."""
    if rules.rep is None:
        found = find_faults(rules, track, side, find_entered(rules, track, side))
        return {_name(fault) for fault in found if fault["end_s"] - fault["start_s"] >= LASTING_S}
    each = _list_rep_faults(rules, rules.rep, track, side)
    return set.intersection(*each) if each else set()


def find_any_faults(rules: StretchRules, track: TruthTrack, side: str) -> set[Fault]:
    """Return the faults of any moment of a hold but the passages, or of any repetition."""
    if rules.rep is None:
        settled = find_settled(find_entered(rules, track, side), track.time_s)
        edges_s = {round(edge_s, 3) for run in find_runs(settled, track.time_s) for edge_s in run}
        found = find_faults(rules, track, side, settled)
        return {_name(fault) for fault in found if not _is_passage(fault, edges_s)}
    return set().union(*_list_rep_faults(rules, rules.rep, track, side))


def _is_passage(fault: dict[str, Any], edges_s: set[float]) -> bool:
    """Return whether a fault is the rest of a way in or the beginning of a way out, where rest counts as the pose."""
    at_edge = bool({fault["start_s"], fault["end_s"]} & edges_s)
    return at_edge and bool(fault["end_s"] - fault["start_s"] < _PASSAGE_S)


def _list_rep_faults(rules: StretchRules, rule: RepRule, track: TruthTrack, side: str) -> list[set[Fault]]:
    reps, missed = demand_moments(rule, find_reps(rule, rules, track, side), track.time_s, dict(track.angles), side)
    listed = []
    for rep in reps:
        during = (track.time_s >= rep["start_s"] - 1e-3) & (track.time_s < rep["end_s"] - 1e-3)
        faults = {_name(fault) for fault in find_faults(rules, track, side, during)}
        faults |= {_name(fault) for fault in missed if fault["start_s"] == rep["start_s"]}
        listed.append(faults | ({RANGE_FAULT} if rep["kind"] == "partial" else set()))
    return listed


def _name(fault: dict[str, Any]) -> Fault:
    return fault["check"], fault["name"]


def find_named_faults(variant: str, rules: StretchRules, track: TruthTrack, side: str) -> set[Fault]:
    """Return which of the steady faults a performance is called after: those whose words its variant shares most."""
    wanted = _stems(variant)
    shared = {fault: len(wanted & _stems(fault[1])) for fault in find_steady_faults(rules, track, side)}
    return {fault for fault, count in shared.items() if count == max(shared.values())}


def _stems(text: str) -> set[str]:
    return {word[:_STEM_LETTERS] for word in re.findall(r"[a-z]+", text)}


def find_unclear(rules: StretchRules, track: TruthTrack, side: str, margin: Margin = CLEAR) -> set[str]:
    """Return the checks that are neither clearly kept all the time nor steadily failed by a margin."""
    touched = {check for check, _ in find_any_faults(tighten(rules, margin), track, side)}
    return touched - {check for check, _ in find_steady_faults(loosen(rules, margin), track, side)}


def is_clearly_good(rules: StretchRules, track: TruthTrack, side: str, margin: Margin = CLEAR) -> bool:
    """Whether every check is kept by a margin: in every repetition, or in a hold that lasts."""
    tight = tighten(rules, margin)
    if rules.rep is not None:
        return bool(find_reps(rules.rep, rules, track, side)) and not find_any_faults(tight, track, side)
    settled = find_settled(find_entered(rules, track, side), track.time_s)
    frame_s = track.time_s[1] - track.time_s[0]
    return settled.sum() * frame_s >= 1.0 and not find_any_faults(tight, track, side)


def is_plainly_faulty(
    named: set[Fault], rules: StretchRules, track: TruthTrack, side: str, margin: Margin = PLAIN
) -> bool:
    """Whether each fault that a performance is called after is there steadily and by a margin.

    In repetitions the reach has to be clearly met or clearly missed, so that their kind is certain.
    """
    if rules.rep is not None and RANGE_FAULT[0] in find_unclear(rules, track, side):
        return False
    return bool(named) and named <= find_steady_faults(loosen(rules, margin), track, side)
