"""A new stretch from a recording: the pose of a moment as a draft, with its texts still to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from posecheck.errors import InputError
from posecheck.pose import PoseTrack
from posecheck.stretch import Band, Stretch
from posecheck.stretch.writing import format_stretch
from posecheck.tuning.bounds import ROUND_STEPS, join_bounds
from posecheck.tuning.moments import Found, Moment, Pose, read_pose

# Every text that somebody still has to write begins so.
UNWRITTEN = "TO WRITE:"
# A draft takes this many at most: those in which the pose differs most from the rest of the recording.
MOST_CHECKS = 5
MOST_CONDITIONS = 3
# One recording shows one person: others who do it as well differ by this much.
CHECK_ROOM = {"deg": 12.0, "share": 0.2}
# Being in the pose is asked for more loosely, so that those who do it with a fault are still recognised.
ENTRY_ROOM = {"deg": 30.0, "share": 0.3}
_HOLD_S = 30


def draft_stretch(
    track: PoseTrack, moments: Sequence[Moment], *, stretch_id: str, name: str, source: str = "a recording"
) -> str:
    """Return the YAML text of a draft reference pose of what a person does in some moments of a track.

    The draft can be read and tried at once: its bands lie around what was seen, no narrower than a camera can tell.
    Its texts have to be written by somebody who knows the stretch: each begins with UNWRITTEN and says what belongs
    there (`list_unwritten` finds them). It is a pose to hold; a repetition has to be added by hand.

    Args:
        track: the recording; what lies outside the moments shows what is not the pose.
        moments: one or several [start_s, end_s) in which the pose is held.
        stretch_id: id of the new stretch: small letters, digits and _.
        name: its name for people.
        source: where the moments come from, for the notes in the file.

    Raises:
        InputError: no moment is given, one lies outside the recording, the pose cannot be measured in them, or the
            id or the name cannot be used.
    """
    pose = read_pose(track, moments)
    at = " and ".join(f"{start_s:g}-{end_s:g} s" for start_s, end_s in moments)
    content = _compose(pose, f"seen in {source} at {at}") | {"id": stretch_id, "name": name}
    try:
        text = format_stretch(Stretch.model_validate(content))
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise InputError(
            f"Expected an id of small letters, digits and _ (2 to 48, a letter first) and a name for the new stretch, "
            f"but the {field} cannot be used: {content.get(field)!r}."
        ) from error
    head, _, body = text.partition("\n")
    note = f"# A draft: every text that begins with '{UNWRITTEN}' is still to be written, in plain words."
    return f"{head}\n{note}\n{body}"


def list_unwritten(stretch: Stretch) -> list[str]:
    """Return where a stretch has texts that are still to be written: "summary", "steps.0", "checks.0.cues.low"."""
    return [place for place, text in _walk(stretch.model_dump()) if text.startswith(UNWRITTEN)]


def _walk(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text with its place."""
    if isinstance(value, str):
        yield place, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from _walk(inner, f"{place}.{key}" if place else str(key))


def _ask(what: str) -> str:
    return f"{UNWRITTEN} {what}"


def _compose(pose: Pose, source: str) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "kind": "hold",
        "posture": pose.posture,
        "sides": pose.sides,
        "working_leg": pose.working_leg,
        "view": {
            "kind": pose.view,
            "near": "working" if pose.view == "side" and pose.sides == "each" else "any",
            "placement": _ask("where the camera stands, how high and how far away"),
        },
        "summary": _ask("what is done and what it is good for, in a sentence or two"),
        "felt": _ask("where the pull is felt, and where nothing should be felt"),
        "setup": [_ask("what is made ready first")],
        "steps": [_ask("how to take up the pose"), _ask("how to stay in it, and how to come out")],
        "breathing": _ask("how to breathe"),
        "cautions": [_ask("when to stop, and what to avoid")],
        "entry": {"conditions": [_compose_condition(found) for found in pose.found[:MOST_CONDITIONS]]},
        "checks": [_compose_check(found, source) for found in pose.found[:MOST_CHECKS]],
        "dose": {"hold_s": _HOLD_S, "source": _ask("who says how long and how often; the 30 s are a placeholder")},
        "sources": [_ask("where this stretch is described")],
    }


def _compose_condition(found: Found) -> dict[str, Any]:
    band = _find_band(found, ENTRY_ROOM)
    return {"measure": found.measure.name, "limb": found.limb, "band": band.model_dump()}


def _compose_check(found: Found, source: str) -> dict[str, Any]:
    band = _find_band(found, CHECK_ROOM)
    median = round(found.median, 0 if found.measure.unit == "deg" else 2) + 0.0
    return {
        "id": found.id,
        "name": f"{found.words[:1].upper()}{found.words[1:]}",
        "measure": found.measure.name,
        "limb": found.limb,
        "band": band.model_dump(),
        "target": median,
        "cues": {
            field: _ask(f"what to do when this is {where} {bound:g}: {found.words}")
            for field, where, bound in (("low", "below", band.low), ("high", "above", band.high))
            if bound is not None
        },
        "source": source,
    }


def _find_band(found: Found, room: dict[str, float]) -> Band:
    """Return the band around what was seen; what a body cannot pass is left open, and one end is kept in any case."""
    unit = found.measure.unit
    step = ROUND_STEPS[unit][0]
    low, high = (round(round((value + out * room[unit]) / step) * step, 2) + 0.0 for value, out in found.ends)
    return join_bounds(low, high, found.measure.name) or Band(low=max(low, found.measure.range[0]))
