"""The published versions on the bench: what each changed, by whom and why; compare, take back, judge again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from posecheck.bench.examples import Example
from posecheck.clinic.records import Version
from posecheck.drawing.palette import TONE_OF_VERDICT
from posecheck.errors import PoseCheckError, StretchError
from posecheck.language import _
from posecheck.rejudging.comparison import VERDICT_WORDS
from posecheck.results import OverallVerdict
from posecheck.web.bench_desk import AUTHOR, Desk, close_desk, get_judge
from posecheck.web.bench_examples import collect_examples
from posecheck.web.bench_publish import MESSAGE, ask_name, format_changes
from posecheck.web.dates import format_moment
from posecheck.web.theme import get_tone_colour
from posecheck.web.viewing import get_clinic
from posecheck.web.widgets import MARKS, escape_markdown


def show_versions(desk: Desk) -> None:
    """Show everything about what was published for a stretch, for everybody or for one patient."""
    store = get_clinic().versions
    versions = store.list_versions(desk.stretch_id, desk.patient)
    published, compared = st.columns([1.4, 1], gap="large")
    with published:
        st.subheader(_("Published versions"))
        _show_list(desk, versions)
    with compared:
        st.subheader(_("Compare two"))
        _show_comparison(desk, versions)
    st.subheader(_("Past sessions, judged again"))
    _show_past(desk)


def show_update(desk: Desk) -> None:
    """Say what has changed underneath since the layer in force was published, and whether it still fits."""
    if desk.misfit:
        st.error(escape_markdown(desk.misfit), icon=":material/heart_broken:")
    lines = get_clinic().versions.describe_update(desk.stretch_id, desk.patient)
    if lines:
        text = "\n".join(f"- {escape_markdown(line)}" for line in lines)
        heading = _("What lies underneath has changed since this was published:")
        st.warning(f"{heading}\n{text}", icon=":material/update:")


def _show_list(desk: Desk, versions: Sequence[Version]) -> None:
    if not versions:
        st.info(
            _("Nothing was published here: what holds for everybody holds for this patient.")
            if desk.patient
            else _("Nothing was published here: the library’s own values hold."),
            icon=":material/history:",
        )
        return
    _show_undo(desk, versions[0])
    for version in versions:
        current = version is versions[0]
        st.html(_format_version(version, current=current))


def _format_version(version: Version, *, current: bool) -> str:
    state = " pc-current" if current else ""
    title = _("Version {number}, in force:") if current else _("Version {number}:")
    parts = [format_moment(version.created_utc.astimezone()), version.author]
    if version.restores:
        parts.append(_("takes up version {number} again").format(number=version.restores))
    elif version.restores is not None:
        parts.append(_("takes up the library’s values again"))
    return (
        f'<div class="pc-version{state}" style="--tone:{get_tone_colour("pass")}">'
        f"<b>{escape(title.format(number=version.number))}</b> {escape(version.reason)}"
        f"<small>{escape(' · '.join(parts))}</small>{format_changes(version.differences)}</div>"
    )


def _show_undo(desk: Desk, newest: Version) -> None:
    with st.popover(_("Undo version {number}").format(number=newest.number), icon=":material/undo:"):
        st.markdown(_("What held before holds again. Both stay in this list."))
        _ask_signature(desk, "undo", _("Undo it"), lambda who, why: _undo(desk, who, why))


def _ask_signature(desk: Desk, task: str, label: str, act: Callable[[str, str], None]) -> None:
    with st.form(f"{desk.key} {task}", border=False):
        author = ask_name(f"{desk.key} {task} author")
        reason = st.text_input(_("Reason"), max_chars=600)
        if st.form_submit_button(label, type="primary"):
            act(author, reason.strip())


def _undo(desk: Desk, author: str, reason: str) -> None:
    try:
        version = get_clinic().versions.undo(desk.stretch_id, patient=desk.patient, author=author, reason=reason)
    except PoseCheckError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.session_state[AUTHOR] = author
    close_desk(desk)
    st.session_state[MESSAGE] = _("Taken back. Version {number} is in force.").format(number=version.number)
    st.rerun()


def _show_comparison(desk: Desk, versions: Sequence[Version]) -> None:
    names = {version.number: _("Version {number}").format(number=version.number) for version in versions}
    names[0] = _("The library’s values")
    if len(names) < 2:
        st.caption(_("There is only one so far."))
        return
    left, right = st.columns(2)
    first = left.selectbox(_("From"), names, index=1, format_func=names.__getitem__, key=f"{desk.key} first")
    second = right.selectbox(_("To"), names, index=0, format_func=names.__getitem__, key=f"{desk.key} second")
    try:
        lines = get_clinic().versions.compare(desk.stretch_id, first, second, patient=desk.patient)
    except StretchError as error:
        st.caption(escape_markdown(str(error)))
        return
    if lines:
        st.html(format_changes(lines))
    else:
        st.write(_("They judge and say the same."))


def _show_past(desk: Desk) -> None:
    """Show each past set with the verdict that was given then, and what it would be under what is in force now."""
    sets = [example for example in collect_examples(desk.base, desk.patient) if example.origin == "session"]
    if not sets:
        st.caption(
            _("No session of this stretch is stored for this patient.")
            if desk.patient
            else _("No session of this stretch is stored.")
        )
        return
    judge = get_judge()
    st.caption(
        _("Then is what was said on the day, and stays stored. Now is the same recording under what is in force.")
    )
    st.table([_describe_set(example, judge(example, desk.published).verdict) for example in sets])


def _describe_set(example: Example, now: OverallVerdict) -> dict[str, str]:
    return {
        _("Set"): example.title,
        _("Then"): _mark(example.judged_then),
        _("Judged by"): example.judged_by,
        _("Now"): _mark(now),
    }


def _mark(verdict: OverallVerdict | None) -> str:
    return f"{MARKS[TONE_OF_VERDICT[verdict]]} {_(VERDICT_WORDS[verdict])}" if verdict else MARKS["unknown"]
