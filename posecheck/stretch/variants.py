"""Variants: a reference pose that names another one and holds only what differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from posecheck.stretch.document import Document, read_document
from posecheck.stretch.messages import describe_value, suggest
from posecheck.stretch.problems import Problem, StretchFileError

KEY = "extends"
SUFFIX = ".yaml"


def lay_over_base(document: Document, folder: Path, known: Mapping[str, Path]) -> dict[str, object]:
    """Return the content of a file as plain values, laid over that of the reference pose that it extends, if any.

    A key of the variant takes the place of the base's. Checks do so one by one, by their id; a new one comes last.

    Args:
        document: the file.
        folder: where a base is looked for first.
        known: the files of the library by id.

    Raises:
        StretchError: when the base cannot be read.
        StretchFileError: when there is no such base, or it is a variant itself.
    """
    own = document.plain()
    if KEY not in own:
        return own
    base = _read_base(document, own[KEY], folder, known)
    checks = merge_checks(base.get("checks", []), own["checks"]) if "checks" in own else base.get("checks")
    return base | own | ({} if checks is None else {"checks": checks})


def merge_checks(base: object, own: object) -> object:
    """Return the checks of a base with those of a variant in their places; anything but lists of checks is `own`."""
    if not isinstance(base, list) or not isinstance(own, list):
        return own
    if not all(isinstance(check, dict) and isinstance(check.get("id"), str) for check in (*base, *own)):
        return own
    changed = {check["id"]: check for check in own}
    ids = {check["id"] for check in base}
    return [changed.get(check["id"], check) for check in base] + [check for check in own if check["id"] not in ids]


def _read_base(document: Document, name: object, folder: Path, known: Mapping[str, Path]) -> dict[str, object]:
    path = folder / f"{name}{SUFFIX}"
    if isinstance(name, str) and not path.is_file():
        path = known.get(name, path)
    if not isinstance(name, str) or not path.is_file():
        hint = suggest(name, known) if isinstance(name, str) else ""
        raise _refuse(document, f"expected the id of another reference pose, found {describe_value(name)}{hint}")
    base = read_document(path).plain()
    if KEY in base:
        raise _refuse(
            document, f"expected a reference pose that stands by itself, found {name!r}, which extends another"
        )
    return base


def _refuse(document: Document, text: str) -> StretchFileError:
    return StretchFileError(document.name, [Problem(document.find_line((KEY,)), KEY, text)])
