"""A course of poses made deeper, and shorter."""

from __future__ import annotations

import pytest

from lab.choreography import Hold, Key, Repeat
from lab.variation import deepen_keys, shorten_hold, shorten_repetitions


def test_a_fault_grows_from_the_usual_pose():
    """The usual lunge tilts the pelvis by -1 degree; shares of a whole stay between nothing and all."""
    key = Key(at_s=1.0, pose="lunge.low", change={"pelvis_pitch_deg": -11.0, "step": 0.95})
    [deeper] = deepen_keys([key], 1.5)
    assert deeper.change == {"pelvis_pitch_deg": pytest.approx(-16.0), "step": 1.0}
    assert deepen_keys([key], 1.0) == (key,)


def test_a_hold_is_cut_and_its_passages_are_not():
    keys = Hold(ready="lunge.high", pose="lunge.low", hold_s=9.0).keys()
    shorter = shorten_hold(keys, 4.0)
    assert [key.pose for key in shorter] == [key.pose for key in keys]
    assert shorter[-1].at_s == pytest.approx(keys[-1].at_s - 5.0)
    assert shorten_hold(keys, 10.0) == keys


@pytest.mark.parametrize(("enough_s", "count"), [(0.0, 0), (3.0, 1), (6.0, 2), (60.0, 4)])
def test_repetitions_end_at_rest(enough_s, count):
    keys = shorten_repetitions(Repeat(rest="squat.up", peak="squat.down", count=4).keys(), enough_s)
    assert sum(key.pose == "squat.down" for key in keys) == 2 * count
    assert keys[-1].pose == "squat.up"
