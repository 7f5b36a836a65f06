"""The picture of a stretch that is seen from the front: standing, seated or in a wide stance."""

from __future__ import annotations

import math

from posecheck.figure.posture import collect_goals
from posecheck.figure.seated import HALF_HIPS, HALF_SHOULDERS, build_seated_leg, draw_chair, is_on_chair
from posecheck.figure.skeleton import FOREARM, HEAD_RADIUS, NECK_TO_HEAD, SHIN, THIGH, TRUNK, UPPER_ARM
from posecheck.figure.standing import build_side_lunge, sinks_to_one_side
from posecheck.figure.style import Ground, draw_disc, draw_limb, wrap_svg
from posecheck.stretch.schema import Stretch

_SCALE = 300.0
_ARM_OUT_DEG = 12.0
_SQUAT_DEPTH = 0.4
_MARGIN = 0.06

Point = tuple[float, float]


def draw_front_figure(stretch: Stretch, ground: Ground, title: str) -> str:
    """Return the SVG picture; the trained leg is the coloured one, at the viewer's right (the figure's left)."""
    aims = {(goal.measure, goal.limb): goal.low for goal in collect_goals(stretch) if goal.low == goal.high}
    hips = (0.0, 0.0)
    if sinks_to_one_side(aims):
        legs = {limb: [(x * _SCALE, y * _SCALE) for x, y in leg] for limb, leg in build_side_lunge(aims).items()}
    else:
        legs = {limb: _build_leg(limb, stretch, aims) for limb in ("working", "other")}
    floor = max(y for leg in legs.values() for _, y in leg[:3])
    pieces = [_draw_mat(floor, ground), *(draw_chair(floor, _SCALE, ground) if is_on_chair(stretch) else [])]
    for limb in ("other", "working"):
        colour = ground.accent if limb == "working" or stretch.sides == "both" else ground.body
        hip, knee, ankle, toe = legs[limb]
        pieces.append(draw_limb([ankle, toe], 0.05 * _SCALE, colour))
        pieces.append(draw_limb([hip, knee, ankle], 0.068 * _SCALE, colour))
    pieces += _draw_upper_body(hips, ground)
    judged = [legs["working"][0], legs["other"][0]]
    pieces += [draw_disc(point, 5.0, "#ffffff", ground.accent) for point in judged]
    top = -_SCALE * (TRUNK + NECK_TO_HEAD + HEAD_RADIUS + 0.05)
    height = floor + 0.1 * _SCALE - top
    half_width = max(0.6 * height, max(abs(x) for leg in legs.values() for x, _ in leg) + _MARGIN * _SCALE)
    return wrap_svg(pieces, (-half_width, top, 2 * half_width, height), title)


def _build_leg(limb: str, stretch: Stretch, aims: dict[tuple[str, str], float]) -> list[Point]:
    """Return hip, knee, ankle and toe in drawing units, y down."""
    if stretch.posture == "seated":
        return [(x * _SCALE, y * _SCALE) for x, y in build_seated_leg(limb, stretch, aims)]
    side = 1.0 if limb == "working" else -1.0
    hip = (side * HALF_HIPS * _SCALE, 0.0)
    stepping_deg = 2.0 * math.degrees(math.asin(min(aims.get(("ankles_apart", "middle"), 0.0) / 2.0, 1.0)))
    spread_deg = aims.get(("leg_spread", "middle"), stepping_deg) / 2.0
    out_deg = aims.get(("hip_abduction", limb), spread_deg)
    bend_deg = aims.get(("knee_flexion", limb), 0.0)
    # A knee that bends towards the viewer shortens the thigh and the shin in the picture.
    shortened = 1.0 - _SQUAT_DEPTH * math.sin(math.radians(min(max(bend_deg, 0.0), 90.0)) / 2.0)
    knee = _move(hip, side * out_deg, THIGH * shortened)
    ankle = _move(knee, side * out_deg, SHIN * shortened)
    return [hip, knee, ankle, (ankle[0] + side * 0.035 * _SCALE, ankle[1] + 0.02 * _SCALE)]


def _draw_upper_body(hips: Point, ground: Ground) -> list[str]:
    pieces = []
    neck = (hips[0], hips[1] - TRUNK * _SCALE)
    half_hips, half_shoulders = HALF_HIPS * _SCALE, HALF_SHOULDERS * _SCALE
    outline = (
        f"{-half_shoulders:.1f},{neck[1]:.1f} {half_shoulders:.1f},{neck[1]:.1f} "
        f"{half_hips:.1f},{hips[1]:.1f} {-half_hips:.1f},{hips[1]:.1f}"
    )
    for side in (-1.0, 1.0):
        shoulder = (side * half_shoulders, neck[1])
        elbow = _move(shoulder, side * _ARM_OUT_DEG, UPPER_ARM)
        pieces.append(draw_limb([shoulder, elbow, _move(elbow, side * 4.0, FOREARM)], 0.046 * _SCALE, ground.body))
    pieces.append(
        f'<polygon points="{outline}" fill="{ground.body}" stroke="{ground.body}" stroke-width="{0.05 * _SCALE:.1f}" '
        'stroke-linejoin="round"/>'
    )
    head = (hips[0], neck[1] - NECK_TO_HEAD * _SCALE)
    pieces.append(draw_limb([neck, head], 0.05 * _SCALE, ground.skin))
    pieces.append(draw_disc(head, HEAD_RADIUS * _SCALE, ground.skin))
    return pieces


def _move(start: Point, out_deg: float, length: float) -> Point:
    """Return the point `length` (share of stature) from `start`, 0 straight down, + to the right of the picture."""
    angle = math.radians(out_deg)
    return start[0] + _SCALE * length * math.sin(angle), start[1] + _SCALE * length * math.cos(angle)


def _draw_mat(floor: float, ground: Ground) -> str:
    width, top = 0.9 * _SCALE, floor + 8.0
    return f'<rect x="{-width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" height="9" rx="4.5" fill="{ground.mat}"/>'
