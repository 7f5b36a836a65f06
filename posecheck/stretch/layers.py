"""A stretch with files of changes laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from posecheck.errors import StretchError
from posecheck.stretch.library import load_stretch
from posecheck.stretch.overrides import Override, apply_overrides, read_override
from posecheck.stretch.schema import Stretch


def load_layered(id_or_path: str | None, overrides: Sequence[Path]) -> Stretch:
    """Return a stretch with the layers of some YAML files laid over it, first to last.

    Args:
        id_or_path: as `load_stretch` takes it; None for the stretch that the layers are for.
        overrides: the files; there may be none where a stretch is named.

    Raises:
        StretchError: a file cannot be read, or a layer does not fit.
    """
    layers = [read_override(path) for path in overrides]
    name = id_or_path or find_base(layers)
    if name is None:
        raise StretchError("expected a stretch or an override of one, found neither")
    return apply_overrides(load_stretch(name), layers)


def find_base(layers: Sequence[Override]) -> str | None:
    """Return the id of the stretch that all layers are for, None without layers; StretchError when they disagree."""
    bases = list(dict.fromkeys(layer.base for layer in layers))
    if len(bases) > 1:
        raise StretchError(f"expected overrides of one stretch, found some of {' and of '.join(bases)}")
    return bases[0] if bases else None
