"""The camera component of live practice: one page element, put together from the files beside this module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from posecheck.drawing.palette import INKS
from posecheck.live.texts import Texts

_HERE = Path(__file__).resolve().parent
NAME = "posecheck_coach"
# In the order in which they use each other; joined they are one module.
_SCRIPTS = ("drawing.js", "voice.js", "link.js", "camera.js", "screen.js", "coach.js")
_TEXTS = ("button_", "label_", "problem_", "start_", "setup_title", "connecting", "reconnecting", "slow_machine")


def read_component() -> dict[str, str]:
    """Return the component's html, css and js."""
    return {
        "html": (_HERE / "coach.html").read_text(encoding="utf-8"),
        "css": (_HERE / "coach.css").read_text(encoding="utf-8"),
        "js": "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS),
    }


_mount = st.components.v2.component(NAME, **read_component())


def show_coach(  # noqa: PLR0913 - options, by keyword only
    *,
    key: str,
    title: str,
    token: str,
    path: str,
    texts: Texts,
    on_renew: Callable[[], None],
    on_finished: Callable[[], None],
    pictures: bool = False,
) -> None:
    """Show the coach.

    Args:
        key: identifies the element; the same key keeps the camera running over reruns.
        title: what is practised.
        token: for the next connection of the socket.
        path: the socket's path.
        texts: the words of the chosen language.
        on_renew: called when another token is needed.
        on_finished: called when the session has ended.
        pictures: whether pictures of faults are kept, which is said before the camera is started.
    """
    words = texts.with_prefixes(*_TEXTS)
    if pictures:
        words["start_hint"] = texts["start_hint_pictures"]
    data: dict[str, Any] = {
        "title": title,
        "token": token,
        "path": path,
        "speech": texts["speech"],
        "texts": words,
        "inks": {tone: ink.video for tone, ink in INKS.items()},
    }
    _mount(key=key, data=data, on_renew_change=on_renew, on_finished_change=on_finished)
