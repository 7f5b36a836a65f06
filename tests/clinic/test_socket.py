"""The live socket of a clinic: a ticket serves the person whom it was issued to, and their own sessions."""

from __future__ import annotations

import json

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from posecheck.clinic.office import Clinic
from posecheck.history import HistoryError, SessionFilter
from posecheck.live.browser import fingerprint_sign_in
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.socket import CLOSE_REFUSED, LIVE_PATH
from posecheck.live.tickets import Holder, Ticket
from posecheck.stretch.library import load_stretch
from tests.live.test_socket import Server, make_picture, read_close, read_until

from .builders import BASE, publish

PLAN = Plan(plan_stretch(load_stretch(BASE), sets=1, amount=10))
ADA = Holder("P-ADA", "P-ADA", "ada@x.org")
ADAS_COOKIES = {"_streamlit_user": "signed-by-the-server-for-ada", "theme": "dark"}
BOS_COOKIES = {"_streamlit_user": "signed-by-the-server-for-bo"}


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    clinic = Clinic(running.history)
    for code in ("P-ADA", "P-BO"):
        clinic.patients.add(code=code, account=f"{code[2:].lower()}@x.org")
    publish(clinic.versions)
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 40}}\n", patient="P-ADA")
    yield running
    running.stop()


def issue(server, holder=ADA, cookies=ADAS_COOKIES):
    session_id = server.service.open_session(PLAN, "en", holder)
    return server.service.tickets.issue(Ticket(session_id, PLAN, "en", holder, fingerprint_sign_in(cookies)))


def open_socket(server, token, cookies):
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else None
    origin = f"http://127.0.0.1:{server.port}"
    page = connect(f"ws://127.0.0.1:{server.port}{LIVE_PATH}", origin=origin, additional_headers=headers)
    page.send(json.dumps({"token": token}))
    return page


def test_ticket_serves_the_browser_that_signed_in(server):
    with open_socket(server, issue(server), ADAS_COOKIES) as page:
        assert read_until(page, "welcome")["token"]


@pytest.mark.parametrize(
    "cookies", [BOS_COOKIES, {}, {"_streamlit_user": ""}, ADAS_COOKIES | {"_streamlit_user_1": "x"}]
)
def test_ticket_of_another_is_refused_and_spent(server, cookies):
    token = issue(server)
    for tried in (cookies, ADAS_COOKIES):
        with open_socket(server, token, tried) as page:
            assert read_close(page) == CLOSE_REFUSED
    assert server.history.list_sessions() == []


def test_ticket_that_goes_on_is_bound_as_well(server):
    with open_socket(server, issue(server), ADAS_COOKIES) as page:
        token = read_until(page, "welcome")["token"]
    with open_socket(server, token, BOS_COOKIES) as page, pytest.raises(ConnectionClosed):
        page.recv(timeout=5)


def test_without_sign_in_cookies_of_other_programs_do_not_matter(server):
    token = issue(server, Holder(), {})
    with open_socket(server, token, BOS_COOKIES) as page:
        assert read_until(page, "welcome")


def test_session_is_the_patients_and_judged_by_their_versions(server):
    with open_socket(server, issue(server), ADAS_COOKIES) as page:
        read_until(page, "ready")
        page.send(json.dumps({"command": "begin"}))
        for number in range(40):
            page.send(make_picture(number, 400.0 * number))
            if read_until(page, "frame")["session"]["phase"] in ("waiting", "active"):
                page.send(make_picture(99, 400.0 * (number + 1)))
                read_until(page, "frame")
                break
    [session] = server.history.list_sessions(SessionFilter(person="P-ADA"))
    assert session.layers == (1, 1)
    assert server.history.load_stretch(session.stretch_sha256).find_check("front_knee").band.low == 40


def test_run_of_one_person_reads_no_session_of_another(server):
    mine = server.history.limit_to(frozenset({"P-BO"}))
    recorder = server.history.start_session(load_stretch(BASE), person="P-ADA")
    with pytest.raises(HistoryError, match="Expected the id of a stored session"):
        mine.resume_session(recorder.id)


def test_session_under_way_keeps_the_version_that_it_began_with(server):
    clinic, holder = Clinic(server.history), Holder("P-ADA", "P-ADA", "")
    session_id = server.service.open_session(PLAN, "en", holder)
    ticket = Ticket(session_id, PLAN, "en", holder)
    run = server.service.make_run(ticket)
    run._keeper.start_step(PLAN.steps[0])
    assert run._keeper.settle()
    server.service.save_run(ticket, run)
    run.close()
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 30}}\n", patient="P-ADA", number=1)
    gone_on = server.service.make_run(ticket)
    assert gone_on._stretches[BASE].find_check("front_knee").band.low == 40
    assert server.service.load_stretches(PLAN, "P-ADA")[BASE].find_check("front_knee").band.low == 30
    gone_on.close()
