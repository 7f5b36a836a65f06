"""The live socket of a clinic: a ticket serves the person whom it was issued to, and their own sessions."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from contextlib import ExitStack, contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from posecheck.clinic.office import Clinic
from posecheck.history import HistoryError, SessionFilter
from posecheck.live.browser import fingerprint_sign_in
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.socket import CLOSE_REFUSED, CLOSE_SIGNED_OUT, CLOSE_WITHDRAWN, LIVE_PATH, LOOK_S
from posecheck.live.tickets import Holder, Ticket
from posecheck.stretch.library import load_stretch
from tests.live.test_socket import Server, make_picture, read_close, read_until

from .builders import BASE, publish

PLAN = Plan(plan_stretch(load_stretch(BASE), sets=1, amount=10))
ADA = Holder("P-ADA", "P-ADA", "ada@x.org")
BO = Holder("P-BO", "P-BO", "bo@x.org")
ADAS_COOKIES = {"_streamlit_user": "signed-by-the-server-for-ada", "theme": "dark"}
OTHER_COOKIES = {"_streamlit_user": "signed-by-the-server-for-ada-again"}
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


def format_cookies(cookies):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}


@contextmanager
def open_socket(server, token, cookies):
    origin = f"http://127.0.0.1:{server.port}"
    address = f"ws://127.0.0.1:{server.port}{LIVE_PATH}"
    with connect(address, origin=origin, additional_headers=format_cookies(cookies)) as page:
        page.send(json.dumps({"token": token}))
        yield page


def sign_out(server, cookies):
    """Ask for the address that Streamlit's own sign-out leads to."""
    with pytest.raises(HTTPError, match="404"):  # this server has no sign-in of its own
        urlopen(Request(f"http://127.0.0.1:{server.port}/auth/logout", headers=format_cookies(cookies)), timeout=10)


def read_end(page):
    """Return the code that a connection is closed with, and after how many seconds."""
    began_s = time.monotonic()
    code = read_close(page)
    return code, time.monotonic() - began_s


def is_open(page):
    """Whether a picture is still answered."""
    page.send(make_picture(1, 400.0))
    return bool(read_until(page, "frame"))


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


def wait_for_sessions(server, person):
    """Return the sessions of somebody; they are written beside the pictures."""
    until_s = time.monotonic() + 10
    while not (found := server.history.list_sessions(SessionFilter(person=person))) and time.monotonic() < until_s:
        time.sleep(0.05)
    return found


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
    [session] = wait_for_sessions(server, "P-ADA")
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


@pytest.fixture
def both(server):
    """Ada and Bo, each practising in a browser of their own."""
    ada, bo = issue(server), issue(server, BO, BOS_COOKIES)
    with open_socket(server, ada, ADAS_COOKIES) as adas, open_socket(server, bo, BOS_COOKIES) as bos:
        for page in (adas, bos):
            read_until(page, "ready")
        yield adas, bos


def test_signing_out_ends_the_connection_of_that_browser_alone(server, both, monkeypatch):
    monkeypatch.setattr("posecheck.live.browser._ended", OrderedDict())
    adas, bos = both
    unused = issue(server)
    sign_out(server, {})
    sign_out(server, ADAS_COOKIES)
    code, after_s = read_end(adas)
    assert code == CLOSE_SIGNED_OUT
    assert after_s < 2 * LOOK_S
    assert is_open(bos)
    with open_socket(server, unused, ADAS_COOKIES) as page:
        assert read_close(page) == CLOSE_SIGNED_OUT
    with open_socket(server, issue(server, cookies=OTHER_COOKIES), OTHER_COOKIES) as page:
        assert read_until(page, "welcome")


@pytest.mark.parametrize("account", ["", "someone.else@x.org", None])
def test_account_that_loses_its_record_is_cut_off(server, both, account):
    adas, bos = both
    if account is None:
        Clinic(server.history).patients.delete("P-ADA")
    else:
        edit(server, "P-ADA", account=account)
    assert read_end(adas)[0] == CLOSE_WITHDRAWN
    assert is_open(bos)


def edit(server, code, **changes):
    """Change the record of a patient."""
    patients = Clinic(server.history).patients
    before = patients.get(code)
    known = {name: getattr(before, name) for name in ("name", "therapist", "account", "archived")}
    patients.edit(code, **(known | changes))


def write_roles(path, text):
    path.write_text(text, encoding="utf-8")


def test_therapist_who_loses_role_or_patient_is_cut_off(server, tmp_path, monkeypatch):
    roles = tmp_path / "clinic.toml"
    write_roles(roles, 'therapists = ["kim@x.org", "lee@x.org"]\n')
    monkeypatch.setenv("POSECHECK_CLINIC", str(roles))
    edit(server, "P-ADA", therapist="kim@x.org")
    edit(server, "P-BO", therapist="lee@x.org")
    holders = [Holder("P-ADA", "P-ADA", "kim@x.org"), Holder("account:kim@x.org", None, "kim@x.org")]
    holders.append(Holder("P-BO", "P-BO", "lee@x.org"))
    with ExitStack() as opened:
        pages = [opened.enter_context(open_socket(server, issue(server, each), ADAS_COOKIES)) for each in holders]
        for page in pages:
            read_until(page, "ready")
        with_ada, own, with_bo = pages
        edit(server, "P-ADA", therapist="lee@x.org")
        assert read_end(with_ada)[0] == CLOSE_WITHDRAWN
        assert is_open(own)
        write_roles(roles, 'therapists = ["lee@x.org"]\n')
        assert read_end(own)[0] == CLOSE_WITHDRAWN
        assert is_open(with_bo)
        write_roles(roles, "therapists = [")
        assert read_end(with_bo)[0] == CLOSE_WITHDRAWN
    with open_socket(server, issue(server, holders[2]), ADAS_COOKIES) as page:
        assert read_close(page) == CLOSE_WITHDRAWN


def test_without_sign_in_nobody_is_cut_off(server):
    with open_socket(server, issue(server, Holder(), {}), ADAS_COOKIES) as page:
        read_until(page, "ready")
        time.sleep(LOOK_S * 1.5)
        assert is_open(page)
