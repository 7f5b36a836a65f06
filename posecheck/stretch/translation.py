"""The words of a reference pose in another language: `texts/<language>/<id>.yaml` beside the reference pose.

Only words are translated, never a band or a measure. A stretch without a file stays in the language it was written in,
and so does each text that a clinic or a patient has changed: a translation holds for the words that it was made from.
The words of a programme are in `texts/<language>/programmes/<id>.yaml`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from posecheck.errors import StretchError
from posecheck.language import WRITTEN_LANGUAGE
from posecheck.stretch.document import read_document
from posecheck.stretch.library import find_stretch_files, load_stretch
from posecheck.stretch.programmes import Programme, find_programme_files
from posecheck.stretch.reading import validate_document
from posecheck.stretch.schema import Check, Cues, Identifier, Stretch, StrictModel, Text

FOLDER_NAME = "texts"

_FIELDS = (
    "name", "summary", "felt", "equipment", "setup", "steps", "breathing", "easier", "harder", "cautions", "ask_first",
    "cannot_judge",
)  # fmt: skip
_CUES = ("low", "high", "praise")
_CHECK_FIELDS = ("name", "fault_low", "fault_high")
_REPETITION_FIELDS = ("cue_partial", "praise")

Model = TypeVar("Model", bound=StrictModel)
AnyWords = TypeVar("AnyWords", bound="Words")


class TranslatedCues(StrictModel):
    """The words of a check's cues."""

    low: Text | None = None
    high: Text | None = None
    praise: Text | None = None


class TranslatedCheck(StrictModel):
    """The words of one check."""

    name: Text | None = None
    cues: TranslatedCues = TranslatedCues()
    fault_low: Text | None = None
    fault_high: Text | None = None


class TranslatedRepetition(StrictModel):
    """The words of a repetition."""

    cue_partial: Text | None = None
    praise: Text | None = None


class TranslatedView(StrictModel):
    """The words about the camera's place."""

    placement: Text | None = None


class TranslatedDose(StrictModel):
    """The words about the dose."""

    note: Text | None = None


class Words(StrictModel):
    """What the words are of, and in which language."""

    schema_version: Literal[1]
    id: Identifier
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]


class ProgrammeTranslation(Words):
    """All words of one programme in one language."""

    name: Text
    summary: Text


class Translation(Words):
    """All words of one reference pose in one language; the checks by their id."""

    name: Text | None = None
    view: TranslatedView = TranslatedView()
    summary: Text | None = None
    felt: Text | None = None
    equipment: list[Text] = []
    setup: list[Text] = []
    steps: list[Text] = []
    breathing: Text | None = None
    easier: Text | None = None
    harder: Text | None = None
    cautions: list[Text] = []
    ask_first: list[Text] = []
    cannot_judge: list[Text] = []
    checks: dict[Identifier, TranslatedCheck] = {}
    repetition: TranslatedRepetition = TranslatedRepetition()
    dose: TranslatedDose = TranslatedDose()


def translate_stretch(stretch: Stretch, language: str) -> Stretch:
    """Return a stretch with its words in another language where there is a translation; itself where there is none.

    Args:
        stretch: the stretch as it counts, layers of changes included.
        language: such as "de".

    Raises:
        StretchError: the file of the translation has mistakes.
    """
    file = find_stretch_files().get(stretch.id)
    if language == WRITTEN_LANGUAGE or file is None:
        return stretch
    translation = _find_words(file.parent / FOLDER_NAME / language, f"{stretch.id}.yaml", Translation)
    return stretch if translation is None else apply_translation(stretch, translation, load_stretch(stretch.id))


def translate_programme(programme: Programme, language: str) -> Programme:
    """Return a programme of the library with its words in another language; itself where there is no translation.

    Raises:
        StretchError: the file of the translation has mistakes.
    """
    file = find_programme_files().get(programme.id)
    if language == WRITTEN_LANGUAGE or file is None:
        return programme
    texts = file.parent.parent / FOLDER_NAME / language
    words = _find_words(texts, f"{file.parent.name}/{programme.id}.yaml", ProgrammeTranslation)
    return programme if words is None else programme.model_copy(update={"name": words.name, "summary": words.summary})


def apply_translation(stretch: Stretch, translation: Translation, written: Stretch) -> Stretch:
    """Return a stretch with translated words.

    Args:
        stretch: the stretch, perhaps with changes.
        translation: the words.
        written: the stretch whose words were translated; texts of `stretch` that differ from it stay.
    """
    changes: dict[str, Any] = {
        "view": _translate(stretch.view, translation.view, written.view, ("placement",)),
        "dose": _translate(stretch.dose, translation.dose, written.dose, ("note",)),
        "checks": [_translate_check(check, translation, written) for check in stretch.checks],
    }
    if stretch.repetition is not None and written.repetition is not None:
        changes["repetition"] = _translate(
            stretch.repetition, translation.repetition, written.repetition, _REPETITION_FIELDS
        )
    return _translate(stretch, translation, written, _FIELDS).model_copy(update=changes)


def find_untranslated(stretch: Stretch, translation: Translation) -> list[str]:
    """Return the fields of a stretch whose words a translation lacks, or has another number of."""
    parts: list[tuple[str, StrictModel, StrictModel, tuple[str, ...]]] = [
        ("", stretch, translation, _FIELDS),
        ("view.", stretch.view, translation.view, ("placement",)),
        ("dose.", stretch.dose, translation.dose, ("note",)),
    ]
    if stretch.repetition is not None:
        parts.append(("repetition.", stretch.repetition, translation.repetition, _REPETITION_FIELDS))
    for check in stretch.checks:
        words = translation.checks.get(check.id, TranslatedCheck())
        parts.append((f"checks.{check.id}.", check, words, _CHECK_FIELDS))
        parts.append((f"checks.{check.id}.cues.", check.cues, words.cues, _CUES))
    return [
        f"{prefix}{field}"
        for prefix, written, words, fields in parts
        for field in fields
        if _count(getattr(written, field)) != _count(getattr(words, field))
    ]


def read_translation(path: Path) -> Translation:
    """Return the translation of a stretch from its file.

    Raises:
        StretchError: the file cannot be read, has unknown keys, or is another stretch's by its name.
    """
    return _read_words(path, path.parent.name, Translation)


def _find_words(folder: Path, name: str, model: type[AnyWords]) -> AnyWords | None:
    """Return the words of a file in the folder of a language, None when there is no such file."""
    path = folder / name
    try:
        status = path.stat()
    except OSError:
        return None
    words: AnyWords = _read_version(path, folder.name, model, status.st_mtime_ns)
    return words


@lru_cache(maxsize=256)
def _read_version(path: Path, language: str, model: type[AnyWords], _mtime_ns: int) -> AnyWords:
    return _read_words(path, language, model)


def _read_words(path: Path, language: str, model: type[AnyWords]) -> AnyWords:
    words = validate_document(read_document(path), model)
    if words.id != path.stem or words.language != language:
        found = f"{words.language}/{words.id}"
        raise StretchError(f"{path}: expected id and language as in the path, found {found}; change one of them")
    return words


def _translate_check(check: Check, translation: Translation, written: Stretch) -> Check:
    before = next((each for each in written.checks if each.id == check.id), None)
    words = translation.checks.get(check.id)
    if before is None or words is None:
        return check
    cues: Cues = _translate(check.cues, words.cues, before.cues, _CUES)
    return _translate(check, words, before, _CHECK_FIELDS).model_copy(update={"cues": cues})


def _translate(own: Model, words: StrictModel, written: StrictModel, fields: tuple[str, ...]) -> Model:
    """Return a model with the translated texts of some fields: those that are as written and that have words."""
    translated = {
        field: getattr(words, field)
        for field in fields
        if getattr(words, field) and getattr(own, field) == getattr(written, field)
    }
    return own.model_copy(update=translated)


def _count(text: str | list[str] | None) -> int:
    return len(text) if isinstance(text, list) else int(bool(text))
