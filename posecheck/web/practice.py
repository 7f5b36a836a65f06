"""The practice page: choose what to do, be coached in front of the camera, see how it went."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from posecheck.clinic.office import Clinic
from posecheck.errors import InputError
from posecheck.language import N_, _, get_language
from posecheck.live.plan import Plan, PlanSide, plan_stretch
from posecheck.live.programmes import plan_programme
from posecheck.live.service import get_service
from posecheck.live.snapshot import Snapshot
from posecheck.live.socket import LIVE_PATH
from posecheck.live.texts import load_texts
from posecheck.live.tickets import Ticket
from posecheck.stretch.schema import Stretch
from posecheck.stretch.translation import translate_stretch
from posecheck.web.components import show_coach
from posecheck.web.fault_pictures import choose_pictures
from posecheck.web.practice_programme import choose_prescribed, offer_file
from posecheck.web.practice_summary import show_summary
from posecheck.web.programmes import choose_possible, list_items, show_programme
from posecheck.web.speaking import name_by
from posecheck.web.told import tell, tell_all
from posecheck.web.viewing import choose_patient, get_browser, get_clinic, get_holder
from posecheck.web.widgets import (
    choose_stretch,
    describe_dose,
    escape_markdown,
    remember_way,
    show_cautions,
    show_lead,
    show_stretch_card,
    wants_programme,
)

# The session's id stands in the address, so that a reload, or a restart of the server, leads back to it.
_SESSION = "session"
_TOKEN = "practice_token"
_RUNNING = "practice_running"
# In the order in which they are offered; the first of each that is prescribed is chosen beforehand.
_SIDES: dict[str, tuple[str, tuple[PlanSide, ...]]] = {
    "each": (N_("Both, left first"), ("left", "right")),
    "each_right_first": (N_("Both, right first"), ("right", "left")),
    "left": (N_("Left only"), ("left",)),
    "right": (N_("Right only"), ("right",)),
}
_PRESCRIBED, _ONE, _LIST = "prescribed", "stretch", "programme"
_WAYS = {_PRESCRIBED: N_("My programme"), _ONE: N_("One stretch"), _LIST: N_("A programme")}


def render() -> None:
    """Show the page."""
    clinic = get_clinic()
    session_id = st.query_params.get(_SESSION, "")
    kept = get_service().find_session(session_id, clinic.viewer.account) if session_id else None
    if kept is None:
        _show_form(clinic)
    elif kept.state.phase == "finished":
        _show_end(session_id, kept, clinic)
    else:
        _show_practice(session_id, kept)


def _show_form(clinic: Clinic) -> None:
    st.title(_("Practise with the camera"))
    show_lead(
        _(
            "Stand where the camera sees all of you. PoseCheck counts, tells you one thing at a time, "
            "and needs no hand on the keyboard. No picture is stored unless you ask for it."
        )
    )
    _offer_running(clinic.viewer.account)
    patient = choose_patient(clinic, _("Who practises?"))
    stretches, problems = clinic.resolve_stretches(patient)
    for problem in problems:
        st.warning(escape_markdown(problem), icon=":material/warning:")
    plan = _choose_plan(clinic, patient, tell_all({key: each.stretch for key, each in stretches.items()}))
    pictures = choose_pictures(patient)
    pressed = st.button(_("Go to the camera"), type="primary", icon=":material/videocam:", disabled=plan is None)
    if pressed and plan is not None:
        holder = get_holder(clinic, patient)
        st.query_params[_SESSION] = get_service().open_session(plan, get_language(), holder, pictures=pictures)
        st.session_state.pop(_TOKEN, None)
        st.rerun()
    offer_file(clinic)


def _choose_plan(clinic: Clinic, patient: str | None, stretches: Mapping[str, Stretch]) -> Plan | None:
    current = clinic.programmes.current(patient) if patient else None
    ways = (_ONE, _LIST) if current is None else (_PRESCRIBED, _ONE, _LIST)
    first = _LIST if wants_programme() else ways[0]
    what = st.segmented_control(
        _("What would you like to do?"),
        ways,
        format_func=name_by(_WAYS),
        default=first,
        required=True,
        key=f"way_{patient}",
    )
    remember_way(programme=what == _LIST)
    if what == _PRESCRIBED and current is not None:
        return choose_prescribed(current.programme, stretches)
    return _choose_programme(stretches) if what == _LIST else _choose_one(stretches)


def _offer_running(account: str) -> None:
    """Offer to go on with a session that was left for another page."""
    session_id = st.session_state.get(_RUNNING, "")
    kept = get_service().find_session(session_id, account) if session_id else None
    if kept is None or kept.state.phase in ("setup", "finished"):
        return
    stretch_id = kept.plan.steps[kept.state.step].stretch_id
    stretch = get_service().load_stretches(kept.plan, kept.holder.patient)[stretch_id]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(_("You left in the middle of **{stretch}**.").format(stretch=escape_markdown(tell(stretch).name)))
        if st.button(_("Go on with it"), icon=":material/play_arrow:"):
            st.query_params[_SESSION] = session_id
            st.rerun()


def _choose_one(stretches: Mapping[str, Stretch]) -> Plan | None:
    stretch = choose_stretch(_("Which stretch or exercise?"), stretches)
    show_stretch_card(stretch)
    prescribed = _("Prescribed: {dose}.").format(dose=describe_dose(stretch))
    st.caption(f"{prescribed} {stretch.dose.note or ''}")
    columns = st.columns([1.6, 1, 1, 1], gap="medium")
    # Named by the dose as well, so that what is prescribed to another person shows when they are chosen.
    named = f"{stretch.id} {stretch.dose.model_dump_json(exclude={'note'})}"
    sides: tuple[PlanSide, ...] = ("both",)
    if stretch.sides == "each":
        first = stretch.dose.sides
        chosen = columns[0].selectbox(
            _("Sides"),
            list(_SIDES),
            index=list(_SIDES).index(first),
            format_func=name_by({key: words for key, (words, __) in _SIDES.items()}),
            key=f"sides_{named}",
        )
        sides = _SIDES[chosen or first][1]
    hold = stretch.kind == "hold"
    amount = columns[1].number_input(
        _("Seconds held") if hold else _("Repetitions"),
        min_value=1,
        max_value=600 if hold else 200,
        value=round((stretch.dose.hold_s if hold else stretch.dose.reps) or 1),
        key=f"amount_{named}",
    )
    sets = columns[2].number_input(_("Sets"), min_value=1, max_value=20, value=stretch.dose.sets, key=f"sets_{named}")
    rest_s = columns[3].number_input(
        _("Rest, seconds"), min_value=0, max_value=600, value=round(stretch.dose.rest_s), key=f"rest_{named}"
    )
    show_cautions([stretch])
    try:
        return Plan(plan_stretch(stretch, sides, amount=amount, sets=sets, rest_s=rest_s))
    except InputError as error:
        st.error(str(error), icon=":material/error:")
        return None


def _choose_programme(stretches: Mapping[str, Stretch]) -> Plan:
    programme = choose_possible(stretches)
    with st.container(border=True):
        show_programme(programme, stretches)
    show_cautions([stretch for __, stretch in list_items(programme, stretches)])
    return plan_programme(programme, stretches)


def _show_practice(session_id: str, kept: Snapshot) -> None:
    service = get_service()
    st.session_state[_RUNNING] = session_id
    stretches = service.load_stretches(kept.plan, kept.holder.patient)
    words = {key: translate_stretch(stretch, kept.language) for key, stretch in stretches.items()}
    first = words[kept.plan.steps[kept.state.step].stretch_id]
    ticket = Ticket(session_id, kept.plan, kept.language, kept.holder, get_browser(), kept.pictures)
    if st.session_state.get(_TOKEN, ("", ""))[0] != session_id:
        st.session_state[_TOKEN] = session_id, service.tickets.issue(ticket)

    def renew() -> None:
        st.session_state[_TOKEN] = session_id, service.tickets.issue(ticket)

    show_coach(
        key=f"coach_{session_id}",
        title=first.name,
        token=st.session_state[_TOKEN][1],
        path=LIVE_PATH,
        texts=load_texts(kept.language),
        on_renew=renew,
        on_finished=_ignore,
        pictures=kept.pictures,
    )
    if kept.pictures:
        asked = _("A picture of the moment of each fault is kept, as you asked.")
        st.caption(f":material/photo_camera: {asked}")
    _show_help(list(words.values()))
    if st.button(_("Leave without finishing"), icon=":material/arrow_back:"):
        service.forget_session(session_id, kept.holder.account)
        st.session_state.pop(_RUNNING, None)
        del st.query_params[_SESSION]
        st.rerun()


def _ignore() -> None:
    """The run of the script that follows reads the session's end from the service."""


def _show_help(stretches: list[Stretch]) -> None:
    for stretch in stretches:
        title = _("{stretch}: how it is done, and where the camera stands").format(stretch=stretch.name)
        with st.expander(title, icon=":material/menu_book:"):
            show_stretch_card(stretch)
            steps, cautions = st.columns(2, gap="medium")
            steps.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(stretch.steps, 1)))
            cautions.markdown("\n".join(f"- {caution}" for caution in stretch.cautions))


def _show_end(session_id: str, kept: Snapshot, clinic: Clinic) -> None:
    service = get_service()
    show_summary(kept, service.load_stretches(kept.plan, kept.holder.patient), clinic.history)
    if st.button(_("Practise again"), type="primary", icon=":material/replay:"):
        st.query_params[_SESSION] = service.open_session(kept.plan, get_language(), kept.holder)
        st.session_state.pop(_TOKEN, None)
        st.rerun()
    if st.button(_("Choose something else"), icon=":material/arrow_back:"):
        service.forget_session(session_id, kept.holder.account)
        del st.query_params[_SESSION]
        st.rerun()
