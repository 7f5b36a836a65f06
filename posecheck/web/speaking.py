"""Which language the pages speak: one choice for all of them, begun with the browser's own, kept in the address.

`run_shell` speaks it around a whole run. What Streamlit calls outside of one (fragments, callbacks, downloads that
are made when asked for) is wrapped in `keep_speaking`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

import streamlit as st

from posecheck.language import N_, WRITTEN_LANGUAGE, _, get_language, list_language_codes, speak
from posecheck.live.texts import list_languages

LANGUAGE_PARAMETER = "lang"
_CHOSEN = "language"
_FIELD = "language_field"
_LABEL = N_("Language")

Given = ParamSpec("Given")
Result = TypeVar("Result")
Key = TypeVar("Key")


def settle_language() -> str:
    """Return the language of this visit: of the address, else as chosen before, else the browser's, else English."""
    known = list_language_codes()
    wanted = (st.query_params.get(LANGUAGE_PARAMETER), st.session_state.get(_CHOSEN))
    for code in wanted:
        if code in known:
            _keep(code)
            return str(code)
    browser = str(st.context.locale or "").partition("-")[0].lower()
    return browser if browser in known else WRITTEN_LANGUAGE


def choose_language() -> None:
    """Show the languages by their own names; the label says "language" in each of them."""
    languages = list_languages()
    # The address may have brought another one since the field was last shown.
    st.session_state[_FIELD] = get_language()
    st.selectbox(
        _name_field(tuple(languages)),
        list(languages),
        format_func=languages.__getitem__,
        key=_FIELD,
        on_change=_switch,
        label_visibility="collapsed",
        width=140,
    )


def name_by(words: Mapping[Key, str]) -> Callable[[Key], str]:
    """Return what names each key in the language that is spoken now.

    For `format_func`, which Streamlit also calls between two runs, when no language is spoken.
    """
    return {key: _(message) for key, message in words.items()}.__getitem__


def keep_speaking(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Return a function that speaks, whenever it is called, the language that is spoken now."""
    code = get_language()

    @wraps(function)
    def spoken(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        with speak(code):
            return function(*args, **kwargs)

    return spoken


def make_fragment(function: Callable[Given, None], *, run_every: float | None = None) -> Callable[Given, None]:
    """Return a part of a page that runs again by itself, in the language that is spoken now."""
    fragment: Callable[Given, None] = st.fragment(keep_speaking(function), run_every=run_every)
    return fragment


def make_address(page: str, **query: str) -> str:
    """Return a page's address beside the present one; following it begins a new visit in the chosen language."""
    if chosen := st.session_state.get(_CHOSEN):
        query[LANGUAGE_PARAMETER] = chosen
    return f"{page}?{urlencode(query)}" if query else page


def _keep(code: str) -> None:
    st.session_state[_CHOSEN] = code
    if st.query_params.get(LANGUAGE_PARAMETER) != code:
        st.query_params[LANGUAGE_PARAMETER] = code


def _switch() -> None:
    """Take the chosen language.

    The browser sends choices as the words that it shows, which are about to change: what is chosen is set again.
    """
    _keep(st.session_state[_FIELD])
    for key, value in list(st.session_state.items()):
        if isinstance(value, str | list | tuple):
            st.session_state[key] = value


def _name_field(codes: tuple[str, ...]) -> str:
    words = []
    for code in codes:
        with speak(code):
            words.append(_(_LABEL))
    return " / ".join(words)
