from __future__ import annotations

import numpy as np
import pytest
from media_clips import draw_corners, read_corners
from PIL import Image

from posecheck.errors import InputError
from posecheck.media import photo
from posecheck.media.photo import is_photo, read_photo

# How a picture must be turned to the left (quarters) before storing, so that the EXIF orientation sets it upright.
EXIF_TURNS = {1: 0, 3: 2, 6: 1, 8: 3}


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".heic", ".bmp", ".tiff"])
def test_usual_formats(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    if suffix == ".heic":
        pillow_heif = pytest.importorskip("pillow_heif")
        pillow_heif.register_heif_opener()
    Image.fromarray(draw_corners(96, 64)).save(path)
    assert is_photo(path)
    rgb, info = read_photo(path)
    assert rgb.shape == (64, 96, 3)
    assert rgb.dtype == np.uint8
    assert read_corners(rgb).tolist() == [0, 1, 2, 3]
    assert (info.kind, info.width, info.height, info.frames, info.duration_s) == ("photo", 96, 64, 1, 0.0)


@pytest.mark.parametrize("orientation", EXIF_TURNS)
def test_exif_orientation_sets_the_picture_upright(tmp_path, orientation):
    stored = np.rot90(draw_corners(96, 64), EXIF_TURNS[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "turned.jpg"
    Image.fromarray(stored).save(path, exif=exif)
    rgb, info = read_photo(path)
    assert rgb.shape == (64, 96, 3)
    assert (info.width, info.height) == (96, 64)
    assert read_corners(rgb).tolist() == [0, 1, 2, 3]


def test_an_8k_picture_is_scaled_while_it_is_decoded(tmp_path):
    path = tmp_path / "large.jpg"
    Image.new("RGB", (7680, 4320), "gray").save(path)
    rgb, info = read_photo(path, 1080)
    assert rgb.shape == (1080, 1920, 3)
    assert (info.width, info.height) == (7680, 4320)


def test_transparency_becomes_white(tmp_path):
    path = tmp_path / "clear.png"
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(path)
    assert (read_photo(path)[0] == 255).all()


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "I;16", "1"])
def test_other_colour_modes(tmp_path, mode):
    path = tmp_path / "a.tiff"
    Image.new(mode, (8, 6)).save(path)
    assert read_photo(path)[0].shape == (6, 8, 3)


def test_a_cut_off_photo_is_refused(tmp_path):
    path = tmp_path / "cut.jpg"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (200, 200, 3), dtype=np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(InputError, match="cannot be decoded"):
        read_photo(path)


def test_a_too_large_photo_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "large.png"
    Image.new("RGB", (200, 100)).save(path)
    monkeypatch.setattr(photo, "MAX_PIXELS", 10_000)
    with pytest.raises(InputError, match="200 x 100 pixels"):
        read_photo(path)


def test_a_decompression_bomb_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "bomb.png"
    Image.new("1", (2000, 2000)).save(path)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert is_photo(path)
    with pytest.raises(InputError, match="million pixels"):
        read_photo(path)


def test_an_animated_gif_is_a_video_and_a_still_one_a_photo(tmp_path):
    frames = [Image.fromarray(np.full((8, 8, 3), shade, np.uint8)) for shade in (0, 120, 240)]
    moving, still = tmp_path / "moving.gif", tmp_path / "still.gif"
    frames[0].save(moving, save_all=True, append_images=frames[1:])
    frames[0].save(still)
    assert not is_photo(moving)
    assert is_photo(still)


def test_what_is_no_photo(tmp_path, make_clip):
    text = tmp_path / "a.jpg"
    text.write_text("not a picture")
    assert not is_photo(text)
    assert not is_photo(make_clip())
