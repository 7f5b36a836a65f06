"""The charts of the progress page: each angle over the weeks, and what was done against the dose."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import altair as alt

from posecheck.history import SessionSummary
from posecheck.history.adherence import compute_dose_shares
from posecheck.history.trends import Trend, compute_distance
from posecheck.language import _
from posecheck.measures import MEASURES
from posecheck.results import Timeline
from posecheck.stretch.schema import Band, Stretch
from posecheck.summary import RANGE_CHECK
from posecheck.web.dates import format_moment, format_short_moment, list_day_labels
from posecheck.web.theme import get_tone_colour
from posecheck.web.widgets import SIDE_NAMES

AnyChart = alt.LayerChart | alt.FacetChart

_HEIGHT = 210
# Vega names months in English alone; %s stands for how a day of each is written in the language that is spoken.
_LABEL_OF_DAY = "replace(%s[month(datum.value)], '#', date(datum.value))"


def find_target(stretch: Stretch | None, check_id: str) -> Band | None:
    """Return the band that a check is judged against, None when the stretch does not have it (any more)."""
    if stretch is None:
        return None
    if check_id == RANGE_CHECK and stretch.repetition is not None:
        full, rises = stretch.repetition.full, stretch.repetition.full > stretch.repetition.rest
        return Band(low=full) if rises else Band(high=full)
    return next((check.band for check in stretch.checks if check.id == check_id), None)


def build_trend_chart(trend: Trend, target: Band | None) -> AnyChart:
    """Return one measure over time: the target's band, the error's band around the start, a point a session."""
    low, high = _find_domain(trend, target)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    first, last = trend.points[0].when, trend.points[-1].when
    margin = max((last - first) * 0.04, timedelta(hours=18))
    day_label = _LABEL_OF_DAY % json.dumps(list_day_labels())
    time_axis = alt.X(
        "when:T",
        title=None,
        scale=alt.Scale(domain=[_to_vega(first - margin), _to_vega(last + margin)]),
        axis=alt.Axis(labelExpr=day_label, tickCount=5, labelOverlap=True, grid=False),
    )
    unit = "°" if MEASURES[trend.measure].unit == "deg" else ""
    value_axis = alt.Y(
        "value:Q", title=None, scale=scale, axis=alt.Axis(labelExpr=f"datum.label + '{unit}'", tickCount=5)
    )
    layers = [*_draw_target(target, low, high, scale), _draw_error_band(trend, scale)]
    base = alt.Chart(_make_data([_describe_point(point.when, point.value, trend, target) for point in trend.points]))
    line = base.mark_line(color=get_tone_colour("neutral"), strokeWidth=1.4, opacity=0.55).encode(time_axis, value_axis)
    points = base.mark_point(filled=True, size=75, opacity=1).encode(
        time_axis,
        value_axis,
        color=alt.Color("place:N", scale=_place_scale(), legend=None),
        shape=alt.Shape(
            "place:N", scale=alt.Scale(domain=["inside", "outside"], range=["circle", "triangle-up"]), legend=None
        ),
        tooltip=[
            alt.Tooltip("moment:N", title=_("Session")),
            alt.Tooltip("words:N", title=_("Median")),
        ],
    )
    return alt.layer(*layers, line, points).properties(height=_HEIGHT)


def build_dose_chart(sessions: Sequence[SessionSummary]) -> AnyChart:
    """Return what was done on each side in each session, oldest first, with a line at what was asked for."""
    rows: list[dict[str, Any]] = []
    for session in sessions:
        for share in compute_dose_shares(session):
            words = _("{done} of {asked} s") if share.unit == "s" else _("{done} of {asked} good repetitions")
            rows.append(
                {
                    "when": _to_vega(session.local_start),
                    "label": format_short_moment(session.local_start),
                    "side": _(SIDE_NAMES[share.side]),
                    "done": round(share.done, 1),
                    "asked": share.asked,
                    "words": words.format(done=f"{share.done:.0f}", asked=f"{share.asked:.0f}"),
                }
            )
    unit_title = _("seconds held well") if sessions[-1].dose.reps is None else _("good repetitions")
    order = list(dict.fromkeys(row["label"] for row in rows))
    base = alt.Chart(_make_data(rows))
    x = alt.X(
        "label:O",
        title=None,
        sort=order,
        axis=alt.Axis(labelAngle=0, labelOverlap=True, labelExpr="split(datum.label, ',')[0]", ticks=False),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(
        x,
        alt.Y("done:Q", title=unit_title),
        xOffset=alt.XOffset("side:N", sort=[_(name) for name in SIDE_NAMES.values()]),
        color=alt.Color("side:N", title=None, scale=_side_scale(rows), legend=alt.Legend(orient="top")),
        tooltip=[
            alt.Tooltip("label:N", title=_("Session")),
            alt.Tooltip("side:N", title=_("Side")),
            alt.Tooltip("words:N", title=_("Done")),
        ],
    )
    asked = base.mark_tick(thickness=2, color=get_tone_colour("neutral"), bandSize=26).encode(x, alt.Y("asked:Q"))
    return alt.layer(bars, asked).properties(height=240)


def build_session_chart(timeline: Timeline, column: str, check_id: str, target: Band | None) -> AnyChart | None:
    """Return one measure within a session; None when it was never assessable."""
    values = timeline.values.get(column)
    if values is None:
        return None
    step = max(1, len(values) // 600)
    verdicts = timeline.verdicts.get(check_id)
    rows = [
        {"t": float(t), "value": None if math.isnan(v) else float(v)}
        for t, v in zip(timeline.time_s[::step], values[::step], strict=True)
    ]
    seen = [row["value"] for row in rows if row["value"] is not None]
    if not seen or verdicts is None:
        return None
    bounds = [bound for bound in (target.low, target.high) if bound is not None] if target else []
    low, high = min([*seen, *bounds]) - 5, max([*seen, *bounds]) + 5
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    line = (
        alt.Chart(_make_data(rows))
        .mark_line(color=get_tone_colour("neutral"), strokeWidth=1.8)
        .encode(
            alt.X("t:Q", title=_("seconds"), axis=alt.Axis(tickCount=8, grid=False)),
            alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5)),
        )
    )
    return alt.layer(*_draw_target(target, low, high, scale), line).properties(height=_HEIGHT)


def _describe_point(when: datetime, value: float, trend: Trend, target: Band | None) -> dict[str, Any]:
    measure = MEASURES[trend.measure]
    inside = target is None or compute_distance(value, target) == 0
    return {
        "when": _to_vega(when),
        "moment": format_moment(when),
        "value": value,
        "place": "inside" if inside else "outside",
        "words": f"{measure.format_value(value)} ± {measure.format_value(trend.error)}",
    }


def _draw_target(target: Band | None, low: float, high: float, scale: alt.Scale) -> list[alt.Chart]:
    if target is None:
        return []
    bottom = low if target.low is None else max(target.low, low)
    top = high if target.high is None else min(target.high, high)
    colour = get_tone_colour("pass")
    area = _draw_band(bottom, top, colour, 0.14, scale)
    edges = [{"y": bound} for bound in (target.low, target.high) if bound is not None]
    rules = (
        alt.Chart(_make_data(edges))
        .mark_rule(color=colour, strokeDash=[5, 4], strokeWidth=1.3)
        .encode(y=alt.Y("y:Q", scale=scale))
    )
    return [area, rules]


def _draw_error_band(trend: Trend, scale: alt.Scale) -> alt.Chart:
    return _draw_band(trend.start - trend.error, trend.start + trend.error, get_tone_colour("unknown"), 0.3, scale)


def _draw_band(bottom: float, top: float, colour: str, opacity: float, scale: alt.Scale) -> alt.Chart:
    data = _make_data([{"low": bottom, "high": top}])
    band: alt.Chart = alt.Chart(data).mark_rect(color=colour, opacity=opacity)
    return band.encode(y=alt.Y("low:Q", scale=scale, title=None), y2="high:Q")


def _find_domain(trend: Trend, target: Band | None) -> tuple[float, float]:
    shown = [point.value for point in trend.points]
    shown += [trend.start - trend.error, trend.start + trend.error]
    shown += [bound for bound in ((target.low, target.high) if target else ()) if bound is not None]
    margin = max(0.08 * (max(shown) - min(shown)), trend.error / 2)
    return min(shown) - margin, max(shown) + margin


def _make_data(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _to_vega(when: datetime) -> str:
    # Without a zone the browser takes it as local time, which the person's own clock is.
    return when.isoformat(timespec="seconds")


def _place_scale() -> alt.Scale:
    return alt.Scale(domain=["inside", "outside"], range=[get_tone_colour("pass"), get_tone_colour("fail")])


def _side_scale(rows: list[dict[str, Any]]) -> alt.Scale:
    present = {row["side"] for row in rows}
    sides = {_(name): get_tone_colour("info" if side == "right" else "pass") for side, name in SIDE_NAMES.items()}
    shown = {name: colour for name, colour in sides.items() if name in present}
    return alt.Scale(domain=list(shown), range=list(shown.values()))
