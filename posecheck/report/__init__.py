"""The report of a review: one HTML file, its charts, and the words for verdicts that other faces use as well."""

from __future__ import annotations

from posecheck.report.charts import build_angle_chart_svg
from posecheck.report.moments import choose_key_moments
from posecheck.report.render import KeyFrame, render_report
from posecheck.report.words import Headline, describe_check, describe_verdict

__all__ = [
    "Headline",
    "KeyFrame",
    "build_angle_chart_svg",
    "choose_key_moments",
    "describe_check",
    "describe_verdict",
    "render_report",
]
