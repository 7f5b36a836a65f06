"""Whether a picture without its body still looks as it did: on pictures made of plain colours and noise."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.tracking.surroundings import GRID, TRUSTED_FOR_S, Surroundings, average_around

HEIGHT, WIDTH = 480, 640
BOX = (240, 80, 400, 480)


def make_room(height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """A wall that grows lighter to the right, with a dark floor."""
    room = np.empty((height, width, 3), dtype=np.uint8)
    room[:] = np.linspace(90, 180, width).astype(np.uint8)[:, np.newaxis]
    room[int(0.8 * height) :] = (60, 50, 40)
    return room


def add(room: np.ndarray, left: int, top: int, width: int, height: int, colour: int) -> np.ndarray:
    """The room with somebody of one colour in it."""
    changed = room.copy()
    changed[top : top + height, left : left + width] = colour
    return changed


def know(room: np.ndarray, box: tuple[int, int, int, int] = BOX) -> Surroundings:
    surroundings = Surroundings()
    surroundings.remember_empty(average_around(room, box), 0.0)
    return surroundings


def is_still_empty(surroundings: Surroundings, room: np.ndarray, box=BOX, time_s: float = 1.0) -> bool:
    return surroundings.are_still_empty(average_around(room, box), time_s)


def test_a_cell_is_the_mean_colour_or_hidden():
    around = average_around(make_room(), BOX)
    assert around.shape == (*GRID, 3)
    hidden = np.isnan(around).all(axis=-1)
    # Cells are 20 pixels high and wide.
    assert hidden[4:, 12:20].all()
    assert not hidden[:4].any()
    assert not hidden[:, :12].any()
    assert not hidden[:, 20:].any()
    np.testing.assert_allclose(around[-1, 0], (60, 50, 40))


def test_a_cell_that_is_hidden_in_part_is_hidden():
    hidden = np.isnan(average_around(make_room(), (239, 79, 401, 480))).all(axis=-1)
    assert hidden[3:, 11:21].all()
    assert not hidden[:3].any()


@pytest.mark.parametrize(("height", "width"), [(480, 640), (481, 643), (1080, 1920), (64, 64), (640, 360), (8, 8)])
def test_any_size_gives_the_same_grid(height, width):
    around = average_around(make_room(height, width), (0, 0, 0, 0))
    assert np.isfinite(around).all()
    assert around.shape == (*GRID, 3)


def test_nothing_is_known_at_first():
    assert not is_still_empty(Surroundings(), make_room())


def test_a_room_that_stays_is_still_empty():
    noise = np.random.default_rng(1).normal(0, 5, (2, HEIGHT, WIDTH, 3))
    before, after = np.clip(make_room() + noise, 0, 255).astype(np.uint8)
    assert not np.array_equal(before, after)
    assert is_still_empty(know(before), after)


def test_what_happens_to_the_body_itself_does_not_count():
    assert is_still_empty(know(make_room()), add(make_room(), 250, 90, 140, 380, 250))


@pytest.mark.parametrize(("left", "colour"), [(0, 20), (60, 160), (420, 120), (560, 250)])
def test_somebody_who_comes_in_is_a_change(left, colour):
    assert not is_still_empty(know(make_room()), add(make_room(), left, 200, 60, 220, colour))


def test_a_slow_change_is_a_change_in_the_end():
    surroundings, room = know(make_room()), make_room()
    brighter = [np.asarray(room + step, dtype=np.uint8) for step in range(0, 12, 3)]
    answers = [is_still_empty(surroundings, picture) for picture in brighter]
    assert answers == [True, True, True, False]


def test_a_place_that_was_hidden_is_not_known():
    assert not is_still_empty(know(make_room()), make_room(), (260, 80, 400, 480))


def test_a_place_that_was_seen_before_is_known():
    surroundings = know(make_room())
    surroundings.remember_empty(average_around(make_room(), (100, 80, 200, 480)), 1.0)
    assert is_still_empty(surroundings, make_room(), (0, 0, 0, 0), 2.0)


def test_it_is_not_believed_for_long():
    surroundings = know(make_room())
    assert is_still_empty(surroundings, make_room(), time_s=TRUSTED_FOR_S - 0.01)
    assert not is_still_empty(surroundings, make_room(), time_s=TRUSTED_FOR_S)


def test_nothing_is_known_after_somebody_was_found():
    surroundings = know(make_room())
    surroundings.forget()
    assert not is_still_empty(surroundings, make_room())
