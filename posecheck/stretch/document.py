"""A YAML file as written by hand: read safely, with the line of every key, and with its comments."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    ScalarEvent,
)
from ruamel.yaml.parser import RoundTripParser

from posecheck.errors import StretchError

Location = tuple[int | str, ...]

# The longest reference pose of the library has 6 KB; what is larger than this was not written by hand.
MAX_BYTES = 1_000_000
MAX_DEPTH = 12
# Keys and values: a reference pose has some 300, a patient's file with 30 stretches and 500 notes some 15,000. Reading
# takes a tenth of a millisecond for each, so that a megabyte of "1,1,1" would keep a page busy for minutes.
MAX_VALUES = 20_000
# Lines of a new file; in one that a person wrote, each text stays on as many lines as it has.
NEW_LINE_WIDTH = 110
_KEEP_LINES = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A YAML file whose top level is a mapping.

    Attributes:
        name: the file's name for messages.
        root: the mapping with its comments and line numbers.
    """

    name: str
    root: CommentedMap

    def plain(self) -> dict[str, object]:
        """Return the content as plain Python values."""
        return {str(key): to_plain(value) for key, value in self.root.items()}

    def find_line(self, location: Location) -> int:
        """Return the line, counted from 1, of the deepest part of a location that the file holds."""
        node: Any = self.root
        line = int(node.lc.line)
        for step in location:
            if isinstance(node, CommentedMap) and step in node:
                line = int(node.lc.key(step)[0])
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                line = int(node.lc.item(step)[0])
            else:
                break
            node = node[step]
        return line + 1


def to_plain(node: object) -> object:
    """Return a YAML node as plain dicts, lists, strings and numbers."""
    if isinstance(node, dict):
        return {str(key): to_plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [to_plain(value) for value in node]
    for kind in (bool, str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


class _WaryParser(RoundTripParser):
    """Refuses what can blow a small file up or build objects: aliases, tags, documents, depth."""

    def __init__(self, loader: YAML, *, name: str) -> None:
        super().__init__(loader)
        self._name = name
        self._depth = self._documents = self._values = 0

    def get_event(self) -> Any:  # noqa: ANN401 - as the parser has it
        event = super().get_event()
        self._check(event)
        return event

    def _check(self, event: Event) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(event, "plain values, found an anchor or alias (& or *)")
        if isinstance(event, ScalarEvent | CollectionStartEvent):
            self._values += 1
            if event.tag:
                raise self._refuse(event, f"plain values, found the tag {event.tag!s}")
        self._documents += isinstance(event, DocumentStartEvent)
        self._depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if self._values > MAX_VALUES:
            raise self._refuse(event, f"at most {MAX_VALUES} keys and values, found more")
        if self._documents > 1:
            raise self._refuse(event, "one document, found a second one after '---'")
        if self._depth > MAX_DEPTH:
            raise self._refuse(event, f"at most {MAX_DEPTH} levels, found more")

    def _refuse(self, event: Event, expected: str) -> StretchError:
        return StretchError(f"{self._name}, line {event.start_mark.line + 1}: expected {expected}")


def read_document(path: str | Path) -> Document:
    """Return a YAML file read from disk.

    Raises:
        StretchError: naming the file, and the line where there is one, when it is missing, too large, not text,
            not YAML, or uses what a reference pose never needs (aliases, tags, several documents).
    """
    path = Path(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise StretchError(f"{path}: expected a YAML file that can be read, found: {reason}") from error
    return decode_document(data, str(path))


def decode_document(data: bytes, name: str) -> Document:
    """Return a document from the bytes of a file; `name` stands for it in messages, errors as `read_document`."""
    if len(data) > MAX_BYTES:
        raise StretchError(f"{name}: expected at most {MAX_BYTES // 1000} KB, found a larger file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise StretchError(
            f"{name}, line {line}: expected text in UTF-8, found other bytes; save the file as UTF-8"
        ) from error
    return parse_document(text, name)


def parse_document(text: str, name: str) -> Document:
    """Return a document from YAML text; `name` stands for the file in messages, errors as `read_document`."""
    try:
        yaml = _make_yaml()
        yaml.Parser = partial(_WaryParser, name=name)
        root = yaml.load(text)
    except DuplicateKeyError as error:
        raise StretchError(f"{_locate(name, error)}: {_describe_duplicate(error)}") from error
    except MarkedYAMLError as error:
        raise StretchError(f"{_locate(name, error)}: {_describe_syntax(error)}") from error
    except (YAMLError, ValueError) as error:
        raise StretchError(f"{name}: expected YAML, found: {' '.join(str(error).split())}") from error
    if not isinstance(root, CommentedMap):
        found = "an empty file" if root is None else f"a {'list' if isinstance(root, list) else 'single value'}"
        raise StretchError(f"{name}, line 1: expected keys with values (such as 'id: cobra'), found {found}")
    return Document(name, root)


def format_document(root: CommentedMap, width: int = _KEEP_LINES) -> str:
    """Return a mapping as YAML text, comments included; texts longer than `width` are broken."""
    stream = StringIO()
    _make_yaml(width).dump(root, stream)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def write_text_atomically(text: str, path: Path) -> None:
    """Write a text file so that it is there in full or not at all.

    Raises:
        StretchError: when the folder cannot be written to.
    """
    temporary: Path | None = None
    try:
        descriptor, temporary_name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(temporary_name)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise StretchError(f"{path}: expected a place that can be written to, found: {error.strerror}") from error


def _make_yaml(width: int = _KEEP_LINES) -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = width
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _locate(name: str, error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    return f"{name}, line {mark.line + 1}" if mark is not None else name


def _describe_duplicate(error: MarkedYAMLError) -> str:
    key = str(error.problem).split('"')[1] if '"' in str(error.problem) else "a key"
    return f"expected each key once, found {key!r} twice; remove one of them"


def _describe_syntax(error: MarkedYAMLError) -> str:
    problem = str(error.problem)
    if "\\t" in problem:
        return "expected spaces for the indent, found a tab; replace it by spaces"
    if "mapping values are not allowed" in problem:
        return (
            "expected one 'key: value' in a line, found a second colon or a wrong indent; "
            "put a text that holds a colon in quotes"
        )
    if "expected ',' or" in problem:
        return "expected a comma between entries and a closing bracket, found neither; such as {low: 75, high: 105}"
    return f"expected YAML, found: {problem}; look at the indent, the colons, the brackets and the quotes"
