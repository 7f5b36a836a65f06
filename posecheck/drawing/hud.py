"""What stands at the frame's edge: the hold clock or the repetition counter, and the banner."""

from __future__ import annotations

import math

from posecheck.drawing.canvas import Box, Canvas
from posecheck.drawing.palette import INKS, PALE, WHITE, Rgb, Tone
from posecheck.drawing.sprites import Sprite, make_banner, make_mark, make_panel, make_words
from posecheck.language import _, format_number
from posecheck.results import Feedback
from posecheck.stretch.schema import Stretch

_TRACK: Rgb = (78, 86, 99)
_TOP_DEG = -90.0
# The gap between two repetitions on the ring, and the most that can be told apart on it.
_TICK_GAP_PX = 3.0
_MOST_TICKS = 16
# Below this the rounded ends of the arc would show a dot.
_LEAST_PROGRESS = 0.02


def find_message(feedback: Feedback) -> tuple[str, Tone] | None:
    """Return what the banner says and its tone, or None: the advice from a wrong view, else the cue."""
    if feedback.phase in ("nobody", "wrong_view"):
        fallback = _("Step into the picture, whole body.") if feedback.phase == "nobody" else ""
        advice = feedback.view.advice or fallback
        return (advice, "info") if advice else None
    if feedback.cue is None:
        return None
    return feedback.cue.text, "fail" if feedback.cue.direction else "pass"


def make_message(canvas: Canvas, feedback: Feedback) -> Sprite | None:
    """Return the banner of this frame, or None."""
    message = find_message(feedback)
    if message is None:
        return None
    text, tone = message
    size = canvas.scale(0.044, 11)
    width = canvas.width - 3 * find_margin(canvas) - _clock_size(canvas)
    return make_banner(text, size, width, tone)


def find_margin(canvas: Canvas) -> int:
    """Return the distance of everything from the frame's edge, in pixels."""
    return canvas.scale(0.028, 4)


def place_banner(canvas: Canvas, sprite: Sprite, *, at_top: bool) -> Box:
    """Return the banner's box: centred at the bottom, or at the top beside the clock."""
    width, height = sprite.size
    margin = find_margin(canvas)
    clock = margin + _clock_size(canvas) if at_top else 0
    left = clock + (canvas.width - clock - width) // 2
    top = margin if at_top else canvas.height - margin - height
    return left, top, left + width, top + height


def _clock_size(canvas: Canvas) -> int:
    return canvas.scale(0.20, 44)


def draw_clock(canvas: Canvas, feedback: Feedback, stretch: Stretch) -> Box:
    """Draw the hold clock, or the repetition counter, at the top left; return its box."""
    size, margin = _clock_size(canvas), find_margin(canvas)
    box = canvas.paste(make_panel(size, size, size / 2), margin, margin)
    centre = (margin + size / 2, margin + size / 2)
    if stretch.kind == "hold":
        _draw_hold(canvas, centre, size, feedback, stretch.dose.hold_s or 1.0)
    else:
        _draw_reps(canvas, centre, size, feedback, stretch.dose.reps or 1)
    return box


def _draw_hold(canvas: Canvas, centre: tuple[float, float], size: int, feedback: Feedback, goal_s: float) -> None:
    share = min(feedback.held_s / goal_s, 1.0)
    tone: Tone = "pass" if feedback.good or share >= 1.0 else "unknown"
    _draw_ring(canvas, centre, size, share, INKS[tone].rgb)
    _write_centred(canvas, f"{math.floor(feedback.held_s + 1e-6)}", centre, -0.10, round(size * 0.34), WHITE, bold=True)
    paused = feedback.phase == "in_pose" and not feedback.good and share < 1.0
    note = _("paused") if paused else _("of {goal}").format(goal=f"{format_number(goal_s)} s")
    _write_centred(canvas, note, centre, 0.19, max(9, round(size * 0.145)), PALE)
    if share >= 1.0:
        _paste_badge(canvas, centre, size)


def _draw_reps(canvas: Canvas, centre: tuple[float, float], size: int, feedback: Feedback, goal: int) -> None:
    if goal <= _MOST_TICKS:
        _draw_ticks(canvas, centre, size, feedback.reps_good, goal)
    else:
        _draw_ring(canvas, centre, size, min(feedback.reps_good / goal, 1.0), INKS["pass"].rgb)
    if math.isfinite(feedback.rep_progress) and feedback.rep_progress > _LEAST_PROGRESS:
        end_deg = _TOP_DEG + 360.0 * min(max(feedback.rep_progress, 0.0), 1.0)
        canvas.arc(centre, size * 0.345, _TOP_DEG, end_deg, WHITE, canvas.scale(0.006))
    _write_centred(canvas, f"{feedback.reps_good}", centre, -0.09, round(size * 0.32), WHITE, bold=True)
    _write_centred(canvas, _("of {goal}").format(goal=goal), centre, 0.17, max(9, round(size * 0.14)), PALE)
    _draw_missed(canvas, centre, size, feedback)
    if feedback.reps_good >= goal:
        _paste_badge(canvas, centre, size)


def _draw_missed(canvas: Canvas, centre: tuple[float, float], size: int, feedback: Feedback) -> None:
    """Write the partial and the faulty repetitions below the counter, where there were any."""
    text_size = canvas.scale(0.030, 9)
    top = centre[1] + size / 2 + canvas.scale(0.012)
    counts: tuple[tuple[int, str, Tone], ...] = (
        (feedback.reps_partial, _("{n} partial"), "neutral"),
        (feedback.reps_faulty, _("{n} faulty"), "fail"),
    )
    for count, name, tone in counts:
        if count:
            words = make_words(name.format(n=count), text_size, INKS[tone].rgb, bold=True)
            panel = make_panel(words.size[0] + text_size, round(text_size * 1.5), text_size * 0.4)
            left = centre[0] - size / 2
            canvas.paste(panel, left, top)
            canvas.paste(words, left + text_size / 2, top + text_size * 0.12)
            top += text_size * 1.75


def _draw_ring(canvas: Canvas, centre: tuple[float, float], size: int, share: float, colour: Rgb) -> None:
    radius, width = size * 0.42, max(3, round(size * 0.075))
    canvas.arc(centre, radius, _TOP_DEG, _TOP_DEG + 360.0, _TRACK, width)
    if share > 0:
        canvas.arc(centre, radius, _TOP_DEG, _TOP_DEG + 360.0 * share, colour, width)


def _draw_ticks(canvas: Canvas, centre: tuple[float, float], size: int, done: int, goal: int) -> None:
    step, width = 360.0 / goal, max(3, round(size * 0.075))
    # Lines end in half circles, which eat one line width of each gap.
    gap = min(math.degrees((width + _TICK_GAP_PX) / (size * 0.42)), step * 0.8)
    for index in range(goal):
        start = _TOP_DEG + index * step + gap / 2
        colour = INKS["pass"].rgb if index < done else _TRACK
        canvas.arc(centre, size * 0.42, start, start + step - gap, colour, width)


def _paste_badge(canvas: Canvas, centre: tuple[float, float], size: int) -> None:
    mark = make_mark(max(5, round(size * 0.12)), "pass")
    offset = size * 0.36
    canvas.paste(mark, centre[0] + offset - mark.size[0] / 2, centre[1] + offset - mark.size[1] / 2)


def _write_centred(
    canvas: Canvas, text: str, centre: tuple[float, float], drop: float, size: int, colour: Rgb, *, bold: bool = False
) -> None:
    """Write text centred `drop` clock sizes below the clock's centre."""
    words = make_words(text, size, colour, bold=bold)
    y = centre[1] + drop * _clock_size(canvas) - size * 0.64
    canvas.paste(words, centre[0] - words.size[0] / 2, y)
