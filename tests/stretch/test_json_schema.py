from __future__ import annotations

import json

from posecheck.measures import MEASURES
from posecheck.stretch.json_schema import FILES, build_json_schema, format_json_schema, write_json_schemas
from posecheck.stretch.library import get_library_dir
from posecheck.stretch.schema import Stretch


def test_schemas_beside_the_poses_are_up_to_date():
    remedy = "write them anew: python -m posecheck.stretch.json_schema"
    for name, model in FILES.items():
        assert (get_library_dir() / name).read_text(encoding="utf-8") == format_json_schema(model), remedy


def test_every_pose_names_the_schema_in_its_first_line():
    for path in get_library_dir().glob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=schema.json", path.name


def test_schema_knows_all_measures_and_refuses_unknown_keys():
    schema = build_json_schema(Stretch)
    offered = {item["const"] for item in schema["$defs"]["Check"]["properties"]["measure"]["oneOf"]}
    assert offered == set(MEASURES)
    assert schema["additionalProperties"] is False


def test_schemas_are_written_into_a_folder(tmp_path):
    paths = write_json_schemas(tmp_path)
    assert sorted(path.name for path in paths) == sorted(FILES)
    assert all(json.loads(path.read_text(encoding="utf-8"))["type"] == "object" for path in paths)
