"""What is along the walls of a rendered room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lab.camera import Camera, aim_camera
from lab.furniture import WALLS, Panel, furnish
from lab.room import Room, draw_backdrop


def look(roll_deg: float = 0.0) -> Camera:
    """A camera a little behind the middle of the room, level with what it looks at: the wall at y = -4.2 m."""
    middle = np.array([0.0, 0.0, 1.2])
    size_px = 320, 240
    return aim_camera(
        middle, yaw_deg=180.0, distance_m=0.6, height_m=1.2, fov_deg=50.0, roll_deg=roll_deg, size_px=size_px
    )


RED = (0.9, 0.1, 0.1)


def test_a_panel_covers_its_place_on_its_wall_and_nothing_else():
    bare, camera = Room(), look()
    distance_m = bare.half_width_m + camera.position_m[1]
    panels = tuple(Panel(*wall, (0.2, 0.8), (0.9, 1.9), RED) for wall in WALLS)
    picture = draw_backdrop(replace(bare, panels=panels), camera).colour
    red = (picture[..., 0] > 0.8) & (picture[..., 1] < 0.2)
    rows, columns = np.nonzero(red)
    metres_px = camera.focal_px / distance_m
    assert np.ptp(rows) + 1 == pytest.approx(1.0 * metres_px, abs=1.5)
    assert np.ptp(columns) + 1 == pytest.approx(0.6 * metres_px, abs=1.5)
    assert 120 - rows.min() == pytest.approx(0.7 * metres_px, abs=1.5)


def test_edges_of_panels_are_smooth():
    room = replace(Room(), panels=(Panel(1, -1, (0.2, 0.8), (0.9, 1.9), RED),))
    green = draw_backdrop(room, look(roll_deg=3.0)).colour[120, :, 1]
    assert ((green > 0.25) & (green < 0.65)).any()


def test_the_same_seed_furnishes_the_same_room_and_others_differ():
    assert furnish(3, 4.2) == furnish(3, 4.2)
    assert furnish(3, 4.2) != furnish(4, 4.2)


@pytest.mark.parametrize("seed", range(20))
def test_things_stay_on_their_wall(seed):
    for panel in furnish(seed, 4.2):
        assert -4.2 <= panel.along_m[0] < panel.along_m[1] <= 4.2
        assert 0.0 <= panel.height_m[0] < panel.height_m[1] <= 2.4
