"""All programmes of the library, done from start to end in one film, and what people leave out or do otherwise.

The films are stored tracks of the lab, each with its own truth; which scene shows what is known by construction.
"""

from __future__ import annotations

import pytest

from posecheck.errors import InputError
from posecheck.pose import PoseTrack
from posecheck.programme_review import PartReview, ProgrammeReview, review_programme
from posecheck.stretch.library import list_stretches
from posecheck.stretch.programmes import Programme, list_programmes
from tests.programme_review.films import ACROSS, EMPTY, FRONTAL, LYING, STANDING, WALKING, Film, shoot

STRETCHES = {stretch.id: stretch for stretch in list_stretches()}
PROGRAMMES = {programme.id: programme for programme in list_programmes()}
GUIDED = {stretch.id for stretch in STRETCHES.values() if stretch.guided}


def both(stretch: str, between: str = STANDING, left: str = "good", right: str = "good") -> list[str]:
    """Both sides of a stretch, with something between them."""
    return [f"{stretch}__{left}:left", between, f"{stretch}__{right}:right"]


WHOLE = {
    "desk_break": [
        WALKING,
        *both("standing_lunge_hip_flexor", WALKING),
        STANDING,
        *both("leg_raise_back", ACROSS, right="knee_bends"),
        WALKING,
        *both("chair_figure_four"),
        ACROSS,
    ],
    "glutes": [
        WALKING,
        "glute_bridge_reps__good",
        *both("lateral_lunge", WALKING),
        ACROSS,
        *both("step_up", right="trunk_collapses"),
        STANDING,
        "air_squat__good",
        ACROSS,
        *both("straight_leg_raise", LYING),
    ],
    "hip_four_way": [
        WALKING,
        *both("leg_raise_forward"),
        FRONTAL,
        *both("leg_raise_side", FRONTAL, right="trunk_leans"),
        *both("leg_raise_back", ACROSS),
        FRONTAL,
        *both("leg_raise_across", FRONTAL),
    ],
    "hips_and_back": [
        WALKING,
        *both("pigeon"),
        "butterfly__good",
        "seated_hip_fold__good",
        LYING,
        "glute_bridge_hold__good",
        STANDING,
        *both("half_kneeling_hip_flexor", ACROSS, right="leaning_forward"),
    ],
    "imbalance": [
        *both("lying_hip_stretch", WALKING),
        STANDING,
        "cobra__good",
        *both("leg_raise_forward"),
        FRONTAL,
        *both("leg_raise_side", FRONTAL),
        ACROSS,
        *both("leg_raise_back"),
    ],
    "on_the_bed": [
        *both("lying_hip_stretch", LYING, right="held_knee_drops"),
        LYING,
        *both("knee_to_chest", LYING),
        *both("figure_four", LYING),
        LYING,
        "supine_knee_drops__good",
    ],
    "release_then_stretch": [
        *both("prone_forearm_release"),
        WALKING,
        *both("half_kneeling_arm_overhead"),
        STANDING,
        *both("half_kneeling_arm_overhead", WALKING, left="arm_drops"),
    ],
}
# What was done wrongly in these films: item, side, and the checks that have to say so.
FAULTS = {
    "desk_break": (2, "right", {"knee"}),
    "glutes": (3, "right", {"trunk"}),
    "hip_four_way": (2, "right", {"trunk"}),
    "hips_and_back": (5, "right", {"trunk"}),
    "imbalance": None,
    "on_the_bed": (1, "right", {"held_hip"}),
    "release_then_stretch": (2, "left", {"arm"}),
}


def review(programme: str | Programme, *scenes: str) -> tuple[ProgrammeReview, Film]:
    film = shoot(*scenes)
    asked = PROGRAMMES[programme] if isinstance(programme, str) else programme
    return review_programme(film.track, asked, STRETCHES), film


def make_programme(*items: str | dict) -> Programme:
    listed = [{"stretch": item} if isinstance(item, str) else item for item in items]
    about = {"schema_version": 1, "id": "made_up", "name": "Made up", "summary": "For a test.", "sources": ["none"]}
    return Programme.model_validate(about | {"items": listed})


def list_parts(found: ProgrammeReview) -> dict[tuple[int, str], PartReview]:
    return {(item.number, part.side): part for item in found.items for part in item.parts}


def is_inside(part: PartReview, scenes: list[tuple[float, float]]) -> bool:
    """Return whether each set lies in a scene of its own; a person may be in the pose when the film is cut."""
    return len(part.reviews) == len(scenes) and all(
        start_s - 2.0 <= each.start_s < each.end_s <= end_s + 2.0
        for each, (start_s, end_s) in zip(part.reviews, scenes, strict=True)
    )


@pytest.mark.parametrize("programme", sorted(WHOLE))
def test_each_part_of_a_programme_is_found_where_it_was_done(programme):
    found, film = review(programme, *WHOLE[programme])
    for item in found.items:
        if item.stretch.id in GUIDED:
            continue
        for part in item.parts:
            assert part.found == "found", (item.stretch.id, part.side)
            assert is_inside(part, film.find(item.stretch.id, part.side)), (item.stretch.id, part)


@pytest.mark.parametrize("programme", sorted(WHOLE))
def test_only_what_was_done_wrongly_fails(programme):
    found, _ = review(programme, *WHOLE[programme])
    expected = FAULTS[programme]
    failed = {key: part for key, part in list_parts(found).items() if part.verdict == "fail"}
    assert set(failed) == ({expected[:2]} if expected else set())
    for part in failed.values():
        told = {check.id for each in part.reviews for check in each.result.checks if check.verdict == "fail"}
        assert expected[2] <= told


def test_every_programme_of_the_library_has_a_film():
    assert set(WHOLE) == set(PROGRAMMES)


def test_what_was_done_is_compared_with_the_dose():
    found, _ = review("hip_four_way", *WHOLE["hip_four_way"])
    parts = list_parts(found)
    assert (parts[1, "left"].done, parts[1, "left"].wanted) == (4, 10)
    assert parts[1, "left"].verdict == "pass"
    assert not parts[1, "left"].reached
    short = make_programme({"stretch": "leg_raise_forward", "amount": 4, "sets": 1})
    assert all(part.reached and part.verdict == "pass" for part in review(short, *both("leg_raise_forward"))[0].asked)


def test_what_came_between_is_left_out():
    found, film = review("hips_and_back", *WHOLE["hips_and_back"])
    assert found.duration_s == pytest.approx(film.track.time_s[-1])
    walking = film.scenes[0]
    assert found.left_out[0][0] == 0.0
    assert found.left_out[0][1] >= walking[3]
    sets = [each for part in found.asked for each in part.reviews]
    assert found.left_out_s + sum(each.end_s - each.start_s for each in sets) == pytest.approx(found.duration_s, abs=3)


def test_an_item_that_is_missing_is_said_to_be_missing():
    scenes = [scene for scene in WHOLE["hips_and_back"] if not scene.startswith("butterfly")]
    found, _ = review("hips_and_back", *scenes)
    parts = list_parts(found)
    assert (parts[2, "both"].found, parts[2, "both"].why_not) == ("not_found", "not_done")
    assert parts[2, "both"].verdict == "not_performed"
    assert found.count("found") == len(parts) - 1


def test_one_side_done_twice_does_not_stand_for_the_other():
    first = ["lying_hip_stretch__good:right", LYING, "lying_hip_stretch__good:right"]
    found, film = review("imbalance", *first, *WHOLE["imbalance"][3:])
    parts = list_parts(found)
    assert (parts[1, "left"].found, parts[1, "left"].why_not) == ("not_found", "other_side")
    assert is_inside(parts[1, "right"], film.find("lying_hip_stretch", "right"))
    assert found.count("found") == len(parts) - 1


def test_the_side_that_was_not_asked_for_is_named():
    asked = make_programme({"stretch": "half_kneeling_hip_flexor", "sides": "left"})
    found, _ = review(asked, "half_kneeling_hip_flexor__good:right", WALKING)
    parts = list_parts(found)
    assert (parts[1, "left"].found, parts[1, "left"].why_not) == ("not_found", "other_side")
    assert (parts[1, "right"].asked, parts[1, "right"].verdict) == (False, "pass")
    assert found.asked == [parts[1, "left"]]


def test_another_order_is_found_and_named():
    chair, rest = both("chair_figure_four"), [*both("standing_lunge_hip_flexor"), STANDING, *both("leg_raise_back")]
    found, film = review("desk_break", *chair, WALKING, *rest)
    parts = list_parts(found)
    assert {key: part.found for key, part in parts.items() if part.found != "found"} == {
        (3, "left"): "out_of_turn",
        (3, "right"): "out_of_turn",
    }
    assert is_inside(parts[3, "left"], film.find("chair_figure_four", "left"))


def test_what_the_camera_could_not_see_is_not_said_to_be_missing():
    scenes = ["pigeon__off_view", "pigeon__off_view", *WHOLE["hips_and_back"][4:]]
    parts = list_parts(review("hips_and_back", *scenes)[0])
    assert {(parts[1, side].found, parts[1, side].why_not) for side in ("left", "right")} == {("unclear", "view")}
    assert parts[1, "left"].verdict == "not_assessable"


def test_another_stretch_in_the_place_of_the_one_asked_for_is_named():
    found, film = review("desk_break", WALKING, *both("pigeon"), *WHOLE["desk_break"][4:])
    part = list_parts(found)[1, "left"]
    assert (part.found, part.why_not, part.instead.stretch) == ("not_found", "other_stretch", "pigeon")
    assert part.instead.name == STRETCHES["pigeon"].name
    [(start_s, end_s)] = film.find("pigeon", "left")
    assert start_s <= part.instead.start_s < part.instead.end_s <= end_s


def test_an_empty_room_tells_nothing():
    found, _ = review("hips_and_back", EMPTY, EMPTY, EMPTY)
    assert {(part.found, part.why_not) for part in found.asked} == {("unclear", "nobody")}


def test_walking_and_standing_are_no_part_of_any_programme():
    for programme in PROGRAMMES:
        found, _ = review(programme, WALKING, STANDING, FRONTAL, ACROSS)
        assert found.count("found", "out_of_turn") == 0, programme


HALF_KNEELING = ["half_kneeling_core_press", "half_kneeling_hip_flexor", "half_kneeling_arm_overhead"]


@pytest.mark.parametrize(
    "order",
    [HALF_KNEELING, HALF_KNEELING[::-1], HALF_KNEELING[1:], [HALF_KNEELING[1], HALF_KNEELING[0]]],
    ids=lambda order: "-".join(each.removeprefix("half_kneeling_") for each in order),
)
def test_a_pose_that_stretches_share_goes_to_the_one_whose_turn_it_is(order):
    scenes = [scene for stretch in order for scene in [*both(stretch), WALKING]]
    found, film = review(make_programme(*order), *scenes)
    for item in found.items:
        for part in item.parts:
            assert is_inside(part, film.find(item.stretch.id, part.side)), (item.stretch.id, part.side)


def test_a_shared_pose_does_not_make_up_for_a_stretch_that_was_not_done():
    asked = make_programme("half_kneeling_hip_flexor", "half_kneeling_arm_overhead")
    parts = list_parts(review(asked, *both("half_kneeling_hip_flexor"), WALKING)[0])
    assert [part.found for part in parts.values()] == ["found", "found", "not_found", "not_found"]
    parts = list_parts(review(asked, *both("half_kneeling_arm_overhead"), WALKING)[0])
    assert [part.found for part in parts.values()] == ["not_found", "not_found", "found", "found"]


def test_a_stretch_that_comes_twice_is_found_twice():
    twice = {"stretch": "half_kneeling_hip_flexor", "sets": 1}
    asked = make_programme(twice, "cobra", twice)
    scenes = both("half_kneeling_hip_flexor")
    for between in (["cobra__good"], [WALKING]):
        found, _ = review(asked, *scenes, *between, *scenes)
        parts = list_parts(found)
        assert [len(parts[number, side].reviews) for number in (1, 3) for side in ("left", "right")] == [1, 1, 1, 1]
        assert parts[2, "both"].found == ("found" if between == ["cobra__good"] else "not_found")


def test_the_side_of_what_is_only_guided_is_left_open():
    found, _ = review("on_the_bed", *WHOLE["on_the_bed"])
    [part] = found.items[3].parts
    assert (part.side, part.found, part.verdict) == ("either", "found", "not_assessable")
    assert part.wanted == 60
    assert part.done > 10


def test_the_times_of_a_film_may_begin_anywhere():
    film = shoot(*both("cobra"), WALKING)
    later = PoseTrack(
        film.track.time_s + 100.0,
        film.track.image_xy,
        film.track.world_xyz,
        film.track.visibility,
        film.track.aspect,
    )
    early, late = (
        review_programme(track, make_programme("cobra"), STRETCHES).asked[0].reviews for track in (film.track, later)
    )
    assert [each.start_s + 100.0 for each in early] == pytest.approx([each.start_s for each in late])


def test_a_stretch_that_the_library_lacks_is_named():
    found, _ = review(make_programme("cobra", "no_such_stretch"), "cobra__good")
    assert found.missing == ("no_such_stretch",)
    assert [item.number for item in found.items] == [1]
    with pytest.raises(InputError, match="at least one stretch"):
        review(make_programme("no_such_stretch"), WALKING)


def test_a_film_without_a_frame_holds_nothing():
    nothing = shoot(WALKING).track.slice(0, 0)
    found = review_programme(nothing, PROGRAMMES["desk_break"], STRETCHES)
    assert found.count("not_found") == len(found.asked)
    assert found.duration_s == 0.0
