"""Judging recordings again and again: each is prepared once, and the last answers are remembered."""

from __future__ import annotations

from collections import OrderedDict

from posecheck.bench.examples import Example
from posecheck.rejudging import PreparedTrack
from posecheck.results import SessionResult
from posecheck.stretch.schema import Stretch

# A result of a minute of video holds about half a megabyte of arrays.
MOST_REMEMBERED = 200


class ExampleJudge:
    """Returns what the trainer makes of a recording under a definition; one for each browser session."""

    def __init__(self) -> None:
        self._prepared: dict[str, PreparedTrack] = {}
        self._results: OrderedDict[tuple[str, str], SessionResult] = OrderedDict()

    def __call__(self, example: Example, stretch: Stretch) -> SessionResult:
        """Return the recording judged; the same answer as `posecheck.trainer.replay` gives, within a blink."""
        key = example.key, stretch.model_dump_json()
        if key not in self._results:
            self._results[key] = self.prepare(example).judge(stretch, example.side)
            if len(self._results) > MOST_REMEMBERED:
                self._results.popitem(last=False)
        self._results.move_to_end(key)
        return self._results[key]

    def keep_only(self, examples: list[Example]) -> None:
        """Forget the prepared tracks of all other recordings."""
        wanted = {example.key for example in examples}
        self._prepared = {key: prepared for key, prepared in self._prepared.items() if key in wanted}

    def prepare(self, example: Example) -> PreparedTrack:
        """Return a recording, prepared for being judged; the same one each time."""
        if example.key not in self._prepared:
            stored = example.stored
            self._prepared[example.key] = PreparedTrack(stored.track, stored.persons.tolist(), example.standing_hip_deg)
        return self._prepared[example.key]
