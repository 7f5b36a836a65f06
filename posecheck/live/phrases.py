"""Sentences of a session put together from the language file and the reference poses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress

from posecheck.errors import StretchError
from posecheck.live.interpreter import Interpreter
from posecheck.live.plan import PlanStep
from posecheck.live.texts import Texts
from posecheck.recognition import Candidate
from posecheck.stretch import Stretch
from posecheck.stretch.library import load_stretch
from posecheck.stretch.translation import translate_stretch


class Phrases:
    """Builds what is said and shown about steps and sides."""

    def __init__(self, texts: Texts, stretches: Mapping[str, Stretch]) -> None:
        """Take the words, and the reference poses by id with their words in the same language."""
        self.interpreter = Interpreter(texts.code)
        self._texts = texts
        self._stretches = stretches

    def say(self, key: str, **values: object) -> str:
        """Return a text of the language file with its places filled in."""
        return self._texts.say(key, **values)

    def name_side(self, step: PlanStep) -> str:
        """Return "Left side", "Right side" or "Both sides"."""
        return self._texts[f"side_{step.side}"]

    def name_stretch(self, step: PlanStep) -> str:
        """Return the name of a step's stretch."""
        return self._stretches[step.stretch_id].name

    def describe_other(self, other: Candidate, step: PlanStep) -> str:
        """Return "This looks like Cobra. Now comes: Air squat."."""
        name = other.name
        with suppress(StretchError):
            name = translate_stretch(load_stretch(other.stretch), self._texts.code).name
        return self.say("looks_like", other=name, stretch=self.name_stretch(step))

    def describe_dose(self, step: PlanStep) -> str:
        """Return "30 seconds" or "10 times"."""
        if step.reps is not None:
            return self.say("dose_reps", amount=step.reps)
        return self.say("dose_hold", amount=f"{step.hold_s:g}")

    def describe_set(self, step: PlanStep) -> str:
        """Return "Set 1 of 2", "" when there is only one."""
        return self.say("set_of", set=step.set_no, sets=step.sets) if step.sets > 1 else ""

    def describe_next(self, before: PlanStep, after: PlanStep | None) -> str:
        """Return what comes after a step."""
        if after is None:
            return self._texts["last_step"]
        if after.stretch_id != before.stretch_id:
            return self.say("next_stretch", stretch=self.name_stretch(after), side=self.name_side(after))
        return self.say("next_step", side=self.name_side(after), dose=self.describe_dose(after))

    def invite(self, step: PlanStep) -> str:
        """Return the sentence that begins a step."""
        kind = "hold" if step.reps is None else "reps"
        return self.say(f"waiting_{kind}_say", side=self.name_side(step))

    def introduce_rest(self, before: PlanStep, after: PlanStep) -> str:
        """Return the sentence that begins a rest between two steps."""
        if after.stretch_id != before.stretch_id:
            return self.say("rest_stretch_say", stretch=self.name_stretch(after))
        if after.side != before.side:
            return self.say("rest_other_side_say", side=_lower_first(self.name_side(after)))
        return self.say("rest_same_say", seconds=f"{before.rest_s:g}")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def speak_units(text: str, phrases: Phrases) -> str:
    """Return a cue as it is read aloud: "112°, want 75-105°" becomes "112 degrees, want 75 to 105 degrees"."""
    spoken = re.sub(r"(?<=\d)-(?=\d)", phrases.say("spoken_range"), text)
    return spoken.replace("°", phrases.say("spoken_degrees"))
