"""Each angle over the weeks, and the left side against the right, on the progress page."""

from __future__ import annotations

from html import escape
from statistics import median

import streamlit as st

from posecheck.history import SessionSummary
from posecheck.history.trends import SideComparison, Trend, compare_sides
from posecheck.language import _
from posecheck.measures import MEASURES
from posecheck.report.words import capitalise, format_seconds
from posecheck.stretch.schema import Stretch
from posecheck.web.progress_charts import build_trend_chart, find_target
from posecheck.web.theme import get_tone_colour


def show_trends(trends: list[Trend], stretch: Stretch | None) -> None:
    """Show each angle over the weeks, with what the marks mean."""
    if not trends:
        st.info(_("No angle could be judged yet. Place the camera as the stretch asks."), icon=":material/videocam:")
        return
    target, inside, outside = _("target"), _("inside the target"), _("outside")
    began = _("where you began, give or take the camera’s own error: points inside it are no change")
    st.html(
        '<div class="pc-legend">'
        f'<span><i class="pc-target"></i>{escape(target)}</span>'
        f'<span><i class="pc-error"></i>{escape(began)}</span>'
        f'<span><b style="color:{get_tone_colour("pass")}">●</b> {escape(inside)} '
        f'<b style="color:{get_tone_colour("fail")}">▲</b> {escape(outside)}</span></div>'
    )
    for check_id in dict.fromkeys(trend.check_id for trend in trends):
        of_check = sorted((trend for trend in trends if trend.check_id == check_id), key=lambda trend: trend.side)
        for column, trend in zip(st.columns(2, gap="large"), of_check, strict=False):
            with column:
                _show_trend(trend, stretch)


def _show_trend(trend: Trend, stretch: Stretch | None) -> None:
    target = find_target(stretch, trend.check_id)
    name = capitalise(trend.name)
    title = {
        "": name,
        "left": _("{name}, left").format(name=name),
        "right": _("{name}, right").format(name=name),
    }[trend.side]
    st.html(f'<div class="pc-trend"><b>{escape(title)}</b><span>{escape(trend.describe(target))}</span></div>')
    st.altair_chart(build_trend_chart(trend, target), width="stretch")


def show_sides(trends: list[Trend], sessions: list[SessionSummary]) -> None:
    """Show left against right, where both sides were trained."""
    rows = [_describe_sides(each) for each in compare_sides(trends)]
    held = [session.held_s_by_side for session in sessions]
    both = [sides for sides in held if "left" in sides and "right" in sides]
    if any(sides["left"] or sides["right"] for sides in both):
        left_s, right_s = median(sides["left"] for sides in both), median(sides["right"] for sides in both)
        rows.append(
            _make_row(
                _("Held well in a typical session"),
                format_seconds(left_s),
                format_seconds(right_s),
                format_seconds(abs(left_s - right_s)),
            )
        )
    if rows:
        st.subheader(_("Left against right"))
        st.table(rows)


def _describe_sides(each: SideComparison) -> dict[str, str]:
    show = MEASURES[each.measure].format_value
    if each.measurable:
        words = _("{difference} apart, more than the camera’s ±{error}")
    else:
        words = _("no measurable difference (±{error})")
    words = words.format(difference=show(abs(each.left - each.right)), error=show(each.error))
    return _make_row(capitalise(each.name), show(each.left), show(each.right), words)


def _make_row(name: str, left: str, right: str, difference: str) -> dict[str, str]:
    return {"": name, _("Left"): left, _("Right"): right, _("Difference"): difference}
