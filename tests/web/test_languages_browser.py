"""The choice of language in a real browser: begun with the browser's own, kept by the address from page to page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.stage import Server, open_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def server(repo_dir: Path, tmp_path_factory: pytest.TempPathFactory):
    running = Server(repo_dir, tmp_path_factory.mktemp("data"))
    yield running
    running.stop()


def test_a_german_phone_speaks_german_and_a_choice_is_kept(chromium, server):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, open_browser(playwright, chromium, locale="de-AT") as context:
        page = context.new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{server.url}/safety")
        page.get_by_role("heading", name="Bevor du dehnst").wait_for(timeout=PATIENCE_MS)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

        page.get_by_role("combobox", name="Language / Sprache").click()
        page.get_by_role("option", name="English").click()
        page.get_by_role("heading", name="Before you stretch").wait_for(timeout=PATIENCE_MS)
        page.wait_for_url("**/safety?lang=en")

        # The choice leaves the buttons free that open and close the navigation.
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_test_id("stSidebar").get_by_role("link", name="Progress").click()
        page.get_by_role("heading", name="Progress", exact=True).wait_for(timeout=PATIENCE_MS)
        page.wait_for_url("**/progress?lang=en")
        page.reload()
        page.get_by_role("heading", name="Progress", exact=True).wait_for(timeout=PATIENCE_MS)
