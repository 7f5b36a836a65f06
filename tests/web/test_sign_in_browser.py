"""Signing in for real: a server with roles, an OpenID provider on loopback, and two people in two browsers."""

from __future__ import annotations

import base64
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from posecheck.clinic.office import Clinic
from posecheck.history import History
from tests.clinic.builders import BASE, prescribe, publish
from tests.history.builders import build_result, build_stretch
from tests.live.stage import Server, open_browser

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(600)]

PATIENCE_MS = 120_000
# The server looks every two seconds; a busy machine takes its time to show it.
SOON_MS = 20_000
SHOTS = os.environ.get("POSECHECK_SHOTS")
CLIENT, SECRET = "posecheck", "a-client-secret"


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Provider:
    """An OpenID provider that lets in whoever `account` names, without asking."""

    def __init__(self):
        from cryptography.hazmat.primitives.asymmetric import rsa

        self.account, self.nonces = "", {}
        self.key = rsa.generate_private_key(65537, 2048)
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(parts.query).items()}
                if parts.path == "/authorize":
                    code = encode(f"{provider.account} {time.time_ns()}".encode())
                    provider.nonces[code] = provider.account, query.get("nonce", "")
                    back = urlencode({"code": code, "state": query["state"]})
                    self.send_response(302)
                    self.send_header("Location", f"{query['redirect_uri']}?{back}")
                    self.end_headers()
                else:
                    self.answer(provider.describe() if "openid-configuration" in parts.path else provider.list_keys())

            def do_POST(self):
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                token = provider.sign(*provider.nonces.pop(form["code"][0]))
                self.answer({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token})

            def answer(self, values):
                body = json.dumps(values).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def describe(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }

    def list_keys(self):
        numbers = self.key.public_key().public_numbers()
        n = encode(numbers.n.to_bytes(256, "big"))
        return {"keys": [{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": n, "e": "AQAB"}]}

    def sign(self, account, nonce):
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        now = int(time.time())
        claims = {"iss": self.url, "sub": account, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": nonce}
        claims |= {"email": account, "email_verified": True}
        parts = encode(json.dumps({"alg": "RS256", "kid": "1"}).encode()) + "." + encode(json.dumps(claims).encode())
        return f"{parts}.{encode(self.key.sign(parts.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


class ClinicServer(Server):
    """A server whose secrets name the provider."""

    def __init__(self, repo_dir, data_dir, provider, home):
        self.provider, self.home = provider, home
        super().__init__(repo_dir, data_dir)

    def start(self):
        folder = self.home / ".streamlit"
        folder.mkdir(exist_ok=True)
        (folder / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "{self.url}/oauth2callback"\n'
            'cookie_secret = "a-cookie-secret-for-tests-only-000"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.provider.url}/.well-known/openid-configuration"\n'
        )
        super().start()


@pytest.fixture
def provider():
    pytest.importorskip("authlib", reason="Streamlit's sign-in takes Authlib: pip install 'posecheck[clinic]'")
    running = Provider()
    yield running
    running.server.shutdown()


@pytest.fixture
def server(repo_dir, tmp_path, provider, monkeypatch, model_path):  # noqa: ARG001 - the model is there before
    roles = tmp_path / "clinic.toml"
    roles.write_text('therapists = ["kim@x.org"]\n')
    monkeypatch.setenv("POSECHECK_CLINIC", str(roles))
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(tmp_path / ".streamlit" / "secrets.toml"))
    with History(tmp_path / "data" / "history.sqlite3") as history:
        clinic = Clinic(history)
        for code, name in (("P-ADA", "Ada"), ("P-BO", "Bo")):
            clinic.patients.add(code=code, name=name, therapist="kim@x.org", account=f"{name.lower()}@x.org")
            publish(clinic.versions, patient=code)
            prescribe(clinic, code, name=f"{name}'s own programme", items=[{"stretch": BASE, "amount": 10}])
            history.start_session(build_stretch(), person=code).finish(build_result(), note=f"{name}'s secret")
    running = ClinicServer(repo_dir, tmp_path / "data", provider, tmp_path)
    yield running
    running.stop()


@pytest.fixture
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


def sign_in(context, server, provider, account, path=""):
    provider.account = account
    page = context.new_page()
    page.goto(f"{server.url}/{path}")
    page.get_by_role("button", name="Sign in", exact=True).click(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Sign out").wait_for(timeout=PATIENCE_MS)
    return page


def begin_practice(page, server):
    """Go in front of the camera and wait until the server answers."""
    page.goto(f"{server.url}/practice")
    page.get_by_role("button", name="Go to the camera").click(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Start camera").click(timeout=PATIENCE_MS)
    page.wait_for_function(
        "root => root.dataset.phase && root.dataset.phase !== 'idle'",
        arg=page.locator(".coach").element_handle(),
        timeout=PATIENCE_MS,
    )


def shoot(page, name):
    if SHOTS:
        for width, height in ((1280, 800), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(500)
            page.screenshot(path=Path(SHOTS) / f"signed_{name}_{width}.png")


def read_text(page):
    page.wait_for_timeout(1500)
    return page.get_by_test_id("stMain").inner_text()


def test_two_patients_in_two_browsers(playwright, chromium, server, provider):
    with open_browser(playwright, chromium) as adas, open_browser(playwright, chromium) as bos:
        ada = sign_in(adas, server, provider, "ada@x.org")
        bo = sign_in(bos, server, provider, "bo@x.org")

        ada.goto(f"{server.url}/practice")
        ada.get_by_text("Ada's own programme").wait_for(timeout=PATIENCE_MS)
        assert "Bo's" not in read_text(ada)
        assert ada.get_by_text("For therapists").count() == 0

        begin_practice(ada, server)
        assert "session=" in ada.url

        bo.goto(ada.url)
        bo.get_by_text("Bo's own programme").wait_for(timeout=PATIENCE_MS)
        assert "Ada" not in read_text(bo)
        for path in ("progress?patient=P-ADA", "practice?patient=P-ADA", "patients?patient=P-ADA"):
            bo.goto(f"{server.url}/{path}")
            bo.get_by_role("button", name="Sign out").wait_for(timeout=PATIENCE_MS)
            assert "Ada" not in read_text(bo)


def test_practice_ends_with_the_sign_in_or_the_record_and_says_why(playwright, chromium, server, provider):
    with open_browser(playwright, chromium) as adas, open_browser(playwright, chromium) as bos:
        ada = sign_in(adas, server, provider, "ada@x.org")
        bo = sign_in(bos, server, provider, "bo@x.org")
        begin_practice(ada, server)
        begin_practice(bo, server)

        other_tab = adas.new_page()
        other_tab.goto(server.url)
        other_tab.get_by_role("button", name="Sign out").click(timeout=PATIENCE_MS)
        ada.get_by_text("You have signed out").wait_for(timeout=SOON_MS)
        ada.get_by_text("Practice ended in this tab as well").wait_for()
        shoot(ada, "out")
        assert bo.get_by_text("You have signed out").count() == 0
        ada.get_by_role("button", name="Load the page again").click()
        ada.get_by_role("button", name="Sign in", exact=True).wait_for(timeout=PATIENCE_MS)
        assert ada.locator(".coach").count() == 0

        with History(server.data_dir / "history.sqlite3") as history:
            Clinic(history).patients.edit(
                "P-BO", name="Bo", therapist="kim@x.org", account="someone.else@x.org", archived=False
            )
        bo.get_by_text("This account may not practise here any more").wait_for(timeout=SOON_MS)
        shoot(bo, "withdrawn")


def test_therapist_and_stranger(playwright, chromium, server, provider):
    with open_browser(playwright, chromium) as kims, open_browser(playwright, chromium) as strangers:
        kim = sign_in(kims, server, provider, "kim@x.org", "patients")
        kim.goto(f"{server.url}/patients")
        kim.get_by_text("Ada (P-ADA)").wait_for(timeout=PATIENCE_MS)
        assert "Bo (P-BO)" in read_text(kim)

        stranger = sign_in(strangers, server, provider, "stranger@x.org")
        assert "whom this clinic does not know yet" in read_text(stranger)
        stranger.goto(f"{server.url}/patients")
        stranger.get_by_role("button", name="Sign out").wait_for(timeout=PATIENCE_MS)
        assert "P-ADA" not in read_text(stranger)
        stranger.get_by_role("button", name="Sign out").click()
        stranger.get_by_role("button", name="Sign in", exact=True).wait_for(timeout=PATIENCE_MS)
