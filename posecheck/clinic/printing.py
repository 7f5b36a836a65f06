"""A programme on paper: one HTML file with the pictures inside, which any browser prints or saves as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from posecheck.clinic.prescription import describe_days, describe_item
from posecheck.clinic.schema import Programme, ProgrammeItem
from posecheck.figure import draw_camera_plan, draw_stretch
from posecheck.language import format_day, get_language
from posecheck.stretch.schema import Stretch
from posecheck.stretch.translation import translate_stretch
from posecheck.templates import fill_template

_HERE = Path(__file__).parent
# Boxes to tick under each stretch.
_WEEKS = 4


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One stretch on paper."""

    stretch: Stretch
    picture: str
    camera: str
    dose: str
    days: str
    note: str
    boxes: int


def build_print_html(programme: Programme, stretches: Mapping[str, Stretch], label: str, day: date) -> str:
    """Return a programme as an HTML page that loads nothing from outside, in the language that is spoken.

    Args:
        programme: what is prescribed; its stretches must be known.
        stretches: as they count for the patient, by id.
        label: whose it is, as it stands at the top: a name or a code.
        day: the doses are those of this day.
    """
    spoken = {
        key: translate_stretch(stretches[key], get_language()) for key in {each.stretch for each in programme.items}
    }
    sheets = [_make_sheet(item, spoken[item.stretch], programme, day) for item in programme.items]
    values = {
        "programme": programme,
        "label": label,
        "day": format_day(day),
        "sheets": sheets,
        "weeks": _WEEKS,
        "style": (_HERE / "programme.css").read_text(encoding="utf-8"),
    }
    return fill_template(_HERE / "programme.html.j2", values)


def _make_sheet(item: ProgrammeItem, stretch: Stretch, programme: Programme, day: date) -> _Sheet:
    return _Sheet(
        stretch=stretch,
        picture=draw_stretch(stretch),
        camera=draw_camera_plan(stretch),
        dose=describe_item(item, stretch, programme.start, max(day, programme.start)),
        days=describe_days(item.days),
        note=item.note or "",
        boxes=len(item.days),
    )
