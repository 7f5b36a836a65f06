from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np

from posecheck.bench.examples import list_sample_files, load_sample
from posecheck.bench.film import draw_film
from posecheck.pose import BONES

SVG = "{http://www.w3.org/2000/svg}"


def load_track(sample_dir):
    return load_sample(list_sample_files(sample_dir, "cobra")[0]).stored.track


def test_each_picture_has_its_time_and_the_whole_body(sample_dir):
    root = ElementTree.fromstring(draw_film(load_track(sample_dir), [], 4))
    assert [text.text.endswith(" s") for text in root.iter(f"{SVG}text")] == [True] * 4
    assert len(list(root.iter(f"{SVG}polyline"))) == 4 * len(BONES)


def test_pictures_of_a_moment_are_framed(sample_dir):
    track = load_track(sample_dir)
    half_s = (track.time_s[0] + track.time_s[-1]) / 2
    root = ElementTree.fromstring(draw_film(track, [(track.time_s[0], half_s)], 4))
    framed = [rect.get("stroke-width") == "2.5" for rect in root.iter(f"{SVG}rect")]
    assert framed == [True, True, False, False]


def test_nobody_is_drawn_where_nobody_was_seen(sample_dir):
    track = load_track(sample_dir)
    empty = replace(track, image_xy=np.full_like(track.image_xy, np.nan))
    root = ElementTree.fromstring(draw_film(empty, [], 3))
    assert not list(root.iter(f"{SVG}polyline"))


def test_bodies_stay_within_their_cells(sample_dir):
    root = ElementTree.fromstring(draw_film(load_track(sample_dir), [], 3))
    bones = [line.get("points").split() for line in root.iter(f"{SVG}polyline")]
    for cell in range(3):
        xs = [
            float(point.split(",")[0]) for line in bones[cell * len(BONES) : (cell + 1) * len(BONES)] for point in line
        ]
        assert cell * 120 <= min(xs)
        assert max(xs) <= (cell + 1) * 120
