"""Whatever is given: one clear line and exit 2, or a finished review that says so; nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from posecheck.stretch.library import get_library_dir
from tests.cli.conftest import Cli, write_grey_video, write_sound

STRETCH = "half_kneeling_hip_flexor"


def write_bytes(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def write_half(path: Path) -> Path:
    """Write the first half of a clip whose index lies at its end."""
    whole = write_grey_video(path.with_name("whole.mp4"))
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    whole.unlink()
    return path


def write_cut_photo(path: Path) -> Path:
    picture = np.random.default_rng(1).integers(0, 255, (240, 320, 3), np.uint8)
    Image.fromarray(picture).save(path, format="JPEG")
    path.write_bytes(path.read_bytes()[:400])
    return path


def write_no_frames(path: Path) -> Path:
    return write_grey_video(path, frames=0)


def make_folder(path: Path) -> Path:
    path.mkdir()
    return path


UNREADABLE: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "text": ("notes.mp4", write_bytes(b"This is a shopping list, not a film.\n" * 40)),
    "empty": ("empty.mp4", write_bytes(b"")),
    "noise": ("noise.mov", write_bytes(np.random.default_rng(7).bytes(5000))),
    "cut in the middle": ("half.mp4", write_half),
    "sound alone": ("voice.m4a", write_sound),
    "one frame": ("one frame.mp4", lambda path: write_grey_video(path, frames=1)),
    "no frames": ("nothing.mkv", write_no_frames),
    "text as a photo": ("photo.jpg", write_bytes(b"no picture here")),
    "empty photo": ("photo.png", write_bytes(b"")),
    "cut photo": ("cut.jpg", write_cut_photo),
    "head of a png": ("head.png", write_bytes(b"\x89PNG\r\n\x1a\n")),
    "a folder": ("clips", make_folder),
    "a document": ("plan.pdf", write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")),
    "missing": ("missing.mp4", lambda path: path),
}


def assert_refused(ended: object, out_dir: Path, *words: str) -> None:
    assert ended.code == 2, ended
    assert len(ended.err_lines) == 1, ended.err
    assert ended.err.startswith("posecheck: ")
    assert "Traceback" not in ended.err
    for word in words:
        assert word in ended.err
    assert not out_dir.exists()
    assert not list(out_dir.parent.glob(".posecheck-*"))


@pytest.mark.parametrize("kind", UNREADABLE)
def test_refuses_what_is_no_recording(kind: str, tmp_path: Path, cli: Cli, model_path: Path) -> None:
    name, write = UNREADABLE[kind]
    file = write(tmp_path / name)
    out_dir = tmp_path / "out"

    ended = cli("review", file, "--stretch", STRETCH, "--out", out_dir, "--model", model_path)

    assert_refused(ended, out_dir, name)


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("nobody.mp4", write_grey_video),
        ("Übung größer 伸展.mp4", write_grey_video),
        ("8K.png", lambda path: Image.new("RGB", (7680, 4320), (120, 130, 140)).save(path)),
        ("tiny.png", lambda path: Image.new("RGB", (1, 1)).save(path)),
        (
            "moving.gif",
            lambda path: Image.new("P", (64, 64)).save(
                path, save_all=True, append_images=[Image.new("P", (64, 64), 3)], duration=100
            ),
        ),
    ],
)
def test_reviews_pictures_of_nobody_without_judging(
    name: str, write: Callable[[Path], object], tmp_path: Path, cli: Cli, model_path: Path
) -> None:
    folder = tmp_path / "with spaces and ümlauts"
    folder.mkdir()
    write(folder / name)
    out_dir = folder / "out"

    ended = cli("review", folder / name, "--stretch", STRETCH, "--out", out_dir, "--model", model_path, "--no-report")

    assert ended.code == 0, ended.err
    assert ended.err == ""
    record = json.loads((out_dir / "review.json").read_text(encoding="utf-8"))
    assert record["verdict"] in {"not_assessable", "not_performed"}
    assert {check["verdict"] for check in record["checks"]} <= {"not_assessable"}


@pytest.mark.model
def test_judges_no_angle_of_a_head_alone(tmp_path: Path, cli: Cli, sample_dir: Path, model_path: Path) -> None:
    import av

    with av.open(str(sample_dir / f"{STRETCH}__good.mp4")) as container:
        first = next(container.decode(video=0)).to_ndarray(format="rgb24")
    height, width = first.shape[:2]
    Image.fromarray(first[: height // 4, width // 4 : 3 * width // 4]).save(tmp_path / "head.png")

    ended = cli("review", tmp_path / "head.png", "--stretch", STRETCH, "--out", tmp_path / "out", "--model", model_path)

    assert ended.code == 0, ended.err
    record = json.loads((tmp_path / "out" / "review.json").read_text(encoding="utf-8"))
    assert record["verdict"] in {"not_assessable", "not_performed"}


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_grey_video(tmp_path / "clip.mp4", frames=3)


def test_suggests_the_stretch_that_was_meant(clip: Path, tmp_path: Path, cli: Cli) -> None:
    ended = cli("review", clip, "--stretch", "half_kneling_hip_flexor", "--out", tmp_path / "out")

    assert_refused(ended, tmp_path / "out", STRETCH)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("summary:", "sumary:", "sumary"),
        ("band: {low: 75, high: 105}", "band: {low: 105, high: 75}", "low below high"),
        ("schema_version: 1", "schema_version: [", "line"),
        ("measure: trunk_lean", "measure: trunk_leen", "trunk_leen"),
    ],
)
def test_names_the_mistake_in_a_reference_pose(
    old: str, new: str, word: str, clip: Path, tmp_path: Path, cli: Cli
) -> None:
    text = (get_library_dir() / f"{STRETCH}.yaml").read_text(encoding="utf-8")
    assert old in text
    own = tmp_path / "own.yaml"
    own.write_text(text.replace(old, new, 1), encoding="utf-8")

    ended = cli("review", clip, "--stretch", own, "--out", tmp_path / "out")

    assert_refused(ended, tmp_path / "out", word, "own.yaml")


def test_refuses_a_folder_that_is_a_file(clip: Path, tmp_path: Path, cli: Cli, model_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine", encoding="utf-8")

    for out_dir in (taken, taken / "below"):
        ended = cli("review", clip, "--stretch", STRETCH, "--out", out_dir, "--model", model_path)

        assert ended.code == 2
        assert len(ended.err_lines) == 1
        assert "--out" in ended.err
    assert taken.read_text(encoding="utf-8") == "mine"


def test_finds_an_unwritable_folder_before_the_work(clip: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/proc/self").is_dir():
        pytest.skip("needs a folder in which even root cannot write: /proc")
    monkeypatch.setattr("posecheck.review.review_file", lambda *_args, **_options: pytest.fail("the work had begun"))

    ended = cli("review", clip, "--stretch", STRETCH, "--out", "/proc/posecheck")

    assert ended.code == 2
    assert len(ended.err_lines) == 1
    assert "/proc/posecheck" in ended.err


def test_refuses_a_model_that_is_not_there_or_is_none(clip: Path, tmp_path: Path, cli: Cli) -> None:
    wrong = tmp_path / "model.task"
    wrong.write_bytes(b"not a model")

    for model in (tmp_path / "absent.task", wrong):
        ended = cli("review", clip, "--stretch", STRETCH, "--out", tmp_path / "out", "--model", model)

        assert_refused(ended, tmp_path / "out", model.name)


def test_says_what_to_do_without_model_and_network(
    clip: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSECHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("POSECHECK_MODEL", raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    ended = cli("review", clip, "--stretch", STRETCH, "--out", tmp_path / "out")

    assert_refused(ended, tmp_path / "out", "POSECHECK_MODEL")
    assert not list((tmp_path / "cache").glob("*.task"))


@pytest.mark.model
def test_leaves_nothing_when_the_file_vanishes_while_it_is_read(
    clip: Path, tmp_path: Path, cli: Cli, model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from posecheck import review

    write_review = review.write_review

    def vanish_and_write(*arguments: object, **options: object) -> object:
        clip.unlink()
        return write_review(*arguments, **options)

    monkeypatch.setattr(review, "write_review", vanish_and_write)

    ended = cli("review", clip, "--stretch", STRETCH, "--out", tmp_path / "out", "--model", model_path)

    assert_refused(ended, tmp_path / "out", "clip.mp4")


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "--stretch", STRETCH),
        ("review", "clip.mp4", "--stretch", STRETCH, "--side", "upper"),
        ("review", "clip.mp4", "--stretch", STRETCH, "--colour"),
        ("serve", "--port", "many"),
        ("serve", "--port", "99999"),
        ("reviw", "clip.mp4"),
    ],
)
def test_answers_a_wrong_command_with_one_line(arguments: tuple[str, ...], cli: Cli) -> None:
    ended = cli(*arguments)

    assert ended.code == 2
    assert len(ended.err_lines) == 1
    assert "posecheck --help" in ended.err
