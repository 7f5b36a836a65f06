"""What the chain says, in the words of the language that was chosen."""

from __future__ import annotations

from posecheck.interpreter import interpret_feedback
from posecheck.language import speak
from posecheck.results import Feedback
from posecheck.stretch import Check, Stretch


class Interpreter:
    """Puts feedback into one language, whatever the thread speaks that asks."""

    def __init__(self, language: str) -> None:
        """Take the code of the language, such as "de"."""
        self.language = language

    def interpret(self, feedback: Feedback, stretch: Stretch) -> Feedback:
        """Return the feedback with its sentences in the language.

        Args:
            feedback: what the chain says.
            stretch: the reference pose that it was judged by, with its words in the language.
        """
        with speak(self.language):
            return interpret_feedback(feedback, stretch)

    def describe_band(self, check: Check) -> str:
        """Return a check's band: "75-105°", "at least 20°", "at most 0.25"."""
        with speak(self.language):
            return check.describe_band()

    def format_value(self, check: Check, value: float) -> str:
        """Return a value of a check's measure: "112°", "0.35"."""
        with speak(self.language):
            return check.definition.format_value(value)
