"""Errors that a person may see.

Each message is one line and says what was expected, what was found and what to do.
"""

from __future__ import annotations


class PoseCheckError(Exception):
    """Base of every error that PoseCheck raises on purpose."""


class InputError(PoseCheckError):
    """A photo, a video, a track or an option that cannot be used."""


class StretchError(PoseCheckError):
    """A reference pose, an override or a programme that does not hold together."""


class ModelError(PoseCheckError):
    """The landmark model, or the library that runs it, cannot be had or loaded."""


class ReviewCancelled(PoseCheckError):
    """The person asked for the review to stop."""
