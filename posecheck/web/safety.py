"""The page about stretching safely."""

from __future__ import annotations

import streamlit as st

_EMERGENCY = (
    "**Numbness around the groin or the buttocks, or losing control of bladder or bowel:** stop at once and call "
    "the emergency services. These can be signs of pressure on the nerves of the lower back, and hours count."
)
_ASK_FIRST = (
    "an injury or an operation in the last months, or a replaced joint",
    "osteoarthritis, osteoporosis or another illness of bones and joints",
    "pain that runs down a leg, tingling or weakness",
    "dizziness, heart trouble, or a pregnancy",
)
_BEFORE = (
    "Warm up: five minutes of walking or marching on the spot.",
    "Put a mat under you, and a folded blanket under a knee that rests on the floor.",
    "Have a chair or a wall within reach when you stand on one leg.",
)
_WHILE = (
    "Go to a mild pull and no further. A stretch never has to hurt.",
    "Move slowly, stay in control and do not bounce.",
    "Breathe evenly. Holding the breath is a sign of too much.",
    "If the lower back pinches, tuck the pelvis under and go less deep.",
    "Stop when a stretch makes any pain worse, and ask somebody who can examine you.",
)
_CAMERA_LIMITS = (
    "It measures angles to within several degrees, and only from the view that a stretch asks for.",
    "It does not see the tilt of the pelvis, how the weight is shared, or what you feel.",
    "It says \u201cnot judged\u201d where it cannot tell. That is neither right nor wrong.",
)


def render() -> None:
    """Show the page."""
    st.title("Before you stretch")
    st.html(
        '<p class="pc-lead">PoseCheck teaches general exercises. It is not medical advice, and it does not know you. '
        "Ask a doctor or a physical therapist before you begin, above all if something on this page applies to you.</p>"
    )
    st.error(_EMERGENCY, icon=":material/emergency:")
    left, right = st.columns(2, gap="large")
    with left:
        _show_list("Ask first if you have", _ASK_FIRST)
        _show_list("Before you begin", _BEFORE)
    with right:
        _show_list("While you stretch", _WHILE)
        _show_list("What a camera cannot do", _CAMERA_LIMITS)


def _show_list(heading: str, items: tuple[str, ...]) -> None:
    st.subheader(heading)
    st.markdown("\n".join(f"- {item}" for item in items))
