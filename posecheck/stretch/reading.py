"""Reading reference poses from YAML: every mistake is found at once and named with its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from posecheck.stretch.document import Document, parse_document, read_document
from posecheck.stretch.messages import describe_value
from posecheck.stretch.problems import Problem, StretchFileError, collect_problems
from posecheck.stretch.schema import SCHEMA_VERSION, Stretch
from posecheck.stretch.variants import lay_over_base

Model = TypeVar("Model", bound=BaseModel)


def read_stretch(path: str | Path, known: Mapping[str, Path] | None = None) -> Stretch:
    """Return the stretch that a YAML file describes.

    Args:
        path: the file.
        known: files of other stretches by id, of which it may be a variant; those beside it are found without.

    Raises:
        StretchError: when the file cannot be read as YAML.
        StretchFileError: naming file, line, field, what was found and what is allowed, for all mistakes.
    """
    document = read_document(path)
    _check_version(document)
    return _validate(document, Stretch, lay_over_base(document, Path(path).parent, known or {}))


def parse_stretch(text: str, name: str = "stretch") -> Stretch:
    """Return the stretch that a YAML text describes; `name` stands for the file in errors, as `read_stretch`."""
    return validate_document(parse_document(text, name), Stretch)


def validate_document(document: Document, model: type[Model]) -> Model:
    """Return a document as a value of a pydantic model with a `schema_version`; errors as `read_stretch`."""
    _check_version(document)
    return _validate(document, model, document.plain())


def _validate(document: Document, model: type[Model], content: dict[str, object]) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise collect_problems(error, document, model) from error


def _check_version(document: Document) -> None:
    """Refuse a file of another schema version before its fields are misread."""
    found = document.root.get("schema_version")
    if found == SCHEMA_VERSION and not isinstance(found, bool):
        return
    if isinstance(found, int) and found > SCHEMA_VERSION:
        remedy = "the file was written for a newer PoseCheck: update PoseCheck"
    else:
        remedy = f"begin the file with the line 'schema_version: {SCHEMA_VERSION}'"
    text = f"expected {SCHEMA_VERSION}, found {'none' if found is None else describe_value(found)}; {remedy}"
    raise StretchFileError(document.name, [Problem(document.find_line(("schema_version",)), "schema_version", text)])
