"""A plan, seen from above, of where the camera stands."""

from __future__ import annotations

from posecheck.figure.style import Ground, choose_ground, draw_disc, draw_limb, wrap_svg
from posecheck.language import _
from posecheck.stretch.schema import Stretch

_BOX = (0.0, 0.0, 320.0, 190.0)
_PERSON = (160.0, 52.0)
_CAMERA = (160.0, 158.0)
# Which way a person faces who is seen so; the camera stands below. The arrow's length, less where it meets the view.
_FACING = {"side": (1.0, 0.0), "front": (0.0, 1.0), "oblique": (0.7071, 0.7071)}
_ARROW = 32.0


def draw_camera_plan(stretch: Stretch, *, dark: bool = False) -> str:
    """Return an SVG plan from above: the mat, the person and which way they face, the camera and what it sees.

    Args:
        stretch: the reference pose; its view says from where it is judged.
        dark: whether the page behind it is dark.
    """
    ground = choose_ground(dark)
    lying = stretch.posture in {"supine", "prone"}
    side_view = stretch.view.kind == "side"
    pieces = [_draw_mat(ground, along=side_view), _draw_view(ground)]
    pieces += _draw_lying(ground) if lying else _draw_standing(ground, _FACING[stretch.view.kind])
    pieces += _draw_camera(ground)
    pieces.append(_write(_("camera"), (_CAMERA[0] + 36.0, _CAMERA[1] + 13.0), ground))
    pieces.append(_write(_("you"), (12.0, _PERSON[1] + 5.0), ground))
    where = {"side": "at the side", "front": "at the front", "oblique": "at an angle"}[stretch.view.kind]
    return wrap_svg(pieces, _BOX, f"Seen from above: the camera stands {where}, about three metres away")


def _draw_mat(ground: Ground, *, along: bool) -> str:
    width, height = (190.0, 66.0) if along else (90.0, 84.0)
    left, top = _PERSON[0] - width / 2, _PERSON[1] - height / 2
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="10" fill="{ground.mat}"/>'


def _draw_view(ground: Ground) -> str:
    (x, y), top = _CAMERA, _PERSON[1] - 30.0
    corners = f"{x:.0f},{y:.0f} {x - 118:.0f},{top:.0f} {x + 118:.0f},{top:.0f}"
    return f'<polygon points="{corners}" fill="{ground.accent}" opacity="0.14"/>'


def _draw_standing(ground: Ground, along: tuple[float, float]) -> list[str]:
    """Return a person from above who faces along a direction of length one, with an arrow that way."""
    x, y = _PERSON
    across = (-along[1], along[0])
    shoulders = [(x + side * 20 * across[0], y + side * 20 * across[1]) for side in (-1, 1)]
    start, tip = ((x + far * along[0], y + far * along[1]) for far in (26, 26 + _ARROW * (1 + abs(along[0])) / 2))
    wings = [(tip[0] - 9 * along[0] + 7 * s * across[0], tip[1] - 9 * along[1] + 7 * s * across[1]) for s in (-1, 1)]
    return [
        draw_limb(shoulders, 17.0, ground.body),
        draw_disc(_PERSON, 12.0, ground.skin, ground.mat),
        draw_limb([start, tip], 4.0, ground.quiet),
        draw_limb([wings[0], tip, wings[1]], 4.0, ground.quiet),
    ]


def _draw_lying(ground: Ground) -> list[str]:
    x, y = _PERSON
    return [
        draw_limb([(x - 40, y - 17), (x - 40, y + 17)], 14.0, ground.body),
        draw_limb([(x - 40, y), (x + 6, y)], 28.0, ground.body),
        draw_limb([(x + 6, y - 8), (x + 78, y - 10)], 11.0, ground.body),
        draw_limb([(x + 6, y + 8), (x + 78, y + 10)], 11.0, ground.accent),
        draw_disc((x - 66, y), 12.0, ground.skin),
    ]


def _draw_camera(ground: Ground) -> list[str]:
    x, y = _CAMERA
    return [
        f'<rect x="{x - 24:.0f}" y="{y - 8:.0f}" width="48" height="30" rx="7" fill="{ground.body}"/>',
        f'<rect x="{x - 10:.0f}" y="{y - 15:.0f}" width="20" height="10" rx="3" fill="{ground.body}"/>',
        draw_disc((x, y + 7), 8.0, ground.accent, ground.mat),
    ]


def _write(text: str, place: tuple[float, float], ground: Ground) -> str:
    x, y = place
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="15" font-family="sans-serif" fill="{ground.quiet}">{text}</text>'
