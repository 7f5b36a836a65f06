"""Bands proposed from stick persons whose angles are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posecheck.errors import InputError
from posecheck.rejudging import PreparedTrack
from posecheck.stretch import Check
from posecheck.stretch.overrides import find_narrowest
from posecheck.tuning import Demonstration, open_bands, propose_bands
from posecheck.tuning.bounds import RESERVES, Side, choose_bound, join_bounds
from tests.core.poses import make_hold, make_track
from tests.tuning.builders import bend, hold

STRETCH = make_hold()


def propose(good, bad=()):
    return {proposal.key: proposal for proposal in propose_bands(STRETCH, good, bad)}


class TestBounds:
    def test_without_a_fault_a_bound_keeps_a_reserve(self):
        assert choose_bound(Side(88, 1, None), "knee_flexion") == 95
        assert choose_bound(Side(86, -1, None), "knee_flexion") == 80
        assert choose_bound(Side(-0.5, 1, None), "knee_over_toe") == -0.35

    def test_a_bound_lies_between_good_and_faulty(self):
        # Half way from 88 to 112 is 100; to 94 it is 91, and no whole five lies near enough to it.
        assert choose_bound(Side(88, 1, 24), "knee_flexion") == 100
        assert choose_bound(Side(88, 1, 6), "knee_flexion") == 91

    def test_a_far_fault_does_not_open_the_band_to_smaller_ones(self):
        assert choose_bound(Side(0, 1, 90), "trunk_lean") == 10

    @given(st.floats(-50, 120), st.sampled_from([-1, 1]), st.one_of(st.none(), st.floats(3.1, 80)))
    def test_a_bound_never_cuts_off_the_good_nor_reaches_the_faulty(self, good, outward, gap):
        room = outward * (choose_bound(Side(good, outward, gap), "knee_flexion") - good)
        assert room > 0
        assert room <= 2 * RESERVES["deg"] if gap is None else room < gap

    def test_a_band_is_never_narrower_than_a_camera_can_tell(self):
        band = join_bounds(88, 92, "knee_flexion")
        assert (band.low, band.high) == (85, 95)
        assert find_narrowest("knee_flexion") == 10

    def test_what_no_body_can_pass_is_left_open(self):
        assert (join_bounds(-8, 20, "knee_flexion").low, join_bounds(-8, 20, "knee_flexion").high) == (None, 20)
        assert join_bounds(-100, None, "knee_flexion") is None


class TestBands:
    def test_from_good_ones_alone(self):
        found = propose([hold("first", 86), hold("second", 92)])
        band = found["knee"].band
        assert (band.low, band.high) == (pytest.approx(80, abs=2), pytest.approx(100, abs=2))
        assert found["knee"].advice == "accept"
        assert "good recordings alone" in found["knee"].note
        assert [spread.name for spread in found["knee"].evidence.good] == ["first", "second"]
        assert found["knee"].evidence.good[0].median == pytest.approx(86, abs=4)

    def test_the_bands_of_the_stretch_play_no_part(self):
        good, bad = [hold("good", 90)], [hold("bad", 130)]
        assert [p.band for p in propose_bands(STRETCH, good, bad)] == [
            p.band for p in propose_bands(open_bands(STRETCH), good, bad)
        ]

    def test_a_fault_moves_the_bound_of_its_side_alone(self):
        alone, with_fault = propose([hold("good", 90)]), propose([hold("good", 90)], [hold("bad", 116)])
        assert with_fault["knee"].band.low == alone["knee"].band.low
        assert with_fault["knee"].band.high > alone["knee"].band.high
        assert with_fault["knee"].band.high < 116
        assert with_fault["knee"].evidence.caught == ("bad",)
        assert with_fault["knee"].note == "Separates 1 of 1 faulty recordings from the good ones."

    def test_a_check_in_which_nothing_differs_may_be_dropped(self):
        found = propose([hold("good", 90)], [hold("bad", 130)])
        assert found["trunk"].advice == "keep"
        assert "drop it for this patient" in found["trunk"].note
        assert found["trunk"].evidence.caught == ()

    def test_good_and_faulty_that_a_camera_can_hardly_tell_apart(self):
        found = propose([hold("good", 90)], [hold("bad", 95)])
        assert found["knee"].advice == "accept"
        assert "a camera can hardly tell (±3°)" in found["knee"].note

    def test_what_cannot_be_assessed_is_dropped_with_the_reason(self):
        elbow = {"id": "elbow", "name": "Elbow", "measure": "elbow_flexion", "band": {"high": 20}}
        check = Check.model_validate(elbow | {"cues": {"high": "Straighten"}})
        track = make_track(lambda t: bend(90) if t < 9 else bend(5), 10, 20)
        image = track.image_xy.copy()
        image[:, [15, 16]] = np.nan
        handless = Demonstration("handless", PreparedTrack(replace(track, image_xy=image)), "right")
        stretch = STRETCH.model_copy(update={"checks": [*STRETCH.checks, check]})
        found = propose_bands(stretch, [handless])[-1]
        assert (found.band, found.advice) == (None, "drop")
        assert found.note == ("Drop this check for this patient: it could not be assessed because the joint is hidden.")

    @settings(max_examples=15)
    @given(st.lists(st.floats(60, 120), min_size=1, max_size=3), st.lists(st.floats(45, 140), max_size=3))
    def test_every_good_one_passes_the_proposed_bands(self, good, bad):
        shown = [hold(f"good {index}", knee) for index, knee in enumerate(good)]
        faulty = [hold(f"bad {index}", knee) for index, knee in enumerate(bad)]
        proposals = propose_bands(STRETCH, shown, faulty)
        checks = [
            check.model_copy(update={"band": proposal.band, "target": None})
            for check, proposal in zip(STRETCH.checks, proposals, strict=True)
        ]
        stretch = STRETCH.model_copy(update={"checks": checks})
        assert {each.prepared.judge(stretch, "right").verdict for each in shown} == {"pass"}
        assert all(proposal.evidence.lost == () for proposal in proposals)
        for each in faulty:
            failed = each.prepared.judge(stretch, "right").verdict == "fail"
            assert failed == any(each.name in proposal.evidence.caught for proposal in proposals)


class TestRefusals:
    def test_without_a_good_recording(self):
        with pytest.raises(InputError, match="at least one recording of the stretch done well"):
            propose_bands(STRETCH, [])

    def test_the_pose_is_never_taken(self):
        with pytest.raises(InputError, match="pose was not recognised in standing. Mark the moments"):
            propose_bands(STRETCH, [hold("standing", 5)])

    def test_marked_moments_need_no_entry(self):
        stiff = hold("stiff", 30, moments=((3, 8),))
        found = {p.key: p for p in propose_bands(STRETCH, [stiff])}
        assert found["knee"].evidence.good[0].median == pytest.approx(30, abs=4)

    def test_the_same_name_twice(self):
        with pytest.raises(InputError, match="once, but got clip more than once"):
            propose_bands(STRETCH, [hold("clip", 90), hold("clip", 92)])
