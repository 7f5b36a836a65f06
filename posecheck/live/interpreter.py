"""What the chain says, in the words of the language that was chosen.

The chain judges with the reference pose as written. Here its sentences are put together again from the language file
and from the translated reference pose; the values and verdicts stay what they are.
"""

from __future__ import annotations

from dataclasses import replace

from posecheck.advice import ADVICE, NEAR_SIDES, phrase_advice
from posecheck.live.texts import Texts
from posecheck.results import CheckState, Cue, Feedback
from posecheck.stretch import Band, Check, Stretch


class Interpreter:
    """Puts feedback into one language."""

    def __init__(self, texts: Texts) -> None:
        """Take the words of the language."""
        self._texts = texts
        self._advice = {phrase_advice(key, near): self._say_advice(key, near) for key in ADVICE for near in NEAR_SIDES}

    def interpret(self, feedback: Feedback, stretch: Stretch) -> Feedback:
        """Return the feedback with its sentences in the language.

        Args:
            feedback: what the chain says.
            stretch: the reference pose that it was judged by, with its words in the language.
        """
        view = feedback.view
        advice = self._advice.get(view.advice, view.advice)
        if feedback.cue is None and feedback.new_cue is None and advice == view.advice:
            return feedback
        states = {state.id: state for state in feedback.checks}
        return replace(
            feedback,
            view=view if advice == view.advice else replace(view, advice=advice),
            cue=self._phrase(feedback.cue, states, stretch),
            new_cue=self._phrase(feedback.new_cue, states, stretch),
        )

    def describe_band(self, check: Check) -> str:
        """Return a check's band: "75-105°", "at least 20°", "at most 0.25"."""
        return describe_band(check.band, "°" if check.definition.unit == "deg" else "", self._texts)

    def _say_advice(self, key: str, near: str) -> str:
        return self._texts.say(f"advice_{key}", which=self._texts[f"advice_side_{near or 'any'}"])

    def _phrase(self, cue: Cue | None, states: dict[str, CheckState], stretch: Stretch) -> Cue | None:
        if cue is None or cue.check not in states:
            return cue
        check = stretch.find_check(cue.check)
        if not cue.direction:
            return replace(cue, text=check.cues.praise)
        words = (check.cues.low if cue.direction == "low" else check.cues.high) or check.name
        value = check.definition.format_value(states[cue.check].value)
        numbers = self._texts.say("cue_numbers", value=value, band=self.describe_band(check))
        return replace(cue, text=f"{words.rstrip('.')}: {numbers}")


def describe_band(band: Band, unit: str, texts: Texts) -> str:
    """Return a band in the words of a language, as `Band.describe` does in English."""
    if band.low is None:
        return texts.say("band_most", high=f"{band.high:g}{unit}")
    if band.high is None:
        return texts.say("band_least", low=f"{band.low:g}{unit}")
    key = "band_signed" if band.low < 0 or band.high < 0 else "band_between"
    return texts.say(key, low=f"{band.low:g}", high=f"{band.high:g}{unit}")
