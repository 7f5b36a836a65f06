"""Accepted proposals become an override that the stretch takes."""

from __future__ import annotations

import pytest

from posecheck.errors import InputError, StretchError
from posecheck.stretch.overrides import apply_overrides, parse_override
from posecheck.stretch.writing import format_override
from posecheck.tuning import build_override, propose_bands, propose_entry
from tests.core.poses import make_hold
from tests.tuning.builders import hold

STRETCH = make_hold()
SIGNED = {"author": "A therapist", "reason": "a stiff knee"}


def propose():
    good = [hold("good", 62, moments=((3, 8),))]
    return [*propose_bands(STRETCH, good), *propose_entry(STRETCH, good)]


def test_the_layer_gives_the_stretch_the_proposed_bands():
    proposals = propose()
    layer = build_override(STRETCH, proposals, **SIGNED)
    changed = apply_overrides(STRETCH, [layer])
    assert [check.band for check in changed.checks] == [proposals[0].band, proposals[1].band]
    assert changed.checks[0].band.high < 80
    assert "changed by A therapist: a stiff knee" in changed.checks[0].source


def test_what_is_written_is_read_back():
    layer = build_override(STRETCH, propose(), **SIGNED)
    text = format_override(layer)
    assert parse_override(text) == layer
    assert text.startswith("schema_version: 1\nbase: test_stretch\n")


def test_a_target_outside_the_new_band_moves_inside():
    targets = [check.model_copy(update={"target": 90.0}) for check in STRETCH.checks[:1]]
    stretch = STRETCH.model_copy(update={"checks": [*targets, *STRETCH.checks[1:]]})
    good = [hold("good", 62, moments=((3, 8),))]
    changed = apply_overrides(stretch, [build_override(stretch, propose_bands(stretch, good), **SIGNED)])
    assert changed.checks[0].target == pytest.approx(62, abs=4)


def test_checks_may_be_dropped():
    changed = apply_overrides(STRETCH, [build_override(STRETCH, [], drop=["trunk"], **SIGNED)])
    assert [check.id for check in changed.checks] == ["knee"]


def test_refusals():
    with pytest.raises(InputError, match="at least one accepted proposal"):
        build_override(STRETCH, [], **SIGNED)
    with pytest.raises(InputError, match="author and a reason"):
        build_override(STRETCH, propose(), author=" ", reason="x")
    with pytest.raises(StretchError, match="expected a check of test_stretch, found 'nose'"):
        build_override(STRETCH, [], drop=["nose"], **SIGNED)
    with pytest.raises(StretchError):
        build_override(STRETCH, [], drop=["knee", "trunk"], **SIGNED)
