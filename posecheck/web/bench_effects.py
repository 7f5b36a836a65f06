"""What a draft would change: verdicts, time held and repetitions of each recording, and the picture of the pose."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from posecheck.bench.outcome import Outcome, Totals, sum_up
from posecheck.drawing.palette import TONE_OF_VERDICT
from posecheck.figure import draw_stretch
from posecheck.rejudging.comparison import VERDICT_WORDS, describe_reps
from posecheck.report.words import format_seconds
from posecheck.results import SessionResult
from posecheck.stretch.schema import Stretch
from posecheck.web.bench_desk import Desk
from posecheck.web.theme import get_tone_colour, is_dark
from posecheck.web.widgets import MARKS, escape_markdown, format_picture


def show_refusal(desk: Desk) -> None:
    """Say why the draft cannot be as it is now."""
    words = f"{desk.refusal}. The verdicts below are those of the draft before."
    st.error(escape_markdown(words), icon=":material/block:")


def show_effects(outcomes: Sequence[Outcome], drafted: Stretch, *, edited: bool) -> None:
    """Show the pose at its targets, and each recording with its verdict before and after.

    Args:
        outcomes: the recordings, in the order of the plot's lanes.
        drafted: the stretch as it would be.
        edited: whether there is a draft at all.
    """
    picture = format_picture(
        draw_stretch(drafted, dark=is_dark()), f"{drafted.name}, drawn at the targets of the draft"
    )
    totals = _format_totals(sum_up(outcomes), drafted.kind, edited=edited)
    st.html(f'<div class="pc-effects" data-testid="effects">{picture}<div>{totals}</div></div>')
    rows = "".join(_format_row(number, each, drafted.kind) for number, each in enumerate(outcomes, 1))
    st.html(f'<div class="pc-effect-list" role="list" data-testid="effect-list">{rows}</div>')


def _format_totals(totals: Totals, kind: str, *, edited: bool) -> str:
    if not totals.recordings:
        return "<b>No recording to try it on</b><span>Upload a clip above to see what would change.</span>"
    if not edited:
        noun = "recording" if totals.recordings == 1 else "recordings"
        return (
            f"<b>Judged as it is now</b><span>{totals.recordings} {noun}. Move a bound to see what would change.</span>"
        )
    changed = totals.changed
    head = f"{changed} of {totals.recordings} would get another verdict" if changed else "No verdict would change"
    parts = [
        f"{count} × {VERDICT_WORDS[before]} → {VERDICT_WORDS[after]}"
        for (before, after), count in totals.verdicts.items()
    ]
    held, reps = totals.held_s, totals.reps_good
    parts.append(
        f"held well {format_seconds(held[0])} → {format_seconds(held[1])}"
        if kind == "hold"
        else f"good repetitions {reps[0]} → {reps[1]}"
    )
    return f"<b>{head}</b><span>{escape('; '.join(parts))}</span>"


def _format_row(number: int, outcome: Outcome, kind: str) -> str:
    lines = [change.text for change in outcome.changes if change.subject != "verdict"] or [
        _describe_amount(outcome, kind)
    ]
    details = "".join(f"<small>{escape(line)}</small>" for line in lines)
    state = " changed" if outcome.verdict_changes else ""
    return (
        f'<div role="listitem" class="pc-effect{state}" style="--tone:{_tone(outcome.after)}">'
        f'<span class="pc-effect-no">{number}</span><div><b>{escape(outcome.example.title)}</b>{details}</div>'
        f'<div class="pc-effect-verdict">{_format_verdicts(outcome)}</div></div>'
    )


def _format_verdicts(outcome: Outcome) -> str:
    after = _format_verdict(outcome.after)
    return f"{_format_verdict(outcome.before)}<i>→</i>{after}" if outcome.verdict_changes else after


def _format_verdict(result: SessionResult) -> str:
    tone = TONE_OF_VERDICT[result.verdict]
    return f'<span style="color:{get_tone_colour(tone)}">{MARKS[tone]} {VERDICT_WORDS[result.verdict]}</span>'


def _tone(result: SessionResult) -> str:
    return get_tone_colour(TONE_OF_VERDICT[result.verdict])


def _describe_amount(outcome: Outcome, kind: str) -> str:
    if kind == "hold":
        return f"held well {format_seconds(outcome.after.held_s)}"
    return f"Repetitions: {describe_reps(outcome.after)}"
