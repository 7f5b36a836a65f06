"""The form fields of the bench: each writes one value of the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from posecheck.bench.draft import Place, Value
from posecheck.language import N_, _
from posecheck.web.bench_desk import Desk
from posecheck.web.speaking import keep_speaking, name_by
from posecheck.web.widgets import SIDE_WORDS

_SEVERITIES = {1: N_("1 · polish"), 2: N_("2 · misses the purpose"), 3: N_("3 · may harm")}
_LONGEST_TEXT = 600


def show_number(
    desk: Desk, place: Place, label: str, limits: tuple[float, float], step: float, help_text: str | None = None
) -> None:
    """Show a number; an emptied field is an open bound."""
    key = _prepare(desk, place, _as_number(desk.read(place), step))
    whole = step >= 1
    st.number_input(
        label,
        min_value=int(limits[0]) if whole else float(limits[0]),
        max_value=int(limits[1]) if whole else float(limits[1]),
        step=int(step) if whole else step,
        format="%d" if whole else "%.2f" if step < 0.1 else "%.1f",
        key=key,
        help=help_text,
        on_change=_make_writer(desk, place, key),
    )


def show_text(desk: Desk, place: Place, label: str, placeholder: str = "") -> None:
    """Show a line of words; an emptied field has none."""
    key = _prepare(desk, place, desk.read(place) or "")
    st.text_input(
        label, key=key, max_chars=_LONGEST_TEXT, placeholder=placeholder, on_change=_make_writer(desk, place, key)
    )


def show_switch(desk: Desk, place: Place, label: str, help_text: str | None = None) -> None:
    """Show a switch."""
    key = _prepare(desk, place, bool(desk.read(place)))
    st.toggle(label, key=key, help=help_text, on_change=_make_writer(desk, place, key))


def show_severity(desk: Desk, place: Place) -> None:
    """Show how much a fault matters: the worst fault is told first."""
    _show_choice(desk, place, _("If it fails"), _SEVERITIES, _("The worst fault is told first."))


def show_sides(desk: Desk, place: Place) -> None:
    """Show which sides are trained."""
    help_text = _("What practice offers first; a patient's programme may ask for other sides.")
    _show_choice(desk, place, _("Sides"), SIDE_WORDS, help_text)


def _show_choice(desk: Desk, place: Place, label: str, words: Mapping[Any, str], help_text: str) -> None:
    """Show one of several values to choose by its words."""
    key = _prepare(desk, place, desk.read(place))
    on_change = _make_writer(desk, place, key)
    st.selectbox(label, list(words), format_func=name_by(words), key=key, help=help_text, on_change=on_change)


def _prepare(desk: Desk, place: Place, value: Value) -> str:
    """Put the drafted value into the field and return the field's key.

    A move of the plot makes the field a new one (`_make_writer`).
    """
    key = f"{desk.key} {' '.join(map(str, place))} {desk.seq}"
    st.session_state[key] = value
    return key


def _make_writer(desk: Desk, place: Place, key: str) -> Callable[[], None]:
    """Return what takes a field's value into the draft.

    While the plot is dragged the browser still sends what stood in the fields before; that comes too late to count.
    """
    seq = desk.seq

    def write() -> None:
        if desk.seq != seq:
            return
        value = st.session_state[key]
        desk.write(place, value.strip() or None if isinstance(value, str) else value)

    return keep_speaking(write)


def _as_number(value: Value, step: float) -> float | int | None:
    if not isinstance(value, float | int):
        return None
    return round(value) if step >= 1 else float(value)
