"""How looks at the room become one roll of the camera."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from posecheck.tracking import room_level
from posecheck.tracking.room_level import LOOK_EVERY_ONCE_TOLD_S, LOOK_EVERY_S, RoomLevel

PICTURE = np.zeros((48, 64, 3), np.uint8)


@pytest.fixture
def executor():
    with ThreadPoolExecutor(1) as opened:
        yield opened


def tell(executor, *readings_deg: float) -> float:
    room = RoomLevel(executor)
    for reading_deg in readings_deg:
        room.add(reading_deg)
    return room.roll_deg


def test_nothing_is_known_before_the_room_tells(executor):
    assert math.isnan(tell(executor))
    assert math.isnan(tell(executor, math.nan, math.nan))


def test_one_reading_off_the_others_changes_nothing(executor):
    assert tell(executor, 2.0, 2.1, 5.0, 1.9, math.nan) == pytest.approx(2.05)
    assert tell(executor, 2.0, 2.1, 2.0, 5.0) == pytest.approx(2.05)


def test_a_camera_that_was_moved_is_told_by_two_readings(executor):
    assert tell(executor, 2.0, 2.1, 2.0, -1.0, -1.2) == pytest.approx(-1.1)


def test_it_looks_less_often_once_told(executor, monkeypatch):
    told = iter([math.nan, 3.0, 3.0])
    monkeypatch.setattr(room_level, "read_room_roll", lambda _rgb, _boxes: next(told))
    room = RoomLevel(executor)
    looks_s = []
    for time_s in np.arange(0, 10, 0.125).tolist():
        room.take_in()
        if room.is_due(time_s):
            looks_s.append(time_s)
            room.look(PICTURE, [], time_s)
    assert looks_s == [0.0, LOOK_EVERY_S, LOOK_EVERY_S + LOOK_EVERY_ONCE_TOLD_S]
    assert room.take_in() == 3.0
