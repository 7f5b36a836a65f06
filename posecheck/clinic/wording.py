"""Versions in short words that pages, command line and errors share."""

from __future__ import annotations

from posecheck.clinic.records import Version
from posecheck.history.records import LayerNumbers


def describe_version(version: Version) -> str:
    """Return "the clinic's version 3" or "version 2 of patient P7"."""
    if version.patient is None:
        return f"the clinic's version {version.number}"
    return f"version {version.number} of patient {version.patient}"


def describe_layers(layers: LayerNumbers) -> str:
    """Return under which version something was judged: "the library's own pose", "clinic version 3"."""
    parts = [f"clinic version {layers.clinic}"] if layers.clinic else []
    parts += [f"patient version {layers.patient}"] if layers.patient else []
    return ", ".join(parts) or "the library's own pose"
