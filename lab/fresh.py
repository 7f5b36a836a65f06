"""The clips at first sight: the performances of the catalogue by a person whom nothing else in the lab shows.

Each clip is derived, not written: the same movement a little deeper or shallower, faster or slower, on the other side,
by the body `woman_tall` before a camera that no other clip has, in another room. What differs is drawn from the clip's
own name, so that the same name gives the same clip. None of it looks at what the product says; what is true comes
from the lab's own rules, as for every other clip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from io import StringIO
from pathlib import Path
from zlib import crc32

import numpy as np
from ruamel.yaml import YAML

from lab.appearance import Style
from lab.catalogue import RULES, View
from lab.choreography import Key
from lab.clip import CameraSpec, Clip, PictureSpec, load_clip
from lab.framing import FRAMINGS
from lab.scene import Scene

BODY = "woman_tall"
# Pictures a second: of what is held, of what moves, and where all that is asked is whether the view is refused.
_HELD_FPS, _MOVED_FPS, _REFUSED_FPS = 10.0, 12.0, 6.0
_CLIPS = Path(__file__).parent / "clips"
# Where performances are taken from; the first of several with one fault is the one.
_FOLDERS = ("samples", "catalogue", "tune", "test")
_PERSON = re.compile(r"_(heavy|short|tall|fit)$")
_SUFFIX = "_fresh"
_CLOTHES = Style(
    skin=(118, 78, 56),
    top=(168, 72, 140),
    bottom=(96, 128, 116),
    shoes=(214, 132, 58),
    hair=(150, 146, 142),
    sleeve=2.0,
    trouser=1.5,
)
# Wall, floor and mat.
_ROOMS = (
    ((186, 196, 204), (128, 118, 108), (150, 92, 84)),
    ((214, 198, 172), (150, 104, 70), (70, 116, 96)),
    ((168, 176, 160), (188, 170, 146), (84, 84, 128)),
    ((226, 224, 220), (104, 88, 78), (198, 178, 96)),
)

# How far a pose may differ from the one that it is taken from, degrees: what people do differently from one day to
# the next. Bands are 15 degrees and wider, so that what is good stays good, and what is a fault stays one.
_DEPTH_DEG = 2.0
_DEPTHS = ("pelvis_pitch_deg", "spine_flexion_deg", "hip_flexion_deg", "hip_abduction_deg", "knee_flexion_deg")
_TEMPO = (0.96, 1.08)
_SWAY = (0.8, 1.4)

# Camera places: turned by so much, either way; height as a share of the usual one; lens and roll in degrees.
TURN_DEG = (3.0, 9.0)
ROLL_DEG = (1.0, 3.0)
_LOWER, _HIGHER = (0.75, 0.90), (1.12, 1.30)
_LONG_LENS_DEG, _WIDE_LENS_DEG = (47.0, 52.0), (58.0, 64.0)
_USUAL_LENS_DEG = 55.0
_SIZES = ((480, 360), (512, 288))
# The camera goes back until the whole body is inside the picture by this share of its size; the room ends at 4.2 m.
MARGIN_SHARE = 0.04
_NEAREST, _STEP_BACK_M, _FARTHEST_M = 0.98, 0.1, 4.1
_FITTING_EVERY_S = 0.4


def list_bases() -> list[Clip]:
    """Return the clips that fresh ones are derived from: for each stretch a good one, each fault, a wrong view."""
    found: dict[tuple[str, str], Clip] = {}
    for folder in _FOLDERS:
        for path in sorted((_CLIPS / folder).glob("*.yaml")):
            clip = load_clip(path)
            if _is_plain(clip):
                kind = "off_view" if clip.expected_verdict else _PERSON.sub("", clip.variant)
                found.setdefault((clip.stretch, kind), clip)
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


def name_fresh(base: Clip) -> str:
    """Return the file stem of the clip that is derived from another."""
    return f"{base.stretch}__{_name_variant(base)}"


def _name_variant(base: Clip) -> str:
    kind = "off_view" if base.expected_verdict else _PERSON.sub("", base.variant)
    return f"{kind}{_SUFFIX}"


def list_fresh() -> Iterator[Clip]:
    """Return every clip at first sight, one after the other: fitting the camera takes a moment each."""
    return map(derive_clip, list_bases())


def derive_clip(base: Clip) -> Clip:
    """Return the same performance by the new person before a new camera."""
    rng = np.random.default_rng(crc32(name_fresh(base).encode()))
    side = {"left": "right", "right": "left", "both": "both"}[base.side]
    wall, floor, mat = _ROOMS[rng.integers(len(_ROOMS))]
    picture = PictureSpec(
        brightness=_draw(rng, (0.65, 1.25), 2), noise=_draw(rng, (2.0, 7.0), 1), wall=wall, floor=floor, mat=mat
    )
    clip = Clip(
        stretch=base.stretch,
        variant=_name_variant(base),
        description=f"{base.description.rstrip('.')}: the same by another person before another camera.",
        side=side,
        split="test",
        body=BODY,
        style=_CLOTHES,
        keys=_vary_keys(base.timeline, rng),
        camera=_place_camera(base, side, rng),
        picture=picture,
        sway=_draw(rng, _SWAY, 2),
        fps=_REFUSED_FPS if base.expected_verdict else _MOVED_FPS if RULES[base.stretch].rep else _HELD_FPS,
        seed=int(rng.integers(10_000)),
        expected_verdict=base.expected_verdict,
    )
    return _step_back(clip)


def _vary_keys(keys: tuple[Key, ...], rng: np.random.Generator) -> tuple[Key, ...]:
    """Return the course at another tempo, and each pose a little deeper or shallower wherever it comes."""
    tempo = _draw(rng, _TEMPO, 3)
    depths_deg: dict[str, dict[str, float]] = {}
    varied = []
    for key in keys:
        if key.pose not in depths_deg:
            known = {} if key.pose == "standing" else {name.name for name in fields(key.stance())}
            depths_deg[key.pose] = {name: _draw(rng, (-_DEPTH_DEG, _DEPTH_DEG), 1) for name in _DEPTHS if name in known}
        stance = key.stance()
        deeper = {name: _deepen(getattr(stance, name), by_deg) for name, by_deg in depths_deg[key.pose].items()}
        varied.append(Key(at_s=round(key.at_s * tempo, 3), pose=key.pose, change=key.change | deeper))
    return tuple(varied)


def _deepen(value_deg: float, by_deg: float) -> float:
    """Return a joint's angle changed by an amount; a straight joint is not bent the other way."""
    changed = value_deg + by_deg
    return round(abs(changed) if value_deg >= 0 else changed, 1)


def _place_camera(base: Clip, side: str, rng: np.random.Generator) -> CameraSpec:
    framing, rules = FRAMINGS[base.stretch], RULES[base.stretch]
    right_view_deg = {View.SIDE: 90.0, View.FRONT: 0.0, View.OBLIQUE: 45.0}[rules.view]
    turn_deg = _draw(rng, TURN_DEG, 1)
    if base.expected_verdict:
        # At least as wrong as the wrong view it is taken from.
        turn_deg += abs(right_view_deg - abs(base.yaw_deg))
    turn_deg *= rng.choice((-1.0, 1.0))
    # Symmetric exercises are seen from the left elsewhere; here from the right.
    from_left = (side == "left") != rules.near_other if side != "both" else False
    fov_deg = _draw(rng, (_LONG_LENS_DEG, _WIDE_LENS_DEG)[rng.integers(2)], 1)
    as_large = np.tan(np.radians(_USUAL_LENS_DEG / 2)) / np.tan(np.radians(fov_deg / 2))
    return CameraSpec(
        yaw_deg=_wrap_deg((1.0 if from_left else -1.0) * (right_view_deg - turn_deg)),
        distance_m=round(_NEAREST * framing.distance_m * float(as_large), 2),
        height_m=round(framing.height_m * _draw(rng, (_LOWER, _HIGHER)[rng.integers(2)], 3), 2),
        roll_deg=round(float(rng.choice((-1.0, 1.0))) * _draw(rng, ROLL_DEG, 1), 1),
        fov_deg=fov_deg,
        size=_SIZES[rng.integers(len(_SIZES))],
    )


def _step_back(clip: Clip) -> Clip:
    """Return the clip with the camera so far back that all of the body is seen all the time."""
    scene = Scene(clip)
    moments_s = np.arange(0.0, clip.duration_s, _FITTING_EVERY_S)
    skins = np.concatenate([scene.body.skin(scene.posture_at(float(time_s))) for time_s in moments_s])
    distance_m = clip.camera.distance_m or 0.0
    while True:
        camera = clip.camera.model_copy(update={"distance_m": round(distance_m, 2)})
        moved = clip.model_copy(update={"camera": camera})
        seen = Scene(moved).camera
        shares = seen.project(skins) / (seen.width_px, seen.height_px)
        inside = shares.min() > MARGIN_SHARE and shares.max() < 1 - MARGIN_SHARE
        if inside or distance_m + _STEP_BACK_M > _FARTHEST_M:
            return moved
        distance_m += _STEP_BACK_M


def describe_as_yaml(clip: Clip) -> str:
    """Return a clip's description as the file that a person could have written."""
    content = clip.model_dump(mode="json", exclude_defaults=True)
    text = StringIO()
    YAML(typ="safe", pure=True).dump(content, text)
    return text.getvalue()


def _draw(rng: np.random.Generator, limits: tuple[float, float], digits: int) -> float:
    return round(float(rng.uniform(*limits)), digits)


def _wrap_deg(angle_deg: float) -> float:
    return round((angle_deg + 180.0) % 360.0 - 180.0, 1)
