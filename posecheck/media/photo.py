"""Read a photo with Pillow: JPEG, PNG, WebP, TIFF, BMP, and HEIC as phones write it."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from posecheck.errors import InputError
from posecheck.media.source import RgbImage, SourceInfo, check_file, fit_height

# Decoded size that is still accepted: 3 bytes a pixel, 450 MB. JPEG, which Pillow can decode at a fraction of its
# size, may be larger.
MAX_PIXELS = 150_000_000


def is_photo(path: Path) -> bool:
    """Return whether Pillow knows the file as a single picture; an animated GIF is a video."""
    try:
        with _open(path) as image:
            return not (image.format == "GIF" and getattr(image, "n_frames", 1) > 1)
    except Image.DecompressionBombError:
        return True
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return False


def read_photo(path: str | Path, max_height: int | None = None) -> tuple[RgbImage, SourceInfo]:
    """Return a photo, upright by its EXIF orientation, as (h, w, 3) uint8 RGB, and what it is.

    Args:
        path: the file.
        max_height: the picture is scaled down to this height in pixels; None keeps its size.

    Raises:
        InputError: it is missing, cut off, too large, or not a picture.
    """
    path = check_file(path)
    try:
        with _open(path) as image:
            width, height = _upright_size(image)
            if max_height is not None:
                scale = fit_height(width, height, max_height)[1] / height
                image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
            _refuse_too_large(path, image)
            rgb = _decode(image, max_height)
    except Image.DecompressionBombError as error:
        raise InputError(_too_large(path, str(error))) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise InputError(
            f"Expected a whole photo at {path}, but it cannot be decoded ({error}). Copy or export it again."
        ) from error
    return rgb, SourceInfo(path, "photo", 0.0, 0.0, width, height, 1)


def _open(path: Path) -> Image.Image:
    import pillow_heif

    pillow_heif.register_heif_opener()
    with warnings.catch_warnings():
        # Large photos are decoded at a fraction or refused below; the warning would only alarm.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(path)


def _upright_size(image: Image.Image) -> tuple[int, int]:
    quarter_turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (image.height, image.width) if quarter_turned else (image.width, image.height)


def _refuse_too_large(path: Path, image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise InputError(_too_large(path, f"{image.width} x {image.height} pixels"))


def _too_large(path: Path, found: str) -> str:
    return (
        f"Expected a photo of at most {MAX_PIXELS // 1_000_000} million pixels, but {path} is larger ({found}). "
        "Export it smaller; 2000 pixels of height are plenty."
    )


def _decode(image: Image.Image, max_height: int | None) -> RgbImage:
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "PA", "P"}:
        upright = upright.convert("RGBA")
        backdrop = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(backdrop, upright)
    upright = upright.convert("RGB")
    size = fit_height(upright.width, upright.height, max_height)
    if size != upright.size:
        upright = upright.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    return np.asarray(upright, dtype=np.uint8)
