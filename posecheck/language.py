"""The language that pages, reports and the command line speak.

English stands in the code, wrapped in `_`; every other language is one file, `posecheck/languages/<code>.po`, in the
format that translators' tools read. What has no translation stays English. Words about a stretch come from its
reference pose (`posecheck.stretch.translation`), the captions of live practice from `posecheck.live.texts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from pathlib import PurePath

from posecheck.errors import InputError

WRITTEN_LANGUAGE = "en"
_SPOKEN: ContextVar[str] = ContextVar("language", default=WRITTEN_LANGUAGE)
_FOLDER = resources.files(__package__) / "languages"


def list_language_codes() -> list[str]:
    """Return the codes of the languages that can be spoken, English first."""
    files = (PurePath(entry.name) for entry in _FOLDER.iterdir())
    return [WRITTEN_LANGUAGE, *sorted(file.stem for file in files if file.suffix == ".po")]


def get_language() -> str:
    """Return the code of the language that is spoken here, such as "de"."""
    return _SPOKEN.get()


@contextmanager
def speak(code: str) -> Iterator[None]:
    """Speak a language within the block; threads that the block starts begin in English.

    Raises:
        InputError: there is no file for this language.
    """
    _load_catalogue(code)
    before = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def N_(message: str) -> str:
    """Return the message as it is; marked for translation where it is spoken later, by `_(...)`."""
    return message


def _(message: str) -> str:
    """Return a message in the language that is spoken; its `{places}` are filled in afterwards, by `str.format`."""
    return _load_catalogue(get_language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that goes with a number, in the language that is spoken."""
    return _load_catalogue(get_language()).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    """Return a message whose translation depends on where it stands, such as "left" of a side or of a session."""
    return _load_catalogue(get_language()).pgettext(context, message)


def format_number(value: float, digits: int | None = None) -> str:
    """Return a number for people, "0.35" or "0,35": with so many digits after the sign, else as short as it can be."""
    return localise_number(f"{value:g}" if digits is None else f"{value:z.{digits}f}")


def localise_number(text: str) -> str:
    """Return a number that is written as in English with the decimal sign of the language that is spoken."""
    language = get_language()
    return text if language == WRITTEN_LANGUAGE else text.replace(".", _find_decimal_sign(language))


def format_day(day: date) -> str:
    """Return a day for people: "5 November 2026"."""
    language = get_language()
    if language == WRITTEN_LANGUAGE:
        return f"{day.day} {day:%B %Y}"
    from babel.dates import format_date

    return format_date(day, "long", language)


def format_short_day(day: date, *, year: bool = True) -> str:
    """Return a day for narrow places: "05 Nov 2026", or "05 Nov" without its year."""
    language = get_language()
    if language == WRITTEN_LANGUAGE:
        return f"{day:%d %b %Y}" if year else f"{day:%d %b}"
    from babel.dates import format_date, format_skeleton

    return format_date(day, "medium", language) if year else format_skeleton("dMMM", day, locale=language)


@lru_cache(maxsize=8)
def _find_decimal_sign(code: str) -> str:
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(code)


@lru_cache(maxsize=8)
def _load_catalogue(code: str) -> NullTranslations:
    if code == WRITTEN_LANGUAGE:
        return NullTranslations()
    entry = _FOLDER / f"{code}.po"
    if not code.isalpha() or not entry.is_file():
        known = ", ".join(list_language_codes())
        raise InputError(f"Expected a language that PoseCheck speaks ({known}), found {code!r}.")
    # Babel takes a moment to load, and English needs none of it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with entry.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
