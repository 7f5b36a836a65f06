"""Editing on the bench: what is changed, its plot and fields, and beside it what that would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from posecheck.bench.examples import Example
from posecheck.bench.outcome import Outcome, compare_examples
from posecheck.bench.subjects import Bounds, Movable, list_movables, move_bounds, read_bounds
from posecheck.language import _
from posecheck.measures import MEASURES
from posecheck.report.words import capitalise
from posecheck.stretch.overrides import find_narrowest
from posecheck.stretch.wording import describe_dose
from posecheck.web.bench_band import show_band
from posecheck.web.bench_desk import Desk, get_judge
from posecheck.web.bench_effects import show_effects, show_refusal
from posecheck.web.bench_fields import show_number, show_severity, show_sides, show_switch, show_text
from posecheck.web.bench_publish import show_publishing
from posecheck.web.speaking import keep_speaking, make_fragment
from posecheck.web.told import tell

# Lanes of the plot; more become too narrow to read. The list beside it has them all.
MOST_LANES = 6
_ENTRY, _DOSE = "entry", "dose"


def show_editor(desk: Desk, examples: Sequence[Example]) -> None:
    """Show the editor; moves inside it run this part of the page alone."""
    make_fragment(_show)(desk, examples)


def _show(desk: Desk, examples: Sequence[Example]) -> None:
    judge = get_judge()
    judge.keep_only(list(examples))
    outcomes = compare_examples(examples, desk.published, desk.drafted, judge)
    edit, effects = st.columns([1.7, 1], gap="large")
    with edit:
        area = _choose_area(desk)
        movable = _find_movable(desk, area)
        if movable is not None:
            _show_plot(desk, movable, outcomes)
        else:
            _show_dose(desk)
    with effects:
        if desk.refusal:
            show_refusal(desk)
        show_effects(outcomes, desk.drafted, edited=desk.edited)
    if movable is not None:
        _FIELDS[str(movable.owner[0])](desk, movable)
    show_publishing(desk)


def _choose_area(desk: Desk) -> str:
    """Return what is edited: the id of a check, "repetition", "entry" or "dose"."""
    names = {check.id: check.name for check in tell(desk.base).checks}
    names |= {"repetition": _("Full range")} if desk.base.repetition else {}
    names |= {_ENTRY: _("Entering the pose"), _DOSE: _("Dose")}
    key, kept = f"{desk.key} area", f"{desk.key} kept area"
    st.session_state[key] = st.session_state.get(kept, next(iter(names)))

    def keep() -> None:
        st.session_state[kept] = st.session_state[key] or st.session_state[kept]

    st.session_state[kept] = st.session_state[key]
    chosen = st.pills(
        _("Change"), list(names), format_func=lambda area: _mark(desk, area, names[area]), key=key, on_change=keep
    )
    return str(chosen or st.session_state[kept])


def _mark(desk: Desk, area: str, name: str) -> str:
    start = (area,) if area in (_ENTRY, _DOSE, "repetition") else ("checks", area)
    values = {place: value for place, value in desk.draft.values.items() if place[: len(start)] == start}
    before = {place: value for place, value in desk.start.values.items() if place[: len(start)] == start}
    return f"{name} ●" if values != before else name


def _find_movable(desk: Desk, area: str) -> Movable | None:
    """Return what the plot of an area moves; for the entry after asking which of its conditions."""
    movables = list_movables(desk.base)
    if area == _ENTRY:
        return _choose_condition(desk, [movable for movable in movables if movable.owner[0] == _ENTRY])
    return next((movable for movable in movables if area in (movable.owner[0], movable.owner[-1])), None)


def _choose_condition(desk: Desk, movables: Sequence[Movable]) -> Movable:
    st.caption(_("When all of these hold, the person counts as being in the pose. Keep them wider than good form."))
    names = {" ".join(map(str, movable.owner)): movable for movable in movables}
    first = next(iter(names))
    chosen = st.selectbox(
        _("Condition"), list(names), format_func=lambda each: capitalise(names[each].name), key=f"{desk.key} condition"
    )
    return names[chosen or first]


def _show_check(desk: Desk, movable: Movable) -> None:
    owner = movable.owner
    low, high, target, severity = st.columns(4)
    limits = MEASURES[movable.subject.measure].range
    with low:
        show_number(desk, (*owner, "low"), _("At least"), limits, movable.step, _("Empty: no lower bound"))
    with high:
        show_number(desk, (*owner, "high"), _("At most"), limits, movable.step, _("Empty: no upper bound"))
    with target:
        show_number(
            desk, (*owner, "target"), _("Target"), limits, movable.step, _("Where to aim, and what the picture shows")
        )
    with severity:
        show_severity(desk, (*owner, "severity"))
    _show_narrow(desk, movable)
    with st.expander(_("What is said, and leaving this check out"), icon=":material/record_voice_over:"):
        show_text(desk, (*owner, "cue_low"), _("Said when it is too low"), _("Needed when there is a lower bound"))
        show_text(desk, (*owner, "cue_high"), _("Said when it is too high"), _("Needed when there is an upper bound"))
        show_text(desk, (*owner, "praise"), _("Said when it is mended"))
        show_switch(desk, (*owner, "drop"), _("Do not judge this at all"), _("For somebody of whom it asks too much."))


def _show_narrow(desk: Desk, movable: Movable) -> None:
    """Offer to mean a narrow band, where there is one."""
    bounds, place = read_bounds(movable, desk.draft, desk.base), (*movable.owner, "allow_narrow")
    narrowest = find_narrowest(movable.subject.measure)
    narrow = bounds.low is not None and bounds.high is not None and bounds.high - bounds.low < narrowest
    if narrow or desk.read(place):
        show_switch(
            desk, place, _("Keep a band this narrow"), _("A camera cannot tell so finely; verdicts will waver.")
        )


def _show_plot(desk: Desk, movable: Movable, outcomes: Sequence[Outcome]) -> None:
    key = f"{desk.key} plot {' '.join(map(str, movable.owner))}"
    show_band(
        key=key,
        movable=movable,
        bounds=read_bounds(movable, desk.draft, desk.base),
        published=read_bounds(movable, desk.start, desk.base),
        outcomes=outcomes[:MOST_LANES],
        seq=desk.seq,
        on_moved=keep_speaking(_make_mover(desk, movable, key)),
    )


def _make_mover(desk: Desk, movable: Movable, key: str) -> Callable[[], None]:
    def move() -> None:
        moved = st.session_state[key]["moved"]
        if int(moved["seq"]) <= desk.seq:
            return
        bounds = Bounds(*(None if moved[name] is None else float(moved[name]) for name in ("low", "high", "target")))
        desk.seq = int(moved["seq"])
        desk.take(move_bounds(movable, desk.draft, desk.base, bounds))

    return move


def _show_condition(desk: Desk, movable: Movable) -> None:
    low, high, enter, leave = st.columns(4)
    limits = MEASURES[movable.subject.measure].range
    with low:
        show_number(desk, (*movable.owner, "low"), _("At least"), limits, movable.step, _("Empty: no lower bound"))
    with high:
        show_number(desk, (*movable.owner, "high"), _("At most"), limits, movable.step, _("Empty: no upper bound"))
    with enter:
        show_number(desk, ("entry", "enter_s"), _("Entered after, s"), (0.0, 5.0), 0.1)
    with leave:
        show_number(desk, ("entry", "exit_s"), _("Left after, s"), (0.0, 5.0), 0.1)


def _show_repetition(desk: Desk, movable: Movable) -> None:
    limits = MEASURES[movable.subject.measure].range
    for column, (name, label) in zip(
        st.columns(3), {"rest": _("Rest"), "full": _("Full range"), "target": _("Target")}.items(), strict=True
    ):
        with column:
            show_number(desk, ("repetition", name), label, limits, movable.step)
    show_text(desk, ("repetition", "cue_partial"), _("Said when a repetition falls short"))


def _show_dose(desk: Desk) -> None:
    st.caption(
        _("Now: {dose}. On which days stands in a patient's programme.").format(dose=describe_dose(desk.drafted))
    )
    amount, sets, rest, *more = st.columns(3 + (desk.base.sides == "each"))
    with amount:
        if desk.base.kind == "hold":
            show_number(desk, ("dose", "hold_s"), _("Hold, seconds"), (1, 600), 1)
        else:
            show_number(desk, ("dose", "reps"), _("Repetitions"), (1, 200), 1)
    with sets:
        show_number(desk, ("dose", "sets"), _("Sets"), (1, 20), 1)
    with rest:
        show_number(desk, ("dose", "rest_s"), _("Rest, seconds"), (0, 600), 1)
    for column in more:
        with column:
            show_sides(desk, ("dose", "sides"))
    show_text(desk, ("dose", "note"), _("Note for the patient"))


_FIELDS: dict[str, Callable[[Desk, Movable], None]] = {
    "checks": _show_check,
    "entry": _show_condition,
    "repetition": _show_repetition,
}
