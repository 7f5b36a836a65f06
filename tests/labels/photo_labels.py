"""Joints read by hand off real photos: what the tests hold the tracker against (README.md beside this file)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from posecheck.measures import MEASURES, Body
from posecheck.pose import LANDMARK_INDEX, N_LANDMARKS, FloatArray

LABELS_FILE = Path(__file__).with_name("photos.json")

Points = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class PhotoLabel:
    """The labelled joints of one photo.

    Attributes:
        stem: the photo's file name without its ending.
        size_px: width and height of the photo.
        near_side: the person's own side that is toward the camera.
        view: where the camera stands, judged by eye.
        meaningful: the measures of the near side that one picture shows from there.
        points_px: pixel positions (x right, y down) by landmark name.
        readings_px: the two independent readings, where the photo was labelled twice.
        note: what limits the label.
    """

    stem: str
    size_px: tuple[int, int]
    near_side: Literal["left", "right"]
    view: Literal["side", "oblique", "front"]
    meaningful: tuple[str, ...]
    points_px: Points
    readings_px: tuple[Points, ...]
    note: str

    @property
    def front_sign(self) -> int:
        """+1 where an upright body would face the right edge of the picture, which is when its right side is near."""
        return 1 if self.near_side == "right" else -1


def _read_points(raw: dict[str, list[float]]) -> Points:
    return {name: (float(x), float(y)) for name, (x, y) in raw.items()}


def load_labels() -> list[PhotoLabel]:
    """Return the labels of all photos in the order of the file."""
    entries = json.loads(LABELS_FILE.read_text(encoding="utf-8"))
    return [
        PhotoLabel(
            stem=stem,
            size_px=(entry["width"], entry["height"]),
            near_side=entry["near_side"],
            view=entry["view"],
            meaningful=tuple(entry["meaningful"]),
            points_px=_read_points(entry["points_px"]),
            readings_px=tuple(_read_points(reading) for reading in entry.get("readings_px", [])),
            note=entry["note"],
        )
        for stem, entry in entries.items()
    ]


def to_image_xy(points_px: Points, size_px: tuple[int, int]) -> FloatArray:
    """Return landmarks (33, 2) in units of the picture's height; what was not labelled is NaN."""
    image_xy = np.full((N_LANDMARKS, 2), np.nan)
    for name, point in points_px.items():
        image_xy[LANDMARK_INDEX[name]] = np.asarray(point) / size_px[1]
    return image_xy


def measure_near_side(image_xy: FloatArray, label: PhotoLabel, name: str) -> float:
    """Return a measure in degrees of the label's near side from landmarks (33, 2), without a standing baseline."""
    one = np.ones(1)
    body = Body(image_xy[np.newaxis], one * label.front_sign, one, 0.0)
    return float(MEASURES[name].compute(body, label.near_side)[0])
