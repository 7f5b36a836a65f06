"""A browser, a server and clips for the tests of live practice."""

from __future__ import annotations

import pytest

from tests.live.stage import HIP, Server


@pytest.fixture(scope="module")
def playwright():
    playwright_api = pytest.importorskip("playwright.sync_api")
    with playwright_api.sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def server(repo_dir, tmp_path_factory, chromium, model_path):  # noqa: ARG001 - both have to be there first
    running = Server(repo_dir, tmp_path_factory.mktemp("data"))
    yield running
    running.stop()


@pytest.fixture
def own_server(repo_dir, tmp_path, model_path):  # noqa: ARG001 - it has to be there first
    running = Server(repo_dir, tmp_path / "data")
    yield running
    running.stop()


@pytest.fixture
def find_clip(sample_dir):
    def find(name):
        path = sample_dir / f"{name}.mp4"
        if not path.is_file():
            pytest.skip(f"there is no sample clip {name}")
        return path

    return find


@pytest.fixture
def good_clip(find_clip):
    return find_clip(f"{HIP}__good")
