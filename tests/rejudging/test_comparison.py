"""What a change of thresholds does, in words."""

from __future__ import annotations

from functools import cache

import pytest

from lab.tracks import TRACKS_DIR, load_track
from posecheck.rejudging import PreparedTrack, compare_results
from posecheck.rejudging.comparison import describe_changes
from posecheck.stretch import Band, Stretch
from posecheck.stretch.library import load_stretch
from tests.core.poses import make_reps, make_track
from tests.core.test_trainer import raises


@cache
def prepare(name: str) -> PreparedTrack:
    return PreparedTrack(load_track(TRACKS_DIR / f"{name}.npz"))


def with_band(stretch: Stretch, check_id: str, **bounds: float) -> Stretch:
    checks = [
        check.model_copy(update={"band": Band(**bounds)}) if check.id == check_id else check for check in stretch.checks
    ]
    return stretch.model_copy(update={"checks": checks})


def compare(name: str, check_id: str, **bounds: float):
    stretch = load_stretch(name.split("__", maxsplit=1)[0])
    prepared = prepare(name)
    return compare_results(prepared.judge(stretch), prepared.judge(with_band(stretch, check_id, **bounds)))


def test_nothing_changes_when_the_thresholds_stay():
    name = "half_kneeling_hip_flexor__good"
    result = prepare(name).judge(load_stretch("half_kneeling_hip_flexor"))
    assert compare_results(result, result) == []
    assert describe_changes([]) == "nothing changes"


def test_a_narrower_band_is_told_with_what_it_costs():
    changes = compare("half_kneeling_hip_flexor__good", "front_knee", low=30, high=60)
    told = {change.name: change for change in changes}
    assert [change.subject for change in changes] == ["verdict", "held", "check"]
    assert told["Verdict"].text == "Verdict: pass → needs work"
    assert (told["Front knee"].before, told["Front knee"].after) == ("good", "front knee too bent")
    assert told["Front knee"].check == "front_knee"
    assert told["Time held"].after == "0.0 s"
    assert {change.tone for change in changes} == {"worse"}
    assert describe_changes(changes).startswith("Verdict: pass → needs work; Time held: ")


def test_a_wider_band_forgives():
    changes = compare("half_kneeling_hip_flexor__leaning_forward", "trunk", low=-10, high=60)
    trunk = next(change for change in changes if change.check == "trunk")
    assert (trunk.before, trunk.after, trunk.tone) == ("leaning forward", "good", "better")


def test_repetitions_are_counted_before_and_after():
    reps = make_reps()
    prepared = PreparedTrack(make_track(raises, 9, 20))
    shorter = reps.model_copy(update={"repetition": reps.repetition.model_copy(update={"full": 35})})
    changes = compare_results(prepared.judge(reps, "right"), prepared.judge(shorter, "right"))
    found = next(change for change in changes if change.subject == "reps")
    assert found.before == "1 good, 1 short of the range, 1 with a fault"
    assert found.after == "2 good, 1 with a fault"
    assert found.tone == "better"


@pytest.mark.parametrize("swap", [False, True])
def test_a_check_that_only_one_of_them_has(swap):
    stretch = load_stretch("half_kneeling_hip_flexor")
    fewer = stretch.model_copy(update={"checks": stretch.checks[1:]})
    results = [prepare("half_kneeling_hip_flexor__good").judge(each) for each in (stretch, fewer)]
    change = compare_results(*(results[::-1] if swap else results))[-1]
    assert change.check == "front_knee"
    assert (change.before, change.after) == (("no such check", "good") if swap else ("good", "no such check"))
    assert change.tone == "other"


def test_what_cannot_be_judged_is_neither_better_nor_worse():
    stretch = load_stretch("half_kneeling_hip_flexor")
    prepared = prepare("half_kneeling_hip_flexor__good")
    unreachable = stretch.entry.conditions[0].model_copy(update={"band": Band(low=139, high=140)})
    never = stretch.entry.model_copy(update={"conditions": [unreachable]})
    changes = compare_results(prepared.judge(stretch), prepared.judge(stretch.model_copy(update={"entry": never})))
    assert changes[0].text == "Verdict: pass → not seen"
    assert {change.tone for change in changes if change.subject in ("verdict", "check")} == {"other"}
