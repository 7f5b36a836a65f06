"""The plot with the draggable band: one page element, put together from the files `components/band.*`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from posecheck.bench.outcome import Outcome
from posecheck.bench.subjects import Bounds, Movable
from posecheck.bench.trace import build_lanes, find_domain
from posecheck.language import N_, _
from posecheck.measures import MEASURES
from posecheck.stretch.schema import Band
from posecheck.web.theme import get_paper_colour, get_tone_colour

_FILES = Path(__file__).resolve().parent / "components"
_WORDS = {
    "low": N_("Lower bound"),
    "high": N_("Upper bound"),
    "target": N_("Target"),
    "unseen": N_("not seen"),
}
_INSIDE = {
    "checks": N_("of the pose inside"),
    "entry": N_("of the pose inside"),
    "repetition": N_("of the time at full range"),
}
_DIGITS = {"deg": 0, "share": 2}

_mount = st.components.v2.component(
    "posecheck_band",
    **{kind: (_FILES / f"band.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")},
)


def show_band(  # noqa: PLR0913 - by keyword only
    *,
    key: str,
    movable: Movable,
    bounds: Bounds,
    published: Bounds,
    outcomes: Sequence[Outcome],
    seq: int,
    on_moved: Callable[[], None],
) -> None:
    """Show the plot.

    Args:
        key: identifies the element; a move stands in `st.session_state[key]["moved"]` while `on_moved` runs.
        movable: what is moved.
        bounds: as drafted.
        published: as in force, drawn as a dotted line where they differ.
        outcomes: the recordings, one lane each.
        seq: number of the last move that was heard of; older answers do not move the handles back.
        on_moved: called when a handle was moved.
    """
    _mount(key=key, data=_describe(movable, bounds, published, outcomes, seq), on_moved_change=on_moved)


def _describe(
    movable: Movable, bounds: Bounds, published: Bounds, outcomes: Sequence[Outcome], seq: int
) -> dict[str, Any]:
    definition = MEASURES[movable.subject.measure]
    bands = [Band(low=each.low, high=each.high) for each in (bounds, published) if each.is_band]
    return {
        "name": movable.name,
        "unit": "°" if definition.unit == "deg" else "",
        "digits": _DIGITS[definition.unit],
        "step": movable.step,
        "range": list(definition.range),
        "domain": list(find_domain(outcomes, movable.subject, bands)),
        "low": bounds.low,
        "high": bounds.high,
        "target": bounds.target,
        "published": {"low": published.low, "high": published.high},
        "lanes": build_lanes(outcomes, movable.subject),
        "seq": seq,
        "words": {key: _(words) for key, words in _WORDS.items()} | {"inside": _(_INSIDE[str(movable.owner[0])])},
        "faulty_outside": movable.owner[0] == "checks",
        "inks": {
            "pass": get_tone_colour("pass"),
            "fail": get_tone_colour("fail"),
            "quiet": get_tone_colour("unknown"),
            "paper": get_paper_colour(),
        },
    }
