"""Which stretch is this? Stick persons doing what a made-up library holds, and people who do nothing of it."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.band_evidence import compute_likelihood_ratio, compute_membership
from posecheck.recognition import NONE_WORDS, Candidate, Recognition, recognise_stretch, thin_track
from posecheck.stretch import Band
from tests.core.poses import make_frontal, make_frontal_reps, make_hold, make_reps, make_track, still_track
from tests.core.stick_figure import Arm, Leg, half_kneel, lie, stand
from tests.core.test_trainer import bend, raise_leg

HOLD = make_hold(id="bent_knee", name="Bent knee")
REPS = make_reps(id="straight_raise", name="Straight raise")
FRONTAL = make_frontal(
    id="legs_wide",
    name="Legs wide",
    entry={"conditions": [{"measure": "leg_spread", "limb": "middle", "band": {"low": 40}}]},
)
LIBRARY = [HOLD, REPS]


def test_what_is_only_guided_is_never_recognised():
    track = still_track(bend(90))
    assert recognise_stretch(track, [make_hold()]).best is not None
    assert recognise_stretch(track, [make_hold(guided=True, checks=[])]).best is None


def raising(peak_deg: float, seconds_each: float = 3.0, *, drift: float = 0.0, knee: float = 0.0):
    """A person who raises the straight leg again and again; `drift` moves the hips across the picture."""

    def at(time_s: float):
        lift = peak_deg * (0.5 - 0.5 * np.cos(2 * np.pi * time_s / seconds_each))
        return raise_leg(lift, knee).but(hips_at=(0.4 + drift * time_s, 0.5))

    return at


def make_arm_overhead():
    """The hold, and the arm overhead with it."""
    check = {
        "id": "arm",
        "name": "Arm",
        "measure": "shoulder_flexion",
        "limb": "working",
        "band": {"low": 150},
        "cues": {"low": "Reach up"},
    }
    checks = [*(each.model_dump() for each in HOLD.checks), check]
    return make_hold(id="arm_overhead", name="Arm overhead", checks=checks)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_hold_is_recognised_with_its_side(side):
    person = stand(heading=0 if side == "right" else 180, **{side: Leg(hip=20, knee=90)})
    found = recognise_stretch(still_track(person, 4.0), LIBRARY)
    assert (found.best.stretch, found.best.name, found.best.side) == ("bent_knee", "Bent knee", side)
    assert (found.best.seen_s, found.best.reps) == (pytest.approx(4.0, abs=0.3), 0)
    assert found.best.fit == pytest.approx(1.0, abs=0.02)
    assert found.sure
    assert found.reason == ""


def test_repetitions_are_recognised_and_counted():
    found = recognise_stretch(make_track(raising(65), 9.5), LIBRARY)
    assert (found.best.stretch, found.best.side, found.best.reps) == ("straight_raise", "right", 3)


def test_a_fault_does_not_hide_what_it_is():
    assert recognise_stretch(still_track(bend(90, lean=20), 4.0), LIBRARY).best.stretch == "bent_knee"
    assert recognise_stretch(make_track(raising(65, knee=35), 9.5), LIBRARY).best.stretch == "straight_raise"


@pytest.mark.parametrize(("shoulder", "expected"), [(170, "arm_overhead"), (10, "bent_knee")])
def test_one_condition_more_tells_two_alike_stretches_apart(shoulder, expected):
    person = bend(90).but(right_arm=Arm(shoulder, 5), left_arm=Arm(shoulder, 5))
    found = recognise_stretch(still_track(person, 4.0), [HOLD, make_arm_overhead()])
    assert found.best.stretch == expected
    assert found.sure


@pytest.mark.parametrize(("seconds_in_full", "expected"), [(6.0, "deep"), (2.0, "shallow")])
def test_what_explains_most_of_the_same_time_better_is_not_behind_for_being_seen_shorter(seconds_in_full, expected):
    """A knee on its way to 90 degrees is in the looser pose for longer; what fits that badly at last is not it."""

    def at(time_s: float):
        return bend(90 if 2.0 < time_s < 2.0 + seconds_in_full else 50)

    band = {"measure": "knee_flexion", "limb": "working", "band": {"low": 35, "high": 120}}
    trunk = {"measure": "trunk_lean", "limb": "middle", "band": {"low": -10, "high": 10}}
    deep_knee = {**band, "band": {"low": 80, "high": 100}}
    cues = {"low": "More", "high": "Less"}
    loose = {"id": "knee", "name": "Knee", **band, "band": {"low": 40, "high": 80}, "cues": cues}
    strict = {"id": "knee", "name": "Knee", **deep_knee, "cues": cues}
    library = [
        make_hold(id="shallow", name="Shallow", entry={"conditions": [band, trunk]}, checks=[loose]),
        make_hold(id="deep", name="Deep", entry={"conditions": [deep_knee, trunk]}, checks=[strict]),
    ]
    found = recognise_stretch(make_track(at, 4.0 + seconds_in_full), library)
    assert found.best.stretch == expected


def test_two_that_cannot_be_told_apart_are_both_named():
    twin = make_hold(id="the_same", name="The same")
    found = recognise_stretch(still_track(bend(90), 4.0), [HOLD, twin])
    assert {found.best.stretch, found.runner_up.stretch} == {"bent_knee", "the_same"}
    assert not found.sure


@pytest.mark.parametrize(
    ("track", "reason"),
    [
        (still_track(None, 4.0), "nobody"),
        (still_track(None, 4.0).slice(0, 0), "nobody"),
        (still_track(stand(), 4.0), "nothing_taken"),
        (still_track(lie(), 4.0), "nothing_taken"),
        (still_track(bend(90), 0.8), "nothing_taken"),
        (still_track(bend(90, heading=45), 4.0), "view"),
        (still_track(bend(90, lean=30), 4.0), "nothing_alike"),
        (still_track(bend(150, lean=60), 4.0), "nothing_alike"),
        (make_track(raising(65, 1.2, drift=0.15), 5), "nothing_taken"),
        (make_track(raising(65, 16.0), 17), "nothing_taken"),
    ],
    ids=[
        "nobody",
        "no_frames",
        "standing",
        "lying",
        "a_moment",
        "oblique",
        "half_of_it",
        "other",
        "walking",
        "too_slow",
    ],
)
def test_none_of_these(track, reason):
    found = recognise_stretch(track, LIBRARY)
    assert (found.best, found.runner_up, found.reason) == (None, None, reason)
    assert NONE_WORDS[found.reason]


def test_a_stretch_seen_from_the_front_is_not_sought_from_the_side():
    wide = stand(left=Leg(abduction=30), right=Leg(abduction=30))
    assert recognise_stretch(still_track(wide.but(heading=90), 4.0), [FRONTAL]).best.stretch == "legs_wide"
    assert recognise_stretch(still_track(wide.but(heading=0), 4.0), [FRONTAL]).best is None


def make_far_raise(other_knee):
    """The raise of the straight leg, with the other knee in a band at full range."""
    at_full = [{"measure": "knee_flexion", "limb": "other", "band": other_knee}]
    return make_reps(id="far_raise", name="Far raise", repetition={**REPS.repetition.model_dump(), "at_full": at_full})


def test_what_belongs_to_full_range_tells_two_movements_apart():
    track = make_track(raising(65), 9.5)
    assert recognise_stretch(track, [make_far_raise({"high": 20})]).best.reps == 3
    assert recognise_stretch(track, [make_far_raise({"low": 40})]).best is None
    photo = still_track(raise_leg(60, 0)).slice(0, 1)
    assert recognise_stretch(photo, [make_far_raise({"high": 20})]).best is not None
    assert recognise_stretch(photo, [make_far_raise({"low": 40})]).best is None


def test_a_variant_is_not_told_from_a_base_that_cannot_be_seen_from_here():
    variant = make_hold(id="variant", name="Variant", extends="legs_wide")
    found = recognise_stretch(still_track(bend(90), 4.0), [variant, FRONTAL])
    assert (found.best.stretch, found.runner_up.stretch, found.runner_up.name) == ("variant", "legs_wide", "Legs wide")
    assert not found.sure
    assert recognise_stretch(still_track(bend(90), 4.0), [variant]).sure


def test_small_attempts_do_not_tell_an_exercise():
    short = {"measure": "hip_flexion", "rest": 10, "full": 60, "small_attempt": 0.25, "cue_partial": "Higher"}
    library = [make_reps(id="short", name="Short", repetition=short)]
    assert recognise_stretch(make_track(raising(20), 9.5), library).best is None
    assert recognise_stretch(make_track(raising(40), 9.5), library).best.reps == 3


def test_in_which_order_stretches_are_asked_for_does_not_matter():
    """An exercise counts the pelvis from how somebody stood; what was measured for it is not used for a pose."""
    raised = stand(heading=90, pelvis_obliquity=6.0, right=Leg(abduction=30))
    standing = stand(heading=90, pelvis_obliquity=2.5)
    track = make_track(lambda t: raised if t % 4 > 2 else standing, 12.0)
    library = [make_frontal(id="pose", name="Pose"), make_frontal_reps(id="raises", name="Raises")]
    fits = [recognise_stretch(track, order).candidates for order in (library, library[::-1])]
    assert {each.stretch: each.fit for each in fits[0]} == {each.stretch: each.fit for each in fits[1]}


def test_a_photo_shows_the_full_range_of_a_repetition():
    assert recognise_stretch(still_track(bend(90)).slice(0, 1), LIBRARY).best.stretch == "bent_knee"
    assert recognise_stretch(still_track(raise_leg(60, 0)).slice(0, 1), LIBRARY).best.stretch == "straight_raise"
    assert recognise_stretch(still_track(raise_leg(5, 0)).slice(0, 1), LIBRARY).best is None


def test_the_frame_rate_does_not_matter():
    at = raising(65)
    slow, fast = (recognise_stretch(make_track(at, 9.5, fps), LIBRARY).best for fps in (10.0, 60.0))
    assert (slow.stretch, slow.reps) == (fast.stretch, fast.reps)
    assert slow.evidence == pytest.approx(fast.evidence, rel=0.1)


def test_thinning_keeps_the_spread_and_the_first_frame():
    track = still_track(stand(), 4.0, fps=60)
    thinned = thin_track(track, 10.0)
    assert len(thinned) == 40
    assert thinned.time_s[0] == track.time_s[0]
    assert np.diff(thinned.time_s) == pytest.approx(0.1, abs=0.02)
    assert len(thin_track(still_track(stand(), 4.0, fps=5), 10.0)) == 20


def test_the_library_is_the_default():
    found = recognise_stretch(still_track(half_kneel("left"), 4.0))
    assert (found.best.stretch, found.best.side) == ("half_kneeling_hip_flexor", "left")


class TestAnotherStretchThanTheChosenOne:
    def test_is_named_when_it_is_clear(self):
        other = recognise_stretch(still_track(bend(90), 4.0), LIBRARY).find_other("straight_raise")
        assert other.stretch == "bent_knee"

    def test_is_not_named_when_the_chosen_one_was_done_with_a_fault(self):
        assert recognise_stretch(still_track(bend(90, lean=20), 4.0), LIBRARY).find_other("bent_knee") is None

    def test_is_not_named_when_the_two_are_much_alike(self):
        twin = make_hold(id="the_same", name="The same")
        found = recognise_stretch(still_track(bend(90), 4.0), [HOLD, twin])
        assert [found.find_other(each.id) for each in (HOLD, twin)] == [None, None]

    def test_is_not_named_when_it_fits_badly(self):
        found = recognise_stretch(still_track(bend(90, lean=20), 4.0), LIBRARY)
        assert found.best.fit < 0.95
        assert found.find_other("straight_raise") is None

    def test_is_not_named_when_the_chosen_one_may_look_like_it_from_here(self):
        seated = make_frontal(id="seated", name="Seated", posture="seated")
        found = recognise_stretch(still_track(bend(90), 4.0), [HOLD, FRONTAL, seated])
        assert found.unseen == {"legs_wide"}
        assert found.find_other("legs_wide") is None
        assert found.find_other("seated").stretch == "bent_knee"

    def test_is_not_named_when_who_sits_may_do_the_chosen_one_on_the_floor(self):
        """A pigeon, with the trunk upright on the floor, looks like a butterfly from the front."""
        seated = make_hold(id="seated", name="Seated", posture="seated")
        found = recognise_stretch(still_track(bend(90), 4.0), [seated, FRONTAL])
        assert found.find_other("legs_wide") is None

    @pytest.mark.parametrize(("fit", "named"), [(0.85, False), (0.7, True)])
    def test_is_not_named_when_the_chosen_one_fits_nearly_as_well(self, fit, named):
        """Elbows that bend tell against hands that press, but all the rest fits."""
        best = Candidate("kneeling", "Kneeling", "left", 8.0, 0, 1.0, 40.0)
        own = Candidate("pressing", "Pressing", "left", 8.0, 0, fit, 4.0)
        found = Recognition(best, None, sure=True, candidates=(best, own))
        assert (found.find_other("pressing") is not None) == named

    def test_is_not_named_when_nothing_was_done(self):
        assert recognise_stretch(still_track(stand(), 4.0), LIBRARY).find_other("bent_knee") is None


def test_membership_falls_outside_the_band_alone():
    shares = compute_membership(np.array([80, 90, 112, 150, np.nan]), Band(low=80, high=100), "knee_flexion")
    assert shares[:2] == pytest.approx(1.0)
    assert shares[2] == pytest.approx(np.exp(-0.5), abs=1e-9)
    assert shares[3] < 1e-3
    assert np.isnan(shares[4])


def ratio(value, band, measure="knee_flexion"):
    return compute_likelihood_ratio(np.array([value]), band, measure)[0]


def test_a_narrow_band_tells_more_than_a_wide_one_and_a_miss_speaks_against_it():
    narrow, wide = Band(low=85, high=95), Band(low=20)
    assert ratio(90.0, narrow) > ratio(90.0, wide) > 1
    assert ratio(10.0, narrow) < 0.1


def test_what_every_standing_body_has_tells_little():
    assert ratio(90.0, Band(low=75, high=105)) > 3 * ratio(5.0, Band(high=15))
    assert ratio(170.0, Band(low=150), "shoulder_flexion") > ratio(5.0, Band(low=-20, high=20), "shoulder_flexion")


def test_what_cannot_be_measured_tells_nothing():
    assert ratio(np.nan, Band(low=85, high=95)) == 1.0


def test_both_sides_have_to_do_the_same_where_they_work_together():
    squat = make_reps(
        id="squat",
        name="Squat",
        sides="both",
        view={"kind": "side", "near": "any", "placement": "Beside you."},
        repetition={"measure": "knee_flexion", "limb": "near", "rest": 15, "full": 85, "cue_partial": "Lower"},
        checks=[
            {
                "id": "trunk",
                "name": "Trunk",
                "measure": "trunk_lean",
                "limb": "middle",
                "band": {"high": 50},
                "cues": {"high": "Sit up"},
            }
        ],
    )

    def bending(other_share):
        def at(time_s):
            bend_deg = 95 * (0.5 - 0.5 * np.cos(2 * np.pi * time_s / 3))
            legs = (Leg(bend_deg, bend_deg), Leg(other_share * bend_deg, other_share * bend_deg))
            return stand(right=legs[0], left=legs[1])

        return recognise_stretch(make_track(at, 9.5), [squat]).candidates[0].evidence

    assert bending(1.0) > bending(0.1) + 10
