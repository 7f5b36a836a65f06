"""One past session on the progress page: what was done, what was found, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.drawing.palette import TONE_OF_VERDICT, Tone
from posecheck.history import History, HistoryError, SessionRecord, SessionSummary, SetRecord, load_pictures
from posecheck.history.adherence import compute_dose_shares
from posecheck.history.rejudge import judge_stored_set
from posecheck.report.words import capitalise, describe_check, format_seconds, format_value
from posecheck.results import CheckResult
from posecheck.web.fault_pictures import format_pictures
from posecheck.web.progress_again import VERDICT_TITLES, show_version
from posecheck.web.progress_charts import build_session_chart, find_target
from posecheck.web.theme import get_tone_colour
from posecheck.web.widgets import escape_markdown

_MARKS = {"pass": "✓", "fail": "!", "not_assessable": "–", "not_performed": "–"}
_SIDE_WORDS = {"left": "Left", "right": "Right", "both": "Both sides"}


def describe_session(session: SessionSummary) -> str:
    """Return a session in one line for a list of one stretch: when, how much, what stood out."""
    done = ", ".join(
        f"{_SIDE_WORDS[share.side].lower()} {share.done:.0f} of {share.asked:.0f} {share.unit}"
        for share in compute_dose_shares(session)
    )
    mark = _MARKS.get(session.verdict or "", "…")
    cut = " · cut off" if session.state == "interrupted" else ""
    hurt = " · it hurt" if session.pain else ""
    return f"{mark} {session.local_start:%a %d %b %Y, %H:%M} · {done}{cut}{hurt}"


def render_session(clinic: Clinic, session_id: str) -> None:
    """Show one session with its details, a place for a note, and its deletion."""
    history = clinic.history
    record = history.get_session(session_id)
    _show_headline(record.summary, guided=_is_guided(record))
    show_version(clinic, record)
    pictures = load_pictures(history, session_id)
    for each in record.sets:
        _show_set(record, each, {kept.check_id: kept.jpeg for kept in pictures if kept.set_no == each.summary.set_no})
    if record.frames:
        _show_angles(history, record)
    _show_note(history, record.summary)
    _show_deletion(history, record.summary)


def _is_guided(record: SessionRecord) -> bool:
    return record.stretch is not None and record.stretch.guided


def _show_headline(session: SessionSummary, *, guided: bool) -> None:
    tone: Tone = TONE_OF_VERDICT.get(session.verdict or "", "unknown")
    words = _describe_verdict(session, guided=guided)
    held = "s guided" if guided else "s held well"
    parts = [
        f"{_SIDE_WORDS[share.side]}: {share.done:.0f} of {share.asked:.0f} "
        + (held if share.unit == "s" else "good repetitions")
        for share in compute_dose_shares(session)
    ]
    if session.state == "interrupted":
        parts.append("The session was cut off; this is what had been recorded.")
    mark = _MARKS.get(session.verdict or "", "…")
    st.html(
        f'<div class="pc-verdict" style="--tone:{get_tone_colour(tone)}"><strong>{mark} {escape(words)}</strong>'
        f"<span>{escape(' · '.join(parts))}</span></div>"
    )
    if session.pain:
        said = f" You said: “{session.pain_note}”" if session.pain_note else ""
        st.warning(
            f"You said that this hurt.{said} Leave this stretch out until somebody who can examine you has had a look.",
            icon=":material/healing:",
        )


def _describe_verdict(session: SessionSummary, *, guided: bool) -> str:
    if session.verdict is None:
        return "Still running" if session.state == "recording" else "Not judged"
    if guided and session.verdict == "not_assessable":
        return "Guided, not judged"
    complete = all(share.share >= 1 for share in compute_dose_shares(session))
    if session.verdict == "pass" and not complete:
        return "Good form, not yet the whole dose"
    return VERDICT_TITLES[session.verdict]


def _show_set(record: SessionRecord, each: SetRecord, pictures: Mapping[str, bytes]) -> None:
    summary = each.summary
    st.html(f"<h4>Set {summary.set_no}, {_SIDE_WORDS[summary.side].lower()}</h4>")
    checks, said = st.columns([3, 2], gap="large")
    with checks:
        shown = [_build_check_html(record, check, pictures.get(check.id)) for check in each.checks]
        st.html("".join(shown) or "<p>No check was judged.</p>")
    with said:
        held = "guided" if _is_guided(record) else "held well"
        lines = [f"**{format_seconds(summary.held_s)}** {held}"] if summary.held_s else []
        if each.reps:
            others = f"{summary.reps_partial} partial, {summary.reps_faulty} faulty"
            lines.append(f"**{summary.reps_good}** good repetitions, {others}")
        lines += [f"{cue.t_s:.0f} s: {escape_markdown(cue.text)}" for cue in each.cues[:12]]
        if len(each.cues) > 12:
            lines.append(f"and {len(each.cues) - 12} more cues")
        st.markdown("\n".join(f"- {line}" for line in lines) or "Nothing was held or said.")


def _build_check_html(record: SessionRecord, check: CheckResult, jpeg: bytes | None) -> str:
    tone = get_tone_colour(TONE_OF_VERDICT[check.verdict])
    moment = [("The moment of the fault", jpeg)] if jpeg is not None else []
    words = (
        describe_check(check, record.stretch)
        if record.stretch is not None
        else f"{format_value(check.measure, check.median_deg)} in the middle of the time."
    )
    return (
        f'<div class="pc-check" style="--tone:{tone}"><b>{_MARKS[check.verdict]} {escape(capitalise(check.name))}</b>'
        f"<small>{escape(words)}</small>{format_pictures(moment, check.fault or check.name)}</div>"
    )


def _show_angles(history: History, record: SessionRecord) -> None:
    with st.expander("Angles through the session", icon=":material/show_chart:"):
        options = {
            (each.summary.set_no, check.id): f"{check.name}, set {each.summary.set_no}"
            for each in record.sets
            for check in each.checks
        }
        if record.stretch is None or not options:
            st.caption("There is nothing to draw.")
            return
        set_no, check_id = st.selectbox("Measure", list(options), format_func=options.__getitem__)
        each = next(found for found in record.sets if found.summary.set_no == set_no)
        check = next(found for found in each.checks if found.id == check_id)
        side = each.summary.working_side or each.summary.side
        try:
            stored = history.load_stored_track(record.summary.id, set_no)
        except HistoryError as error:
            st.warning(str(error))
            return
        result = judge_stored_set(stored, record.stretch, side, each.summary.standing_hip_deg)
        chart = build_session_chart(result.timeline, check.column, check.id, find_target(record.stretch, check.id))
        if chart is None:
            st.caption("This could not be measured in this session.")
        else:
            st.altair_chart(chart, width="stretch")


def _show_note(history: History, session: SessionSummary) -> None:
    key = f"note_{session.id}"
    note = st.text_area(
        "Your note", value=session.note, key=key, height=80, max_chars=2000, placeholder="How did it feel?"
    )
    if note.strip() != session.note:
        history.set_note(session.id, note)
        st.toast("Note kept.", icon=":material/check:")


def _show_deletion(history: History, session: SessionSummary) -> None:
    with st.popover("Delete this session", icon=":material/delete:"):
        st.markdown("Its results, note, landmarks and pictures are removed from the disk. This cannot be undone.")
        if st.button("Delete for good", type="primary", key=f"delete_{session.id}"):
            history.delete_session(session.id)
            st.session_state["progress_message"] = "The session was deleted."
            st.rerun()
