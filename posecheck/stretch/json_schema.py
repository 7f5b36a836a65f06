"""JSON Schema of the files that people write by hand, for editors that complete and underline while typing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from posecheck.measures import MEASURES
from posecheck.stretch.document import write_text_atomically
from posecheck.stretch.overrides import Override
from posecheck.stretch.programmes import Programme
from posecheck.stretch.schema import Stretch

FILES: dict[str, type[BaseModel]] = {
    "schema.json": Stretch,
    "override.schema.json": Override,
    "programme.schema.json": Programme,
}


def build_json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a model, with the measures by name and in words."""
    schema = model.model_json_schema()
    for definition in [schema, *schema.get("$defs", {}).values()]:
        measure = definition.get("properties", {}).get("measure")
        if measure is not None:
            measure["oneOf"] = [
                {"const": item.name, "description": f"{item.label} ({item.unit}, {' or '.join(item.views)} view)"}
                for item in MEASURES.values()
            ]
    if "extends" in schema["properties"]:
        # A variant has the rest from the reference pose that it extends.
        whole = schema.pop("required")
        schema["anyOf"] = [{"required": ["schema_version", "id", "name", "extends"]}, {"required": whole}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def format_json_schema(model: type[BaseModel]) -> str:
    """Return the JSON Schema of a model as the text of its file."""
    return json.dumps(build_json_schema(model), indent=2, ensure_ascii=False) + "\n"


def write_json_schemas(folder: Path) -> list[Path]:
    """Write the JSON Schema files into the folder of reference poses and return their paths.

    Raises:
        StretchError: when the folder cannot be written to.
    """
    paths = []
    for name, model in FILES.items():
        paths.append(folder / name)
        write_text_atomically(format_json_schema(model), paths[-1])
    return paths


if __name__ == "__main__":
    from posecheck.stretch.library import get_library_dir

    write_json_schemas(get_library_dir())
