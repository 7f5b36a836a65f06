"""Reading reference poses from YAML."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from posecheck.errors import StretchError
from posecheck.stretch.schema import Stretch


def read_stretch(path: str | Path) -> Stretch:
    """Return the stretch that a YAML file describes; StretchError when it cannot be read."""
    try:
        document = YAML(typ="safe").load(Path(path).read_text(encoding="utf-8"))
        return Stretch.model_validate(document)
    except (OSError, YAMLError, ValidationError) as error:
        raise StretchError(f"{path}: {error}") from error
