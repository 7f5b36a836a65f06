"""Finding stretches: by words, body position, kind, sides and equipment, in the language that they are shown in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from posecheck.language import N_
from posecheck.stretch.schema import Stretch

POSITIONS = {
    "upright": N_("Standing or kneeling"),
    "seated": N_("Sitting"),
    "supine": N_("Lying on the back"),
    "prone": N_("Lying on the front"),
    "quadruped": N_("Hands and knees"),
}
KINDS = {"hold": N_("Held"), "reps": N_("Repeated")}
SIDES = {"each": N_("One side at a time"), "both": N_("Both sides together")}
_ARTICLES = frozenset(("a", "an", "the", "ein", "eine", "einen"))
# Words that end the thing and begin how it is used, in English and in German.
_USES = frozenset(
    ("around", "at", "behind", "beside", "between", "for", "if", "in", "near", "or", "that", "to", "under", "with")
) | frozenset(("auf", "für", "hinter", "mit", "neben", "oder", "ohne", "um", "unter", "vor", "wenn", "zum", "zwischen"))


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for; what is empty is not asked for."""

    words: str = ""
    positions: tuple[str, ...] = ()
    kind: str = ""
    sides: str = ""
    equipment: tuple[str, ...] = ()

    def find(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Return the stretches that fit, ordered by name."""
        return sorted((each for each in stretches if self._fits(each)), key=lambda each: each.name.casefold())

    def _fits(self, stretch: Stretch) -> bool:
        return (
            (not self.positions or stretch.posture in self.positions)
            and self.kind in ("", stretch.kind)
            and self.sides in ("", stretch.sides)
            and (not self.equipment or bool({name_thing(each) for each in stretch.equipment} & set(self.equipment)))
            and all(word in _collect_words(stretch) for word in self.words.casefold().split())
        )


def name_thing(equipment: str) -> str:
    """Return the thing that an entry of the equipment is about: "A cushion under the front hip" is a cushion.

    An entry begins with the thing; a comma, or a word such as "under", "if" or "or", begins how it is used.
    """
    words = equipment.split(",", maxsplit=1)[0].strip().rstrip(".").split()
    if words and words[0].casefold() in _ARTICLES:
        words = words[1:]
    end = next((index for index, word in enumerate(words) if word.casefold() in _USES), len(words))
    thing = " ".join(words[:end])
    return thing[:1].upper() + thing[1:]


def list_things(stretches: Iterable[Stretch]) -> list[str]:
    """Return every thing that some stretch needs or likes, once, in the order of the alphabet."""
    return sorted({name_thing(each) for stretch in stretches for each in stretch.equipment})


def _collect_words(stretch: Stretch) -> str:
    texts = (stretch.id.replace("_", " "), stretch.name, *stretch.other_names, stretch.summary, stretch.felt)
    return " ".join((*texts, *stretch.equipment)).casefold()
