"""Words for error messages: what was found, what is allowed, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# Share of letters in common from which a name counts as a likely misspelling of another one.
LIKENESS = 0.6
_LONGEST_SHOWN = 60


def suggest(name: str, allowed: Iterable[str]) -> str:
    """Return "; did you mean x?" for the allowed name most like the one found, else ""."""
    alike = difflib.get_close_matches(name.strip().lower().replace("-", "_"), list(allowed), n=1, cutoff=LIKENESS)
    return f"; did you mean {alike[0]}?" if alike else ""


def join_or(words: Iterable[str]) -> str:
    """Return "a, b or c"."""
    *firsts, last = list(words)
    return f"{', '.join(firsts)} or {last}" if firsts else last


def describe_value(value: object) -> str:
    """Return a value from a YAML file in words and shortened: "nothing", "the number 12", "the text 'abc'"."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"the number {value:g}"
    if isinstance(value, str):
        return f"the text {_shorten(value)!r}" if value.strip() else "an empty text"
    if isinstance(value, dict):
        return f"keys with values ({_shorten(', '.join(str(key) for key in value)) or 'none'})"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return f"{_shorten(str(value))!r}"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."
