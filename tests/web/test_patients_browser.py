"""The page of patients in a real browser: from nobody to a programme that is opened at home, and on paper."""

from __future__ import annotations

import pytest

from posecheck.clinic.office import Clinic
from posecheck.history import History
from tests.clinic.builders import BASE, publish
from tests.live.stage import Server, open_browser

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

PATIENCE_MS = 150_000
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
TABS = ("How it goes", "Programme", "Notes", "Changed stretches", "Hand out", "Record")


@pytest.fixture
def playwright():
    with sync_api.sync_playwright() as started:
        yield started


@pytest.fixture
def servers(repo_dir, tmp_path):
    """The clinic's machine, and one at home."""
    running = [Server(repo_dir, tmp_path / name) for name in ("clinic", "home")]
    yield running
    for server in running:
        server.stop()


@pytest.fixture
def page(playwright, chromium, servers, request):
    with open_browser(playwright, chromium, accept_downloads=True) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.set_viewport_size(SIZES[getattr(request, "param", "desk")])
        page.goto(f"{servers[0].url}/patients")
        page.get_by_role("heading", name="Patients").wait_for()
        yield page


def is_wider_than_the_window(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def press(page, name):
    # What opens a selection is a button of that name, too.
    page.get_by_role("button", name=name, exact=True).and_(page.locator('[data-testid^="stBaseButton"]')).click()


def download(page, name, path):
    with page.expect_download() as started:
        press(page, name)
    started.value.save_as(path)
    return path


def test_programme_is_prescribed_handed_out_and_opened_at_home(page, servers, tmp_path):
    page.get_by_text("Add a patient").click()
    page.get_by_label("Name (may stay empty)").fill("Ada")
    page.get_by_label("Code (made up when empty)").fill("P-ADA")
    press(page, "Add")
    page.get_by_role("heading", name="Ada (P-ADA)").wait_for()

    page.get_by_role("tab", name="Programme").click()
    page.get_by_label("Another stretch or exercise").click()
    page.get_by_role("option", name="Half-kneeling hip flexor stretch").click()
    press(page, "Add it")
    page.get_by_label("Seconds held").fill("25")
    page.get_by_label("Seconds held").press("Enter")
    page.get_by_text("Grows over time").click()
    page.get_by_label("Up to").wait_for()
    press(page, "Prescribe it")
    page.get_by_text("The programme is prescribed (version 1)").wait_for()

    with History(tmp_path / "clinic" / "history.sqlite3") as history:
        clinic = Clinic(history)
        [item] = clinic.programmes.current("P-ADA").programme.items
        assert (item.stretch, item.amount, item.progression.up_to > 25) == (BASE, 25, True)
        publish(clinic.versions, patient="P-ADA")

    page.get_by_role("tab", name="Hand out").click()
    file = download(page, "Programme as a file", tmp_path / "programme.yaml")
    sheet = download(page, "Programme to print", tmp_path / "programme.html")
    assert "25 s × 2 on each side" in sheet.read_text(encoding="utf-8")

    page.goto(f"{servers[1].url}/practice")
    page.get_by_text("I have a file from my therapist").click()
    page.locator("input[type=file]").set_input_files(str(file))
    press(page, "Open it")
    page.get_by_text("25 s × 2 on each side").wait_for()
    with History(tmp_path / "home" / "history.sqlite3") as history:
        home = Clinic(history)
        assert home.patients.get("P-ADA").name == ""
        assert home.versions.find_stretch(BASE, "P-ADA").find_check("front_knee").band.low == 60


def test_bad_files_are_refused_in_words(page, tmp_path):
    page.get_by_text("Open a file: a patient").click()
    upload = page.locator("input[type=file]")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * 50_000_000)
    upload.set_input_files(str(large))
    page.get_by_text("File must be 1.0MB or smaller").wait_for()

    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("schema_version: 1\nkind: patient\ncode: P-1\nname: <img src=x onerror=alert(1)>\n")
    upload.set_input_files(str(wrong))
    press(page, "Open it")
    page.get_by_text("line 4, name: expected a name without < and >").wait_for()
    assert page.locator("img[src=x]").count() == 0
    with History(tmp_path / "clinic" / "history.sqlite3") as history:
        assert Clinic(history).patients.list_patients() == []


@pytest.mark.parametrize("page", list(SIZES), indirect=True)
def test_every_part_fits_the_window(page, tmp_path):
    with History(tmp_path / "clinic" / "history.sqlite3") as history:
        clinic = Clinic(history)
        clinic.patients.add(code="P-ADA", name="Ada of the very long name that goes on and on and on")
        publish(clinic.versions, patient="P-ADA")
    page.reload()
    press(page, "Open")
    for tab in TABS:
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(300)
        assert not is_wider_than_the_window(page), tab
