"""An old session: by which version it was judged, what counts now says of it, and what was kept of that."""

from __future__ import annotations

from html import escape

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.clinic.records import EffectiveStretch
from posecheck.clinic.wording import describe_layers
from posecheck.drawing.palette import TONE_OF_VERDICT
from posecheck.errors import PoseCheckError
from posecheck.history import Rejudgement, SessionRecord
from posecheck.history.rescoring import RescoredSet, keep_rescored, rescore_session, restore_result
from posecheck.language import N_, _
from posecheck.rejudging import Change, compare_results
from posecheck.stretch.differences import describe_differences
from posecheck.stretch.schema import Stretch
from posecheck.web.dates import format_moment
from posecheck.web.theme import get_tone_colour
from posecheck.web.widgets import MARKS, escape_markdown

VERDICT_TITLES = {
    "pass": N_("Good form"),
    "fail": N_("Something to work on"),
    "not_assessable": N_("Could not be judged"),
    "not_performed": N_("The stretch was not seen"),
}
_MESSAGE = "progress_message"


def show_version(clinic: Clinic, record: SessionRecord) -> None:
    """Say by which version a session was judged, then and later, and offer to judge it by the one that counts now."""
    st.caption(_("Judged by {version}.").format(version=describe_layers(record.summary.layers)))
    for rejudgement in reversed(record.rejudgements):
        _show_rejudgement(record, rejudgement)
    if record.rejudgements and clinic.viewer.treats:
        _show_undo(clinic, record)
    if record.stretch is None or not record.frames:
        return
    try:
        counts = _find_last_stretch(clinic, record, record.stretch)
        now = _find_present(clinic, record)
        changed = describe_differences(counts, now.stretch)
        if changed:
            _offer_again(clinic, record, now, changed)
    except PoseCheckError as error:
        st.warning(escape_markdown(str(error)), icon=":material/warning:")


def _show_rejudgement(record: SessionRecord, rejudgement: Rejudgement) -> None:
    verdict = rejudgement.verdict or "not_assessable"
    tone = TONE_OF_VERDICT[verdict]
    title = " · ".join((_("Judged again"), _(VERDICT_TITLES[verdict])))
    by = f" · {rejudgement.author}" if rejudgement.author else ""
    when = f"{format_moment(rejudgement.created_utc.astimezone())} · {describe_layers(rejudgement.layers)}{by}"
    lines = [*dict.fromkeys(change.text for change in _compare(record, rejudgement))] or [_("nothing changed")]
    st.html(
        f'<div class="pc-check" style="--tone:{get_tone_colour(tone)}">'
        f"<b>{MARKS[tone]} {escape(title)}</b>"
        f"<small>{escape(when)}<br>{'<br>'.join(map(escape, lines))}</small></div>"
    )


def _compare(record: SessionRecord, rejudgement: Rejudgement) -> list[Change]:
    """Return what came out differently from what was said first, over all sets."""
    later = {each.summary.set_no: restore_result(each, record.summary) for each in rejudgement.sets}
    changes = []
    for each in record.sets:
        before, after = restore_result(each, record.summary), later.get(each.summary.set_no)
        changes += compare_results(before, after) if before is not None and after is not None else []
    return changes


def _show_undo(clinic: Clinic, record: SessionRecord) -> None:
    with st.popover(_("Take the last one back"), icon=":material/undo:"):
        st.markdown(
            _("It is removed, and what was said before it counts again. The first judgement stays in any case.")
        )
        if st.button(_("Take it back"), type="primary", key=f"unjudge_{record.summary.id}"):
            clinic.history.undo_rejudgement(record.summary.id)
            st.session_state[_MESSAGE] = _("The last judgement of that session was taken back.")
            st.rerun()


def _find_last_stretch(clinic: Clinic, record: SessionRecord, first: Stretch) -> Stretch:
    if not record.rejudgements:
        return first
    return clinic.history.load_stretch(record.rejudgements[-1].stretch_sha256)


def _find_present(clinic: Clinic, record: SessionRecord) -> EffectiveStretch:
    codes = {patient.code for patient in clinic.patients.list_patients()}
    person = record.summary.person
    return clinic.versions.resolve(record.summary.stretch_id, person if person in codes else None)


def _offer_again(clinic: Clinic, record: SessionRecord, now: EffectiveStretch, changed: list[str]) -> None:
    key = f"again_{record.summary.id}"
    with st.expander(_("Another version counts now"), icon=":material/history:"):
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in changed))
        pressed = st.button(_("Judge this session again"), icon=":material/gavel:", key=key)
        # Pressing what it shows runs the script again.
        if not pressed and st.session_state.get("judged_again") != key:
            return
        st.session_state["judged_again"] = key
        rescored = rescore_session(clinic.history, record.summary.id, now.stretch)
        for each in rescored:
            _show_set(each)
        st.caption(
            _("This is what {version} says. What was said then stays as it is.").format(
                version=describe_layers(now.layers)
            )
        )
        if rescored and clinic.viewer.treats:
            _offer_keeping(clinic, rescored, now)


def _show_set(each: RescoredSet) -> None:
    lines = [escape_markdown(change.text) for change in each.changes] or [_("nothing changes")]
    title = _("Set {number}").format(number=each.set_no)
    st.markdown(f"**{title}**\n" + "\n".join(f"- {line}" for line in lines))


def _offer_keeping(clinic: Clinic, rescored: list[RescoredSet], now: EffectiveStretch) -> None:
    session = rescored[0].session
    if st.button(_("Keep it beside the first judgement"), icon=":material/bookmark_add:", key=f"keep_{session.id}"):
        keep_rescored(clinic.history, rescored, now.stretch, layers=now.layers, author=clinic.viewer.account)
        st.session_state[_MESSAGE] = _("Kept. What was said then stays beside it, and this can be taken back.")
        st.rerun()
