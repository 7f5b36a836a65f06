from __future__ import annotations

import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest

from posecheck.history import HistoryError
from posecheck.history.tracks import decode_track, encode_track, join_tracks
from posecheck.pose import Pose

from .builders import build_poses, build_track


def test_values_come_back_finer_than_the_network_can_tell():
    poses = build_poses(30)
    stored = decode_track(encode_track(poses, [1] * 30))
    assert stored.track.time_s.tolist() == [pose.time_s for pose in poses]
    assert stored.track.aspect == 16 / 9
    # 0.02 pixels of 480 lines, a tenth of a millimetre, half a percent.
    np.testing.assert_allclose(stored.track.image_xy, [p.image_xy for p in poses], atol=0.02 / 480)
    np.testing.assert_allclose(stored.track.world_xyz, [p.world_xyz for p in poses], atol=1e-4)
    np.testing.assert_allclose(stored.track.visibility, [p.visibility for p in poses], atol=0.005)


def test_missing_stays_missing():
    poses = [Pose.missing(0.0), *build_poses(1, start_s=1.0)]
    image = poses[1].image_xy.copy()
    image[5] = np.nan
    poses[1] = Pose(1.0, image, poses[1].world_xyz, poses[1].visibility)
    track = decode_track(encode_track(poses, [0, 2])).track
    assert not track[0].detected
    assert np.isnan(track[1].image_xy[5]).all()
    assert np.isfinite(np.delete(track[1].image_xy, 5, axis=0)).all()


def test_what_the_room_told_is_kept():
    untold, told = build_poses(10), [replace(pose, room_roll_deg=-2.34) for pose in build_poses(10, start_s=1.0)]
    stored = join_tracks([decode_track(encode_track(part, [1] * 10)) for part in (untold, told)])
    assert np.isnan(stored.track.room_roll_deg[:10]).all()
    np.testing.assert_allclose(stored.track.room_roll_deg[10:], -2.34, atol=0.01)


def test_tracks_that_were_stored_before_the_room_was_looked_at_are_read():
    blob = encode_track(build_poses(8), [1] * 8)
    header = struct.calcsize("<4sId")
    # An older blob ends before the rooms: one single-precision number a frame.
    older = b"PCT1" + blob[4:header] + zlib.compress(zlib.decompress(blob[header:])[: -4 * 8])
    track = decode_track(older).track
    np.testing.assert_array_equal(track.image_xy, decode_track(blob).track.image_xy)
    assert np.isnan(track.room_roll_deg).all()


def test_persons_are_kept_and_clipped():
    assert decode_track(encode_track(build_poses(3), [0, 2, 300])).persons.tolist() == [0, 2, 255]


def test_a_second_is_small():
    assert len(encode_track(build_poses(30), [1] * 30)) < 15_000


def test_chunks_join_to_the_whole():
    poses = build_poses(50)
    joined = join_tracks([decode_track(encode_track(part, [1] * len(part))) for part in (poses[:20], poses[20:])])
    np.testing.assert_allclose(joined.track.image_xy, build_track(50).image_xy, atol=1e-4)
    assert len(joined.persons) == 50


def test_nothing_joins_to_an_empty_track():
    assert len(join_tracks([]).track) == 0


@pytest.mark.parametrize("damage", [lambda b: b[:9], lambda b: b"XXXX" + b[4:], lambda b: b[:-40], lambda _: b""])
def test_damage_is_said(damage):
    with pytest.raises(HistoryError, match="damaged data"):
        decode_track(damage(encode_track(build_poses(5), [1] * 5)))
