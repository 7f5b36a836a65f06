"""The description of a clip: a short YAML file that says who moves how, seen by which camera.

stretch: half_kneeling_hip_flexor
variant: leaning_forward
description: Half kneeling on the left knee with the trunk tipped forward.
side: left
split: tune
body: woman_slim
hold: {ready: half_kneeling.upright, pose: half_kneeling.stretch, change: {spine_flexion_deg: 30}}
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from lab.appearance import Colour, Style
from lab.body import list_bodies
from lab.catalogue import RULES, View
from lab.choreography import Hold, Key, Repeat

Side = Literal["left", "right", "both"]
Verdict = Literal["pass", "fail", "not_assessable", "not_performed"]


class LabError(Exception):
    """A clip description that cannot be used; the message says which file and what is wrong."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CameraSpec(_Model):
    """Where the camera stands. Without `yaw_deg` it stands where the catalogue wants it."""

    yaw_deg: float | None = Field(default=None, ge=-180, le=180, description="0 front, 90 the person's left")
    off_view_deg: float = Field(default=0, ge=-180, le=180, description="turn away from the right view")
    distance_m: float | None = Field(default=None, gt=0.5, lt=8)
    height_m: float | None = Field(default=None, gt=0, lt=3)
    roll_deg: float = Field(default=0, ge=-45, le=45)
    fov_deg: float = Field(default=55, gt=20, lt=110)
    size: tuple[int, int] = (640, 480)


class PictureSpec(_Model):
    """Light, noise, blur and colours of the picture; `furniture` seeds what is along the walls, none a bare room."""

    brightness: float = Field(default=1.0, gt=0, le=2)
    noise: float = Field(default=2.0, ge=0, le=60)
    motion_blur: int = Field(default=1, ge=1, le=8, description="pictures mixed into one frame")
    wall: Colour = (205, 203, 196)
    floor: Colour = (176, 140, 104)
    mat: Colour = (96, 112, 128)
    furniture: int | None = Field(default=None, ge=0)


class Visitor(_Model):
    """A second person, who walks past while the first one exercises.

    Places are metres from the person: to the right in the picture, and away from the camera (negative: between
    the person and the camera).
    """

    body: str = "man_heavy"
    style: Style = Style(top=(150, 60, 50), bottom=(70, 80, 110))
    from_s: float = Field(ge=0)
    to_s: float
    from_m: tuple[float, float] = (-2.4, 1.2)
    to_m: tuple[float, float] = (2.4, 1.2)


class Absence(_Model):
    """A time in which the person is out of the picture."""

    from_s: float = Field(ge=0)
    to_s: float


class Clip(_Model):
    """One clip: what is performed, by whom, and how it is filmed."""

    stretch: str
    variant: str = Field(pattern=r"^[a-z0-9_]+$")
    side: Side = "left"
    description: str
    split: Literal["tune", "test"]
    body: str = "man_fit"
    style: Style = Style()
    keys: tuple[Key, ...] | None = Field(default=None, min_length=2)
    hold: Hold | None = None
    repeat: Repeat | None = None
    camera: CameraSpec = CameraSpec()
    picture: PictureSpec = PictureSpec()
    visitor: Visitor | None = None
    absence: Absence | None = None
    sway: float = Field(default=1.0, ge=0, le=5, description="0 a statue, 1 a calm person")
    fps: float = Field(default=12, gt=0, le=60)
    seed: int = 0
    close_unknown: bool = Field(default=False, description="checks that truly lie close to a bound are not judged")
    expected_verdict: Verdict | None = Field(default=None, description="unless the true angles say it")

    @property
    def name(self) -> str:
        """File stem: stretch and variant."""
        return f"{self.stretch}__{self.variant}"

    @property
    def duration_s(self) -> float:
        """Time of the last key."""
        return self.timeline[-1].at_s

    @cached_property
    def timeline(self) -> tuple[Key, ...]:
        """The poses in time, however the clip describes them."""
        course = self.hold or self.repeat
        return course.keys() if course else self.keys or ()

    @property
    def working_side(self) -> str:
        """The side that the movement is built on; "both" counts as left."""
        return "right" if self.side == "right" else "left"

    @property
    def yaw_deg(self) -> float:
        """Camera yaw in the person's terms: as asked for, or the right view plus `off_view_deg`."""
        if self.camera.yaw_deg is not None:
            return self.camera.yaw_deg
        rules = RULES[self.stretch]
        right_view_deg = {View.SIDE: 90.0, View.FRONT: 0.0, View.OBLIQUE: 45.0}[rules.view]
        sign = 1.0 if (self.working_side == "left") != rules.near_other else -1.0
        return sign * (right_view_deg - self.camera.off_view_deg)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.stretch not in RULES:
            raise ValueError(f"Expected a stretch among {', '.join(RULES)}, but got {self.stretch!r}.")
        for body in [self.body, *([self.visitor.body] if self.visitor else [])]:
            if body not in list_bodies():
                raise ValueError(f"Expected a body among {', '.join(list_bodies())}, but got {body!r}.")
        if sum(course is not None for course in (self.keys, self.hold, self.repeat)) != 1:
            raise ValueError("Expected exactly one of keys, hold and repeat.")
        times = [key.at_s for key in self.timeline]
        if times[0] != 0 or sorted(set(times)) != times:
            raise ValueError(f"Expected keys that start at 0 s and follow each other, but got {times}.")
        for key in self.timeline:
            key.stance()
        return self


def load_clip(path: Path) -> Clip:
    """Read and check a clip description. Raises LabError that names the file and each wrong entry."""
    try:
        return Clip.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError) as error:
        raise LabError(f"{path}: cannot be read as YAML: {error}") from error
    except ValidationError as error:
        found = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise LabError(f"{path}: {found}") from error
