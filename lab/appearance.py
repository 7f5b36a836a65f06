"""Skin, clothes, shoes and hair, painted on a body's vertices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from lab.body import Body
from lab.rotation import FloatArray

MATERIAL_SKIN, MATERIAL_CLOTH, MATERIAL_HAIR, MATERIAL_PLAIN = range(4)
BoolArray = NDArray[np.bool_]
Colour = tuple[int, int, int]


class Style(BaseModel):
    """What a person wears; colours are RGB, 0..255."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    skin: Colour = (224, 172, 138)
    top: Colour = (60, 95, 165)
    bottom: Colour = (48, 48, 56)
    shoes: Colour | None = Field(default=(235, 235, 235), description="none: barefoot")
    hair: Colour = (50, 35, 25)
    sleeve: float = Field(default=0.55, ge=0, le=2, description="1 reaches the elbow, 2 the wrist")
    trouser: float = Field(default=1.9, ge=0, le=2, description="1 reaches the knee, 2 the ankle")


@dataclass(frozen=True, slots=True, eq=False)
class Outfit:
    """Per vertex (n,): colour 0..1 (n, 3), how far cloth or hair stands off in metres, material, rest place."""

    colours: FloatArray
    thickness_m: FloatArray
    materials: NDArray[np.int64]
    rest_m: FloatArray


def dress(body: Body, style: Style) -> Outfit:
    """Paint a body in a style."""
    outfit = Outfit(
        np.tile(np.array(style.skin, dtype=np.float64) / 255, (len(body.rest_m), 1)),
        np.zeros(len(body.rest_m)),
        np.full(len(body.rest_m), MATERIAL_SKIN),
        body.rest_m,
    )
    _paint(outfit, _top(body, style.sleeve), style.top, 0.010, MATERIAL_CLOTH)
    _paint(outfit, _bottom(body, style.trouser), style.bottom, 0.006, MATERIAL_CLOTH)
    if style.shoes is not None:
        _paint(outfit, _feet(body), style.shoes, 0.004, MATERIAL_CLOTH)
    hair = _hair(body)
    _paint(outfit, hair, style.hair, 0.016, MATERIAL_HAIR)
    _paint_face(body, outfit, style, ~hair)
    return outfit


def _paint(outfit: Outfit, where: BoolArray, colour: Colour, thickness_m: float, material: int) -> None:
    outfit.colours[where] = np.array(colour) / 255
    outfit.thickness_m[where] = thickness_m
    outfit.materials[where] = material


def _along_limb(body: Body, upper: tuple[str, str], lower: tuple[str, str], prefixes: tuple[str, str]) -> FloatArray:
    """Return how far along a limb each vertex lies: 0..1 on the upper segment, 1..2 on the lower; else 9."""
    share = np.full(len(body.rest_m), 9.0)
    for side, letter in (("left", "L"), ("right", "R")):
        for base, ends, prefix in ((0.0, upper, prefixes[0]), (1.0, lower, prefixes[1])):
            start, end = (body.head_m(f"{bone}.{letter}") for bone in ends)
            of_segment = body.vertices_of(prefix, side=side)
            axis = (end - start) / float((end - start) @ (end - start))
            share[of_segment] = base + (body.rest_m[of_segment] - start) @ axis
    return share


def _torso(body: Body) -> BoolArray:
    return body.vertices_of("spine", "clavicle", "shoulder", "root", "pelvis", "breast")


def _waist_m(body: Body) -> float:
    return float(body.head_m("root")[2]) + 0.035 * body.height_m


def _top(body: Body, sleeve: float) -> BoolArray:
    reach = _along_limb(body, ("upperarm01", "lowerarm01"), ("lowerarm01", "wrist"), ("upperarm", "lowerarm"))
    below_collar = body.rest_m[:, 2] < body.head_m("neck01")[2] + 0.012
    return below_collar & ((_torso(body) & (body.rest_m[:, 2] > _waist_m(body))) | (reach < sleeve))


def _bottom(body: Body, trouser: float) -> BoolArray:
    reach = _along_limb(body, ("upperleg01", "lowerleg01"), ("lowerleg01", "foot"), ("upperleg", "lowerleg"))
    return (_torso(body) & (body.rest_m[:, 2] <= _waist_m(body))) | (reach < trouser)


def _feet(body: Body) -> BoolArray:
    low = body.rest_m[:, 2] <= body.head_m("foot.L")[2] + 0.02
    return body.vertices_of("foot", "toe") | (body.vertices_of("lowerleg") & low)


def _face_shares(body: Body) -> tuple[BoolArray, FloatArray, FloatArray]:
    """Return which vertices are the head, and how far back (0..1) and how high (0..1) each vertex lies on it."""
    head = body.vertices_of("head")
    low, high = body.rest_m[head].min(axis=0), body.rest_m[head].max(axis=0)
    share = (body.rest_m - low) / (high - low)
    return head, share[:, 1], share[:, 2]


def _hair(body: Body) -> BoolArray:
    head, back, up = _face_shares(body)
    covered = (up > 0.80) | ((up > 0.42) & (back > 0.62)) | ((up > 0.25) & (back > 0.80))
    return (head | body.vertices_of("neck")) & covered


def _paint_face(body: Body, outfit: Outfit, style: Style, bare: BoolArray) -> None:
    head, back, _ = _face_shares(body)
    rest_m = body.rest_m
    for side in ("left", "right"):
        eye = body.vertices_of("eye", side=side)
        centre = rest_m[eye].mean(axis=0)
        off_centre = rest_m - centre
        iris = eye & (off_centre[:, 1] < 0) & (np.hypot(off_centre[:, 0], off_centre[:, 2]) < 0.0058)
        _paint(outfit, eye, (238, 236, 232), 0.0, MATERIAL_PLAIN)
        _paint(outfit, iris, (60, 40, 25), 0.0, MATERIAL_PLAIN)
        brow = (np.abs(off_centre[:, 0]) < 0.026) & (off_centre[:, 2] > 0.018) & (off_centre[:, 2] < 0.030)
        outfit.colours[head & brow & (back < 0.45) & bare] = np.array(style.hair) / 255 * 0.9
    below_eyes_m = rest_m[:, 2] - (float(body.head_m("eye.L")[2]) - 0.068)
    lips = head & (np.abs(rest_m[:, 0]) < 0.024) & (np.abs(below_eyes_m) < 0.009) & (back < 0.35)
    outfit.colours[lips] = np.array(style.skin) / 255 * [0.86, 0.60, 0.60]
