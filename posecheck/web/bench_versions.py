"""The published versions on the bench: what each changed, by whom and why; compare, take back, judge again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from posecheck.bench.examples import Example
from posecheck.clinic.records import Version
from posecheck.drawing.palette import TONE_OF_VERDICT
from posecheck.errors import PoseCheckError, StretchError
from posecheck.rejudging.comparison import VERDICT_WORDS
from posecheck.results import OverallVerdict
from posecheck.web.bench_desk import AUTHOR, Desk, close_desk, get_judge
from posecheck.web.bench_examples import collect_examples
from posecheck.web.bench_publish import MESSAGE, ask_name, format_changes
from posecheck.web.theme import get_tone_colour
from posecheck.web.viewing import get_clinic
from posecheck.web.widgets import MARKS, escape_markdown


def show_versions(desk: Desk) -> None:
    """Show everything about what was published for a stretch, for everybody or for one patient."""
    store = get_clinic().versions
    versions = store.list_versions(desk.stretch_id, desk.patient)
    published, compared = st.columns([1.4, 1], gap="large")
    with published:
        st.subheader("Published versions")
        _show_list(desk, versions)
    with compared:
        st.subheader("Compare two")
        _show_comparison(desk, versions)
    st.subheader("Past sessions, judged again")
    _show_past(desk)


def show_update(desk: Desk) -> None:
    """Say what has changed underneath since the layer in force was published, and whether it still fits."""
    if desk.misfit:
        st.error(escape_markdown(desk.misfit), icon=":material/heart_broken:")
    lines = get_clinic().versions.describe_update(desk.stretch_id, desk.patient)
    if lines:
        text = "\n".join(f"- {escape_markdown(line)}" for line in lines)
        st.warning(f"What lies underneath has changed since this was published:\n{text}", icon=":material/update:")


def _show_list(desk: Desk, versions: Sequence[Version]) -> None:
    if not versions:
        st.info(
            "Nothing was published here: "
            + (
                "what holds for everybody holds for this patient." if desk.patient else "the library’s own values hold."
            ),
            icon=":material/history:",
        )
        return
    _show_undo(desk, versions[0])
    for version in versions:
        current = version is versions[0]
        st.html(_format_version(version, current=current))


def _format_version(version: Version, *, current: bool) -> str:
    state = " pc-current" if current else ""
    title = f"Version {version.number}" + (", in force:" if current else ":")
    took = "" if version.restores is None else f" · takes up {_name(version.restores)} again"
    who = f"{version.created_utc.astimezone():%d %b %Y, %H:%M} · {version.author}{took}"
    return (
        f'<div class="pc-version{state}" style="--tone:{get_tone_colour("pass")}">'
        f"<b>{title}</b> {escape(version.reason)}"
        f"<small>{escape(who)}</small>{format_changes(version.differences)}</div>"
    )


def _name(number: int) -> str:
    return f"version {number}" if number else "the library’s values"


def _show_undo(desk: Desk, newest: Version) -> None:
    with st.popover(f"Undo version {newest.number}", icon=":material/undo:"):
        st.markdown("What held before holds again. Both stay in this list.")
        _ask_signature(desk, "undo", "Undo it", lambda who, why: _undo(desk, who, why))


def _ask_signature(desk: Desk, task: str, label: str, act: Callable[[str, str], None]) -> None:
    with st.form(f"{desk.key} {task}", border=False):
        author = ask_name(f"{desk.key} {task} author")
        reason = st.text_input("Reason", max_chars=600)
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
    st.session_state[MESSAGE] = f"Taken back. Version {version.number} is in force."
    st.rerun()


def _show_comparison(desk: Desk, versions: Sequence[Version]) -> None:
    numbers = [version.number for version in versions] + [0]
    if len(numbers) < 2:
        st.caption("There is only one so far.")
        return
    left, right = st.columns(2)
    first = left.selectbox("From", numbers, index=1, format_func=_capitalise_name, key=f"{desk.key} first")
    second = right.selectbox("To", numbers, index=0, format_func=_capitalise_name, key=f"{desk.key} second")
    try:
        lines = get_clinic().versions.compare(desk.stretch_id, first, second, patient=desk.patient)
    except StretchError as error:
        st.caption(escape_markdown(str(error)))
        return
    st.html(format_changes(lines) if lines else "<p>They judge and say the same.</p>")


def _capitalise_name(number: int) -> str:
    name = _name(number)
    return name[:1].upper() + name[1:]


def _show_past(desk: Desk) -> None:
    """Show each past set with the verdict that was given then, and what it would be under what is in force now."""
    sets = [example for example in collect_examples(desk.base, desk.patient) if example.origin == "session"]
    if not sets:
        st.caption("No session of this stretch is stored" + (" for this patient." if desk.patient else "."))
        return
    judge = get_judge()
    st.caption("Then is what was said on the day, and stays stored. Now is the same recording under what is in force.")
    st.table([_describe_set(example, judge(example, desk.published).verdict) for example in sets])


def _describe_set(example: Example, now: OverallVerdict) -> dict[str, str]:
    return {
        "Set": example.title,
        "Then": _mark(example.judged_then),
        "Judged by": example.judged_by,
        "Now": _mark(now),
    }


def _mark(verdict: OverallVerdict | None) -> str:
    return f"{MARKS[TONE_OF_VERDICT[verdict]]} {VERDICT_WORDS[verdict]}" if verdict else MARKS["unknown"]
