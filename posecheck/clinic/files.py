"""A patient, a programme or a pose as one file: what may stand in it, and how it is read and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, Field, model_validator
from ruamel.yaml.comments import CommentedMap

from posecheck.clinic.patients import LONGEST_NOTE
from posecheck.clinic.schema import Code, Name, Programme
from posecheck.errors import StretchError
from posecheck.stretch.document import NEW_LINE_WIDTH, Document, decode_document, format_document
from posecheck.stretch.messages import describe_value, join_or
from posecheck.stretch.overrides import Override
from posecheck.stretch.problems import Problem, StretchFileError
from posecheck.stretch.reading import validate_document
from posecheck.stretch.schema import Misfit, Stretch, StrictModel, Text

MOST_LAYERS = 100
MOST_STRETCHES = 30
MOST_NOTES = 500
_LONGEST_SHOWN_NAME = 60


class NotePart(StrictModel):
    """One note on a patient, with when it was written ("2026-11-20T13:05:09.250Z")."""

    author: Name
    written: Text
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE)]


class _WithLayers(StrictModel):
    """What judges a programme: layers over the library's stretches, and stretches that the library has not."""

    layers: Annotated[list[Override], Field(max_length=MOST_LAYERS)] = []
    stretches: Annotated[list[Stretch], Field(max_length=MOST_STRETCHES)] = []

    @model_validator(mode="after")
    def _check_unique(self) -> Self:
        _refuse_twice([layer.base for layer in self.layers], "layers", "base")
        _refuse_twice([stretch.id for stretch in self.stretches], "stretches", "id")
        return self


class PatientFile(_WithLayers):
    """Everything about a patient but their sessions, which export as data of their own."""

    schema_version: Literal[1]
    kind: Literal["patient"]
    code: Code
    name: Name = ""
    programme: Programme | None = None
    notes: Annotated[list[NotePart], Field(max_length=MOST_NOTES)] = []


class ProgrammeFile(_WithLayers):
    """A programme to hand to a patient: it is judged at home as in the clinic."""

    schema_version: Literal[1]
    kind: Literal["programme"]
    code: Code | None = None
    programme: Programme


class PoseFile(StrictModel):
    """One pose: a layer over a stretch of the library, or a stretch of one's own."""

    schema_version: Literal[1]
    kind: Literal["pose"]
    layer: Override | None = None
    stretch: Stretch | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if (self.layer is None) == (self.stretch is None):
            found = "neither" if self.layer is None else "both"
            raise ValueError(f"expected one of layer and stretch, found {found}")
        return self


ClinicFile: TypeAlias = PatientFile | ProgrammeFile | PoseFile
_KINDS: dict[str, type[PatientFile] | type[ProgrammeFile] | type[PoseFile]] = {
    "patient": PatientFile,
    "programme": ProgrammeFile,
    "pose": PoseFile,
}


def parse_file(data: bytes, name: str) -> ClinicFile:
    """Return what a file holds, YAML or JSON.

    Args:
        data: its content.
        name: as it came; stands in messages only, without folders, and is never used as a path.

    Raises:
        StretchError: it is too large, not text, not YAML, or uses aliases, tags or several documents.
        StretchFileError: naming line, field, what was found and what is allowed, for all mistakes.
    """
    document = decode_document(data, _shorten_name(name))
    return validate_document(document, _KINDS[_find_kind(document)])


def format_file(content: ClinicFile) -> bytes:
    """Return a file's content as YAML in UTF-8, which `parse_file` reads back as the same."""
    head = {"schema_version": content.schema_version, "kind": content.kind}
    body = {key: _dump(getattr(content, key)) for key in type(content).model_fields if key not in head}
    # What a person looks for first stands first: the long lists come last.
    keys = sorted((key for key in body if body[key] not in (None, "", [])), key=lambda key: isinstance(body[key], list))
    root = CommentedMap(head | {key: body[key] for key in keys})
    data = format_document(root, NEW_LINE_WIDTH).encode()
    if parse_file(data, "export") != content:
        raise StretchError("Expected to read back what was exported, found a difference; nothing was written.")
    return data


def _dump(value: object) -> Any:  # noqa: ANN401 - YAML values
    if isinstance(value, list):
        return [_dump(item) for item in value]
    if isinstance(value, Override):
        # A bound that is named without a value is taken away: None says something here.
        return value.model_dump(mode="json", exclude_unset=True)
    return value.model_dump(mode="json", exclude_none=True) if isinstance(value, BaseModel) else value


def _find_kind(document: Document) -> str:
    found = document.root.get("kind")
    if isinstance(found, str) and found in _KINDS:
        return found
    text = f"expected {join_or(_KINDS)}, found {describe_value(found)}; is it a file that PoseCheck exported?"
    raise StretchFileError(document.name, [Problem(document.find_line(("kind",)), "kind", text)])


def _refuse_twice(ids: Sequence[str], field: str, key: str) -> None:
    for index, found in enumerate(ids):
        if found in ids[:index]:
            raise Misfit(f"expected every {key} once, found {found} a second time", field, index, key)


def _shorten_name(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-_LONGEST_SHOWN_NAME:] or "file"
