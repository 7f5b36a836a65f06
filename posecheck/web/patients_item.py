"""The fields of one stretch in a programme."""

from __future__ import annotations

from typing import Any

import streamlit as st

from posecheck.clinic.schema import WEEKDAYS
from posecheck.language import _
from posecheck.live.plan import LONGEST_HOLD_S, MOST_REPS, MOST_SETS
from posecheck.stretch.schema import Stretch
from posecheck.web.dates import list_weekdays
from posecheck.web.speaking import name_by
from posecheck.web.widgets import SIDE_WORDS

# A growing dose begins with steps of a sixth, and doubles in the end.
_STEPS = 6


def edit_item(key: str, values: dict[str, Any], stretch: Stretch) -> dict[str, Any]:
    """Show the fields of a `ProgrammeItem` and return its values as they are now.

    Args:
        key: names the widgets.
        values: of the item; None is as the stretch prescribes.
        stretch: as it counts for the patient.
    """
    sides, amount, sets, rest = st.columns([1.4, 1, 1, 1], gap="small")
    if stretch.sides == "each":
        values["sides"] = sides.selectbox(
            _("Sides"),
            list(SIDE_WORDS),
            index=list(SIDE_WORDS).index(values["sides"] or stretch.dose.sides),
            format_func=name_by(SIDE_WORDS),
            key=f"sides {key}",
        )
    dose, hold = stretch.dose, stretch.kind == "hold"
    first = values["amount"] or (dose.hold_s if hold else dose.reps) or 1
    most = int(LONGEST_HOLD_S) if hold else MOST_REPS
    label = _("Seconds held") if hold else _("Repetitions")
    values["amount"] = amount.number_input(label, 1, most, round(first), key=f"amount {key}")
    values["sets"] = sets.number_input(_("Sets"), 1, MOST_SETS, values["sets"] or dose.sets, key=f"sets {key}")
    rest_s = dose.rest_s if values["rest_s"] is None else values["rest_s"]
    values["rest_s"] = rest.number_input(_("Rest, seconds"), 0, 600, round(rest_s), key=f"rest {key}")
    days, grows = st.columns([2.4, 1], gap="small", vertical_alignment="bottom")
    names = dict(zip(WEEKDAYS, list_weekdays(), strict=True))
    chosen = days.pills(
        _("Days"),
        list(WEEKDAYS),
        selection_mode="multi",
        default=values["days"],
        format_func=names.__getitem__,
        key=f"days {key}",
    )
    values["days"] = [day for day in WEEKDAYS if day in chosen]
    growing = grows.toggle(_("Grows over time"), value=values["progression"] is not None, key=f"grows {key}")
    values["progression"] = _edit_progression(key, values, most) if growing else None
    note = st.text_input(
        _("Words about this one (may stay empty)"), value=values["note"] or "", max_chars=600, key=f"note {key}"
    )
    values["note"] = note.strip() or None
    return values


def _edit_progression(key: str, values: dict[str, Any], most: int) -> dict[str, Any]:
    amount = int(values["amount"])
    step = max(1, round(amount / _STEPS))
    before = values["progression"] or {"add": step, "every_weeks": 1, "up_to": min(most, amount + _STEPS * step)}
    add, weeks, up_to = st.columns(3, gap="small")
    return {
        "add": add.number_input(_("More each time"), 1, 120, round(before["add"]), key=f"add {key}"),
        "every_weeks": weeks.number_input(_("Every so many weeks"), 1, 12, before["every_weeks"], key=f"weeks {key}"),
        "up_to": up_to.number_input(_("Up to"), 1, most, round(before["up_to"]), key=f"most {key}"),
    }
