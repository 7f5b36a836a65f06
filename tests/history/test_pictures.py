"""Pictures that somebody asked for: kept beside the history, read and deleted with their session."""

from __future__ import annotations

import io
import os
import stat

import pytest

from posecheck.history import HistoryError, KeptPicture, export_csv, export_json, export_parquet, load_pictures
from posecheck.history.pictures import MOST_PICTURES, keep_picture

from .builders import build_poses, build_result, build_stretch

JPEG = b"\xff\xd8\xff\xe0 the picture of a moment"
PICTURE = KeptPicture(1, "front_knee", JPEG)


def record(history, person="me"):
    recorder = history.start_session(build_stretch(), person=person)
    for pose in build_poses(5):
        recorder.append(pose)
    return recorder.finish(build_result("left"))


@pytest.fixture
def session_id(history):
    return record(history)


def list_files(history):
    return sorted(path for path in (history.path.parent / "pictures").rglob("*") if path.is_file())


def test_without_asking_there_is_no_folder(history, session_id):
    assert load_pictures(history, session_id) == []
    assert not (history.path.parent / "pictures").exists()


def test_a_picture_lies_in_the_folder_of_its_session_for_its_owner_alone(history, session_id):
    assert keep_picture(history, session_id, PICTURE)
    (path,) = list_files(history)
    assert path.parent == history.path.parent / "pictures" / session_id
    assert path.read_bytes() == JPEG
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_pictures_are_read_by_set_and_check(history, session_id):
    kept = [KeptPicture(10, "trunk", b"c"), KeptPicture(2, "trunk", b"b"), KeptPicture(2, "front_knee", b"a")]
    for each in kept:
        keep_picture(history, session_id, each)
    assert [each.jpeg for each in load_pictures(history, session_id)] == [b"a", b"b", b"c"]


def test_a_later_picture_of_a_check_replaces_the_one_before(history, session_id):
    keep_picture(history, session_id, PICTURE)
    keep_picture(history, session_id, KeptPicture(1, "front_knee", b"worse"))
    assert [each.jpeg for each in load_pictures(history, session_id)] == [b"worse"]


def test_a_handful_is_kept_and_no_more(history, session_id):
    kept = [keep_picture(history, session_id, KeptPicture(number, "trunk", JPEG)) for number in range(1, 10)]
    assert kept.count(True) == MOST_PICTURES == len(list_files(history))
    assert keep_picture(history, session_id, KeptPicture(1, "trunk", b"again"))


def test_what_a_crash_left_half_written_is_no_picture_and_goes_with_the_session(history, session_id):
    keep_picture(history, session_id, PICTURE)
    half = list_files(history)[0].with_suffix(".4711.tmp")
    half.write_bytes(JPEG[:5])
    assert load_pictures(history, session_id) == [PICTURE]
    history.delete_session(session_id)
    assert not half.exists()


def test_they_go_with_their_session_and_no_other(history, session_id):
    other = record(history)
    for each in (session_id, other):
        keep_picture(history, each, PICTURE)
    history.delete_session(session_id)
    assert [path.parent.name for path in list_files(history)] == [other]
    assert load_pictures(history, other) == [PICTURE]
    history.delete_session(other)
    assert not (history.path.parent / "pictures").exists()


def test_deleted_pictures_are_overwritten(history, session_id, tmp_path):
    keep_picture(history, session_id, PICTURE)
    second_name = tmp_path / "the same file"
    os.link(list_files(history)[0], second_name)
    history.delete_session(session_id)
    assert second_name.read_bytes() == bytes(len(JPEG))


def test_they_go_with_everything(history, session_id):
    keep_picture(history, session_id, PICTURE)
    history.delete_all()
    assert not (history.path.parent / "pictures").exists()


def test_deleting_everything_of_some_persons_leaves_those_of_others(history):
    ada, bo = record(history, "P-ADA"), record(history, "P-BO")
    for each in (ada, bo):
        keep_picture(history, each, PICTURE)
    history.limit_to(frozenset({"P-ADA"})).delete_all()
    assert [path.parent.name for path in list_files(history)] == [bo]


def test_a_session_that_was_deleted_takes_no_picture_any_more(history, session_id):
    history.delete_session(session_id)
    with pytest.raises(HistoryError, match="may have been deleted"):
        keep_picture(history, session_id, PICTURE)
    assert not (history.path.parent / "pictures").exists()


def test_a_session_of_somebody_else_is_not_there(history):
    session_id = record(history, "P-ADA")
    keep_picture(history, session_id, PICTURE)
    bos = history.limit_to(frozenset({"P-BO"}))
    with pytest.raises(HistoryError, match="Expected the id of a stored session"):
        load_pictures(bos, session_id)
    with pytest.raises(HistoryError, match="Expected the id of a stored session"):
        keep_picture(bos, session_id, KeptPicture(1, "trunk", b"forged"))
    assert load_pictures(history, session_id) == [PICTURE]


def test_a_folder_that_cannot_be_written_is_said(history, session_id):
    (history.path.parent / "pictures").write_text("in the way")
    with pytest.raises(HistoryError, match="cannot be used"):
        keep_picture(history, session_id, PICTURE)


@pytest.mark.parametrize("export", [export_csv, export_json, export_parquet])
def test_no_export_holds_them(history, session_id, export):
    without, with_picture = io.BytesIO(), io.BytesIO()
    export(history, without)
    keep_picture(history, session_id, PICTURE)
    export(history, with_picture)
    assert with_picture.getvalue() == without.getvalue()
