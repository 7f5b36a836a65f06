"""Finding reference poses by name: the library that comes with PoseCheck, and a folder of one's own."""

from __future__ import annotations

import difflib
import os
from functools import lru_cache
from pathlib import Path

from posecheck.errors import StretchError
from posecheck.stretch.reading import read_stretch
from posecheck.stretch.schema import Stretch

# A folder of one's own: its files are added to the library, and stand in for those of the same name.
POSES_VARIABLE = "POSECHECK_POSES"
SUFFIXES = (".yaml", ".yml")
FOLDER_NAME = "reference_poses"
# Letters in common from which a name counts as a likely misspelling of another one.
LIKENESS = 0.5


def get_library_dir() -> Path:
    """Return the folder of the reference poses that came with PoseCheck.

    In a checkout it lies beside the package, in an installed wheel inside it.

    Raises:
        StretchError: when neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    candidates = (package / FOLDER_NAME, package.parent / FOLDER_NAME)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise StretchError(
        f"expected the folder of reference poses at {candidates[0]} or {candidates[1]}, found neither; "
        "install PoseCheck again"
    )


def get_own_dir() -> Path | None:
    """Return the folder that the environment variable POSECHECK_POSES names, None when it is not set.

    Raises:
        StretchError: when it names something that is not a folder.
    """
    value = os.environ.get(POSES_VARIABLE, "")
    if not value:
        return None
    folder = Path(value).expanduser()
    if not folder.is_dir():
        raise StretchError(f"expected {POSES_VARIABLE} to name a folder of reference poses, found {value!r}")
    return folder


def find_stretch_files() -> dict[str, Path]:
    """Return the file of each stretch by id (the file's name), in the order of the names."""
    files: dict[str, Path] = {}
    for folder in (get_library_dir(), get_own_dir()):
        if folder is not None:
            files |= {path.stem: path for path in folder.iterdir() if _is_stretch_file(path)}
    return dict(sorted(files.items()))


def _is_stretch_file(path: Path) -> bool:
    return path.suffix in SUFFIXES and not path.name.startswith(".")


def list_stretches() -> list[Stretch]:
    """Return all stretches of the library, ordered by id.

    Raises:
        StretchError: naming the file, when one of them cannot be read.
    """
    return [_load_named(name, path) for name, path in find_stretch_files().items()]


def load_stretch(id_or_path: str | Path) -> Stretch:
    """Return one stretch, by its id in the library or by the path of a file.

    A text that ends in .yaml or .yml, or that holds a folder, is a path; any other is an id.

    Raises:
        StretchError: when there is none of this name (with those that are spelt like it), or it cannot be read.
    """
    path = Path(id_or_path)
    if path.suffix in SUFFIXES or len(path.parts) > 1:
        return _load_file(path)
    files = find_stretch_files()
    if str(id_or_path) not in files:
        raise StretchError(_describe_unknown(str(id_or_path), list(files)))
    return _load_named(str(id_or_path), files[str(id_or_path)])


def _load_named(name: str, path: Path) -> Stretch:
    """Load a file of the library, whose id has to be its name: two files cannot claim the same id."""
    stretch = _load_file(path)
    if stretch.id != name:
        raise StretchError(f"{path}: expected the id {name!r} like the file's name, found {stretch.id!r}; change one")
    return stretch


def _describe_unknown(name: str, known: list[str]) -> str:
    alike = difflib.get_close_matches(name.lower().replace("-", "_"), known, n=3, cutoff=LIKENESS)
    if alike:
        return f"expected a known stretch, found {name!r}; did you mean {' or '.join(alike)}?"
    return f"expected a known stretch, found {name!r}; known are: {', '.join(known)}"


def _load_file(path: Path) -> Stretch:
    try:
        status = path.stat()
    except OSError:
        return read_stretch(path, find_stretch_files())
    stretch = _load_version(path, status.st_mtime_ns, status.st_size)
    if stretch.extends is None:
        return stretch
    return _load_version(path, status.st_mtime_ns, status.st_size, _find_base_version(path, stretch.extends))


def _find_base_version(path: Path, base: str) -> int:
    """Return when the reference pose that a variant extends was last changed: the variant changes with it."""
    beside = path.parent / f"{base}.yaml"
    return (beside if beside.is_file() else find_stretch_files()[base]).stat().st_mtime_ns


@lru_cache(maxsize=128)
def _load_version(path: Path, _mtime_ns: int, _size: int, _base_mtime_ns: int = 0) -> Stretch:
    return read_stretch(path, find_stretch_files())
