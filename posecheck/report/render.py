"""The report of a session as one HTML file that loads nothing from outside."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from posecheck import __version__, templates
from posecheck.drawing.palette import INKS
from posecheck.language import N_, _, format_day, format_number
from posecheck.report import content, strips
from posecheck.report.words import describe_amount, describe_verdict, format_moment, format_seconds
from posecheck.results import SessionResult
from posecheck.stretch import Stretch

_HERE = Path(__file__).parent
# Columns of the table of checks; a photo has no time and with it only the first two.
_COLUMNS = (N_("Wanted"), N_("Typical"), N_("Mostly within"), N_("In the band"))


class Source(Protocol):
    """What a report says about the reviewed file; `posecheck.media.SourceInfo` is one."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def kind(self) -> str:
        """Either "video" or "photo"."""

    @property
    def duration_s(self) -> float:
        """Length in seconds, 0 for a photo."""

    @property
    def width(self) -> int:
        """Pixels."""

    @property
    def height(self) -> int:
        """Pixels."""


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A picture of the report.

    Attributes:
        label: what it shows.
        time_s: when.
        jpeg: the bytes of a JPEG file.
    """

    label: str
    time_s: float
    jpeg: bytes


def render_report(
    result: SessionResult,
    stretch: Stretch,
    source: Source,
    key_frames: list[KeyFrame],
    created: datetime | None = None,
) -> str:
    """Return the report as the text of one HTML file.

    Args:
        result: the judged session.
        stretch: the reference pose that it was judged by.
        source: the reviewed video or photo.
        key_frames: pictures of the best and the worst moments.
        created: the date to show; today where not given.
    """
    return fill_template("report.html.j2", _gather(result, stretch, source, key_frames), created)


def fill_template(name: str, values: dict[str, Any], created: datetime | None = None) -> str:
    """Return a template of this folder with its values, the style sheet, the marks, and the date and version below."""
    from markupsafe import Markup

    shared = {
        "created": format_day(created or datetime.now().astimezone()),
        "version": __version__,
        "mark": lambda tone, size=22, label="": Markup(strips.build_mark_svg(tone, size, label)),
        "css": Markup(_build_css()),
    }
    return templates.fill_template(_HERE / name, shared | values)


def _gather(result: SessionResult, stretch: Stretch, source: Source, key_frames: list[KeyFrame]) -> dict[str, Any]:
    from markupsafe import Markup

    checks = content.build_check_rows(result, stretch)
    return {
        "stretch": stretch,
        "result": result,
        "side": content.describe_side(result),
        "headline": describe_verdict(result, stretch),
        "checks": checks,
        "right": [row for row in checks if row.tone == "pass"],
        "work": [row for row in checks if row.tone == "fail"],
        "unjudged": [row for row in checks if row.tone == "unknown"],
        "repetitions": content.build_repetition_rows(result, stretch),
        "amount": describe_amount(result, stretch),
        "ring": Markup(_build_ring(result, stretch, source)),
        "cue_strip": Markup(_build_cue_strip(result)),
        "pictures": [describe_picture(frame, source) for frame in key_frames],
        "view": content.describe_view(result),
        "source": describe_source(source),
        "is_photo": source.kind == "photo",
        "columns": [_(name) for name in (_COLUMNS[:2] if source.kind == "photo" else _COLUMNS)],
        "chart": Markup,
        "seconds": format_seconds,
        "moment": format_moment,
    }


def _build_css() -> str:
    """Return the style sheet with the palette as variables, for light and for dark pages."""
    light = "".join(f"--pc-{tone}:{ink.light};" for tone, ink in INKS.items())
    dark = "".join(f"--pc-{tone}:{ink.dark};" for tone, ink in INKS.items())
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{style}"


def _build_ring(result: SessionResult, stretch: Stretch, source: Source) -> str:
    """Return what was done against the dose; "" for a photo and where nothing could be judged."""
    unjudged = result.verdict in ("not_assessable", "not_performed") and not stretch.guided
    if source.kind == "photo" or unjudged:
        return ""
    if stretch.kind == "reps" and stretch.dose.reps is not None:
        good = result.count_reps("good")
        return strips.build_ring_svg(
            good, stretch.dose.reps, f"{good}", _("of {goal} good").format(goal=stretch.dose.reps)
        )
    goal = stretch.dose.hold_s or 1.0
    of_goal = _("of {goal}").format(goal=f"{format_number(goal)} s")
    return strips.build_ring_svg(result.held_s, goal, format_moment(result.held_s), of_goal)


def _build_cue_strip(result: SessionResult) -> str:
    times = result.timeline.time_s
    if not result.cues or len(times) < 2:
        return ""
    return strips.build_cue_strip_svg(result.cues, result.holds, result.reps, float(times[0]), float(times[-1]))


def describe_picture(frame: KeyFrame, source: Source) -> dict[str, str]:
    """Return what the templates show of a key frame: its label, when it was, and its bytes as base64."""
    return {
        "label": frame.label,
        "time": "" if source.kind == "photo" else _("at {time}").format(time=format_moment(frame.time_s)),
        "data": base64.b64encode(frame.jpeg).decode("ascii"),
    }


def describe_source(source: Source) -> str:
    """Return "name.mp4, 32 s, 640 × 480"."""
    size = f"{source.width} × {source.height}"
    if source.kind == "photo":
        return ", ".join([source.path.name, _("photo"), size])
    return f"{source.path.name}, {format_seconds(source.duration_s)}, {size}"
