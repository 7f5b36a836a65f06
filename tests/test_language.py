"""Languages: every message of the code has its words in each of them, with the same places to fill in."""

from __future__ import annotations

import ast
import string
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import posecheck
from posecheck.errors import InputError
from posecheck.language import _, format_day, format_number, get_language, list_language_codes, ngettext, speak
from posecheck.live.texts import list_languages

PACKAGE = Path(posecheck.__file__).parent
# A template says `gettext` with its `{% trans %}`.
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
OTHERS = [code for code in list_language_codes() if code != "en"]


@cache
def extract_messages() -> Catalog:
    """Return every message that the package marks for translation."""
    mappings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(entry["pattern"], entry["method"]) for entry in mappings]
    options = {entry["pattern"]: {"extensions": entry.get("extensions", "")} for entry in mappings}
    catalogue = Catalog()
    for file, line, message, comments, context in extract_from_dir(PACKAGE, methods, options, KEYWORDS):
        catalogue.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


def read_language(code: str) -> Catalog:
    with (PACKAGE / "languages" / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def find_places(text: str) -> set[str]:
    return {name for __, name, __, __ in string.Formatter().parse(text) if name is not None}


def as_tuple(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_has_its_words(code: str) -> None:
    catalogue = read_language(code)
    missing = []
    for message in extract_messages():
        found = catalogue.get(message.id, message.context) if message.id else None
        if message.id and (found is None or not all(as_tuple(found.string)) or found.fuzzy):
            missing.append(f"{message.locations[0][0]}:{message.locations[0][1]}: {message.id!r}")
    assert missing == []


@pytest.mark.parametrize("code", OTHERS)
def test_words_of_messages_that_are_gone_are_gone(code: str) -> None:
    known = {(message.context, message.id) for message in extract_messages()}
    left = [message.id for message in read_language(code) if message.id and (message.context, message.id) not in known]
    assert left == []


@pytest.mark.parametrize("code", OTHERS)
def test_words_fill_in_the_same_places(code: str) -> None:
    wrong = []
    for message in read_language(code):
        ours, theirs = as_tuple(message.id), as_tuple(message.string)
        # A singular may leave its number out.
        allowed = set().union(*map(find_places, ours))
        if message.id and (find_places(ours[-1]) != find_places(theirs[-1]) or find_places(theirs[0]) - allowed):
            wrong.append(message.id)
    assert wrong == []


def test_no_message_is_put_together_before_it_is_translated() -> None:
    """An f-string inside `_` is never found by a translator, nor in the file of a language."""
    wrong = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
        for argument in node.args[: 2 if node.func.id.endswith("gettext") else 1]
        if isinstance(argument, ast.JoinedStr)
    ]
    assert wrong == []


def test_no_message_hides_in_an_f_string() -> None:
    """Neither a translator's tools nor the test above look into the places of an f-string."""
    wrong = [
        f"{file.relative_to(PACKAGE)}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if any(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert wrong == []


def test_pages_and_live_practice_speak_the_same_languages() -> None:
    assert list_language_codes() == list(list_languages())


def test_a_language_is_spoken_within_its_block_only() -> None:
    with speak("de"):
        assert get_language() == "de"
        assert _("Pass") != "Pass"
    assert get_language() == "en"
    assert _("Pass") == "Pass"
    assert _("") == ""


def test_a_plural_goes_with_its_number() -> None:
    assert ngettext("{n} day", "{n} days", 1) == "{n} day"
    assert ngettext("{n} day", "{n} days", 2) == "{n} days"


def test_an_unknown_language_is_refused_in_words() -> None:
    with pytest.raises(InputError, match=r"speaks \(en, de"), speak("../xx"):
        pass


def test_numbers_and_days_are_written_as_in_the_language() -> None:
    day = date(2026, 11, 5)
    assert (format_number(4.26, 1), format_number(0.5), format_number(30.0)) == ("4.3", "0.5", "30")
    assert format_number(-0.04, 1) == "0.0"
    assert format_day(day) == "5 November 2026"
    with speak("de"):
        assert (format_number(4.26, 1), format_number(0.5), format_number(1200.0)) == ("4,3", "0,5", "1200")
        assert format_day(day) == "5. November 2026"
