"""Draw `conventions.svg`: the coordinate and angle conventions.

python docs/images/make_conventions.py
"""

from __future__ import annotations

import math
from pathlib import Path

INK, SOFT, HIP, KNEE, TRUNK = "#1f2933", "#9aa5b1", "#b4530a", "#0b6bcb", "#5b3fa0"


def step(start: tuple[float, float], length: float, angle_deg: float) -> tuple[float, float]:
    """Return the end of a segment; 0 degrees points up, 90 to the right of the picture."""
    angle = math.radians(angle_deg)
    return start[0] + length * math.sin(angle), start[1] - length * math.cos(angle)


def line(start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 3, dash: str = "") -> str:
    """Return an SVG line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width}" stroke-linecap="round"{dashes}/>'
    )


def arc(centre: tuple[float, float], radius: float, start_deg: float, end_deg: float, colour: str) -> str:
    """Return an SVG arc from one direction to another, the short way."""
    start, end = step(centre, radius, start_deg), step(centre, radius, end_deg)
    sweep = 1 if end_deg > start_deg else 0
    return (
        f'<path d="M{start[0]:.1f} {start[1]:.1f} A{radius} {radius} 0 0 {sweep} {end[0]:.1f} {end[1]:.1f}" '
        f'fill="none" stroke="{colour}" stroke-width="2"/>'
    )


def text(x: float, y: float, words: str, colour: str = INK, size: int = 13, anchor: str = "start") -> str:
    """Return SVG text."""
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" font-size="{size}" text-anchor="{anchor}">{words}</text>'


def draw_side_figure() -> list[str]:
    """Return a figure facing right: trunk lean 12, front hip 75, front knee 85 degrees."""
    hip = (190.0, 210.0)
    shoulder = step(hip, 110, 12)
    ear = step(shoulder, 26, 20)
    knee = step(hip, 85, 192 - 75)
    ankle = step(knee, 85, 192 - 75 + 85)
    toe = step(ankle, 34, 95)
    rear_knee = step(hip, 85, 192 + 15)
    parts = [
        line(hip, step(hip, 120, 0), SOFT, 1.5, "4 4"),
        line(hip, step(hip, 95, 192), SOFT, 1.5, "4 4"),
        line(knee, step(knee, 70, 192 - 75), SOFT, 1.5, "4 4"),
        line(hip, shoulder, INK, 5),
        line(shoulder, ear, INK, 5),
        line(hip, knee, INK, 5),
        line(knee, ankle, INK, 5),
        line(ankle, toe, INK, 5),
        line(hip, rear_knee, SOFT, 5),
        arc(hip, 88, 0, 12, TRUNK),
        arc(hip, 46, 192, 192 - 75, HIP),
        arc(hip, 62, 192, 192 + 15, HIP),
        arc(knee, 36, 192 - 75, 192 - 75 + 85, KNEE),
        text(232, 138, "trunk_lean +12", TRUNK),
        text(246, 200, "hip_flexion +75", HIP),
        text(10, 320, "hip_flexion -15 (extension)", HIP),
        text(300, 310, "knee_flexion 85", KNEE),
        text(20, 30, "Side view, facing right: near side is the right one, front_sign = +1", size=14),
    ]
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{INK}"/>' for x, y in (hip, shoulder, knee, ankle)]
    centre = step(ear, 18, 20)
    x, y = centre
    parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="18" fill="none" stroke="{INK}" stroke-width="5"/>')
    return parts


def draw_front_figure() -> list[str]:
    """Return a figure that faces the camera: left hip higher by 8, left leg abducted by 30 degrees."""
    left, right = step((640, 210), 34, 82), step((640, 210), 34, 262)
    top = step((640, 210), 105, 6)
    knee, foot = step(left, 85, 186 - 30), step(left, 165, 186 - 30)
    stand = step(right, 160, 183)
    return [
        line((560, 210), (730, 210), SOFT, 1.5, "4 4"),
        line((640, 210), step((640, 210), 125, 0), SOFT, 1.5, "4 4"),
        line(left, step(left, 120, 186), SOFT, 1.5, "4 4"),
        line(right, left, INK, 5),
        line((640, 210), top, INK, 5),
        line(step(top, 46, 96), step(top, 46, 276), INK, 5),
        line(left, foot, INK, 5),
        line(right, stand, INK, 5),
        f'<circle cx="{step(top, 42, 6)[0]:.0f}" cy="{step(top, 42, 6)[1]:.0f}" r="20" fill="none" stroke="{INK}" '
        'stroke-width="5"/>',
        f'<circle cx="{knee[0]:.1f}" cy="{knee[1]:.1f}" r="6" fill="{INK}"/>',
        arc(left, 60, 186, 186 - 30, HIP),
        arc((640, 210), 92, 0, 6, TRUNK),
        text(742, 292, "hip_abduction +30", HIP),
        text(668, 122, "trunk_side_lean +6", TRUNK),
        text(728, 200, "pelvis_obliquity +8", KNEE),
        text(716, 180, "person's left", SOFT),
        text(520, 180, "person's right", SOFT),
        text(500, 30, "Front view: the person's left is at the right of the picture", size=14),
    ]


def main() -> None:
    """Write the file beside this one."""
    axes = [
        line((20, 350), (70, 350), SOFT, 2),
        line((20, 350), (20, 390), SOFT, 2),
        text(74, 354, "x, in frame heights", SOFT, 12),
        text(26, 394, "y (down), in frame heights; origin at the top left of the picture", SOFT, 12),
    ]
    body = "\n".join([*draw_side_figure(), *draw_front_figure(), *axes])
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 410" font-family="sans-serif" role="img" '
        'aria-label="Angle conventions">\n<rect width="900" height="410" fill="#ffffff"/>\n' + body + "\n</svg>\n"
    )
    Path(__file__).with_name("conventions.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
