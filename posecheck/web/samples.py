"""The sample clips of a checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from posecheck.language import N_, _
from posecheck.web.settings import find_sample_folder

_VARIANTS = {
    "good": N_("Good form"),
    "leaning_forward": N_("Leaning forward"),
    "trunk_leans": N_("Trunk leans"),
    "shallow": N_("Shallow"),
    "other_knee_rises": N_("Other knee rises"),
    "knee_bends": N_("Knee bends"),
    "hips_sag": N_("Hips sag"),
    "hips_lift": N_("Hips lift"),
    "front_knee_past_toes": N_("Front knee past toes"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A clip that shows a stretch done well, or with one fault."""

    path: Path
    stretch: str
    variant: str

    @property
    def label(self) -> str:
        """The variant for people: "Good form", "Leaning forward"."""
        words = _VARIANTS.get(self.variant)
        return _(words) if words else self.variant.replace("_", " ").capitalize()


def list_samples(stretch_id: str) -> list[Sample]:
    """Return the samples of a stretch, the good one first; none where the checkout or the clips are missing."""
    folder = find_sample_folder()
    if folder is None:
        return []
    files = sorted(folder.glob(f"{stretch_id}__*.mp4"))
    variants = [(file, file.stem.partition("__")[2]) for file in files]
    # A clip that is still being written has a longer name.
    samples = [Sample(file, stretch_id, variant) for file, variant in variants if variant.isidentifier()]
    return sorted(samples, key=lambda sample: not sample.variant.startswith("good"))


def list_good_samples() -> list[Sample]:
    """Return the good sample of each stretch that has one."""
    folder = find_sample_folder()
    files = [] if folder is None else sorted(folder.glob("*__good.mp4"))
    return [Sample(file, file.stem.partition("__")[0], "good") for file in files]
