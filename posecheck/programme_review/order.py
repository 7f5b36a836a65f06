"""Which part of a programme each moment of a film belongs to: the best way through the items in their order.

A dynamic programme over the frames. At each moment either one claim (a side of an item) goes on, or nothing of the
programme does. Within an item sides and sets may follow in any order; from an item the way leads to later items only,
so that a pose that two stretches share goes to the one whose turn it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby

import numpy as np
from numpy.typing import NDArray

from posecheck.programme_review.claims import Claim
from posecheck.programme_review.results import Visit
from posecheck.summary import compute_frame_durations, find_runs

IntArray = NDArray[np.intp]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# What beginning with a part costs, in nats: a part has to explain that much before it is believed.
BEGIN_NATS = 1.0
# A part that was not done yet is likelier than a further set of one that was, by this many nats a second: more than
# what a stretch loses to another of the same pose (1.0 where arms pressed forward cannot be seen from the side).
FIRST_RATE = 1.5
# The same part goes on after a break of at most this long: a foot that slips, a moment unseen.
LONGEST_BREAK_S = 5.0
# What is shorter was passed on the way to something else, as was what is this much shorter than the longest set.
SHORTEST_VISIT_S = 3.0
LEAST_SHARE_OF_LONGEST = 0.2

_NOTHING = -1


def find_visits(claims: Sequence[Claim], time_s: FloatArray, *, ordered: bool = True) -> list[Visit]:
    """Return where the parts of a programme are, in the order of time.

    Args:
        claims: what could be where, over n frames; those of one item stand together.
        time_s: (n,) seconds, rising.
        ordered: whether items have to come in their order; otherwise whatever explains most is taken.
    """
    if not claims or not len(time_s):
        return []
    owner = _find_owners(claims, compute_frame_durations(time_s), ordered=ordered)
    visits = _join(sorted(_list_runs(claims, owner, time_s, in_turn=ordered), key=lambda visit: visit.start_s))
    return _drop_short(visits)


@dataclass(frozen=True, slots=True)
class _State:
    """One claim going on.

    Attributes:
        claim: its index.
        rest: the place to which its end leads, which remembers the item and which of its sides were done.
        since: the place from which it may begin; None for any place of an earlier item.
        first: whether this part was not done before.
    """

    claim: int
    rest: int
    since: int | None
    first: bool


@dataclass(slots=True)
class _Map:
    """All states, and to which item each place of rest belongs; place 0 is before everything."""

    states: list[_State]
    items: list[int]


def _draw_map(claims: Sequence[Claim]) -> _Map:
    way = _Map([], [-1])
    for item, group in groupby(range(len(claims)), key=lambda number: claims[number].item):
        sides = list(group)
        places: dict[frozenset[int], int] = {}
        for count in range(1, len(sides) + 1):
            for chosen in combinations(sides, count):
                places[frozenset(chosen)] = len(way.items)
                way.items.append(item)
        for done, place in places.items():
            for claim in done:
                before = done - {claim}
                way.states.append(_State(claim, place, places[before] if before else None, first=True))
                way.states.append(_State(claim, place, place, first=False))
    return way


def _find_owners(claims: Sequence[Claim], duration_s: FloatArray, *, ordered: bool) -> IntArray:
    """Return (n,) the claim that each frame belongs to, or _NOTHING."""
    way = _draw_map(claims)
    gains = _compute_gains(claims, way.states, duration_s)
    n, n_states, n_places = len(duration_s), len(way.states), len(way.items)
    origins = _list_origins(claims, way, ordered=ordered)
    # For each frame: from which place a state began (or _NOTHING: it went on), and which state ended at a place.
    begun = np.full((n, n_states), _NOTHING, dtype=np.intp)
    ended = np.full((n, n_places), _NOTHING, dtype=np.intp)
    going, resting = np.full(n_states, -np.inf), np.full(n_places, -np.inf)
    resting[0] = 0.0
    for index in range(n):
        scores = np.where(origins, resting, -np.inf)
        best = scores.argmax(axis=1)
        fresh = scores[np.arange(n_states), best] - BEGIN_NATS
        begun[index] = np.where(fresh > going, best, _NOTHING)
        going = np.maximum(going, fresh) + gains[:, index]
        for number in np.flatnonzero(np.isfinite(going)).tolist():
            place = way.states[number].rest
            if going[number] > resting[place]:
                resting[place] = going[number]
                ended[index, place] = number
    path = _trace(begun, ended, int(np.argmax(resting)))
    claim_of = np.array([state.claim for state in way.states])
    return np.where(path == _NOTHING, _NOTHING, claim_of[path])


def _compute_gains(claims: Sequence[Claim], states: Sequence[_State], duration_s: FloatArray) -> FloatArray:
    """Return (k, n) what each state gains by owning a frame, -inf where it cannot."""
    rates = np.array([claims[state.claim].rate for state in states])
    first = np.array([FIRST_RATE if state.first else 0.0 for state in states])
    possible = np.isfinite(rates)
    return np.where(possible, (np.where(possible, rates, 0.0) + first[:, None]) * duration_s, -np.inf)


def _list_origins(claims: Sequence[Claim], way: _Map, *, ordered: bool) -> BoolArray:
    """Return (k, m) from which places of rest each state may begin."""
    items = np.array(way.items)
    origins = np.zeros((len(way.states), len(items)), dtype=np.bool_)
    for number, state in enumerate(way.states):
        if state.since is not None:
            origins[number, state.since] = True
        else:
            item = claims[state.claim].item
            origins[number] = items < item if ordered else items != item
    return origins


def _trace(begun: IntArray, ended: IntArray, place: int) -> IntArray:
    """Return (n,) the states on the way that ends at a place of rest."""
    path = np.full(len(begun), _NOTHING, dtype=np.intp)
    state = _NOTHING
    for index in range(len(begun) - 1, -1, -1):
        if state == _NOTHING:
            state = int(ended[index, place])
        if state == _NOTHING:
            continue
        path[index] = state
        if begun[index, state] != _NOTHING:
            place, state = int(begun[index, state]), _NOTHING
    return path


def _list_runs(claims: Sequence[Claim], owner: IntArray, time_s: FloatArray, *, in_turn: bool) -> list[Visit]:
    step_s = compute_frame_durations(time_s)
    return [
        Visit(claim.item, claim.side, float(time_s[start]), float(time_s[end - 1] + step_s[end - 1]), in_turn)
        for number, claim in enumerate(claims)
        for start, end in find_runs(owner == number)
    ]


def _join(visits: list[Visit]) -> list[Visit]:
    """Return visits with those of one part made one that only a short break parts."""
    joined: list[Visit] = []
    for visit in visits:
        last = joined[-1] if joined else None
        same = last is not None and (last.item, last.side) == (visit.item, visit.side)
        if last is not None and same and visit.start_s - last.end_s <= LONGEST_BREAK_S:
            joined[-1] = replace(last, end_s=visit.end_s)
        else:
            joined.append(visit)
    return joined


def _drop_short(visits: list[Visit]) -> list[Visit]:
    longest: dict[tuple[int, str], float] = {}
    for visit in visits:
        key = visit.item, visit.side
        longest[key] = max(longest.get(key, 0.0), visit.end_s - visit.start_s)
    return [
        visit
        for visit in visits
        if visit.end_s - visit.start_s
        >= max(SHORTEST_VISIT_S, LEAST_SHARE_OF_LONGEST * longest[visit.item, visit.side])
    ]
