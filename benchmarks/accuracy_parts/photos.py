"""The second truth: joints read by hand off real photos, which stay outside the repository."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from benchmarks.accuracy_parts.cases import ROOT
from posecheck.measures import MEASURES, Body
from posecheck.observation import Observer
from posecheck.pose import PoseTrack
from posecheck.stretch.library import load_stretch
from posecheck.tracking import PoseTracker

if TYPE_CHECKING:
    from tests.labels.photo_labels import PhotoLabel

PHOTOS = ROOT.parent / "shared" / "footage" / "images"
_MEASURES = ("knee_flexion", "hip_flexion")
# The stretch whose reference pose comes closest to what a photo shows; by the start of its file name.
_STRETCHES = {
    "lunge": "half_kneeling_hip_flexor",
    "leg_raise": "knee_to_chest",
    "bridge": "glute_bridge_hold",
    "child": "cobra",
    "plank": "cobra",
    "all_fours": "cobra",
}


@dataclass(frozen=True, slots=True)
class PhotoError:
    """Differences in degrees from the hand-labelled value of one photo: the product's and the plain image angle's."""

    stem: str
    measure: str
    label_deg: float
    product_deg: float
    raw_2d_deg: float


def measure_photos() -> list[PhotoError] | None:
    """Return the errors on all photos labelled as side views; None when the photos are not there."""
    if not PHOTOS.is_dir():
        return None
    sys.path.insert(0, str(ROOT))
    from tests.labels.photo_labels import load_labels

    labels = [label for label in load_labels() if label.meaningful and (PHOTOS / f"{label.stem}.jpg").exists()]
    with PoseTracker() as tracker:
        return [error for label in labels for error in _measure_photo(label, tracker)]


def _measure_photo(label: PhotoLabel, tracker: PoseTracker) -> Iterator[PhotoError]:
    from tests.labels.photo_labels import measure_near_side, to_image_xy

    with Image.open(PHOTOS / f"{label.stem}.jpg") as photo:
        pose = tracker.track_image(np.asarray(photo.convert("RGB")))
    labelled = to_image_xy(label.points_px, label.size_px)
    # Labels are measured against the edge of the picture, however the camera was turned.
    body = _observe(label, PoseTrack.from_poses([replace(pose, room_roll_deg=math.nan)]))
    for name in _MEASURES:
        # The label has no standing baseline; the product's value is taken before its own is subtracted.
        truth_deg = measure_near_side(labelled, label, name)
        product_deg = float(MEASURES[name].compute(body, label.near_side)[0])
        raw_deg = measure_near_side(pose.image_xy, label, name)
        yield PhotoError(label.stem, name, truth_deg, product_deg - truth_deg, raw_deg - truth_deg)


def _observe(label: PhotoLabel, track: PoseTrack) -> Body:
    stretch = next(name for start, name in _STRETCHES.items() if label.stem.startswith(start))
    return replace(Observer(load_stretch(stretch), label.near_side).observe(track).body, standing_hip_deg=0.0)


def summarize_photos(errors: list[PhotoError], measure: str) -> tuple[float, float, float, float]:
    """Return mean absolute error and bias of the product, then of the plain image angle, for one measure."""
    product = np.array([error.product_deg for error in errors if error.measure == measure])
    raw = np.array([error.raw_2d_deg for error in errors if error.measure == measure])
    product = product[np.isfinite(product)]
    return float(np.abs(product).mean()), float(product.mean()), float(np.abs(raw).mean()), float(raw.mean())


def group_photos(errors: list[PhotoError]) -> dict[str, list[PhotoError]]:
    """Return the errors by the photo, in the order measured."""
    photos: dict[str, list[PhotoError]] = {}
    for error in errors:
        photos.setdefault(error.stem, []).append(error)
    return photos
