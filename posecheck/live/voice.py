"""When to speak: announcements always, corrections and praise never too often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "in", "out", "tick", "rep", "partial", "done"]

# Two corrections, or a correction and a praise, are at least this far apart (DESIGN: one every 4-5 s).
CUE_EVERY_S = 4.5
# After an announcement corrections wait this long, so that it is heard.
ANNOUNCEMENT_S = 0.8
# A correction may be said again when nothing has changed for this long.
REPEAT_CUE_S = 10.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be heard (and captioned): a sentence, a tone, or both.

    Attributes:
        text: the sentence, "" for a tone alone.
        tone: the tone, "" for none.
        urgent: whether it may cut off what is being said.
    """

    text: str = ""
    tone: Tone = ""
    urgent: bool = False


class VoiceGate:
    """Keeps corrections and praise apart in time."""

    def __init__(self) -> None:
        """Start silent."""
        self._cue_s = float("-inf")
        self._announced_s = float("-inf")
        self._said: dict[str, float] = {}

    def announce(self, time_s: float, text: str, tone: Tone = "") -> Event:
        """Return an announcement, which is always said."""
        self._announced_s = time_s
        return Event(text, tone, urgent=True)

    def count(self, text: str, tone: Tone = "") -> Event:
        """Return a count ("three"), which is said but does not hold up corrections."""
        return Event(text, tone, urgent=True)

    def cue(self, time_s: float, key: str, text: str) -> list[Event]:
        """Return a correction or praise as one event, or nothing when it is too early for one.

        Args:
            time_s: now.
            key: what it is about; the same is not said again within REPEAT_CUE_S, whatever its numbers.
            text: the sentence.
        """
        recent = time_s - self._cue_s < CUE_EVERY_S or time_s - self._announced_s < ANNOUNCEMENT_S
        if not text or recent or time_s - self._said.get(key, float("-inf")) < REPEAT_CUE_S:
            return []
        self._cue_s = time_s
        self._said[key] = time_s
        return [Event(text)]
