"""A film is looked at afresh where the body is seen smaller than before."""

from __future__ import annotations

import numpy as np

from posecheck.pose import PoseTrack
from posecheck.programme_review.scenes import compute_leg_lengths, find_scenes
from tests.core.poses import make_track
from tests.core.stick_figure import Leg, stand


def scale(track: PoseTrack, share: float, later_s: float = 0.0) -> PoseTrack:
    return PoseTrack(track.time_s + later_s, track.image_xy * share, track.world_xyz, track.visibility, track.aspect)


def join(*tracks: PoseTrack) -> PoseTrack:
    return PoseTrack(
        np.concatenate([track.time_s for track in tracks]),
        np.concatenate([track.image_xy for track in tracks]),
        np.concatenate([track.world_xyz for track in tracks]),
        np.concatenate([track.visibility for track in tracks]),
        tracks[0].aspect,
    )


def standing(seconds: float = 6.0) -> PoseTrack:
    return make_track(lambda _time_s: stand(), seconds)


def test_a_body_that_stays_where_it_is_makes_one_scene():
    track = standing()
    assert find_scenes(track) == [(0, len(track))]


def test_who_goes_away_from_the_camera_begins_a_new_scene():
    near, far = standing(), scale(standing(), 0.7, later_s=6.5)
    assert find_scenes(join(near, far)) == [(0, len(near)), (len(near), len(near) + len(far))]


def test_who_comes_nearer_does_not():
    track = join(scale(standing(), 0.7), scale(standing(), 1.0, later_s=6.5))
    assert find_scenes(track) == [(0, len(track))]


def test_a_repetition_is_no_change_of_place():
    """A leg that is lifted towards the camera looks shorter for a second, the other one does not."""
    track = make_track(lambda time_s: stand(left=Leg(hip=80.0 * (np.sin(time_s) > 0.5))), 8.0)
    assert len(find_scenes(track)) == 1


def test_scenes_cover_the_film_also_where_nobody_is():
    track = standing()
    track.image_xy[40:80] = np.nan
    scenes = find_scenes(join(track, scale(standing(), 0.6, later_s=7.0)))
    assert scenes[0][0] == 0
    assert all(before[1] == after[0] for before, after in zip(scenes, scenes[1:], strict=False))
    assert np.isnan(compute_leg_lengths(track)[50])
    assert find_scenes(track.slice(0, 0)) == []
