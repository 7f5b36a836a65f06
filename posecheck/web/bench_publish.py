"""Publishing a draft: the difference in words, who and why, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from posecheck.bench.draft import compose_layer
from posecheck.errors import PoseCheckError
from posecheck.language import _
from posecheck.stretch.differences import describe_differences
from posecheck.web.bench_desk import AUTHOR, Desk, carry_over, close_desk, is_stale
from posecheck.web.viewing import get_clinic

MESSAGE = "bench_message"


def show_publishing(desk: Desk) -> None:
    """Show the draft in words, with what publishes it and what throws it away."""
    with st.container(border=True, key=f"{desk.key} bar".replace(" ", "_")):
        if not desk.edited:
            st.markdown(_("**Nothing is changed yet.** What you try here reaches nobody until you publish it."))
            return
        if is_stale(desk):
            _offer_carrying(desk)
        changes = [] if desk.refusal else describe_differences(desk.published, desk.drafted)
        st.markdown(_("**Your draft** · not published"))
        refused = _("Mend what is refused above, or discard the draft.")
        st.html(format_changes(changes) if changes else f"<p>{escape(refused)}</p>")
        with st.form(f"{desk.key} publish", border=False):
            _show_form(desk, possible=bool(changes))
        if st.button(_("Discard the draft"), icon=":material/undo:", key=f"{desk.key} discard"):
            close_desk(desk)
            st.rerun()


def _offer_carrying(desk: Desk) -> None:
    st.warning(
        _("Another version was published since you began, so that yours would undo it unseen."),
        icon=":material/sync_problem:",
    )
    if st.button(_("Make my changes on top of it"), icon=":material/merge:", key=f"{desk.key} carry"):
        carry_over(desk)
        st.rerun()


def format_changes(lines: Sequence[str]) -> str:
    """Return differences in words as an HTML list."""
    items = "".join(f"<li>{escape(line.replace(' -> ', ' → '))}</li>" for line in lines)
    return f'<ul class="pc-changes">{items}</ul>'


def _show_form(desk: Desk, *, possible: bool) -> None:
    who, why, press = st.columns([1, 2, 1], vertical_alignment="bottom")
    with who:
        author = ask_name(f"{desk.key} author")
    reason = why.text_input(
        _("Reason"), max_chars=600, placeholder=_("Stiff knee after the operation"), key=f"{desk.key} reason"
    )
    for_one = _("Publish for {patient}").format(patient=desk.patient)
    label = for_one if desk.patient else _("Publish for everybody")
    pressed = press.form_submit_button(
        label, type="primary", icon=":material/publish:", disabled=not possible, width="stretch"
    )
    if pressed:
        _publish(desk, author, reason.strip())


def ask_name(key: str) -> str:
    """Show who signs and return the name: the account, or without sign-in what is typed ("" when nothing is)."""
    account = get_clinic().viewer.account
    if account:
        st.text_input(_("Your name"), value=account, disabled=True, key=f"{key} account")
        return account
    name: str = st.text_input(_("Your name"), value=st.session_state.get(AUTHOR, ""), max_chars=120, key=key)
    return name.strip()


def _publish(desk: Desk, author: str, reason: str) -> None:
    if not author or not reason:
        st.error(
            _("Expected your name and a reason, so that the change can be understood later."), icon=":material/error:"
        )
        return
    try:
        layer = compose_layer(desk.draft, desk.base, author, reason)
        version = get_clinic().versions.publish(layer, patient=desk.patient, expected_number=desk.number)
    except PoseCheckError as error:
        st.error(str(error), icon=":material/error:")
        return
    st.session_state[AUTHOR] = author
    close_desk(desk)
    words = _("Version {number} is published. Sessions from now on are judged by it.")
    st.session_state[MESSAGE] = words.format(number=version.number)
    st.rerun()
