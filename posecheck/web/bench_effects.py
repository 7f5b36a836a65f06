"""What a draft would change: verdicts, time held and repetitions of each recording, and the picture of the pose."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from posecheck.bench.outcome import Outcome, Totals, sum_up
from posecheck.drawing.palette import TONE_OF_VERDICT
from posecheck.figure import draw_stretch
from posecheck.language import _, ngettext
from posecheck.rejudging.comparison import VERDICT_WORDS, describe_reps
from posecheck.report.words import format_seconds
from posecheck.results import SessionResult
from posecheck.stretch.schema import Stretch
from posecheck.web.bench_desk import Desk
from posecheck.web.theme import get_tone_colour, is_dark
from posecheck.web.told import tell
from posecheck.web.widgets import MARKS, escape_markdown, format_picture


def show_refusal(desk: Desk) -> None:
    """Say why the draft cannot be as it is now."""
    words = _("{refusal}. The verdicts below are those of the draft before.").format(refusal=desk.refusal)
    st.error(escape_markdown(words), icon=":material/block:")


def show_effects(outcomes: Sequence[Outcome], drafted: Stretch, *, edited: bool) -> None:
    """Show the pose at its targets, and each recording with its verdict before and after.

    Args:
        outcomes: the recordings, in the order of the plot's lanes.
        drafted: the stretch as it would be.
        edited: whether there is a draft at all.
    """
    picture = format_picture(
        draw_stretch(drafted, dark=is_dark()),
        _("{stretch}, drawn at the targets of the draft").format(stretch=tell(drafted).name),
    )
    totals = _format_totals(sum_up(outcomes), drafted.kind, edited=edited)
    st.html(f'<div class="pc-effects" data-testid="effects">{picture}<div>{totals}</div></div>')
    rows = "".join(_format_row(number, each, drafted.kind) for number, each in enumerate(outcomes, 1))
    st.html(f'<div class="pc-effect-list" role="list" data-testid="effect-list">{rows}</div>')


def _format_totals(totals: Totals, kind: str, *, edited: bool) -> str:
    if not totals.recordings:
        return _format_total(_("No recording to try it on"), _("Upload a clip above to see what would change."))
    if not edited:
        words = ngettext(
            "{n} recording. Move a bound to see what would change.",
            "{n} recordings. Move a bound to see what would change.",
            totals.recordings,
        )
        return _format_total(_("Judged as it is now"), words.format(n=totals.recordings))
    head = _("{n} of {all} would get another verdict") if totals.changed else _("No verdict would change")
    parts = [
        f"{count} × {_(VERDICT_WORDS[before])} → {_(VERDICT_WORDS[after])}"
        for (before, after), count in totals.verdicts.items()
    ]
    held, reps = totals.held_s, totals.reps_good
    parts.append(
        _("held well {before} → {after}").format(before=format_seconds(held[0]), after=format_seconds(held[1]))
        if kind == "hold"
        else _("good repetitions {before} → {after}").format(before=reps[0], after=reps[1])
    )
    return _format_total(head.format(n=totals.changed, all=totals.recordings), "; ".join(parts))


def _format_total(head: str, words: str) -> str:
    return f"<b>{escape(head)}</b><span>{escape(words)}</span>"


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
    return f'<span style="color:{get_tone_colour(tone)}">{MARKS[tone]} {_(VERDICT_WORDS[result.verdict])}</span>'


def _tone(result: SessionResult) -> str:
    return get_tone_colour(TONE_OF_VERDICT[result.verdict])


def _describe_amount(outcome: Outcome, kind: str) -> str:
    if kind == "hold":
        return _("held well {time}").format(time=format_seconds(outcome.after.held_s))
    return _("Repetitions: {counts}").format(counts=describe_reps(outcome.after))
