"""The picture of a stretch: a figure in the pose that its reference describes."""

from __future__ import annotations

import math

from posecheck.figure.fit import fit_skeleton
from posecheck.figure.frontal import draw_front_figure
from posecheck.figure.posture import is_on_bed
from posecheck.figure.skeleton import HEAD_RADIUS, Point, Skeleton
from posecheck.figure.standing import draw_step, steps_up
from posecheck.figure.style import Ground, choose_ground, draw_disc, draw_limb, wrap_svg
from posecheck.language import _
from posecheck.stretch.schema import Stretch

# Widths as shares of stature, drawn a little fuller than life so that a small picture reads well.
_TRUNK_WIDTH = 0.095
_LEG_WIDTHS = (0.078, 0.062, 0.045)
_ARM_WIDTH = 0.048
_SCALE = 300.0
_WALL = 9.0
_MARGIN = 0.05
# How far a bed reaches beyond the hips.
_BED_EDGE = 0.03
_JOINT_OF_MEASURE = {
    "knee_flexion": "knee",
    "hip_flexion": "hip",
    "thigh_inclination": "hip",
    "shoulder_flexion": "shoulder",
    "elbow_flexion": "elbow",
    "trunk_lean": "shoulder",
    "trunk_inclination": "shoulder",
    "body_line": "hip",
    "knee_over_toe": "knee",
    "ankle_dorsiflexion": "ankle",
}


def draw_stretch(stretch: Stretch, *, dark: bool = False) -> str:
    """Return an SVG picture of the stretch; the trained leg is coloured and judged joints carry a dot.

    Args:
        stretch: the reference pose; its targets shape the figure.
        dark: whether the page behind it is dark.
    """
    ground = choose_ground(dark)
    title = _("Drawing of {name}").format(name=stretch.name)
    if stretch.view.kind == "front":
        return draw_front_figure(stretch, ground, title)
    skeleton, floor = fit_skeleton(stretch)
    return _draw_side_figure(stretch, _Canvas(skeleton, floor), ground, title)


class _Canvas:
    """A skeleton in drawing units: y down, the floor at 0."""

    def __init__(self, skeleton: Skeleton, floor: float) -> None:
        self._points = {name: (_SCALE * x, -_SCALE * (y - floor)) for name, (x, y) in skeleton.points.items()}

    def at(self, *names: str) -> list[tuple[float, float]]:
        return [self._points[name] for name in names]

    def find_box(self) -> tuple[float, float, float, float]:
        """Return left, top, width and height of the picture, never narrower than it is high."""
        xs, ys = zip(*self._points.values(), strict=True)
        pad = _SCALE * (_MARGIN + HEAD_RADIUS)
        left, right, top = min(xs) - pad, max(xs) + pad, min(ys) - pad
        bottom = max(*ys, 0.0) + _SCALE * _MARGIN * 1.6
        short = max(0.0, (bottom - top) * 1.15 - (right - left)) / 2.0
        return left - short, top, right - left + 2.0 * short, bottom - top


def _draw_side_figure(stretch: Stretch, canvas: _Canvas, ground: Ground, title: str) -> str:
    box = canvas.find_box()
    # The leg towards the camera is drawn over the other one.
    near, far = ("other", "working") if stretch.view.near == "other" else ("working", "other")
    pieces = [_draw_ground(stretch, canvas, box, ground)]
    if "wall" in stretch.name.lower():
        pieces.append(_draw_wall(canvas, box, ground))
    if steps_up(stretch):
        pieces.append(draw_step(canvas.at("working_heel", "working_toe"), ground))
    pieces += _draw_arm(canvas, far, ground.far)
    pieces += _draw_leg(canvas, far, ground.far if far == "other" else ground.accent)
    pieces.append(draw_limb(canvas.at("hip", "shoulder"), _SCALE * _TRUNK_WIDTH, ground.body))
    pieces.append(draw_limb(canvas.at("shoulder", "head"), _SCALE * _ARM_WIDTH, ground.skin))
    pieces.append(draw_disc(canvas.at("head")[0], _SCALE * HEAD_RADIUS, ground.skin))
    trained = ground.accent if near == "working" else ground.body
    pieces += _draw_leg(canvas, near, trained)
    pieces += _draw_arm(canvas, near, ground.body, casing=ground.paper)
    pieces += _draw_judged_joints(stretch, canvas, ground)
    return wrap_svg(pieces, box, title)


def _draw_leg(canvas: _Canvas, limb: str, colour: str) -> list[str]:
    chain = canvas.at("hip", f"{limb}_knee", f"{limb}_ankle")
    thigh_width, shin_width, foot_width = (_SCALE * width for width in _LEG_WIDTHS)
    foot = _lift_sole(chain[2], canvas.at(f"{limb}_heel", f"{limb}_toe"), foot_width / 2.0)
    return [
        draw_limb([chain[2], *foot], foot_width, colour),
        draw_limb(chain[1:], shin_width, colour),
        draw_limb(chain[:2], thigh_width, colour),
    ]


def _lift_sole(ankle: Point, sole: list[Point], depth: float) -> list[Point]:
    """Return heel and toe moved by half the line's width towards the ankle, so that its edge is the sole."""
    (heel_x, heel_y), (toe_x, toe_y) = sole
    length = math.hypot(toe_x - heel_x, toe_y - heel_y)
    across = ((heel_y - toe_y) / length, (toe_x - heel_x) / length)
    towards = math.copysign(depth, (ankle[0] - heel_x) * across[0] + (ankle[1] - heel_y) * across[1])
    return [(x + towards * across[0], y + towards * across[1]) for x, y in sole]


def _draw_arm(canvas: _Canvas, limb: str, colour: str, casing: str | None = None) -> list[str]:
    """Return the arm, with an edge in the page's colour where it crosses the body."""
    chain = canvas.at("shoulder", f"{limb}_elbow", f"{limb}_wrist")
    arm = draw_limb(chain, _SCALE * _ARM_WIDTH, colour)
    return [draw_limb(chain, _SCALE * _ARM_WIDTH + 4.0, casing), arm] if casing else [arm]


def _draw_ground(stretch: Stretch, canvas: _Canvas, box: tuple[float, float, float, float], ground: Ground) -> str:
    """Return the mat under the figure, or the bed that ends below its hips."""
    if not is_on_bed(stretch):
        return _draw_mat(box, ground)
    left, top, _, height = box
    width = canvas.at("hip")[0][0] + _SCALE * _BED_EDGE - left
    return f'<rect x="{left:.1f}" y="0" width="{width:.1f}" height="{top + height:.1f}" rx="6" fill="{ground.mat}"/>'


def _draw_mat(box: tuple[float, float, float, float], ground: Ground) -> str:
    left, _, width, _ = box
    inset = 0.03 * width
    return (
        f'<rect x="{left + inset:.1f}" y="0" width="{width - 2 * inset:.1f}" height="9" rx="4.5" fill="{ground.mat}"/>'
    )


def _draw_wall(canvas: _Canvas, box: tuple[float, float, float, float], ground: Ground) -> str:
    """Return the wall that the hands reach for: before the figure, or behind it at hands or toes."""
    (hip_x, _), (wrist_x, _), (toe_x, _) = canvas.at("hip", "working_wrist", "working_toe")
    gap = _SCALE * _ARM_WIDTH / 2.0
    left = max(wrist_x, toe_x) + gap if wrist_x > hip_x else min(wrist_x, toe_x) - gap - _WALL
    return f'<rect x="{left:.1f}" y="{box[1]:.1f}" width="{_WALL}" height="{-box[1]:.1f}" fill="{ground.mat}"/>'


def _draw_judged_joints(stretch: Stretch, canvas: _Canvas, ground: Ground) -> list[str]:
    names = set()
    for check in stretch.checks:
        joint = _JOINT_OF_MEASURE.get(check.measure)
        if joint is not None:
            limb = check.limb if check.limb in {"working", "other"} else "working"
            names.add(joint if joint in {"hip", "shoulder"} else f"{limb}_{joint}")
    return [draw_disc(canvas.at(name)[0], 5.0, "#ffffff", ground.accent) for name in sorted(names)]
