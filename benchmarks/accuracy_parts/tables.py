"""The tables of the page, in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.accuracy_parts.errors import ErrorSample
from benchmarks.accuracy_parts.figures import PARTS, TARGETS, average_part
from benchmarks.accuracy_parts.photos import PhotoError, group_photos, summarize_photos
from benchmarks.accuracy_parts.plots import is_refused
from benchmarks.accuracy_parts.statistics import Spread, find_jitter, find_lag_s, group, summarize
from benchmarks.accuracy_parts.sweeps import SweepPoint
from benchmarks.accuracy_parts.verdicts import VERDICTS, ClipOutcome, Judged, balanced_accuracy, count_confusion
from posecheck.measures import MEASURES

_SPLITS = {"test": "test", "tune": "tune", "sample": "samples"}
_ERROR_HEAD = ("n", "judged", "PoseCheck", "still", "moving", "raw 2D", "3D world")


def build_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; columns of figures are aligned to the right."""
    rows = list(rows)
    marks = ["---:" if all(_is_figure(row[column]) for row in rows) else "---" for column in range(len(head))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, marks, *rows))


def _is_figure(cell: str) -> bool:
    return not cell or cell.lstrip("*+-")[:1].isdigit()


def tell_targets(figures: dict[str, float]) -> str:
    """Return the targets beside the figures reached."""
    rows = []
    for target in TARGETS:
        reached = figures[target.key]
        met = "met" if target.is_met(reached) else "**not met**"
        rows.append((target.label, met, f"{target.sense} {target.show(target.value)}", target.show(reached)))
    return build_table(("figure", "", "target", "reached"), rows)


def tell_parts(errors: list[ErrorSample]) -> str:
    """Return knee, hip and trunk as means over stretches, by split and by the body's posture."""
    rows = []
    for split, name in _SPLITS.items():
        for posture, lying in (("all", None), ("upright", False), ("lying", True)):
            cells = []
            for part in PARTS:
                ways = average_part(
                    errors,
                    part,
                    lambda s, split=split, lying=lying: s.case.split == split and lying in (None, s.case.lying),
                )
                cells.append(" / ".join(_number(way) for way in ways))
            rows.append((name, posture, *cells))
    return build_table(("clips", "posture", *PARTS), rows)


def tell_errors(errors: list[ErrorSample]) -> str:
    """Return one row for each main measure, stretch and split."""
    chosen = group(
        [sample for sample in errors if sample.is_main],
        lambda s: (s.measure, s.case.stretch, list(_SPLITS).index(s.case.split)),
    )
    rows = [
        (measure, stretch, list(_SPLITS.values())[split], *_describe(samples))
        for (measure, stretch, split), samples in chosen.items()
    ]
    return build_table(("measure", "stretch", "clips", *_ERROR_HEAD), rows)


def tell_other_errors(errors: list[ErrorSample]) -> str:
    """Return one row for each measure that is not a main one and each stretch, all clips together."""
    others = group([sample for sample in errors if not sample.is_main], lambda s: (s.measure, s.view, s.case.stretch))
    return build_table(
        ("measure", "view", "stretch", *_ERROR_HEAD[:-1]),
        [(*key, *_describe(samples)[:-1]) for key, samples in others.items()],
    )


def _describe(samples: list[ErrorSample]) -> tuple[str, ...]:
    row, digits = summarize(samples), 1 if MEASURES[samples[0].measure].unit == "deg" else 2
    return (
        str(row.clips),
        f"{100 * row.coverage:.0f} %",
        _spread(row.product, digits),
        _number(row.still_mae, digits),
        _number(row.moving_mae, digits),
        _spread(row.raw_2d, digits),
        _spread(row.world_3d, digits),
    )


def tell_bodies(errors: list[ErrorSample]) -> str:
    """Return the bias of the main measures by body."""
    chosen = [sample for sample in errors if sample.is_main]
    bodies = sorted({sample.case.truth["body"] for sample in chosen})
    rows = []
    for (measure, lying), samples in group(chosen, lambda s: (s.measure, s.case.lying)).items():
        by_body = {body: summarize(each) for body, each in group(samples, lambda s: s.case.truth["body"]).items()}
        cells = [_signed(by_body[body].product.bias) if body in by_body else "" for body in bodies]
        rows.append((measure, "lying" if lying else "upright", *cells))
    return build_table(("measure", "posture", *bodies), rows)


def tell_stillness(errors: list[ErrorSample]) -> str:
    """Return jitter at rest and lag of the main measures on the sample clips (30 pictures a second)."""
    chosen = [sample for sample in errors if sample.is_main and sample.case.split == "sample"]
    rows = []
    for (measure, view), samples in group(chosen, lambda s: (s.measure, s.view)).items():
        jitter = np.array([value for sample in samples for value in find_jitter(sample)])
        lags_ms = np.array([1000 * find_lag_s(sample) for sample in samples])
        lags_ms = lags_ms[np.isfinite(lags_ms)]
        shares = [f"{jitter.mean():.2f}", f"{np.percentile(jitter, 95):.2f}"] if len(jitter) else ["", ""]
        lag = [f"{np.median(lags_ms):.0f}", f"{len(lags_ms)}"] if len(lags_ms) else ["", "0"]
        rows.append((measure, view, f"{len(jitter)}", *shares, *lag))
    return build_table(("measure", "view", "seconds", "jitter, mean", "95th percentile", "lag, ms", "clips"), rows)


def tell_confusion(judged: list[Judged]) -> str:
    """Return truth against verdicts, and the balanced accuracy."""
    counts = count_confusion(judged)
    names = [verdict.replace("_", " ") for verdict in VERDICTS]
    rows = [(name, *(str(counts[truth, v]) for v in VERDICTS)) for truth, name in zip(VERDICTS, names, strict=True)]
    table = build_table(("truth", *names), rows)
    by_split = ", ".join(
        f"{name} {balanced_accuracy([each for each in judged if each.split == split]):.3f}"
        for split, name in _SPLITS.items()
    )
    return f"{table}\n\nBalanced accuracy: all {balanced_accuracy(judged):.3f}, {by_split}."


def tell_wrong(outcomes: list[ClipOutcome]) -> str:
    """Return every check whose verdict is not the truth, the confident ones marked."""
    wrong = [each for outcome in outcomes for each in outcome.checks if not each.right]
    if not wrong:
        return "None."
    rows = [
        (each.clip, each.check, each.expected, each.found, "yes" if each.wrong_and_confident else "", each.note)
        for each in wrong
    ]
    return build_table(("clip", "check", "truth", "verdict", "confident", "values"), rows)


def tell_off_view(outcomes: list[ClipOutcome]) -> str:
    """Return the off-view clips with the verdicts they got and the advice given."""
    rows = []
    for outcome in outcomes:
        if outcome.case.off_view:
            confident = sum(each.wrong_and_confident for each in outcome.checks)
            view = outcome.result.view
            rows.append(
                (
                    outcome.case.name,
                    outcome.result.verdict,
                    view.kind,
                    f"{confident} of {len(outcome.checks)}",
                    view.advice,
                )
            )
    return build_table(("clip", "verdict", "view read", "confident verdicts", "advice"), rows)


def tell_clips(outcomes: list[ClipOutcome]) -> str:
    """Return hold time, repetitions and cues by clip."""
    rows = []
    for outcome in outcomes:
        if outcome.case.off_view:
            continue
        held = "" if math.isnan(outcome.held_error_s) else f"{outcome.held_error_s:+.2f}"
        reps = f"{_count(outcome.reps_expected)} / {_count(outcome.reps_found)}" if outcome.reps_expected else ""
        cues = "; ".join(
            f"{e.check} {e.direction}: {_seconds(e.right_s)} ({_seconds(e.own_s)})" for e in outcome.latencies
        )
        overall = f"{outcome.overall.expected} / {outcome.overall.found}"
        rows.append((outcome.case.name, _SPLITS[outcome.case.split], overall, held, reps, cues))
    head = ("clip", "set", "verdict: truth / found", "hold error, s", "repetitions: truth / found", "cue after, s")
    return build_table(head, rows)


def tell_sweeps(points: list[SweepPoint], refused: dict[tuple[str, str, object], ErrorSample]) -> str:
    """Return which values of each condition the product refuses to judge."""
    rows = []
    for (name, view), each in _by_sweep(points).items():
        values = [str(p.value) for p in each if is_refused(refused[p.view, p.sweep.name, p.value])]
        rows.append((name, view, ", ".join(str(p.value) for p in each), ", ".join(values) or "none"))
    return build_table(("condition", "view", "values", "refused"), rows)


def _by_sweep(points: list[SweepPoint]) -> dict[tuple[str, str], list[SweepPoint]]:
    found: dict[tuple[str, str], list[SweepPoint]] = {}
    for point in points:
        found.setdefault((point.sweep.name, point.view), []).append(point)
    return found


def tell_photos(errors: list[PhotoError]) -> str:
    """Return the differences from the hand-labelled photos, and their means."""
    rows = [
        (
            stem,
            *(text for e in each for text in (f"{e.label_deg:.0f}", _signed(e.product_deg), _signed(e.raw_2d_deg))),
        )
        for stem, each in group_photos(errors).items()
    ]
    means = [summarize_photos(errors, measure) for measure in ("knee_flexion", "hip_flexion")]
    rows.append(("mean absolute", *(t for m in means for t in ("", f"**{m[0]:.1f}**", f"**{m[2]:.1f}**"))))
    rows.append(("bias", *(t for m in means for t in ("", _signed(m[1]), _signed(m[3])))))
    head = ("photo", "knee: label", "PoseCheck", "raw 2D", "hip: label", "PoseCheck", "raw 2D")
    return build_table(head, rows)


def _count(kinds: list[str]) -> str:
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("good", "partial", "faulty") if kind in kinds) or "none"


def _seconds(value_s: float) -> str:
    return "never" if math.isinf(value_s) else f"{value_s:.2f}"


def _number(value: float, digits: int = 1) -> str:
    return "" if math.isnan(value) else f"{value:.{digits}f}"


def _signed(value: float) -> str:
    return "" if math.isnan(value) else f"{value:+.1f}"


def _spread(spread: Spread, digits: int) -> str:
    if math.isnan(spread.mae):
        return ""
    return f"{spread.mae:.{digits}f} ({spread.bias:+.{digits}f}; {spread.low:+.{digits}f}..{spread.high:+.{digits}f})"
