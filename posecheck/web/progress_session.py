"""One past session on the progress page: what was done, what was found, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.drawing.palette import TONE_OF_VERDICT, Tone
from posecheck.history import History, HistoryError, SessionRecord, SessionSummary, SetRecord, load_pictures
from posecheck.history.adherence import DoseShare, compute_dose_shares
from posecheck.history.rejudge import judge_stored_set
from posecheck.language import N_, _, ngettext
from posecheck.report.words import capitalise, describe_check, format_seconds, format_value
from posecheck.results import CheckResult
from posecheck.web.dates import format_moment
from posecheck.web.fault_pictures import format_pictures
from posecheck.web.progress_again import VERDICT_TITLES, show_version
from posecheck.web.progress_charts import build_session_chart, find_target
from posecheck.web.theme import get_tone_colour
from posecheck.web.told import tell, tell_check, tell_check_name, tell_cues
from posecheck.web.widgets import SIDE_NAMES, escape_markdown

_SIDES_WITHIN = {"left": N_("left"), "right": N_("right"), "both": N_("both sides")}
_MOST_CUES = 12
_MARKS = {"pass": "✓", "fail": "!", "not_assessable": "–", "not_performed": "–"}


def describe_session(session: SessionSummary) -> str:
    """Return a session in one line for a list of one stretch: when, how much, what stood out."""
    done = ", ".join(_abbreviate_share(share) for share in compute_dose_shares(session))
    mark = _MARKS.get(session.verdict or "", "…")
    parts = [f"{mark} {format_moment(session.local_start)}", done]
    parts += [_("cut off")] if session.state == "interrupted" else []
    parts += [_("it hurt")] if session.pain else []
    return " · ".join(parts)


def _abbreviate_share(share: DoseShare) -> str:
    words = _("{side} {done} of {asked} s") if share.unit == "s" else _("{side} {done} of {asked} repetitions")
    return words.format(side=_(_SIDES_WITHIN[share.side]), done=f"{share.done:.0f}", asked=f"{share.asked:.0f}")


def _describe_share(share: DoseShare, *, guided: bool = False) -> str:
    """Return what was done of what was asked for on one side: "Left: 20 of 30 s held well"."""
    if share.unit != "s":
        words = _("{side}: {done} of {asked} good repetitions")
    else:
        words = _("{side}: {done} of {asked} s guided") if guided else _("{side}: {done} of {asked} s held well")
    return words.format(side=_(SIDE_NAMES[share.side]), done=f"{share.done:.0f}", asked=f"{share.asked:.0f}")


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
    parts = [_describe_share(share, guided=guided) for share in compute_dose_shares(session)]
    if session.state == "interrupted":
        parts.append(_("The session was cut off; this is what had been recorded."))
    mark = _MARKS.get(session.verdict or "", "…")
    st.html(
        f'<div class="pc-verdict" style="--tone:{get_tone_colour(tone)}"><strong>{mark} {escape(words)}</strong>'
        f"<span>{escape(' · '.join(parts))}</span></div>"
    )
    if session.pain:
        said = [_("You said that this hurt.")]
        said += [_("You said: “{words}”").format(words=session.pain_note)] if session.pain_note else []
        said.append(_("Leave this stretch out until somebody who can examine you has had a look."))
        st.warning(" ".join(said), icon=":material/healing:")


def _describe_verdict(session: SessionSummary, *, guided: bool) -> str:
    if session.verdict is None:
        return _("Still running") if session.state == "recording" else _("Not judged")
    if guided and session.verdict == "not_assessable":
        return _("Guided, not judged")
    complete = all(share.share >= 1 for share in compute_dose_shares(session))
    if session.verdict == "pass" and not complete:
        return _("Good form, not yet the whole dose")
    return _(VERDICT_TITLES[session.verdict])


def _show_set(record: SessionRecord, each: SetRecord, pictures: Mapping[str, bytes]) -> None:
    summary = each.summary
    title = _("Set {number}, {side}").format(number=summary.set_no, side=_(_SIDES_WITHIN[summary.side]))
    st.html(f"<h4>{escape(title)}</h4>")
    checks, said = st.columns([3, 2], gap="large")
    with checks:
        shown = [_build_check_html(record, check, pictures.get(check.id)) for check in each.checks]
        if shown:
            st.html("".join(shown))
        else:
            st.write(_("No check was judged."))
    with said:
        lines = _list_said(record, each)
        st.markdown("\n".join(f"- {line}" for line in lines) or _("Nothing was held or said."))


def _list_said(record: SessionRecord, each: SetRecord) -> list[str]:
    """Return what was held and said in a set, as Markdown."""
    summary, lines = each.summary, []
    if summary.held_s:
        words = _("**{time}** guided") if _is_guided(record) else _("**{time}** held well")
        lines.append(words.format(time=format_seconds(summary.held_s)))
    if each.reps:
        lines.append(
            _("**{good}** good repetitions, {partial} partial, {faulty} faulty").format(
                good=summary.reps_good, partial=summary.reps_partial, faulty=summary.reps_faulty
            )
        )
    cues = tell_cues(each, record.summary, record.stretch)
    lines += [f"{cue.t_s:.0f} s: {escape_markdown(cue.text)}" for cue in cues[:_MOST_CUES]]
    more = len(each.cues) - _MOST_CUES
    if more > 0:
        lines.append(ngettext("and {n} more cue", "and {n} more cues", more).format(n=more))
    return lines


def _build_check_html(record: SessionRecord, check: CheckResult, jpeg: bytes | None) -> str:
    check, stretch = tell_check(check, record.stretch), record.stretch and tell(record.stretch)
    tone = get_tone_colour(TONE_OF_VERDICT[check.verdict])
    moment = [(_("The moment of the fault"), jpeg)] if jpeg is not None else []
    words = (
        describe_check(check, stretch)
        if stretch is not None
        else _("{value} in the middle of the time.").format(value=format_value(check.measure, check.median_deg))
    )
    return (
        f'<div class="pc-check" style="--tone:{tone}"><b>{_MARKS[check.verdict]} {escape(capitalise(check.name))}</b>'
        f"<small>{escape(words)}</small>{format_pictures(moment, check.fault or check.name)}</div>"
    )


def _show_angles(history: History, record: SessionRecord) -> None:
    with st.expander(_("Angles through the session"), icon=":material/show_chart:"):
        options = {
            (each.summary.set_no, check.id): _("{check}, set {number}").format(
                check=tell_check_name(check.id, check.name, record.stretch), number=each.summary.set_no
            )
            for each in record.sets
            for check in each.checks
        }
        if record.stretch is None or not options:
            st.caption(_("There is nothing to draw."))
            return
        set_no, check_id = st.selectbox(_("Measure"), list(options), format_func=options.__getitem__)
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
            st.caption(_("This could not be measured in this session."))
        else:
            st.altair_chart(chart, width="stretch")


def _show_note(history: History, session: SessionSummary) -> None:
    key = f"note_{session.id}"
    note = st.text_area(
        _("Your note"), value=session.note, key=key, height=80, max_chars=2000, placeholder=_("How did it feel?")
    )
    if note.strip() != session.note:
        history.set_note(session.id, note)
        st.toast(_("Note kept."), icon=":material/check:")


def _show_deletion(history: History, session: SessionSummary) -> None:
    with st.popover(_("Delete this session"), icon=":material/delete:"):
        st.markdown(_("Its results, note, landmarks and pictures are removed from the disk. This cannot be undone."))
        if st.button(_("Delete for good"), type="primary", key=f"delete_{session.id}"):
            history.delete_session(session.id)
            st.session_state["progress_message"] = _("The session was deleted.")
            st.rerun()
