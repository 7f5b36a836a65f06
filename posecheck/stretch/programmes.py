"""The programmes of the library: ordered lists of stretches with doses, one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from posecheck.errors import StretchError
from posecheck.stretch.document import read_document
from posecheck.stretch.library import SUFFIXES, get_library_dir, get_own_dir
from posecheck.stretch.reading import validate_document
from posecheck.stretch.schema import Identifier, PlannedSides, Stretch, StrictModel, Text

FOLDER_NAME = "programmes"


class ProgrammeItem(StrictModel):
    """One stretch of a programme; what is not said is as the stretch prescribes.

    Attributes:
        amount: seconds of a hold, or repetitions.
    """

    stretch: Identifier
    sides: PlannedSides | None = None
    amount: Annotated[float, Field(gt=0, le=600)] | None = None
    sets: Annotated[int, Field(gt=0, le=20)] | None = None
    rest_s: Annotated[float, Field(ge=0, le=600)] | None = None


class Programme(StrictModel):
    """An ordered list of stretches that belong together."""

    schema_version: Literal[1]
    id: Identifier
    name: Text
    summary: Text
    items: Annotated[list[ProgrammeItem], Field(min_length=1, max_length=30)]
    sources: Annotated[list[Text], Field(min_length=1)]

    @property
    def stretch_ids(self) -> tuple[str, ...]:
        """The stretches in order."""
        return tuple(item.stretch for item in self.items)

    def find_missing(self, stretches: Mapping[str, Stretch]) -> tuple[str, ...]:
        """Return the ids of its stretches that the library does not have."""
        return tuple(each for each in self.stretch_ids if each not in stretches)

    def list_equipment(self, stretches: Mapping[str, Stretch]) -> list[str]:
        """Return what has to be at hand, each thing once, in the order in which it is needed."""
        needed = (thing for each in self.stretch_ids if each in stretches for thing in stretches[each].equipment)
        return list(dict.fromkeys(needed))


def read_programme(path: Path) -> Programme:
    """Return the programme of a YAML file.

    Raises:
        StretchError: the file cannot be read, has mistakes, or an id that is not its name.
    """
    programme = validate_document(read_document(path), Programme)
    if programme.id != path.stem:
        raise StretchError(
            f"{path}: expected the id {path.stem!r} like the file's name, found {programme.id!r}; change one"
        )
    return programme


def load_programme(name: str | Path) -> Programme:
    """Return a programme by its id in the library, or by the path of its YAML file.

    Raises:
        StretchError: there is no such programme, or its file has mistakes.
    """
    path = Path(name)
    if path.suffix in SUFFIXES:
        return read_programme(path)
    files = find_programme_files()
    if str(name) not in files:
        raise StretchError(f"Expected a programme of {', '.join(files)}, or the path of a YAML file; found {name}.")
    return _read_version(files[str(name)], files[str(name)].stat().st_mtime_ns)


def list_programmes() -> list[Programme]:
    """Return all programmes of the library, ordered by id; those of one's own folder stand in for its like.

    Raises:
        StretchError: naming the file, when one of them cannot be read.
    """
    return [_read_version(path, path.stat().st_mtime_ns) for path in find_programme_files().values()]


def find_programme_files() -> dict[str, Path]:
    """Return the file of each programme by id (the file's name), in the order of the names."""
    files: dict[str, Path] = {}
    for folder in (get_library_dir(), get_own_dir()):
        if folder is not None:
            files |= {path.stem: path for path in (folder / FOLDER_NAME).glob("*") if path.suffix in SUFFIXES}
    return dict(sorted(files.items()))


@lru_cache(maxsize=64)
def _read_version(path: Path, _mtime_ns: int) -> Programme:
    return read_programme(path)
