"""The door of a clinic's server: who is signed in, or how to sign in. Without sign-in there is no door."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.util import find_spec

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.language import _
from posecheck.live.browser import has_signed_out
from posecheck.web.viewing import get_browser, get_clinic, read_sign_in, requires_sign_in
from posecheck.web.widgets import escape_markdown, show_lead

_GUIDE = "docs/clinic.md"


def admit() -> Clinic | None:
    """Return the stores on behalf of who is there; None, and the page says why, when they may not come in.

    Raises:
        InputError: the clinic's roles cannot be read; nobody gets in then.
    """
    clinic = get_clinic()
    viewer = clinic.viewer
    if viewer.account and (viewer.treats or clinic.patients.find_own() is not None):
        _show_account(viewer.account)
        return clinic
    if not requires_sign_in():
        return clinic
    st.title("PoseCheck")
    missing = _find_missing()
    if missing:
        st.error(
            _("This server lets nobody in yet: {missing}. Its owner finds the way in {guide}.").format(
                missing=missing, guide=_GUIDE
            ),
            icon=":material/lock:",
        )
    elif viewer.account:
        st.warning(
            _(
                "You are signed in as **{account}**, whom this clinic does not know yet. "
                "Ask your therapist to enter this account in your record."
            ).format(account=escape_markdown(viewer.account)),
            icon=":material/person_off:",
        )
        st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout)
    else:
        _offer_sign_in()
    return None


def _find_missing() -> str:
    """Return what is missing for signing in, "" when nothing is."""
    if "is_logged_in" not in read_sign_in():
        return _("it has roles, but no sign-in")
    if find_spec("authlib") is None:
        return _("Streamlit's sign-in takes the package Authlib (posecheck[clinic]), which is not installed")
    return ""


def _show_account(account: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        # As HTML: Markdown would make a link of an e-mail address.
        st.html(f"<small>{escape(account)}</small>", width="content")
        st.button(_("Sign out"), type="tertiary", icon=":material/logout:", on_click=st.logout)


def _offer_sign_in() -> None:
    if read_sign_in().get("is_logged_in"):
        st.warning(
            _("Your provider did not say who you are, or has not verified your e-mail address."),
            icon=":material/person_off:",
        )
        st.button(_("Sign out"), icon=":material/logout:", on_click=st.logout)
        return
    if has_signed_out(get_browser()):
        st.info(_("You have signed out in this browser."), icon=":material/logout:")
    show_lead(_("Sign in to practise, and to see what is yours."))
    providers = [name for name, value in st.secrets["auth"].items() if isinstance(value, Mapping)]
    for name in providers:
        label = _("Sign in with {provider}").format(provider=name)
        st.button(label, type="primary", icon=":material/login:", on_click=st.login, args=[name])
    if not providers:
        st.button(_("Sign in"), type="primary", icon=":material/login:", on_click=st.login)
