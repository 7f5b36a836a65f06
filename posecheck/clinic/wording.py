"""Versions in short words that pages, command line and errors share."""

from __future__ import annotations

from posecheck.clinic.records import Version
from posecheck.history.records import LayerNumbers
from posecheck.language import _


def describe_version(version: Version) -> str:
    """Return "the clinic's version 3" or "version 2 of patient P7"."""
    if version.patient is None:
        return _("the clinic's version {n}").format(n=version.number)
    return _("version {n} of patient {code}").format(n=version.number, code=version.patient)


def describe_layers(layers: LayerNumbers) -> str:
    """Return under which version something was judged: "the library's own pose", "clinic version 3"."""
    parts = [_("clinic version {n}").format(n=layers.clinic)] if layers.clinic else []
    parts += [_("patient version {n}").format(n=layers.patient)] if layers.patient else []
    return ", ".join(parts) or _("the library's own pose")
