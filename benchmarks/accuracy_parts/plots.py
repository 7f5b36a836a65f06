"""The drawings of the page: small SVG files that come out the same each time."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("svg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.accuracy_parts.errors import ErrorSample, compute_errors
from benchmarks.accuracy_parts.figures import PARTS
from benchmarks.accuracy_parts.statistics import group, summarize
from benchmarks.accuracy_parts.sweeps import SWEEPS, Sweep, SweepPoint

PRODUCT, RAW, WORLD, TRUTH, NOT_JUDGED = "#0b7a75", "#d9822b", "#9aa5b1", "#1f2933", "#fde8e8"
_STYLE = {
    "svg.hashsalt": "posecheck",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "path.simplify": True,
    "path.simplify_threshold": 0.5,
}
# What a sweep shows of each view, with the line of the product.
_SHOWN = {
    "side": {"knee_flexion": "-", "hip_flexion": "--", "trunk_lean": ":"},
    "front": {"hip_abduction": "-", "trunk_side_lean": "--", "pelvis_obliquity": ":"},
}
_HIGHEST_SHOWN_DEG = 15.0
# A point at which the product judges less than this share of the frames counts as refused.
_REFUSED_SHARE = 0.5


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)


def draw_errors(errors: list[ErrorSample], path: Path) -> None:
    """Draw the mean absolute error of knee, hip and trunk by stretch, read in three ways, on the test clips."""
    with plt.rc_context(_STYLE):
        figure, axes = plt.subplots(1, len(PARTS), figsize=(9, 3.2), sharey=True, layout="constrained")
        for axis, (part, measures) in zip(np.atleast_1d(axes), PARTS.items(), strict=True):
            chosen = [s for s in errors if s.is_main and s.measure in measures and s.case.split == "test"]
            _draw_bars(axis, chosen)
            axis.set_title(part)
        np.atleast_1d(axes)[0].set_ylabel("mean absolute error, degrees")
        handles, labels = np.atleast_1d(axes)[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper right", ncols=3, frameon=False)
        _save(figure, path)


def _draw_bars(axis: Axes, samples: list[ErrorSample]) -> None:
    rows = {name: summarize(each) for name, each in group(samples, lambda s: s.case.stretch).items()}
    places = np.arange(len(rows))
    for offset, (name, label, colour) in enumerate(
        (("product", "PoseCheck", PRODUCT), ("raw_2d", "raw 2D", RAW), ("world_3d", "3D world", WORLD))
    ):
        heights = [getattr(row, name).mae for row in rows.values()]
        axis.bar(places + (offset - 1) * 0.27, heights, 0.25, color=colour, label=label)
    axis.set_xticks(places, [name.replace("_", " ") for name in rows], rotation=40, ha="right")
    axis.grid(axis="y", linewidth=0.3)


def draw_trace(samples: list[ErrorSample], path: Path) -> None:
    """Draw one angle of a few clips over time: the truth, the product and the raw 2D angle."""
    with plt.rc_context(_STYLE):
        figure, axes = plt.subplots(1, len(samples), figsize=(9, 2.9), layout="constrained", squeeze=False)
        for axis, sample in zip(axes[0], samples, strict=True):
            time_s = sample.case.track.time_s
            axis.plot(time_s, sample.truth + sample.raw_2d, color=RAW, linewidth=0.9, label="raw 2D")
            axis.plot(time_s, sample.truth + sample.product, color=PRODUCT, linewidth=1.1, label="PoseCheck")
            axis.plot(time_s, sample.truth, color=TRUTH, linewidth=0.9, linestyle=":", label="truth")
            axis.set_title(f"{sample.case.name.replace('__', ', ').replace('_', ' ')}", fontsize=8)
            axis.set_xlabel("seconds")
        axes[0][0].set_ylabel(f"{samples[0].measure.replace('_', ' ')}, degrees")
        handles, labels = axes[0][0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper right", ncols=3, frameon=False)
        _save(figure, path)


def draw_sweeps(points: list[SweepPoint], view: str, path: Path) -> None:
    """Draw the errors of one view over each condition; refused values have a red ground."""
    with plt.rc_context(_STYLE):
        figure, axes = plt.subplots(2, 4, figsize=(10, 5), sharey=True, layout="constrained")
        for axis, sweep in zip(axes.flat, SWEEPS, strict=True):
            _draw_sweep(axis, sweep, [p for p in points if p.view == view and p.sweep == sweep])
        for row in axes:
            row[0].set_ylabel("mean absolute error, degrees")
        handles, labels = axes.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=6, frameon=False)
        _save(figure, path)


def _draw_sweep(axis: Axes, sweep: Sweep, points: list[SweepPoint]) -> None:
    places = np.arange(len(points))
    samples = [{sample.measure: sample for sample in compute_errors(point.case)} for point in points]
    view = points[0].view
    for measure, line in _SHOWN[view].items():
        label = measure.replace("_", " ")
        product = [_mae(by[measure].product) for by in samples]
        axis.plot(places, product, line, color=PRODUCT, marker="o", markersize=3, label=label)
        axis.plot(places, [_mae(by[measure].raw_2d) for by in samples], line, color=RAW, label=f"{label}, raw 2D")
    for place, by in zip(places, samples, strict=True):
        if is_refused(by[next(iter(_SHOWN[view]))]):
            axis.axvspan(place - 0.5, place + 0.5, color=NOT_JUDGED, zorder=0)
    axis.set_xticks(places, [str(point.value).replace("_", "\n") for point in points])
    axis.set_title(f"{sweep.name}{f', {sweep.unit}' if sweep.unit else ''}")
    axis.set_ylim(0, _HIGHEST_SHOWN_DEG)
    axis.grid(axis="y", linewidth=0.3)


def is_refused(sample: ErrorSample) -> bool:
    """Return whether the product judges less than half of the frames of a point."""
    return bool(np.isfinite(sample.product).mean() < _REFUSED_SHARE)


def _mae(errors: np.ndarray) -> float:
    known = errors[np.isfinite(errors)]
    return float(np.abs(known).mean()) if len(known) >= _REFUSED_SHARE * len(errors) else float("nan")
