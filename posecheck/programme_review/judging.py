"""From one film to the review of a programme: what was found where, judged, and compared with the dose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from posecheck.errors import InputError
from posecheck.live.plan import REPETITION_S, PlanStep, plan_stretch
from posecheck.pose import PoseTrack
from posecheck.programme_review.claims import Claim, ClaimReader
from posecheck.programme_review.order import find_visits
from posecheck.programme_review.results import (
    Found,
    Instead,
    ItemReview,
    PartReview,
    PartSide,
    ProgrammeReview,
    SetReview,
    Visit,
    WhyNot,
)
from posecheck.programme_review.scenes import find_scenes
from posecheck.recognition import recognise_stretch, thin_track
from posecheck.results import SessionResult
from posecheck.stretch import Stretch
from posecheck.stretch.programmes import Programme, ProgrammeItem
from posecheck.summary import compute_frame_durations
from posecheck.trainer import SideChoice, replay

# Frames before and after a visit that are judged with it, where no other visit needs them: the way in and out.
MARGIN_S = 2.0
# Out of its turn a part has to be seen for longer: what is passed between two others may look like anything.
SHORTEST_OUT_OF_TURN_S = 4.0
# A part may have been done unseen where the camera stood wrong, or nobody was seen, for at least this share of the
# time that its dose takes, and this long.
UNTOLD_SHARE, SHORTEST_UNTOLD_S = 0.25, 5.0
# What is left out and shorter is only the seam between two visits.
SHORTEST_LEFT_OUT_S = 0.5


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One side of one item, as the programme asks for it or as it might be done instead."""

    item: int
    side: PartSide
    amount: float
    sets: int
    asked: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Film:
    """A film with what could be where in it; `thinned` are the frames of the claims."""

    track: PoseTrack
    persons: NDArray[np.intp]
    thinned: PoseTrack
    claims: tuple[Claim, ...]


def review_programme(
    track: PoseTrack,
    programme: Programme,
    stretches: Mapping[str, Stretch],
    persons: Sequence[int] | NDArray[np.integer] | None = None,
) -> ProgrammeReview:
    """Return what became of each part of a programme in one film.

    Args:
        track: n frames of the landmarks of the whole film; rests and walking may lie between the stretches.
        programme: what was to be done, in order.
        stretches: the reference poses by id, as they count for this person.
        persons: (n,) how many people were seen in each frame; one where not given.

    Raises:
        InputError: the library has none of the stretches, or a dose makes no sense for one.
    """
    items = [
        (index, item, stretches[item.stretch])
        for index, item in enumerate(programme.items)
        if item.stretch in stretches
    ]
    if not items:
        raise InputError(f"Expected at least one stretch of {programme.name} in the library, found none.")
    wanted = {index: _list_wanted(index, item, stretch) for index, item, stretch in items}
    thinned = thin_track(track) if len(track) else track
    reader = ClaimReader(thinned)
    claims = tuple(claim for index, _, stretch in items for claim in reader.read(index, stretch))
    counts = np.ones(len(track), np.intp) if persons is None else np.asarray(persons, dtype=np.intp)
    film = _Film(track, counts, thinned, claims)
    every = _find_all(film, wanted, {index: stretch for index, _, stretch in items})
    others = _find_others(film, every, programme, stretches)
    visits = [visit for visit in every if visit not in others]
    reviews = _judge(film, visits, programme, stretches)
    return ProgrammeReview(
        programme,
        tuple(
            ItemReview(index + 1, stretch, _build_parts(film, wanted[index], reviews, others, stretch))
            for index, _, stretch in items
        ),
        programme.find_missing(stretches),
        _find_left_out(track, reviews),
        float(track.time_s[-1] - track.time_s[0]) if len(track) else 0.0,
    )


def _list_wanted(index: int, item: ProgrammeItem, stretch: Stretch) -> list[_Wanted]:
    """Return what an item asks for, side by side, and the other side where only one is asked for."""
    steps = plan_stretch(stretch, item.sides, amount=item.amount, sets=item.sets)
    first: dict[PartSide, PlanStep] = {}
    for step in steps:
        first.setdefault(step.side, step)
    amount = float(steps[0].hold_s or steps[0].reps or 0)
    if stretch.guided and stretch.sides == "each":
        return [_Wanted(index, "either", amount, len(steps))]
    asked = [_Wanted(index, side, amount, step.sets) for side, step in first.items()]
    if len(asked) == 1 and asked[0].side in ("left", "right"):
        other: PartSide = "right" if asked[0].side == "left" else "left"
        asked.append(replace(asked[0], side=other, asked=False))
    return asked


def _find_all(film: _Film, wanted: Mapping[int, list[_Wanted]], stretches: Mapping[int, Stretch]) -> list[Visit]:
    """Return all visits in the order of time: those in turn, then what is missing wherever else it was done."""
    time_s = film.thinned.time_s
    visits = find_visits(film.claims, time_s)
    found = {(visit.item, visit.side) for visit in visits}
    missing = {(each.item, each.side) for parts in wanted.values() for each in parts if each.asked} - found
    taken = np.zeros(len(time_s), dtype=np.bool_)
    for visit in visits:
        taken |= (time_s >= visit.start_s) & (time_s < visit.end_s)
    left = [
        replace(claim, rate=np.where(taken, -np.inf, claim.rate))
        for claim in film.claims
        # To rest in the posture of what is only guided, before or after, is not to do it.
        if (claim.item, claim.side) in missing and not stretches[claim.item].guided
    ]
    late = find_visits(left, time_s, ordered=False)
    visits += [visit for visit in late if visit.end_s - visit.start_s >= SHORTEST_OUT_OF_TURN_S]
    return sorted(visits, key=lambda visit: visit.start_s)


def _find_others(
    film: _Film, visits: Sequence[Visit], programme: Programme, stretches: Mapping[str, Stretch]
) -> dict[Visit, Instead]:
    """Return the visits in which another stretch of the library was clearly done instead, and which one."""
    others = {}
    for visit in visits:
        stretch = stretches[programme.items[visit.item].stretch]
        part = film.thinned.between(visit.start_s, visit.end_s)
        other = None if stretch.guided else recognise_stretch(part, list(stretches.values())).find_other(stretch.id)
        if other is not None:
            others[visit] = Instead(other.stretch, other.name, visit.start_s, visit.end_s)
    return others


def _judge(
    film: _Film, visits: Sequence[Visit], programme: Programme, stretches: Mapping[str, Stretch]
) -> dict[Visit, SetReview]:
    """Return each visit as the trainer judges it."""
    scenes = [film.thinned.time_s[start] for start, _ in find_scenes(film.thinned)]
    reviews = {}
    for number, visit in enumerate(visits):
        earliest_s = max([starts for starts in scenes if starts <= visit.start_s], default=-np.inf)
        earliest_s = max(earliest_s, visits[number - 1].end_s) if number else earliest_s
        latest_s = visits[number + 1].start_s if number + 1 < len(visits) else np.inf
        start_s, end_s = max(visit.start_s - MARGIN_S, earliest_s), min(visit.end_s + MARGIN_S, latest_s)
        start, end = np.searchsorted(film.track.time_s, (start_s, end_s)).tolist()
        side: SideChoice = visit.side if visit.side in ("left", "right") else "auto"
        stretch = stretches[programme.items[visit.item].stretch]
        result = replay(film.track.slice(start, end), stretch, side, film.persons[start:end].tolist())
        reviews[visit] = _frame(visit, result)
    return reviews


def _frame(visit: Visit, result: SessionResult) -> SetReview:
    """Return a set with the times at which it began and ended as the trainer saw it."""
    times = result.timeline.time_s[result.timeline.phase == "in_pose"].tolist()
    times = [moment for rep in result.reps for moment in (rep.start_s, rep.end_s)] or times
    times = times or [visit.start_s, visit.end_s]
    return SetReview(times[0], times[-1], result)


def _build_parts(
    film: _Film,
    wanted: Sequence[_Wanted],
    reviews: Mapping[Visit, SetReview],
    others: Mapping[Visit, Instead],
    stretch: Stretch,
) -> tuple[PartReview, ...]:
    visits = list(reviews)
    parts = []
    for each in wanted:
        own = [visit for visit in visits if (visit.item, visit.side) == (each.item, each.side)]
        if not own and not each.asked:
            continue
        sets = tuple(reviews[visit] for visit in own)
        part = PartReview(each.side, each.asked, each.amount, each.sets, "found", "", sets)
        instead = next((it for at, it in others.items() if (at.item, at.side) == (each.item, each.side)), None)
        if instead is not None and not own:
            parts.append(replace(part, found="not_found", why_not="other_stretch", instead=instead))
        else:
            found, why_not = _explain(film, each, visits, stretch)
            parts.append(replace(part, found=found, why_not=why_not))
    return tuple(parts)


def _explain(film: _Film, wanted: _Wanted, visits: Sequence[Visit], stretch: Stretch) -> tuple[Found, WhyNot]:
    """Return whether a part was found, and why not."""
    own = [visit for visit in visits if (visit.item, visit.side) == (wanted.item, wanted.side)]
    if own:
        return ("found" if any(visit.in_turn for visit in own) else "out_of_turn"), ""
    others = sum(visit.item == wanted.item for visit in visits)
    if others > wanted.sets:
        return "not_found", "other_side"
    reason = _find_untold(film, wanted, visits, stretch)
    if reason:
        return "unclear", reason
    return "not_found", "other_side" if others else "not_done"


def _find_untold(film: _Film, wanted: _Wanted, visits: Sequence[Visit], stretch: Stretch) -> WhyNot:
    """Return what kept the camera from seeing a part, in the time in which it should have come; "" when nothing did."""
    claim = next(each for each in film.claims if (each.item, each.side) == (wanted.item, wanted.side))
    time_s, duration_s = film.thinned.time_s, compute_frame_durations(film.thinned.time_s)
    in_turn = [visit for visit in visits if visit.in_turn]
    since_s = max((visit.end_s for visit in in_turn if visit.item < wanted.item), default=-np.inf)
    until_s = min((visit.start_s for visit in in_turn if visit.item > wanted.item), default=np.inf)
    free = (time_s >= since_s) & (time_s < until_s)
    for visit in visits:
        free &= (time_s < visit.start_s) | (time_s >= visit.end_s)
    needed_s = wanted.amount * wanted.sets * (REPETITION_S if stretch.kind == "reps" else 1.0)
    enough_s = max(SHORTEST_UNTOLD_S, UNTOLD_SHARE * needed_s)
    if duration_s[free & claim.unjudgeable].sum() >= enough_s:
        return "view"
    return "nobody" if duration_s[free & ~film.thinned.detected].sum() >= enough_s else ""


def _find_left_out(track: PoseTrack, reviews: Mapping[Visit, SetReview]) -> tuple[tuple[float, float], ...]:
    if not len(track):
        return ()
    spans = sorted((each.start_s, each.end_s) for each in reviews.values())
    edges = [(-np.inf, float(track.time_s[0])), *spans, (float(track.time_s[-1]), np.inf)]
    gaps = [(before[1], after[0]) for before, after in pairwise(edges)]
    return tuple(gap for gap in gaps if gap[1] - gap[0] >= SHORTEST_LEFT_OUT_S)
