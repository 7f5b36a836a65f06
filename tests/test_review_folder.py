"""The scratch folder: all results or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from posecheck.errors import InputError
from posecheck.language import get_language
from posecheck.review_folder import ReviewOrder, review_into_folder, split_progress, stage_folder


def test_moves_the_files_into_place_at_the_end(tmp_path: Path) -> None:
    out_dir = tmp_path / "a" / "b"

    with stage_folder(out_dir) as scratch:
        (scratch / "one.txt").write_text("1", encoding="utf-8")
        assert not out_dir.exists()

    assert [file.name for file in out_dir.iterdir()] == ["one.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_replaces_older_results_and_keeps_what_is_not_ours(tmp_path: Path) -> None:
    for name in ("review.json", "notes.txt"):
        (tmp_path / name).write_text("old", encoding="utf-8")

    with stage_folder(tmp_path) as scratch:
        (scratch / "review.json").write_text("new", encoding="utf-8")

    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {
        "review.json": "new",
        "notes.txt": "old",
    }


@pytest.mark.parametrize("error", [InputError("broken"), KeyboardInterrupt(), SystemExit(143)])
def test_leaves_everything_as_it_was_when_the_work_fails(error: BaseException, tmp_path: Path) -> None:
    (tmp_path / "review.json").write_text("old", encoding="utf-8")

    def fail_half_way() -> None:
        with stage_folder(tmp_path) as scratch:
            (scratch / "review.json").write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(type(error)):
        fail_half_way()

    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {"review.json": "old"}


def test_refuses_a_folder_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(InputError, match="--out"), stage_folder(tmp_path / "file" / "out"):
        pytest.fail("the block ran")


def test_two_parts_of_progress_make_one_whole() -> None:
    seen: list[float] = []
    first, second = split_progress(lambda fraction, _text: seen.append(fraction), 0.75)

    for report in (first, second):
        for fraction in (0.0, 0.5, 1.0):
            report(fraction, "")

    assert seen == pytest.approx([0, 0.375, 0.75, 0.75, 0.875, 1.0])


def test_progress_without_a_listener_goes_nowhere() -> None:
    first, second = split_progress(None, 0.5)

    first(0.5, "")
    second(0.5, "")


def test_a_review_speaks_the_language_of_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = []
    monkeypatch.setattr("posecheck.review.review_file", lambda *_, **__: spoken.append(get_language()))
    monkeypatch.setattr("posecheck.review.write_review", lambda *_, **__: spoken.append(get_language()) or {})

    review_into_folder(ReviewOrder(tmp_path / "clip.mp4", None, tmp_path / "out", language="de"))

    assert spoken == ["de", "de"]
    assert get_language() == "en"
