"""The clips at first sight: the performances of the catalogue by people whom nothing else in the lab shows.

Each clip is derived, not written: the same movement a little deeper or shallower, faster or slower, on the other side,
by a new person before a camera that no other clip has, in another room (`sights.py`). What differs is drawn from the
clip's own name, so that the same name gives the same clip. None of it looks at what the product says; what is true
comes from the lab's own rules, as for every other clip.

A clip is drawn again, and its fault made deeper, until the truth says that it plainly shows what it is called
(`fairness.py`), and it is no longer than that takes.
"""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from zlib import crc32

import numpy as np
from ruamel.yaml import YAML

from lab.catalogue import RULES
from lab.choreography import Key
from lab.clip import Clip, LabError, PictureSpec, load_clip
from lab.fairness import CLEAR, PLAIN, Fault, find_named_faults, is_clearly_good, is_plainly_faulty
from lab.scene import Scene
from lab.sights import Sight
from lab.variation import deepen_keys, draw, shorten_hold, shorten_repetitions, vary_keys
from lab.viewpoint import place_camera, step_back

# Pictures a second: of what is held, of what moves, and where all that is asked is whether the view is refused.
_HELD_FPS, _MOVED_FPS, _REFUSED_FPS = 10.0, 12.0, 6.0
_CLIPS = Path(__file__).parent / "clips"
# Where performances are taken from; the first of several with one fault is the one.
_FOLDERS = ("samples", "catalogue", "tune", "test")
_PERSON = re.compile(r"_(heavy|short|tall|fit)$")
_OTHER_SIDE = {"left": "right", "right": "left", "both": "both"}

# How far a pose may differ from the one that it is taken from, degrees: what people do differently from one day to
# the next. Bands are 15 degrees and wider, so that what is good mostly stays good, and what is a fault stays one.
_DEPTH_DEG = 2.0
# How often a clip is drawn, by how much a fault grows and the depth of a good pose may differ each time.
_ATTEMPTS, _STRONGER, _WIDER_DEG = 16, 0.1, 0.5
# The truth is looked at this often while drawing, and has to be so much clearer than is asked for.
_LOOKED_AT_FPS, _SPARE_DEG, _SPARE_SHARE = 6.0, 0.5, 0.01
# A clip is no longer than a fault needs, seconds: of holds at the usual tempo, and of repetitions; and where the
# view is wrong.
_LONGEST_HOLD_S, _ENOUGH_REPS_S = 4.2, 6.0
_LONGEST_REFUSED_S, _ENOUGH_REFUSED_S = 3.0, 4.0


def list_bases() -> list[Clip]:
    """Return the clips that a set is derived from: for each stretch a good one, each fault, a wrong view."""
    found: dict[tuple[str, str], Clip] = {}
    for folder in _FOLDERS:
        for path in sorted((_CLIPS / folder).glob("*.yaml")):
            clip = load_clip(path)
            if _is_plain(clip):
                found.setdefault((clip.stretch, _name_kind(clip)), clip)
    return [found[key] for key in sorted(found, key=_rank)]


def _rank(key: tuple[str, str]) -> tuple[int, str, str]:
    """Good ones come first, then faults, then wrong views."""
    stretch, kind = key
    return {"good": 0, "off_view": 2}.get(kind, 1), stretch, kind


def _is_plain(clip: Clip) -> bool:
    """Whether one person does one thing in ordinary light, all of it well or all of it with one fault."""
    mixed = clip.repeat is not None and len(clip.repeat.changes) > 1
    odd = clip.visitor or clip.absence or clip.camera.roll_deg or clip.picture != PictureSpec()
    return not mixed and not odd


def _name_kind(base: Clip) -> str:
    return "off_view" if base.expected_verdict else _PERSON.sub("", base.variant)


def name_fresh(base: Clip, sight: Sight) -> str:
    """Return the file stem of the clip that is derived from another."""
    return f"{base.stretch}__{_name_kind(base)}_{sight.suffix}"


def derive_clip(base: Clip, sight: Sight) -> Clip:
    """Return the same performance by the new person before a new camera."""
    named = _find_named(base)
    for attempt in range(_ATTEMPTS):
        clip = draw_clip(base, sight, attempt)
        if _is_fair(clip, named):
            return step_back(clip)
    shown = ", ".join(name for _, name in sorted(named)) or "no steady fault"
    raise LabError(f"{name_fresh(base, sight)}: {shown} is not plain in {_ATTEMPTS} attempts.")


def _find_named(base: Clip) -> set[Fault]:
    """Return the faults that a performance is called after; none of a good one or a wrong view."""
    if _name_kind(base) in ("good", "off_view"):
        return set()
    track = Scene(base.model_copy(update={"fps": _LOOKED_AT_FPS})).truth()
    return find_named_faults(base.variant, RULES[base.stretch], track, base.working_side)


def _is_fair(clip: Clip, named: set[Fault]) -> bool:
    """Whether the truth says plainly what the clip is called; where the view is wrong there is nothing to see."""
    if clip.expected_verdict == "not_assessable":
        return True
    track = Scene(clip.model_copy(update={"fps": _LOOKED_AT_FPS})).truth()
    rules, side = RULES[clip.stretch], clip.working_side
    if not clip.close_unknown:
        return is_clearly_good(rules, track, side, CLEAR.plus(_SPARE_DEG, _SPARE_SHARE))
    return is_plainly_faulty(named, rules, track, side, PLAIN.plus(_SPARE_DEG, _SPARE_SHARE))


def draw_clip(base: Clip, sight: Sight, attempt: int = 0) -> Clip:
    """Return the performance as it is drawn the n-th time, the camera not yet far enough away."""
    name = name_fresh(base, sight)
    rng = np.random.default_rng(crc32((f"{name}_{attempt}" if attempt else name).encode()))
    side = base.side if rng.random() < 0.5 else _OTHER_SIDE[base.side]
    wall, floor, mat = sight.rooms[rng.integers(len(sight.rooms))]
    picture = PictureSpec(
        brightness=draw(rng, (0.65, 1.25), 2), noise=draw(rng, (2.0, 7.0), 1), wall=wall, floor=floor, mat=mat
    )
    faulty = _name_kind(base) not in ("good", "off_view")
    strength = 1.0 + _STRONGER * attempt if faulty else 1.0
    depth_deg = _DEPTH_DEG + (0.0 if faulty else _WIDER_DEG * attempt)
    course = _shorten(base)
    deeper = f", the fault {strength:.1f} times as deep" if strength > 1 else ""
    clip = Clip(
        stretch=base.stretch,
        variant=f"{_name_kind(base)}_{sight.suffix}",
        description=f"{base.description.rstrip('.')}: the same by another person before another camera{deeper}.",
        side=side,
        split="test",
        body=sight.body,
        style=sight.style,
        keys=vary_keys(deepen_keys(course, strength) if faulty else course, rng, sight.tempo, depth_deg),
        camera=place_camera(base, side, sight, rng),
        picture=picture,
        sway=draw(rng, sight.sway, 2),
        fps=_REFUSED_FPS if base.expected_verdict else _MOVED_FPS if RULES[base.stretch].rep else _HELD_FPS,
        seed=int(rng.integers(10_000)),
        expected_verdict=base.expected_verdict,
        close_unknown=faulty,
    )
    if not sight.furnished:
        return clip
    furnished = picture.model_copy(update={"furniture": int(rng.integers(10_000))})
    return clip.model_copy(update={"picture": furnished})


def _shorten(base: Clip) -> tuple[Key, ...]:
    """Return a performance's course, no longer than it takes to show what it is called."""
    refused = base.expected_verdict is not None
    if RULES[base.stretch].rep:
        return shorten_repetitions(base.timeline, _ENOUGH_REFUSED_S if refused else _ENOUGH_REPS_S)
    return shorten_hold(base.timeline, _LONGEST_REFUSED_S if refused else _LONGEST_HOLD_S)


def describe_as_yaml(clip: Clip) -> str:
    """Return a clip's description as the file that a person could have written."""
    content = clip.model_dump(mode="json", exclude_defaults=True)
    text = StringIO()
    YAML(typ="safe", pure=True).dump(content, text)
    return text.getvalue()
