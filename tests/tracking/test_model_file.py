from __future__ import annotations

import hashlib
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from posecheck.errors import ModelError
from posecheck.tracking import bundle, describe_model, ensure_model, fetch, get_cache_folder, model

# In the test's own words: the bytes that stand for a bundle, and for the networks in it.
GOOD = b"a whole bundle"
TFLITE = b"\x1c\x00\x00\x00TFL3 and the rest"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    """An empty cache folder, and no model chosen by the environment."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("POSECHECK_CACHE", str(folder))
    monkeypatch.delenv("POSECHECK_MODEL", raising=False)
    return folder


@pytest.fixture
def downloads(monkeypatch) -> list[int]:
    """Replace the network: each download is counted and gives the good bundle."""
    counted: list[int] = []

    def download(folder: Path, _report: object) -> Path:
        counted.append(1)
        threading.Event().wait(0.05)
        return folder / "wheel"

    monkeypatch.setattr(model, "download_wheel", download)
    monkeypatch.setattr(model, "build_bundle", lambda _wheel: GOOD)
    monkeypatch.setattr(model, "BUNDLE_SHA256S", (hashlib.sha256(GOOD).hexdigest(),))
    return counted


def write_bundle(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_the_first_use_fetches_and_later_ones_do_not(cache, downloads):
    first = ensure_model()
    assert first == cache / "pose_landmarker_full.task"
    assert first.read_bytes() == GOOD
    assert ensure_model() == first
    assert len(downloads) == 1


def test_a_damaged_cache_is_fetched_again(downloads):
    path = ensure_model()
    path.write_bytes(GOOD[:-1])
    assert ensure_model().read_bytes() == GOOD
    assert len(downloads) == 2


def test_many_at_once_fetch_once(cache, downloads):
    threads = [threading.Thread(target=ensure_model) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(downloads) == 1
    assert not list(cache.glob(".fetch-*"))


@pytest.mark.usefixtures("downloads")
def test_a_bundle_of_another_hash_is_not_kept(cache, monkeypatch):
    monkeypatch.setattr(model, "build_bundle", lambda _wheel: b"something else")
    with pytest.raises(ModelError, match="known hashes"):
        ensure_model()
    assert not list(cache.glob("*.task"))


@pytest.mark.usefixtures("downloads")
def test_description_says_which_file_it_is(cache):
    info = describe_model()
    assert info.path == cache / "pose_landmarker_full.task"
    assert info.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert info.size_bytes == len(GOOD)
    assert info.variant == "full"
    assert "mediapipe 0.10.21" in info.source


@pytest.mark.usefixtures("downloads")
def test_progress_is_reported():
    seen: list[tuple[float, str]] = []
    ensure_model(on_progress=lambda fraction, text: seen.append((fraction, text)))
    assert seen[-1] == (1.0, "The pose model is ready")


def test_a_cache_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    blocker = tmp_path / "file"
    blocker.touch()
    monkeypatch.setenv("POSECHECK_CACHE", str(blocker / "cache"))
    monkeypatch.delenv("POSECHECK_MODEL", raising=False)
    with pytest.raises(ModelError, match="POSECHECK_CACHE"):
        ensure_model()


def test_without_a_connection_the_message_says_what_to_do(cache, monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null" if sys.platform != "win32" else "nul")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.setenv(name, "")
    with pytest.raises(ModelError) as caught:
        ensure_model()
    message = str(caught.value)
    assert "--model" in message
    assert "POSECHECK_MODEL" in message
    assert "\n" not in message
    assert [path.name for path in cache.iterdir()] == ["pose_landmarker_full.lock"]


@pytest.mark.parametrize("variant", ["lite", "heavy"])
def test_other_variants_must_be_given_by_hand(variant):
    with pytest.raises(ModelError, match=f"pose_landmarker_{variant}.task"):
        ensure_model(variant=variant)


def test_an_unknown_variant_is_refused():
    with pytest.raises(ModelError, match="lite, full, heavy"):
        ensure_model(variant="medium")


def test_the_argument_wins_over_the_environment(tmp_path, monkeypatch):
    members = {network.bundle_name: TFLITE for network in bundle.NETWORKS}
    by_argument = write_bundle(tmp_path / "a.task", members)
    by_environment = write_bundle(tmp_path / "b.task", members)
    monkeypatch.setenv("POSECHECK_MODEL", str(by_environment))
    assert ensure_model(by_argument) == by_argument
    assert ensure_model() == by_environment
    assert describe_model().source == "given by POSECHECK_MODEL"
    assert describe_model().variant == "unknown"


WRONG_FILES = {
    "missing": (lambda path: path, "no such file"),
    "folder": (lambda path: path.mkdir() or path, "directory"),
    "not a zip": (lambda path: path.write_bytes(b"hello") and path, "not a zip file"),
    "other zip": (lambda path: write_bundle(path, {"a.txt": b"hello"}), "pose_detector.tflite"),
    "not networks": (
        lambda path: write_bundle(path, {network.bundle_name: b"hello" for network in bundle.NETWORKS}),
        "not a TFLite file",
    ),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_given_by_hand_is_refused(tmp_path, name):
    make, words = WRONG_FILES[name]
    path = make(tmp_path / "given.task")
    with pytest.raises(ModelError, match=f"(?i){words}") as caught:
        ensure_model(path)
    assert str(path) in str(caught.value)
    assert "--model" in str(caught.value)


def test_a_file_of_another_variant_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "given.task"
    path.write_bytes(b"lite")
    monkeypatch.setitem(model.MAKER_SHA256S, hashlib.sha256(b"lite").hexdigest(), "lite")
    assert describe_model(path, variant="lite").variant == "lite"
    with pytest.raises(ModelError, match="is the lite one"):
        ensure_model(path, variant="heavy")


def test_the_users_cache_folder_is_the_default(monkeypatch):
    monkeypatch.delenv("POSECHECK_CACHE", raising=False)
    assert get_cache_folder().name == "posecheck"


def test_a_wheel_with_another_network_is_refused(tmp_path):
    wheel = write_bundle(tmp_path / "a.whl", {network.wheel_path: TFLITE for network in bundle.NETWORKS})
    with pytest.raises(ModelError, match="sha256"):
        bundle.build_bundle(wheel)


def test_a_wheel_without_networks_is_refused(tmp_path):
    with pytest.raises(ModelError, match="pose_detection.tflite"):
        bundle.build_bundle(write_bundle(tmp_path / "a.whl", {"a.txt": b""}))


@pytest.mark.model
def test_the_real_bundle_is_two_stored_networks(model_path):
    if describe_model(model_path).variant == "unknown":
        pytest.skip("POSECHECK_MODEL names a bundle of unknown make")
    with zipfile.ZipFile(model_path) as archive:
        infos = archive.infolist()
        assert [info.filename for info in infos] == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
        assert all(info.compress_type == zipfile.ZIP_STORED for info in infos)
        assert all(b"TFLITE_METADATA" in archive.read(info) for info in infos)


# A stand-in for pip: it grows its temporary file, as pip does, and leaves a wheel where it was told to.
PIP = """
import os, pathlib, sys, time
folder = pathlib.Path(sys.argv[sys.argv.index("--dest") + 1])
part = pathlib.Path(os.environ["TMPDIR"], "part")
for size in (10, 20, 30):
    part.write_bytes(bytes(size))
    time.sleep(0.3)
{end}
"""


def fake_pip(tmp_path: Path, monkeypatch, end: str) -> None:
    script = tmp_path / "pip.py"
    script.write_text(PIP.format(end=end))
    monkeypatch.setattr(fetch, "_find_pip", lambda _folder: [sys.executable, str(script)])
    monkeypatch.setattr(fetch, "WHEEL_BYTES", 40)


def test_download_reports_rising_progress(tmp_path, monkeypatch):
    fake_pip(tmp_path, monkeypatch, 'folder.joinpath("mediapipe-0.10.21-any.whl").write_bytes(b"")')
    folder = tmp_path / "to"
    folder.mkdir()
    seen: list[float] = []
    wheel = fetch.download_wheel(folder, lambda fraction, _text: seen.append(fraction))
    assert wheel.name == "mediapipe-0.10.21-any.whl"
    assert seen == sorted(seen)
    assert {0.25, 0.5, 0.75} <= set(seen)


def test_a_failing_download_gives_pips_last_word(tmp_path, monkeypatch):
    fake_pip(tmp_path, monkeypatch, 'sys.exit("ERROR: the disk is full")')
    folder = tmp_path / "to"
    folder.mkdir()
    with pytest.raises(ModelError, match="the disk is full"):
        fetch.download_wheel(folder)


def test_stopping_while_downloading_ends_pip(tmp_path, monkeypatch):
    fake_pip(tmp_path, monkeypatch, "time.sleep(60)")
    folder = tmp_path / "to"
    folder.mkdir()

    def stop(_fraction: float, _text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch.download_wheel(folder, stop)


def test_without_any_pip_the_message_says_how_to_get_one(tmp_path, monkeypatch):
    def fail(*_args: object, **_options: object) -> None:
        raise ImportError("No module named ensurepip")

    monkeypatch.setattr(fetch.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(fetch.shutil, "which", lambda _name: None)
    monkeypatch.setattr(fetch.venv, "create", fail)
    with pytest.raises(ModelError, match="uv pip install pip"):
        fetch.download_wheel(tmp_path)
