"""Writing reference poses as YAML; what a person wrote into the file (comments, order, quotes) stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from posecheck.errors import StretchError
from posecheck.stretch.document import NEW_LINE_WIDTH, format_document, read_document, to_plain, write_text_atomically
from posecheck.stretch.overrides import Override
from posecheck.stretch.reading import parse_stretch, read_stretch
from posecheck.stretch.schema import Stretch

# What editors read to offer keys and values; the file lies beside the reference poses.
EDITOR_LINE = "# yaml-language-server: $schema=schema.json\n"
# Short values stand on one line: "band: {low: 75, high: 105}".
_ON_ONE_LINE = ("band", "hold_range_s")
# What a person looks for first stands first.
_FIRST = ("schema_version", "id", "name")

Content: TypeAlias = Any


def write_stretch(stretch: Stretch, path: str | Path) -> None:
    """Write a stretch to a YAML file, at once or not at all.

    Where the file exists, only what differs is changed: comments, the order of the keys and the way in which
    texts are broken stay. Checks are matched by their id. A variant is written whole, without the reference pose
    that it extends; the file of a variant that has not changed stays as it is.

    Raises:
        StretchError: when the file that exists is not YAML, or the place cannot be written to.
    """
    path = Path(path)
    if stretch.extends is not None and path.exists() and read_stretch(path) == stretch:
        return
    text = format_stretch(stretch, read_document(path).root if path.exists() else None)
    write_text_atomically(text, path)


def format_stretch(stretch: Stretch, before: CommentedMap | None = None) -> str:
    """Return a stretch as YAML text; with `before`, that document brought up to date (it is changed)."""
    stretch = stretch.model_copy(update={"extends": None})
    full, brief = _dump(stretch, brief=False), _dump(stretch, brief=True)
    if before is None:
        text = EDITOR_LINE + format_document(_to_nodes(brief), NEW_LINE_WIDTH)
    else:
        _update_mapping(before, full, brief)
        text = format_document(before)
    if parse_stretch(text) != stretch:
        raise StretchError(f"{stretch.id}: expected to read back what was written, found a difference; not written")
    return text


def format_override(layer: Override) -> str:
    """Return a layer over a stretch as YAML text, with the values that it names and no others."""
    values = _shorten_numbers(layer.model_dump(mode="json", exclude_unset=True))
    return format_document(_to_nodes(values), NEW_LINE_WIDTH)


def _dump(model: BaseModel, *, brief: bool) -> dict[str, Content]:
    """Return a model as plain values; `brief` leaves out what is as by default."""
    values = model.model_dump(mode="json", exclude_defaults=brief)
    return {key: _shorten_numbers(value) for key, value in values.items()}


def _shorten_numbers(value: Content) -> Content:
    """Return the value with whole floats as int: 75, not 75.0."""
    if isinstance(value, dict):
        return {key: _shorten_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shorten_numbers(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _to_nodes(value: Content, key: str = "") -> Content:
    """Return plain values as YAML nodes that are laid out like the library's files."""
    node: Content = value
    if isinstance(value, dict):
        names = [name for name in _FIRST if name in value] + [name for name in value if name not in _FIRST]
        node = CommentedMap({name: _to_nodes(value[name], name) for name in names})
    elif isinstance(value, list):
        node = CommentedSeq([_to_nodes(inner) for inner in value])
    if key in _ON_ONE_LINE:
        node.fa.set_flow_style()
    return node


def _update_mapping(node: CommentedMap, full: dict[str, Content], brief: dict[str, Content]) -> None:
    """Bring a mapping up to date: `full` holds all values, `brief` those that have to be written."""
    for key in [key for key in node if full.get(key) is None]:
        del node[key]
    for key, value in full.items():
        if key in node:
            node[key] = _update_value(node[key], value, brief.get(key, value), key)
        elif key in brief:
            position = sum(name in node for name in list(full)[: list(full).index(key)])
            node.insert(position, key, _to_nodes(brief[key], key))


def _update_value(node: Content, full: Content, brief: Content, key: str) -> Content:
    if to_plain(node) == full:
        return node
    if isinstance(node, CommentedMap) and isinstance(full, dict):
        _update_mapping(node, full, brief)
        return node
    if isinstance(node, CommentedSeq) and isinstance(full, list):
        _update_list(node, full, brief)
        return node
    return _to_nodes(brief, key)


def _update_list(node: CommentedSeq, full: list[Content], brief: list[Content]) -> None:
    """Bring a list up to date; entries keep their nodes by id, else by place."""
    before = {_identify(entry, index): entry for index, entry in enumerate(node)}
    entries = [
        _update_value(before.get(_identify(whole, index)), whole, short, "")
        for index, (whole, short) in enumerate(zip(full, brief, strict=True))
    ]
    if len(entries) == len(node):
        for index, entry in enumerate(entries):
            node[index] = entry
    else:
        node[:] = entries


def _identify(entry: Content, index: int) -> str | int:
    return str(entry["id"]) if isinstance(entry, dict) and "id" in entry else index
