"""The end of a practice: what was done against the dose, what went well, what to work on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from posecheck.drawing.palette import Tone
from posecheck.history import History, HistoryError, SetRecord, SetSummary, load_pictures
from posecheck.language import N_, _, ngettext
from posecheck.live.plan import PlanStep
from posecheck.live.snapshot import Snapshot
from posecheck.live.state import StepProgress
from posecheck.results import CheckResult
from posecheck.stretch.schema import Stretch
from posecheck.web.fault_pictures import format_pictures
from posecheck.web.told import tell, tell_check
from posecheck.web.widgets import MARKS, SIDE_NAMES, format_toned

_PAIN = N_(
    "You said that it hurt, and stopped: that was right. Sharp or pinching pain is a sign to do less. If it stays, "
    "ask a professional before you stretch again."
)
_KEPT = N_("Kept in your history on this machine: landmarks and results, no picture. The progress page has more.")
_KEPT_WITH_PICTURES = N_(
    "Kept on this machine: landmarks and results in your history, and beside it the pictures above, because you asked "
    "for them. The progress page has more; deleting the session there deletes them too."
)


@dataclass(frozen=True, slots=True)
class _StoredSet:
    """A set as recorded; `pictures` by the id of the check that failed, empty unless they were asked for."""

    stretch_id: str
    record: SetRecord
    pictures: Mapping[str, bytes]


def show_summary(kept: Snapshot, stretches: Mapping[str, Stretch], history: History) -> None:
    """Show how a finished session went.

    Args:
        kept: the session as kept.
        stretches: the reference poses of its plan by id.
        history: where its sets were recorded.
    """
    done = all(entry.ended == "done" for entry in kept.state.progress)
    st.title(_("Well done") if done else _("Session ended"))
    if kept.state.hurt:
        st.warning(_(_PAIN), icon=":material/health_and_safety:")
    sets = _load_sets(history, kept.state.history_ids)
    for stretch_id, stretch in stretches.items():
        steps = [
            (step, progress)
            for step, progress in zip(kept.plan.steps, kept.state.progress, strict=True)
            if step.stretch_id == stretch_id
        ]
        st.subheader(tell(stretch).name)
        _show_amounts(steps)
        _show_checks([each for each in sets if each.stretch_id == stretch_id], stretch)
    st.caption(_(_KEPT_WITH_PICTURES if any(each.pictures for each in sets) else _KEPT))


def _load_sets(history: History, ids: Iterable[str]) -> list[_StoredSet]:
    found = []
    for session_id in ids:
        try:
            record, pictures = history.get_session(session_id), load_pictures(history, session_id)
        except HistoryError:
            # Deleted on the progress page meanwhile: the amounts above still tell what was done.
            continue
        for each in record.sets:
            of_set = {kept.check_id: kept.jpeg for kept in pictures if kept.set_no == each.summary.set_no}
            found.append(_StoredSet(record.summary.stretch_id, each, of_set))
    return found


def _show_amounts(steps: list[tuple[PlanStep, StepProgress]]) -> None:
    sides = list(dict.fromkeys(step.side for step, __ in steps))
    for column, side in zip(st.columns(max(2, len(sides)), gap="medium"), sides, strict=False):
        of_side = [(step, progress) for step, progress in steps if step.side == side]
        share, words, detail = _describe_amount(of_side)
        tone: Tone = "pass" if share >= 0.995 else "info"
        mark = f'<span class="pc-tone">{escape(MARKS[tone])} {escape(_(SIDE_NAMES[side]))}</span>'
        column.html(
            format_toned(
                "pc-verdict",
                tone,
                f"{mark}<strong>{escape(words)}</strong><span>{escape(detail)}</span>",
            )
        )
        column.progress(min(1.0, share))


def _describe_amount(steps: list[tuple[PlanStep, StepProgress]]) -> tuple[float, str, str]:
    """Return the share of the dose, the amount in words, and its details."""
    if steps[0][0].reps is not None:
        wanted = sum(step.reps or 0 for step, __ in steps)
        marks = [mark for __, progress in steps for mark in progress.marks]
        counts = {kind: marks.count(kind) for kind in ("good", "faulty", "partial")}
        full = counts["good"] + counts["faulty"]
        detail = _("{good} good, {faulty} with a fault, {partial} not to full range").format(**counts)
        return full / wanted, _("{done} of {wanted} repetitions").format(done=full, wanted=wanted), detail
    wanted_s = sum(step.hold_s or 0.0 for step, __ in steps)
    held_s = sum(progress.held_s for __, progress in steps)
    sets = len(steps)
    amount = _("{held} of {wanted} s held").format(held=f"{held_s:.0f}", wanted=f"{wanted_s:.0f}")
    return held_s / wanted_s, amount, ngettext("in {n} set", "in {n} sets", sets).format(n=sets)


def _show_checks(sets: list[_StoredSet], stretch: Stretch) -> None:
    judged = [(each.record.summary.side, tell_check(check, stretch)) for each in sets for check in each.record.checks]
    if not judged:
        st.caption(_("Guided and timed, not judged."))
        return
    went_well = [(side, check) for side, check in judged if check.verdict == "pass"]
    to_mend = [(side, check) for side, check in judged if check.verdict == "fail"]
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(_("**What went well**"))
        _show_list(went_well, "pass", _("Nothing could be judged well enough yet to praise it."))
    with right:
        st.markdown(_("**What to work on**"))
        nothing = _("Nothing stood out.") if went_well else _("Nothing was judged.")
        _show_list(to_mend, "fail", nothing, sets)


def _show_list(
    entries: Sequence[tuple[str, CheckResult]], tone: Tone, nothing: str, sets: Sequence[_StoredSet] = ()
) -> None:
    if not entries:
        st.caption(nothing)
    for check in {check.id: check for __, check in entries}.values():
        sides = {side for side, each in entries if each.id == check.id}
        extra = check.cue if tone == "fail" else ""
        st.html(
            format_toned(
                "pc-check",
                tone,
                f'<b><span class="pc-tone">{MARKS[tone]}</span> {escape(check.fault or check.name)}</b> '
                f"({escape(_name_sides(sides))})<small>{escape(extra)}</small>" + _format_moments(sets, check),
            )
        )


def _name_sides(sides: Collection[str]) -> str:
    """Return sides within a sentence; a stretch has left and right ones, or works both at once."""
    if len(sides) > 1:
        return _("left and right")
    return {"left": _("left"), "right": _("right"), "both": _("both sides")}[next(iter(sides))]


def _format_moments(sets: Sequence[_StoredSet], check: CheckResult) -> str:
    """Return the pictures of a fault in all sets, as HTML."""
    shown = [(_name_set(each.record.summary), each.pictures[check.id]) for each in sets if check.id in each.pictures]
    return format_pictures(shown, check.fault or check.name)


def _name_set(summary: SetSummary) -> str:
    return _("{side}, set {number}").format(side=_(SIDE_NAMES[summary.side]), number=summary.set_no)
