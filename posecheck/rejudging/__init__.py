"""Judging stored tracks again under changed thresholds, at once, and saying what that changes.

`PreparedTrack(track).judge(stretch)` is `posecheck.trainer.replay` for those who ask again and again;
`compare_results(before, after)` puts the difference into words.
"""

from __future__ import annotations

from posecheck.rejudging.comparison import Change, compare_results
from posecheck.rejudging.prepared import PreparedTrack

__all__ = ["Change", "PreparedTrack", "compare_results"]
