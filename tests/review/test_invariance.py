"""A clip's result does not depend on its frame rate, size, container, rotation tag or mirroring."""

from __future__ import annotations

from pathlib import Path

import pytest

from posecheck.pose import opposite
from posecheck.review import Review, review_file
from tests.review.variants import Variant, write_variant

pytestmark = [pytest.mark.model, pytest.mark.slow]

GOOD = "half_kneeling_hip_flexor__good.mp4"
FAULTY = "half_kneeling_hip_flexor__leaning_forward.mp4"
STRETCH = "half_kneeling_hip_flexor"

VARIANTS = [
    Variant("fps15", keep=lambda index: index % 2 == 0),
    Variant("fps60", repeat=2),
    Variant("variable_rate", keep=lambda index: index % 5 in (0, 1, 3)),
    Variant("p360", height=360),
    Variant("p720", height=720),
    Variant("p1080", height=1080, keep=lambda index: index % 2 == 0),
    Variant("mov", suffix=".mov"),
    Variant("mkv", suffix=".mkv"),
    Variant("webm", suffix=".webm", codec="libvpx"),
    Variant("turned90", turn=90),
    Variant("turned180", turn=180),
    Variant("turned270", turn=270),
    Variant("mirrored", mirrored=True),
]


@pytest.fixture(scope="module")
def originals(sample_dir: Path, model_path: Path) -> dict[str, Review]:
    return {name: review_file(sample_dir / name, STRETCH, model=model_path) for name in (GOOD, FAULTY)}


# A fault has to survive what changes the picture itself; that a tag or a container is read is shown by the good clip.
TELLING = ("fps15", "p360", "webm", "mirrored")
CASES = [(GOOD, variant) for variant in VARIANTS] + [(FAULTY, v) for v in VARIANTS if v.name in TELLING]


@pytest.mark.parametrize(("name", "variant"), CASES, ids=lambda case: getattr(case, "name", str(case).split("__")[-1]))
def test_variant_gives_the_same_result(
    name: str, variant: Variant, originals: dict[str, Review], sample_dir: Path, model_path: Path, tmp_path: Path
) -> None:
    expected = originals[name].result
    path = write_variant(sample_dir / name, tmp_path, variant)
    found = review_file(path, STRETCH, model=model_path).result
    assert found.verdict == expected.verdict
    assert {check.id: (check.verdict, check.direction) for check in found.checks} == {
        check.id: (check.verdict, check.direction) for check in expected.checks
    }
    assert found.held_s == pytest.approx(expected.held_s, abs=0.3)
    assert found.side == (opposite(str(expected.side)) if variant.mirrored else expected.side)
