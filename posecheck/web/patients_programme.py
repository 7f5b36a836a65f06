"""The programme editor: what, how much, on which days, and how it grows; nothing counts until it is prescribed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import streamlit as st
from pydantic import ValidationError

from posecheck.clinic.office import Clinic
from posecheck.clinic.patients import Patient
from posecheck.clinic.prescription import describe_days, describe_item
from posecheck.clinic.programmes import ProgrammeVersion
from posecheck.clinic.schema import MOST_ITEMS, Programme, ProgrammeItem
from posecheck.errors import StretchError
from posecheck.language import N_, _
from posecheck.stretch.schema import Stretch
from posecheck.stretch.wording import describe_dose
from posecheck.web.dates import format_moment, get_field_format
from posecheck.web.patients_item import edit_item
from posecheck.web.patients_shared import ask_author, leave_message, show_refusal
from posecheck.web.told import tell_all
from posecheck.web.widgets import escape_markdown

_DRAFTS = "programme_drafts"
_FIRST_NAME = N_("Home programme")


@dataclass(slots=True)
class Draft:
    """A programme under way, kept while pages are turned.

    Attributes:
        number: the version that it was made from, 0 for none.
        items: values of `ProgrammeItem`, each under a key of its own that its widgets are named by.
    """

    number: int
    name: str
    start: date
    note: str
    items: dict[str, dict[str, Any]] = field(default_factory=dict)


def show_programme(clinic: Clinic, patient: Patient) -> None:
    """Show a patient's programme for editing, and the versions before."""
    versions = clinic.programmes.list_versions(patient.code)
    stretches = tell_all(clinic.list_stretches(patient.code))
    draft = _open_draft(patient.code, versions[0] if versions else None)
    left, right = st.columns([2, 1], gap="medium")
    draft.name = left.text_input(_("Name of the programme"), value=draft.name, max_chars=80, key=_key(patient, "name"))
    draft.start = right.date_input(
        _("Begins on"), value=draft.start, format=get_field_format(), key=_key(patient, "start")
    )
    _show_items(draft, stretches)
    _show_adding(draft, patient, stretches)
    draft.note = st.text_area(
        _("Words for the patient (may stay empty)"),
        value=draft.note,
        max_chars=600,
        height=80,
        key=_key(patient, "words"),
    )
    _show_prescribing(clinic, patient, draft, stretches)
    _show_history(versions, stretches)


def _key(patient: Patient, name: str) -> str:
    return f"programme {patient.code} {name}"


def _open_draft(code: str, current: ProgrammeVersion | None) -> Draft:
    """Return the draft of a patient; one from an older version is kept, so that publishing it says so."""
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    if code not in drafts:
        drafts[code] = _make_draft(current)
    return drafts[code]


def _make_draft(current: ProgrammeVersion | None) -> Draft:
    if current is None:
        return Draft(0, _(_FIRST_NAME), date.today(), "")
    programme = current.programme
    items = {uuid4().hex: item.model_dump() for item in programme.items}
    return Draft(current.number, programme.name, programme.start, programme.note or "", items)


def _drop_draft(patient: Patient) -> None:
    st.session_state[_DRAFTS].pop(patient.code, None)
    for name in ("name", "start", "words"):
        st.session_state.pop(_key(patient, name), None)


def _show_items(draft: Draft, stretches: Mapping[str, Stretch]) -> None:
    if not draft.items:
        st.info(_("Nothing is in it yet. Add the first stretch."), icon=":material/assignment:")
    keys = list(draft.items)
    for position, key in enumerate(keys):
        values = draft.items[key]
        stretch = stretches.get(values["stretch"])
        with st.container(border=True):
            unknown = _("{stretch} (unknown here: remove it)").format(stretch=values["stretch"])
            name = stretch.name if stretch else unknown
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{position + 1}. {escape_markdown(name)}**", width="stretch")
                with st.container(horizontal=True, width="content", gap="small"):
                    _show_order(draft, key, position, last=position == len(keys) - 1)
            if stretch is not None:
                draft.items[key] = edit_item(key, values, stretch)


def _show_order(draft: Draft, key: str, position: int, *, last: bool) -> None:
    """Show what moves an item and what removes it; the help is what a screen reader says."""
    if st.button("", icon=":material/arrow_upward:", key=f"up {key}", help=_("Earlier"), disabled=position == 0):
        _swap(draft, position, position - 1)
    if st.button("", icon=":material/arrow_downward:", key=f"down {key}", help=_("Later"), disabled=last):
        _swap(draft, position, position + 1)
    if st.button("", icon=":material/close:", key=f"remove {key}", help=_("Remove")):
        del draft.items[key]
        st.rerun()


def _swap(draft: Draft, first: int, second: int) -> None:
    keys = list(draft.items)
    keys[first], keys[second] = keys[second], keys[first]
    draft.items = {key: draft.items[key] for key in keys}
    st.rerun()


def _show_adding(draft: Draft, patient: Patient, stretches: Mapping[str, Stretch]) -> None:
    which, press = st.columns([3, 1], vertical_alignment="bottom", gap="medium")
    doses = {key: f"{stretch.name}, {describe_dose(stretch)}" for key, stretch in stretches.items()}
    chosen = which.selectbox(
        _("Another stretch or exercise"),
        sorted(doses, key=doses.__getitem__),
        index=None,
        placeholder=_("Choose one"),
        format_func=doses.__getitem__,
        key=_key(patient, "another"),
    )
    full = len(draft.items) >= MOST_ITEMS
    if press.button(_("Add it"), icon=":material/add:", disabled=chosen is None or full, width="stretch") and chosen:
        draft.items[uuid4().hex] = ProgrammeItem(stretch=chosen).model_dump()
        st.rerun()


def _show_prescribing(clinic: Clinic, patient: Patient, draft: Draft, stretches: Mapping[str, Stretch]) -> None:
    with st.container(border=True):
        why, who = st.columns([2, 1], gap="medium")
        reason = why.text_input(_("Reason for the change (may stay empty)"), max_chars=600, key=_key(patient, "reason"))
        with who:
            author = ask_author(clinic.viewer, _key(patient, "author"))
        with st.container(horizontal=True):
            pressed = st.button(
                _("Prescribe it"), type="primary", icon=":material/assignment_turned_in:", disabled=not draft.items
            )
            if st.button(_("Discard what I changed"), type="tertiary", icon=":material/undo:"):
                _drop_draft(patient)
                st.rerun()
        if pressed:
            with show_refusal():
                version = clinic.programmes.prescribe(
                    patient.code,
                    _read_draft(draft),
                    stretches,
                    author=author,
                    reason=reason,
                    expected_number=draft.number,
                )
                _drop_draft(patient)
                leave_message(
                    _("The programme is prescribed (version {number}). Hand it out next.").format(number=version.number)
                )
                st.rerun()


def _read_draft(draft: Draft) -> Programme:
    """Return a draft as a programme.

    Raises:
        StretchError: something in it cannot be; its words name the first of them.
    """
    values = {"name": draft.name, "start": draft.start, "items": list(draft.items.values()), "note": draft.note or None}
    try:
        return Programme.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        words = str(first.get("ctx", {}).get("error", first["msg"]))
        if len(first["loc"]) > 1:
            words = _("item {number}: {words}").format(number=int(first["loc"][1]) + 1, words=words)
        raise StretchError(words) from error


def _show_history(versions: list[ProgrammeVersion], stretches: Mapping[str, Stretch]) -> None:
    if not versions:
        return
    with st.expander(_("What was prescribed ({n})").format(n=len(versions)), icon=":material/history:"):
        for version in versions:
            why = f": {escape_markdown(version.reason)}" if version.reason else ""
            when = format_moment(version.created_utc.astimezone())
            title = _("Version {number}").format(number=version.number)
            st.markdown(
                f"**{title}**, {when}, {escape_markdown(version.author)}{why}  \n"
                f"{escape_markdown(version.programme.name)}"
            )
            st.markdown(
                "\n".join(f"- {_describe(item, version.programme, stretches)}" for item in version.programme.items)
            )


def _describe(item: ProgrammeItem, programme: Programme, stretches: Mapping[str, Stretch]) -> str:
    stretch = stretches.get(item.stretch)
    if stretch is None:
        return escape_markdown(item.stretch)
    words = describe_item(item, stretch, programme.start, programme.start)
    return f"{escape_markdown(stretch.name)}, {words}, {describe_days(item.days)}"
