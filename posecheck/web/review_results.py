"""The results of a review: verdict, annotated video, checks, charts, cues and downloads."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from posecheck.language import N_, _
from posecheck.report.content import CheckRow, RepetitionRow, build_check_rows, build_repetition_rows, describe_view
from posecheck.report.recognised import describe_mismatch, describe_recognised
from posecheck.report.words import describe_verdict, format_seconds
from posecheck.results import Cue, SessionResult
from posecheck.stretch.schema import Stretch
from posecheck.web.review_job import Outcome
from posecheck.web.told import tell
from posecheck.web.widgets import MARKS, begin_small, describe_dose, format_picture, format_toned

if TYPE_CHECKING:
    from posecheck.review import Review

# label, MIME type and icon of each file that a review writes.
_DOWNLOADS = {
    "report.html": (N_("Report"), "text/html", ":material/description:"),
    "annotated.mp4": (N_("Video"), "video/mp4", ":material/movie:"),
    "annotated.jpg": (N_("Photo"), "image/jpeg", ":material/image:"),
    "measures.csv": (N_("Angles (CSV)"), "text/csv", ":material/table:"),
    "review.json": (N_("Data (JSON)"), "application/json", ":material/data_object:"),
}
# Charts are made for the width of a report; two in a row are narrower.
_CHART_TEXT_SCALE = 1.5


def show_results(outcome: Outcome, name: str) -> None:
    """Show a finished review.

    Args:
        outcome: the review and its files.
        name: of the file that was reviewed.
    """
    result, stretch = outcome.review.result, outcome.review.stretch
    rows = build_check_rows(result, stretch)
    st.title(tell(stretch).name)
    st.caption(name)
    _show_recognition(outcome.review)
    _show_verdict(result, stretch)
    for warning in outcome.review.tracked.warnings:
        st.warning(warning, icon=":material/warning:")
    picture, checks = st.columns([1.2, 1], gap="large")
    with picture:
        _show_picture(outcome.files)
        _show_facts(result, stretch)
    with checks:
        _show_checks(rows, moving=_is_moving(result))
    show_downloads(outcome.files, name)
    _show_charts(rows)
    _show_repetitions(build_repetition_rows(result, stretch))
    _show_cues(result.cues if _is_moving(result) else ())
    with st.expander(_("Cautions, and what the camera cannot judge"), icon=":material/health_and_safety:"):
        told = tell(stretch)
        st.markdown("\n".join(f"- {line}" for line in (*told.cautions, *told.cannot_judge)))


def _is_moving(result: SessionResult) -> bool:
    """Return whether there is any time to speak of: a photo has none."""
    return len(result.timeline.time_s) > 1


def _show_recognition(review: Review) -> None:
    """Say which stretch was recognised, or that it looks like another one than the chosen one."""
    if not review.chosen:
        st.info(describe_recognised(review.recognition), icon=":material/search:")
    elif review.looks_like is not None:
        words = (describe_mismatch(review.looks_like, review.stretch), _("Choose it and review once more."))
        st.warning(" ".join(words), icon=":material/help:")


def _show_verdict(result: SessionResult, stretch: Stretch) -> None:
    headline = describe_verdict(result, stretch)
    mark = f'<span class="pc-tone">{MARKS[headline.tone]}</span> '
    title = headline.title if result.verdict != "fail" else f"{headline.label}: {begin_small(headline.title)}"
    text = f"<strong>{mark}{escape(title)}</strong><span>{escape(headline.subtitle)}</span>"
    st.html(f'<div data-testid="verdict">{format_toned("pc-verdict", headline.tone, text)}</div>')


def _show_picture(files: dict[str, Path]) -> None:
    if "annotated.mp4" in files:
        st.video(
            str(files["annotated.mp4"]), alt=_("The recording with the skeleton and the judged angles drawn over it")
        )
    elif "annotated.jpg" in files:
        st.image(str(files["annotated.jpg"]), width="stretch")


def _show_facts(result: SessionResult, stretch: Stretch) -> None:
    facts: list[tuple[str, str]] = []
    if result.side != "both":
        facts.append((_("Side"), _("left") if result.side == "left" else _("right")))
    if _is_moving(result):
        hold = (_("Held well"), format_seconds(result.held_s))
        reps = (_("Good repetitions"), str(result.count_reps("good")))
        facts += [hold if stretch.kind == "hold" else reps, (_("Aim"), describe_dose(stretch))]
    cells = "".join(f"<div><small>{escape(label)}</small><b>{escape(value)}</b></div>" for label, value in facts)
    st.html(f'<div class="pc-facts">{cells}</div>')
    st.caption(describe_view(result))


def _show_checks(rows: list[CheckRow], *, moving: bool) -> None:
    st.subheader(_("Form, joint by joint"))
    order = {"fail": 0, "pass": 1, "unknown": 2}
    for row in sorted(rows, key=lambda row: order.get(row.tone, 2)):
        st.html(_format_check(row, moving=moving))


def _format_check(row: CheckRow, *, moving: bool) -> str:
    lines = [row.text]
    lines += [_("Worst: {when}.").format(when=row.worst)] if row.worst and moving else []
    lines += [f"→ {row.cue}"] if row.cue and row.tone == "fail" else []
    details = "".join(f"<small>{escape(line)}</small>" for line in lines)
    mark = f'<span class="pc-tone">{MARKS[row.tone]}</span>'
    return format_toned("pc-check", row.tone, f"{mark} <b>{escape(row.name)}</b>{details}")


def _show_charts(rows: list[CheckRow]) -> None:
    charts = [row for row in rows if row.chart]
    if not charts:
        return
    st.subheader(_("Each angle over time"))
    st.caption(
        _("The shaded band is what is wanted. The strip below shows the time in the pose and the time held well.")
    )
    for pair in (charts[start : start + 2] for start in range(0, len(charts), 2)):
        for column, row in zip(st.columns(2, gap="small"), pair, strict=False):
            words = _("{check} over time. {words}").format(check=row.name, words=row.text)
            picture = format_picture(row.chart, words, text_scale=_CHART_TEXT_SCALE)
            column.html(f'<div class="pc-chart"><b>{escape(row.name)}</b>{picture}</div>')


def _show_repetitions(rows: list[RepetitionRow]) -> None:
    if not rows:
        return
    st.subheader(_("Each repetition"))
    st.html("".join(format_toned("pc-check", row.tone, _format_repetition(row)) for row in rows))


def _format_repetition(row: RepetitionRow) -> str:
    words = _("at {start}, for {duration}, as far as {peak}: {words}").format(
        start=row.start, duration=row.duration, peak=row.peak, words=row.text
    )
    return f'<span class="pc-tone">{MARKS[row.tone]}</span> <b>{row.number}</b> {escape(words)}'


def _show_cues(cues: tuple[Cue, ...]) -> None:
    if not cues:
        return
    st.subheader(_("What a coach would have said"))
    lines = (f"<b>{format_seconds(cue.t_s)}</b><span>{escape(cue.text)}</span>" for cue in cues)
    st.html("".join(f'<div class="pc-cue">{line}</div>' for line in lines))


def show_downloads(files: dict[str, Path], name: str) -> None:
    """Show a button for each file of a review; `name` is that of the file that was reviewed."""
    stem = Path(name).stem
    present = [file for file in _DOWNLOADS if file in files]
    for column, file in zip(st.columns(len(present)), present, strict=True):
        label, mime, icon = _DOWNLOADS[file]
        column.download_button(
            _(label),
            files[file].read_bytes(),
            file_name=f"{stem}-{file}",
            mime=mime,
            icon=icon,
            on_click="ignore",
            width="stretch",
            key=f"download {file}",
        )
