"""The page about stretching safely."""

from __future__ import annotations

import streamlit as st

from posecheck.language import N_, _
from posecheck.web.widgets import show_lead

_EMERGENCY = N_(
    "**Numbness around the groin or the buttocks, or losing control of bladder or bowel:** stop at once and call "
    "the emergency services. These can be signs of pressure on the nerves of the lower back, and hours count."
)
_ASK_FIRST = (
    N_("an injury or an operation in the last months, or a replaced joint"),
    N_("osteoarthritis, osteoporosis or another illness of bones and joints"),
    N_("pain that runs down a leg, tingling or weakness"),
    N_("dizziness, heart trouble, or a pregnancy"),
)
_BEFORE = (
    N_("Warm up: five minutes of walking or marching on the spot."),
    N_("Put a mat under you, and a folded blanket under a knee that rests on the floor."),
    N_("Have a chair or a wall within reach when you stand on one leg."),
)
_WHILE = (
    N_("Go to a mild pull and no further. A stretch never has to hurt."),
    N_("Move slowly, stay in control and do not bounce."),
    N_("Breathe evenly. Holding the breath is a sign of too much."),
    N_("If the lower back pinches, tuck the pelvis under and go less deep."),
    N_("Stop when a stretch makes any pain worse, and ask somebody who can examine you."),
)
_CAMERA_LIMITS = (
    N_("It measures angles to within several degrees, and only from the view that a stretch asks for."),
    N_("It does not see the tilt of the pelvis, how the weight is shared, or what you feel."),
    N_("It says \u201cnot judged\u201d where it cannot tell. That is neither right nor wrong."),
)


def render() -> None:
    """Show the page."""
    st.title(_("Before you stretch"))
    show_lead(
        _(
            "PoseCheck teaches general exercises. It is not medical advice, and it does not know you. "
            "Ask a doctor or a physical therapist before you begin, above all if something on this page applies to you."
        )
    )
    st.error(_(_EMERGENCY), icon=":material/emergency:")
    left, right = st.columns(2, gap="large")
    with left:
        _show_list(_("Ask first if you have"), _ASK_FIRST)
        _show_list(_("Before you begin"), _BEFORE)
    with right:
        _show_list(_("While you stretch"), _WHILE)
        _show_list(_("What a camera cannot do"), _CAMERA_LIMITS)


def _show_list(heading: str, items: tuple[str, ...]) -> None:
    st.subheader(heading)
    st.markdown("\n".join(f"- {_(item)}" for item in items))
