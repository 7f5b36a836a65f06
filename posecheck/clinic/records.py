"""What the clinic's stores give back, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posecheck.errors import StretchError
from posecheck.history.records import NO_LAYERS, LayerNumbers
from posecheck.stretch.overrides import Override
from posecheck.stretch.schema import Stretch


class StaleEdit(StretchError):
    """A change to something that somebody else (or another tab) has changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a layer.

    Attributes:
        patient: the patient's code, None for the whole clinic.
        number: counted from 1 for each stretch and patient.
        override: the layer; None leaves the stretch as it is underneath (an undo of the first version).
        differences: what it changed against the version before, in words.
        base_sha256: fingerprint of the stretch underneath when it was published.
        restores: the version whose layer it took up again (0 is none), None for a new layer.
    """

    stretch_id: str
    patient: str | None
    number: int
    override: Override | None
    author: str
    reason: str
    differences: tuple[str, ...]
    base_sha256: str
    restores: int | None
    created_utc: datetime


@dataclass(frozen=True, slots=True)
class EffectiveStretch:
    """A stretch with its layers laid over it, and the numbers of their versions."""

    stretch: Stretch
    layers: LayerNumbers = NO_LAYERS
