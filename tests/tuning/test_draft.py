"""A draft of a new stretch from a recording: it reads, it judges, and it says what is still to be written."""

from __future__ import annotations

import pytest

from lab.tracks import TRACKS_DIR, load_track
from posecheck.errors import InputError
from posecheck.pose import PoseTrack
from posecheck.rejudging import PreparedTrack
from posecheck.stretch.overrides import find_narrowest
from posecheck.stretch.reading import parse_stretch
from posecheck.tuning import draft_stretch, list_unwritten
from tests.core.poses import make_track, still_track
from tests.core.stick_figure import lie_prone, stand
from tests.tuning.builders import bend

NAMES = {"stretch_id": "new_one", "name": "New one"}


def load(name: str) -> PoseTrack:
    return load_track(TRACKS_DIR / f"{name}.npz")


class TestHalfKneeling:
    text = draft_stretch(load("half_kneeling_hip_flexor__good"), [(6, 11)], **NAMES, source="clip.mp4")
    stretch = parse_stretch(text)

    def test_says_what_the_body_does(self):
        stretch = self.stretch
        assert (stretch.id, stretch.name, stretch.kind) == ("new_one", "New one", "hold")
        assert (stretch.view.kind, stretch.posture, stretch.sides) == ("side", "upright", "each")
        assert stretch.working_leg == "rear"
        knee = stretch.find_check("other_knee_flexion")
        assert knee.band.low < 88 < knee.band.high
        assert knee.source == "seen in clip.mp4 at 6-11 s"

    def test_bands_are_what_a_camera_can_tell(self):
        for check in self.stretch.checks:
            if check.band.low is not None and check.band.high is not None:
                assert check.band.high - check.band.low >= find_narrowest(check.measure)

    @pytest.mark.parametrize("name", ["good", "good_short", "good_heavy"])
    def test_judges_the_recording_and_other_people_who_do_the_same(self, name):
        assert PreparedTrack(load(f"half_kneeling_hip_flexor__{name}")).judge(self.stretch).verdict == "pass"

    @pytest.mark.parametrize("name", ["leaning_forward", "front_knee_past_toes", "too_shallow", "arching_back"])
    def test_catches_faults_that_it_was_never_shown(self, name):
        assert PreparedTrack(load(f"half_kneeling_hip_flexor__{name}")).judge(self.stretch).verdict == "fail"

    def test_is_not_the_pose_of_another_stretch(self):
        assert PreparedTrack(load("air_squat__good")).judge(self.stretch).verdict != "pass"

    def test_every_text_asks_to_be_written(self):
        places = list_unwritten(self.stretch)
        for place in ("summary", "felt", "breathing", "view.placement", "steps.0", "cautions.0", "dose.source"):
            assert place in places
        assert "checks.0.cues.low" in places
        assert "name" not in places
        assert self.text.splitlines()[1].startswith("# A draft: every text that begins with 'TO WRITE:'")

    def test_a_finished_stretch_asks_for_nothing(self):
        from posecheck.stretch.library import load_stretch

        assert list_unwritten(load_stretch("cobra")) == []


def test_a_pose_of_both_sides_is_measured_on_the_near_one():
    stretch = parse_stretch(draft_stretch(load("cobra__good"), [(5, 8)], **NAMES))
    assert (stretch.posture, stretch.sides) == ("prone", "both")
    assert {check.limb for check in stretch.checks} <= {"near", "middle"}
    assert PreparedTrack(load("cobra__good")).judge(stretch).verdict == "pass"
    assert PreparedTrack(load("cobra__chest_drops")).judge(stretch).verdict != "pass"


def test_a_pose_seen_from_the_front():
    stretch = parse_stretch(draft_stretch(load("leg_raise_side__good"), [(3.5, 4.2)], **NAMES))
    assert stretch.view.kind == "front"
    assert all("front" in check.definition.views for check in stretch.checks)


def test_several_moments_count_together():
    track = make_track(lambda t: bend(80) if 1 <= t < 4 else bend(100) if 6 <= t < 9 else bend(5), 10, 20)
    first, both = (
        parse_stretch(draft_stretch(track, moments, **NAMES)).find_check("working_knee_flexion")
        for moments in ([(2, 4)], [(2, 4), (7, 9)])
    )
    assert first.band.high < 100
    assert (both.band.low, both.band.high) == (pytest.approx(70, abs=5), pytest.approx(115, abs=5))


def test_a_short_moment_counts_as_a_long_one():
    # The knee bends to 60 for nine seconds, and to 90 for one.
    track = make_track(lambda t: bend(60) if t < 9 else bend(90) if 12 <= t < 13 else bend(5), 15, 20)
    one = parse_stretch(draft_stretch(track, [(0.5, 8.5)], **NAMES)).find_check("working_knee_flexion")
    both = parse_stretch(draft_stretch(track, [(0.5, 8.5), (12.2, 12.9)], **NAMES)).find_check("working_knee_flexion")
    assert one.band.high < 85
    assert both.band.high > 95
    assert both.band.low == one.band.low
    assert both.target == pytest.approx(75, abs=4)
    assert both.source == "seen in a recording at 0.5-8.5 s and 12.2-12.9 s"


@pytest.mark.parametrize(
    ("moments", "message"),
    [
        ([], "at least one moment"),
        ([(50, 60)], r"within the recording \(0 to 9.9 s\), found 50 to 60 s"),
        ([(3, 3)], "within the recording"),
    ],
)
def test_moments_that_cannot_be_used(moments, message):
    with pytest.raises(InputError, match=message):
        draft_stretch(make_track(lambda _: bend(90), 10, 10), moments, **NAMES)


@pytest.mark.parametrize("stretch_id", ["", "Has Capitals", "../up", "x" * 60])
def test_an_id_that_cannot_be_used(stretch_id):
    with pytest.raises(InputError, match="small letters, digits and _"):
        draft_stretch(still_track(bend(90)), [(0, 5)], stretch_id=stretch_id, name="New one")


def test_nobody_or_a_useless_view():
    with pytest.raises(InputError, match="somebody in the picture"):
        draft_stretch(make_track(lambda _: None, 3, 10), [(0, 3)], **NAMES)
    with pytest.raises(InputError, match="from the side or from the front, found one that is oblique"):
        draft_stretch(still_track(stand(heading=40)), [(0, 5)], **NAMES)
    assert parse_stretch(draft_stretch(still_track(lie_prone()), [(0, 5)], **NAMES)).posture == "prone"
