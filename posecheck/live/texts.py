"""Words of live practice, one file a language (`posecheck/live/texts/<language>.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import PurePath

from ruamel.yaml import YAML

from posecheck.errors import InputError
from posecheck.language import WRITTEN_LANGUAGE


class Texts(Mapping[str, str]):
    """The texts of one language by key."""

    def __init__(self, values: Mapping[str, str], code: str = WRITTEN_LANGUAGE) -> None:
        """Take the texts, whose values may hold `{name}` places, and the language's code, such as "de"."""
        self.code = code
        self._values = dict(values)

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def say(self, key: str, **values: object) -> str:
        """Return a text with its places filled in; KeyError for an unknown key or a place without a value."""
        return self._values[key].format(**values)

    def with_prefixes(self, *prefixes: str) -> dict[str, str]:
        """Return the texts whose key begins with one of the prefixes."""
        return {key: value for key, value in self._values.items() if key.startswith(prefixes)}


def list_languages() -> dict[str, str]:
    """Return the languages that there is a file for: code -> its own name, English first."""
    folder = resources.files(__package__) / "texts"
    codes = sorted(PurePath(entry.name).stem for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    codes.sort(key=lambda code: code != WRITTEN_LANGUAGE)
    return {code: load_texts(code)["language"] for code in codes}


@lru_cache(maxsize=8)
def load_texts(language: str = WRITTEN_LANGUAGE) -> Texts:
    """Return the texts of a language, such as "en" or "de".

    Raises:
        InputError: there is no file for this language.
    """
    entry = resources.files(__package__) / "texts" / f"{language}.yaml"
    if not language.isalpha() or not entry.is_file():
        raise InputError(f"Expected a language that PoseCheck has texts for, found {language!r}; try en or de.")
    return Texts(YAML(typ="safe").load(entry.read_text("utf-8")), language)
