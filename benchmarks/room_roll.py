"""How well rooms tell by how much a camera is turned: `python benchmarks/room_roll.py` (1 min).

First rendered rooms, whose cameras are known: the good performances of the catalogue, each in three rooms with things
along the walls and in a bare one, before cameras turned by up to 6 degrees. Then the real photos in `../shared`, whose
cameras nobody knows: turned by 3 degrees either way they have to read so much more and less.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lab.fresh import draw_clip, list_bases, name_fresh  # noqa: E402
from lab.scene import Scene  # noqa: E402
from lab.sights import THIRD  # noqa: E402
from posecheck.tracking import PoseTracker  # noqa: E402
from posecheck.tracking.uprights import read_room_roll  # noqa: E402

PHOTOS = ROOT.parent / "shared" / "footage" / "images"
# Cameras of a set that has been looked at, turned twice as far.
SIGHT = replace(THIRD, roll_deg=(0.0, 6.0))
ROOMS = 3
# Left out at the edge of a photo that is turned, in frame heights.
CUT = 0.06
TURN_DEG = 3.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one picture told, NaN for nothing, and what is so."""

    told_deg: float
    true_deg: float

    @property
    def error_deg(self) -> float:
        """How far off it is; NaN where nothing was told."""
        return abs(self.told_deg - self.true_deg)


def main() -> int:
    """Print what rooms and photos told."""
    with PoseTracker() as tracker:
        for name, furnished, rooms in (("furnished", True, ROOMS), ("bare", False, 1)):
            _say(f"{name} rooms: {summarize(list(read_rooms(tracker, furnished=furnished, rooms=rooms)))}")
    if PHOTOS.is_dir():
        told = [told for path in sorted(PHOTOS.glob("*.jpg")) if math.isfinite((told := read_photo(path))[0].told_deg)]
        turned = [reading for _, *others in told for reading in others]
        _say(f"photos: {len(told)} of {len(list(PHOTOS.glob('*.jpg')))} told; turned by 3 degrees: {summarize(turned)}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def summarize(readings: list[Reading]) -> str:
    """Return in how many pictures the roll was told, and how well."""
    errors_deg = np.array([reading.error_deg for reading in readings])
    told = errors_deg[np.isfinite(errors_deg)]
    if not len(told):
        return f"0 of {len(readings)} told"
    return f"{len(told)} of {len(readings)} told, off by {told.mean():.2f} degrees, at most {told.max():.2f}"


def read_rooms(tracker: PoseTracker, *, furnished: bool, rooms: int) -> Iterator[Reading]:
    """Read the first picture of each good performance in so many rooms."""
    sight = replace(SIGHT, furnished=furnished)
    for base in list_bases():
        if "__good_" not in name_fresh(base, sight):
            continue
        for number in range(rooms):
            scene = Scene(draw_clip(base, sight, number))
            pose = tracker.track_image(next(scene.frames()).picture)
            yield Reading(pose.room_roll_deg, scene.clip.camera.roll_deg)


def read_photo(path: Path) -> list[Reading]:
    """Read a photo as it is, and turned either way: then what the first told, and so much more or less, is true."""
    with Image.open(path) as photo:
        picture = np.asarray(photo.convert("RGB"))
    first_deg = read_room_roll(_turn(picture, 0.0))
    turned = [Reading(read_room_roll(_turn(picture, by)), first_deg + by) for by in (TURN_DEG, -TURN_DEG)]
    return [Reading(first_deg, first_deg), *turned]


def _turn(picture: NDArray[np.uint8], roll_deg: float) -> NDArray[np.uint8]:
    """Return a picture (h, w, 3) as a camera turned clockwise takes it, without its edges."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), roll_deg, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC)
    cut = round(CUT * height)
    return np.ascontiguousarray(turned[cut : height - cut, cut : width - cut], dtype=np.uint8)


if __name__ == "__main__":
    sys.exit(main())
