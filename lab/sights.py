"""The sets of clips at first sight: who is filmed in each, dressed how, in which rooms and before which cameras."""

from __future__ import annotations

from dataclasses import dataclass

from lab.appearance import Colour, Style

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sight:
    """One set, and what is drawn for its clips.

    Attributes:
        suffix: ends the names of its clips; the folder of its tracks is called so too.
        body: the person, whom nothing else in the lab shows.
        style: skin, hair and clothes.
        rooms: wall, floor and mat, one of them for each clip.
        tempo: how much longer everything takes.
        sway: how calm the person is.
        roll_deg: how far the camera is tilted, either way.
        heights: the camera's height as a share of the usual one, below it and above it.
        lenses_deg: its field of view, narrow and wide.
        sizes: of the picture in pixels.
        sides_drawn: whether the working side, and the one that symmetric exercises are seen from, are drawn; otherwise
            both are those that the performance is not shown from elsewhere.
        fair: whether clips are drawn, and their faults deepened, until they show plainly what they are called, and are
            no longer than that takes.
        without: performances that were written after the set was drawn.
    """

    name: str
    suffix: str
    body: str
    style: Style
    rooms: tuple[tuple[Colour, Colour, Colour], ...]
    tempo: Range
    sway: Range
    roll_deg: Range
    heights: tuple[Range, Range]
    lenses_deg: tuple[Range, Range]
    sizes: tuple[tuple[int, int], ...]
    sides_drawn: bool = False
    fair: bool = False
    without: frozenset[str] = frozenset()


FIRST = Sight(
    name="first",
    suffix="fresh",
    body="woman_tall",
    style=Style(
        skin=(118, 78, 56),
        top=(168, 72, 140),
        bottom=(96, 128, 116),
        shoes=(214, 132, 58),
        hair=(150, 146, 142),
        sleeve=2.0,
        trouser=1.5,
    ),
    rooms=(
        ((186, 196, 204), (128, 118, 108), (150, 92, 84)),
        ((214, 198, 172), (150, 104, 70), (70, 116, 96)),
        ((168, 176, 160), (188, 170, 146), (84, 84, 128)),
        ((226, 224, 220), (104, 88, 78), (198, 178, 96)),
    ),
    tempo=(0.96, 1.08),
    sway=(0.8, 1.4),
    roll_deg=(1.0, 3.0),
    heights=((0.75, 0.90), (1.12, 1.30)),
    lenses_deg=((47.0, 52.0), (58.0, 64.0)),
    sizes=((480, 360), (512, 288)),
    without=frozenset({"air_squat__heels_lift", "standing_lunge_hip_flexor__arching_back"}),
)
SECOND = Sight(
    name="second",
    suffix="fresh2",
    body="woman_round",
    style=Style(
        skin=(196, 150, 120),
        top=(226, 214, 150),
        bottom=(60, 84, 140),
        shoes=(96, 62, 50),
        hair=(222, 220, 216),
        sleeve=1.0,
        trouser=1.2,
    ),
    rooms=(
        ((198, 178, 168), (96, 84, 80), (112, 140, 160)),
        ((176, 190, 176), (164, 126, 92), (120, 70, 96)),
        ((230, 222, 200), (140, 140, 144), (60, 88, 80)),
        ((160, 172, 196), (200, 182, 150), (140, 120, 72)),
    ),
    tempo=(0.88, 1.12),
    sway=(0.7, 1.6),
    roll_deg=(0.0, 3.0),
    heights=((0.68, 0.82), (0.94, 1.06)),
    lenses_deg=((45.0, 49.0), (51.0, 55.0)),
    sizes=((480, 270), (400, 300)),
    sides_drawn=True,
    fair=True,
)
SIGHTS = {sight.name: sight for sight in (FIRST, SECOND)}
